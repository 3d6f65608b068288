"""Count what an index gave after a fault, and keep what it should not have given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Tally:
    """What came out by its name, and a line for each that is lost, wrong or failed."""

    seen: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def count(self, found: Any, right: Mapping[str, Any], where: str) -> None:  # noqa: ANN401
        """One finding, under the name of whichever is right; none is: it is wrong."""
        name = next((name for name, one in right.items() if one == found), "")
        self.seen[name or "wrong"] += 1
        if not name:
            self.wrong.append(f"{where}: {str(found)[:300]}")

    def line(self, title: str, seconds: float) -> str:
        """All of it in one line."""
        seen = ", ".join(f"{name} {count}" for name, count in sorted(self.seen.items()))
        return f"{title}: {seen}; wrong, lost or failed {len(self.wrong)}; {seconds:.0f} s"

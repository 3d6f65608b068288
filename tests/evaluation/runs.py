"""Read a TREC run file as another program does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import ir_measures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ir_measures import ScoredDoc


def read_run(path: Path) -> list[ScoredDoc]:
    """The lines of the run file, by ir_measures' own reader."""
    # ir_measures leaves this function without types
    read = cast("Callable[[str], Iterable[ScoredDoc]]", ir_measures.read_trec_run)
    return list(read(str(path)))

"""Print what readers thought of the answers: how many thumbs, on what, and why.

python -m gbaqa.web.feedback.report [FOLDER] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gbaqa.web.feedback.records import Verdict
from gbaqa.web.feedback.storing import NAME, OLDER

CONFIDENCE = 0.95
MOST_NAMED = 10  # documents, comments and broken lines
DIGITS = 4
NO_REASON = "none"


@dataclass(frozen=True, slots=True)
class Kept:
    """The verdicts that count, oldest first, how many were changed, and the lines that are none."""

    verdicts: tuple[Verdict, ...]
    replaced: int
    broken: tuple[str, ...]


def read(folder: Path) -> Kept:
    """What the folder holds; one that is missing or empty holds nothing."""
    verdicts: list[Verdict] = []
    broken: list[str] = []
    for path in (folder / OLDER, folder / NAME):
        for number, line in enumerate(_lines(path), 1):
            try:
                verdicts.append(Verdict.read(line))
            except ValueError as error:
                broken.append(f"{path.name}:{number} {error}")
    standing, replaced = _standing(verdicts)
    return Kept(tuple(standing), replaced, tuple(broken))


def _lines(path: Path) -> list[bytes]:
    if not path.is_file():
        return []
    return path.read_bytes().splitlines()  # bounded: storing.py turns the file over


def _standing(verdicts: Iterable[Verdict]) -> tuple[list[Verdict], int]:
    """Without those that their reader took back; which of equal ones was theirs is not known."""
    standing: list[Verdict] = []
    replaced = 0
    for verdict in verdicts:
        place = _place_of_replaced(verdict, standing)
        if place is not None:
            del standing[place]
            replaced += 1
        standing.append(verdict)
    return standing, replaced


def _place_of_replaced(verdict: Verdict, standing: Sequence[Verdict]) -> int | None:
    """The latest like it; None where there is none, as when its file was turned over."""
    if verdict.replaces is None:
        return None
    for place in range(len(standing) - 1, -1, -1):
        one = standing[place]
        if (one.answer, one.verdict) == (verdict.answer, verdict.replaces):
            return place
    return None


def summarise(kept: Kept) -> dict[str, Any]:
    """The figures of the report, as `--json` prints them."""
    verdicts = kept.verdicts
    down = [one for one in verdicts if one.verdict == "down"]
    days = [one.day for one in verdicts]
    return {
        "verdicts": len(verdicts),
        "up": len(verdicts) - len(down),
        "down": len(down),
        "share_down": round(len(down) / len(verdicts), DIGITS) if verdicts else None,
        "share_down_ci": _interval(len(down), len(verdicts)),
        "replaced": kept.replaced,
        "first_day": min(days, default=None),
        "last_day": max(days, default=None),
        "languages": _table(verdicts, lambda one: one.language),
        "statuses": _table(verdicts, lambda one: one.status),
        "reasons": _table(verdicts, lambda one: one.reason or NO_REASON),
        "documents_down": _most(name for one in down for name in one.documents),
        "comments": [_comment(one) for one in verdicts if one.comment][-MOST_NAMED:],
        "broken": list(kept.broken),
    }


def _interval(down: int, of: int) -> list[float] | None:
    """By Clopper and Pearson (Biometrika 1934)."""
    if not of:
        return None
    from scipy import stats  # behind the door: it takes a second to import

    found = stats.binomtest(down, of).proportion_ci(CONFIDENCE, method="exact")
    return [round(float(found.low), DIGITS), round(float(found.high), DIGITS)]


def _table(verdicts: Sequence[Verdict], key: Callable[[Verdict], str]) -> dict[str, dict[str, int]]:
    """`{name: {"up": n, "down": n}}`, most thumbs down first."""
    counted = Counter((key(one), one.verdict) for one in verdicts)
    names = {name for name, _ in counted}
    ordered = sorted(names, key=lambda name: (-counted[name, "down"], -counted[name, "up"], name))
    return {name: {"up": counted[name, "up"], "down": counted[name, "down"]} for name in ordered}


def _most(names: Iterable[str]) -> list[list[Any]]:
    ordered = sorted(Counter(names).items(), key=lambda item: (-item[1], item[0]))
    return [[name, count] for name, count in ordered[:MOST_NAMED]]


def _comment(verdict: Verdict) -> dict[str, str]:
    return {
        "day": verdict.day,
        "verdict": verdict.verdict,
        "language": verdict.language,
        "reason": verdict.reason or NO_REASON,
        "comment": verdict.comment,
    }


def as_text(folder: Path, found: dict[str, Any]) -> str:
    """The report for a terminal."""
    parts = [_head(folder, found)]
    if found["verdicts"]:
        parts[0] += _share(found)
        for name, title in (("languages", "language"), ("statuses", "status"), ("reasons", "why")):
            parts.append(_counted(title, found[name]))
    marked = [f"{count:>6}  {name}" for name, count in found["documents_down"]]
    parts.append(_listed("documents most often marked down", marked))
    parts.append(_listed("last comments", list(map(_told, found["comments"]))))
    broken = found["broken"]
    parts.append(_listed(f"lines that are no verdict: {len(broken)}", _first(broken)))
    return "\n\n".join(filter(None, parts))


def _head(folder: Path, found: dict[str, Any]) -> str:
    place = _harmless(str(folder))
    if not found["verdicts"]:
        return f"no feedback in {place}"
    return (
        f"feedback in {place}, {found['first_day']} to {found['last_day']}: "
        f"{found['verdicts']} verdicts, {found['replaced']} changed since"
    )


def _share(found: dict[str, Any]) -> str:
    low, high = (f"{100 * bound:.1f}" for bound in found["share_down_ci"])
    share = f"{100 * found['share_down']:.1f}% [{low}, {high}]"
    return f"\nthumbs down: {found['down']} of {found['verdicts']}, {share}"


def _counted(title: str, table: dict[str, dict[str, int]]) -> str:
    rows = [f"{name:<16}{row['up']:>6}{row['down']:>6}" for name, row in table.items()]
    return "\n".join([f"{title:<16}{'up':>6}{'down':>6}", *rows])


def _listed(title: str, lines: list[str]) -> str:
    return "\n".join([title, *map(_harmless, lines)]) if lines else ""


def _told(one: dict[str, str]) -> str:
    return f"  {one['day']} {one['verdict']} {one['language']} {one['reason']}: {one['comment']}"


def _first(faults: Sequence[str]) -> list[str]:
    more = len(faults) - MOST_NAMED
    named = [f"  {fault}" for fault in faults[:MOST_NAMED]]
    return [*named, f"  and {more} more"] if more > 0 else named


def _harmless(line: str) -> str:
    """No sign that a terminal obeys, nor a second line, should the file not be of our making."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line)


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the report; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("feedback"))
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    arguments = parser.parse_args(argv)
    try:
        found = summarise(read(arguments.folder))
    except OSError as error:
        print(f"{arguments.folder} cannot be read: {error.strerror}", file=sys.stderr)
        return 1
    if arguments.json:
        print(json.dumps(found))  # in ASCII: nothing in it steers a terminal
    else:
        print(as_text(arguments.folder, found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

"""Read every file below a folder and tell what came of each.

    python -m scripts.read_outcomes FOLDER

A line for each file: seconds, the peak memory of the process that reads so far, and the words that
were read with their notes, or the line by which it was refused. Fails where a file is neither.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tests.documents.hostile.watching import Outcome, is_whole, outcome_of

from gbaqa.documents.isolating import IsolatedReader
from gbaqa.documents.naming import on_one_line, shown

NOT_READ = frozenset({"groundtruth", "expected_outputs"})  # what is expected of the files


def real_files(folder: Path) -> list[Path]:
    """The files themselves, in order."""
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and not NOT_READ & {*path.parts}
    )


def fault_of(outcome: Outcome, name: str) -> str:
    """What is wrong with an outcome; nothing should be."""
    if outcome.parsed is not None:
        return "" if is_whole(outcome.parsed) else "blocks or pages out of order"
    told = on_one_line(outcome.line) == outcome.line and outcome.line.startswith(name)
    return "" if told else f"not one line about it: {outcome.line!r}"


def main(folder: Path) -> int:
    """Prints the table; the exit code."""
    kinds: Counter[str] = Counter()
    wrong: list[str] = []
    slowest = largest = 0.0
    with IsolatedReader() as reader:
        for path in real_files(folder):
            name = path.name
            outcome = outcome_of(reader, path.read_bytes(), name=name)
            fault = fault_of(outcome, name)
            wrong += [f"{name}: {fault}"] if fault else []
            kinds["refused" if outcome.parsed is None else "read"] += 1
            slowest, largest = max(slowest, outcome.seconds), max(largest, outcome.megabytes)
            print(
                f"{shown(name)[:50]:50} {outcome.seconds:6.2f} s {outcome.megabytes:4} MB  ", end=""
            )
            print(_told(outcome), flush=True)
    print(f"{dict(kinds)}; slowest {slowest:.1f} s, largest {largest:.0f} MB; wrong: {wrong}")
    return 1 if wrong else 0


def _told(outcome: Outcome) -> str:
    if outcome.parsed is None:
        return f"refused: {outcome.line[:150]}"
    notes = f" ({'; '.join(outcome.parsed.notes)[:100]})" if outcome.parsed.notes else ""
    return f"read {len(outcome.parsed.text.split())} words{notes}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

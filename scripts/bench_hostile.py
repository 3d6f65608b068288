"""Read every hostile file within the limits: `python -m scripts.bench_hostile [PART OF A NAME]…`.

Prints a line for each, and at last how many were read, refused, and what was reached or written.
Fails where a file was neither read nor refused in one line, or took longer than it may.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.documents.hostile.cases import CANARY, whole
from tests.documents.hostile.watching import Outcome, is_whole, listening, outcome_of

from gbaqa.documents.isolating import IsolatedReader
from gbaqa.documents.naming import on_one_line

STARTING = 5  # seconds beyond the limit: a new process, and the way of large files to it


def main(parts: list[str]) -> int:
    """Reads those whose name holds one of the parts, all of them without any; the exit code."""
    kinds: Counter[str] = Counter()
    wrong: list[str] = []
    slowest = largest = 0.0
    with tempfile.TemporaryDirectory() as folder, listening() as address:
        secret = Path(folder, "secret")
        secret.write_text(CANARY)
        for case in whole():
            if parts and not any(part in case.name for part in parts):
                continue
            raw = case.make(str(secret), address.url)
            with IsolatedReader() as reader:  # of its own, so that the memory told is the file's
                outcome = outcome_of(reader, raw, name=case.name)
                fault = _fault(outcome, reader)
            told = _told(outcome)
            kinds[told.split()[0]] += 1
            slowest, largest = max(slowest, outcome.seconds), max(largest, outcome.megabytes)
            wrong += [f"{case.name}: {fault}"] if fault else []
            print(
                f"{case.name:34} {len(raw):>11,} B {outcome.seconds:6.2f} s "
                f"{outcome.megabytes:5} MB  {told}",
                flush=True,
            )
        left = sorted(path.name for path in Path(folder).iterdir() if path != secret)
        wrong += [f"written: {left}"] if left else []
        wrong += [f"reached {address.reached} times"] if address.reached else []
    print(f"{dict(kinds)}; slowest {slowest:.1f} s, largest {largest:.0f} MB; wrong: {wrong}")
    return 1 if wrong else 0


def _told(outcome: Outcome) -> str:
    if outcome.parsed is None:
        return f"refused: {outcome.line[:150]}"
    notes = f" ({'; '.join(outcome.parsed.notes)[:80]})" if outcome.parsed.notes else ""
    return f"read {len(outcome.parsed.text.split())} words{notes}"


def _fault(outcome: Outcome, reader: IsolatedReader) -> str:
    if outcome.seconds > reader.limits.waiting + STARTING:
        return f"took {outcome.seconds:.0f} s"
    if outcome.parsed is None:
        return "" if on_one_line(outcome.line) == outcome.line else "more than a line"
    if CANARY in outcome.parsed.text:
        return "read what it pointed to"
    return "" if is_whole(outcome.parsed) else "blocks or pages out of order"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

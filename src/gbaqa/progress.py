"""Show how far a long step has come: bars on a terminal, lines in a log."""

from __future__ import annotations

from typing import TextIO

from tqdm import tqdm

from gbaqa.types import Report


def bars(stream: TextIO) -> Report:
    """A report that draws one bar a step on a terminal; elsewhere it writes when a step ends."""
    open_bars: dict[str, tqdm[None]] = {}

    def report(step: str, done: int, total: int) -> None:
        if not stream.isatty():
            if done == total:
                print(f"{step}: {total} done", file=stream, flush=True)
            return
        bar = open_bars.get(step) or tqdm(total=total, desc=step, file=stream, leave=True)
        open_bars[step] = bar
        bar.update(done - bar.n)
        if done == total:
            open_bars.pop(step).close()

    return report

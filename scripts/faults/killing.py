"""Kill builds at random and see what the index answers then, and after the next build."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path
from typing import Any

from scripts.faults.tallying import Tally
from tests.indexing.faults.made import built, corpora, expected, leftovers, told
from tests.indexing.killed import calls_of_a_build, killed_at_call, processes

FIRST = 10  # in how many kills there is one of a first build


def killed(folder: Path, kills: int, chance: random.Random) -> Tally:
    """Kills that many builds of two corpora in turn, each after the last one was mended."""
    tally, index, names = Tally(), folder / "index", ("old", "new")
    paths = dict(zip(names, corpora(folder), strict=True))
    right = dict(zip(names, expected(folder), strict=True))
    built(paths["old"], index)
    calls, seconds = _measured(paths["old"], paths["new"], folder)
    target = "new"
    for number in range(kills):
        first = number % FIRST == 0
        at = folder / f"first{number}" if first else index
        call, wait = chance.randrange(calls), chance.uniform(0, seconds)
        code: int | None
        if number % 2:
            code = killed_at_call(call, paths[target], at)
        else:
            code = killed_after(wait, paths[target], at)
        where = f"kill {number} at call {call} or {wait:.3f} s of {target}"
        tally.seen["killed" if code == -signal.SIGKILL else "had finished"] += 1
        found = told(at)
        if first and isinstance(found, str):
            tally.seen["a line says what to do"] += 1
        else:
            tally.count(found, right, where)
        built(paths[target], at)
        tally.count(told(at), {"mended": right[target]}, f"after {where}")
        tally.wrong += [f"{where} left {name}" for name in leftovers(at)]
        if not first:
            target = "old" if target == "new" else "new"
    return tally


def killed_after(seconds: float, corpus: Path, index: Path) -> int | None:
    """The exit code of a build that is killed from outside once that time has passed."""
    receiver, sender = processes.Pipe(duplex=False)
    process = processes.Process(target=_begin, args=(corpus, index, sender))
    process.start()
    receiver.recv()
    time.sleep(seconds)
    process.kill()
    process.join()
    code = process.exitcode
    process.close()
    return code


def _begin(corpus: Path, index: Path, sender: Any) -> None:  # noqa: ANN401  # a connection
    sender.send("")
    began = time.monotonic()
    built(corpus, index)
    sender.send(time.monotonic() - began)


def _measured(old: Path, new: Path, folder: Path) -> tuple[int, float]:
    """How many calls a build makes, and how long it takes."""
    built(old, folder / "counted")
    calls = calls_of_a_build(new, folder / "counted")
    built(old, folder / "timed")
    receiver, sender = processes.Pipe(duplex=False)
    process = processes.Process(target=_begin, args=(new, folder / "timed", sender))
    process.start()
    receiver.recv()
    seconds = receiver.recv()
    process.join()
    process.close()
    return calls, seconds

"""Read an index in two processes while another builds two corpora in turn."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scripts.faults.tallying import Tally
from tests.indexing.faults.made import Answers, answers, built, corpora, expected, told
from tests.indexing.killed import in_a_process, processes

READERS = 2


def read_during_builds(folder: Path, seconds: float) -> Tally:
    """Every answer must be that of one of the two, whole."""
    tally, index = Tally(), folder / "index"
    paths = corpora(folder)
    right = dict(zip(("old", "new"), expected(folder), strict=True))
    built(paths[0], index)
    receiver, sender = processes.Pipe(duplex=False)
    in_a_process(answers, index)  # the process that makes the others has loaded everything now
    ends = time.monotonic() + seconds
    working = [
        processes.Process(target=_build_in_turn, args=(paths, index, ends, sender)),
        *(
            processes.Process(target=_read, args=(index, right, ends, sender))
            for _ in range(READERS)
        ),
    ]
    for one in working:
        one.start()
    for _ in working:
        seen, wrong = receiver.recv()
        tally.seen.update(seen)
        tally.wrong += wrong
    for one in working:
        one.join()
    return tally


def _build_in_turn(paths: tuple[Path, ...], index: Path, ends: float, sender: Any) -> None:  # noqa: ANN401
    builds = 0
    while time.monotonic() < ends:
        builds += 1
        built(paths[builds % len(paths)], index)
    sender.send(({"builds": builds}, []))


def _read(index: Path, right: Mapping[str, Answers], ends: float, sender: Any) -> None:  # noqa: ANN401
    tally = Tally()
    while time.monotonic() < ends:
        tally.count(told(index), right, "a reader during builds")
    sender.send((tally.seen, tally.wrong))

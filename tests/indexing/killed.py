"""Build an index in a process of its own that dies by SIGKILL, at a named step or at any call."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from gbaqa import disk
from gbaqa.indexing import generations, records
from gbaqa.indexing.generations import building
from gbaqa.indexing.holding import PARTIAL
from gbaqa.indexing.inforce import CURRENT
from gbaqa.indexing.manifest import Manifest
from tests.fakes import WordTokensEncoder, build_index

rename = Path.rename
sync = disk.sync
# a process that has everything loaded and makes the others: they begin in milliseconds
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.indexing.warmed"])


def die(*_: object, **__: object) -> None:
    """Ends the process as a power cut does: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_before_renaming(condition: Callable[[Path], bool]) -> None:
    def rename_or_die(path: Path, target: Path) -> Path:
        if condition(path):
            die()
        return rename(path, target)

    Path.rename = rename_or_die  # type: ignore[method-assign,assignment]  # the point


def die_before_syncing(condition: Callable[[Path], bool]) -> None:
    def sync_or_die(path: Path) -> None:
        if condition(path):
            die()
        sync(path)

    disk.sync = sync_or_die


def die_amid_removing() -> None:
    """Removes the manifest of the folder that gives way, and no more."""

    remove = shutil.rmtree

    def begin(folder: Path, **how: Any) -> None:
        if not Path(folder, "manifest.json").exists():  # a scratch folder
            return remove(folder, **how)
        (folder / "manifest.json").unlink()
        return die()

    shutil.rmtree = begin  # type: ignore[assignment]  # the point


STEPS: dict[str, Callable[[], None]] = {
    "amid the records": lambda: setattr(records, "join_segments", die),
    "before the manifest": lambda: setattr(Manifest, "write", die),
    "before the files are on the disk": lambda: setattr(disk, "sync_tree", die),
    "before the folder has its name": lambda: die_before_renaming(
        lambda path: path.is_dir() and path.suffix == PARTIAL
    ),
    "before the folder's name is on the disk": lambda: die_before_syncing(
        lambda path: path.name == "generations"
    ),
    "before CURRENT is renamed": lambda: die_before_renaming(
        lambda path: path.name == CURRENT + PARTIAL
    ),
    "amid removing an earlier turn": die_amid_removing,
    "before CURRENT's name is on the disk": lambda: die_before_syncing(
        lambda path: (path / CURRENT).exists()
    ),
    "after CURRENT is renamed": lambda: setattr(generations, "_collect", die),
}


def killed_at(step: str, corpus: Path, index: Path) -> int:
    """The exit code of a build that dies at that step."""
    return in_a_process(_die_at_step, step, corpus, index)


def killed_at_call(call: int, corpus: Path, index: Path) -> int:
    """The exit code of a build that dies at its call of that number, from 0."""
    return in_a_process(_die_at_call, call, corpus, index)


def in_a_process(work: Callable[..., object], *what: Any) -> int:
    process = processes.Process(target=work, args=what)
    process.start()
    process.join(600)  # on a busy machine the first waits for its makers to load
    code = process.exitcode
    process.close()
    assert code is not None, "the process is still at work"
    return code


def calls_of_a_build(corpus: Path, index: Path) -> int:
    """How many calls a build makes, of Python's functions and of built-in ones, in its thread."""
    receiver, sender = processes.Pipe(duplex=False)
    assert in_a_process(_count_calls, corpus, index, sender) == 0
    found: int = receiver.recv()
    return found


def hold(index: Path, held: Any) -> None:
    """Is the one builder until killed."""
    with building(index):
        held.send(os.getpid())
        signal.pause()


def _die_at_step(step: str, corpus: Path, index: Path) -> None:
    STEPS[step]()
    build_index(corpus, index)


def _die_at_call(call: int, corpus: Path, index: Path) -> None:
    _counting(call)
    build_index(corpus, index, WordTokensEncoder())


def _count_calls(corpus: Path, index: Path, sender: Any) -> None:
    count = _counting(-1)
    build_index(corpus, index, WordTokensEncoder())
    sys.setprofile(None)
    sender.send(count[0])


def _counting(last: int) -> list[int]:
    made = [0]

    def made_one(_: FrameType, event: str, __: object) -> None:
        if event in {"call", "c_call"}:
            if made[0] == last:
                die()
            made[0] += 1

    sys.setprofile(made_one)
    return made

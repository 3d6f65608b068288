"""Build an index and die by SIGKILL at a named step: python -m tests.indexing.killed STEP C I."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from gbaqa.indexing import generations, records
from gbaqa.indexing.generations import CURRENT, PARTIAL, building
from gbaqa.indexing.manifest import Manifest
from tests.fakes import build_index

rename = Path.rename
rmtree = shutil.rmtree


def die(*_: object, **__: object) -> None:
    """Ends the process as a power cut does: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_before_renaming(condition: Callable[[Path], bool]) -> None:
    def rename_or_die(path: Path, target: Path) -> Path:
        if condition(path):
            die()
        return rename(path, target)

    Path.rename = rename_or_die  # type: ignore[method-assign,assignment]  # the point


def die_amid_removing() -> None:
    """Removes the manifest of the folder that gives way, and no more."""

    def begin(folder: Path) -> None:
        (folder / "manifest.json").unlink()
        die()

    shutil.rmtree = begin  # type: ignore[assignment]  # the point


STEPS: dict[str, Callable[[], None]] = {
    "amid the records": lambda: setattr(records, "write_vectors", die),
    "before the manifest": lambda: setattr(Manifest, "write", die),
    "before the files are on the disk": lambda: setattr(generations, "_sync_tree", die),
    "before the folder has its name": lambda: die_before_renaming(
        lambda path: path.is_dir() and path.suffix == PARTIAL
    ),
    "before CURRENT is renamed": lambda: die_before_renaming(
        lambda path: path.name == CURRENT + PARTIAL
    ),
    "amid removing an earlier turn": die_amid_removing,
    "after CURRENT is renamed": lambda: setattr(generations, "_collect", die),
}


def hold(index: Path) -> None:
    """Is the one builder until killed."""
    with building(index):
        print("held", flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    step, corpus, index = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if step == "hold":
        hold(index)
    STEPS[step]()
    build_index(corpus, index)

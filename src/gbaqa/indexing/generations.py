"""Publish a whole index at once, or not at all.

index/
├── CURRENT              the name of the generation that readers open
├── LOCK                 held by the one builder at work, which it names
└── generations/<id>/    complete and never changed; equal documents and weights give an equal id

Where a folder of that id cannot give way, since it is in force (and broken) or read, the new one is
named <id>-2, <id>-3 …
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from gbaqa import disk
from gbaqa.errors import IndexUnusable
from gbaqa.indexing.holding import PARTIAL, remove_unheld
from gbaqa.indexing.inforce import CURRENT, GENERATIONS
from gbaqa.indexing.inforce import current as current
from gbaqa.indexing.inforce import searchable as searchable
from gbaqa.indexing.locking import locked

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# libraries tell of a full or broken disk in words alone: tantivy the system's, numpy its own
SAID = {os.strerror(code): code for code in (*NO_ROOM, errno.EIO, errno.EROFS)}
SAID["requested and"] = errno.ENOSPC  # "… requested and … written"


@contextmanager
def building(index: Path) -> Iterator[None]:
    """Holds the index for one builder; raises IndexUnusable when another one is at work."""
    try:
        (index / GENERATIONS).mkdir(parents=True, exist_ok=True)
        with locked(index):
            for leftover in (index / GENERATIONS).glob("*" + PARTIAL):
                shutil.rmtree(leftover, ignore_errors=True)  # of a build that was killed
            yield
    except OSError as error:  # a file in the folder's place, no permission, a full disk
        room = "make room there or " if error.errno in NO_ROOM else ""
        raise IndexUnusable(
            f"{index} cannot be written: {error.strerror or error}; "
            f"{room}name another folder with --index"
        ) from error


def publish(index: Path, generation: str, write: Callable[[Path], None]) -> None:
    """Lets `write` fill an empty folder, then makes it the generation in force under that id.

    A reader, or a crash at any moment, sees the old generation or the new one: the
    files are on the disk before the folder gets its name, and CURRENT is renamed last.
    """
    generations = index / GENERATIONS
    partial = generations / f"{os.getpid()}{PARTIAL}"
    try:
        partial.mkdir()
        _written(partial, write)
        _open_to_readers(partial)
        disk.sync_tree(partial)
        previous = _name_in_force(index)
        folder = _free(generations, generation, in_force=previous)
        pointer = index / (CURRENT + PARTIAL)
        pointer.write_text(folder.name + "\n", encoding="utf-8")
        disk.sync(pointer)
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)  # a full disk is not left full
        raise
    disk.sync(generations)
    pointer.rename(index / CURRENT)
    disk.sync(index)
    _collect(generations, keep={folder.name, previous})


def _written(partial: Path, write: Callable[[Path], None]) -> None:
    try:
        write(partial)
    except (OSError, RuntimeError, ValueError) as error:
        for said, code in SAID.items():
            if said in str(error):
                raise OSError(code, os.strerror(code)) from error
        raise


def _free(generations: Path, generation: str, *, in_force: str) -> Path:
    """Where the new folder goes: one of the same id gives way unless it is in force or held."""
    folder = generations / generation
    for turn in count(2):
        if not folder.exists() or (folder.name != in_force and remove_unheld(folder)):
            break
        folder = generations / f"{generation}-{turn}"
    return folder


def _name_in_force(index: Path) -> str:
    try:
        return current(index).name
    except IndexUnusable:
        return ""


def _collect(generations: Path, *, keep: set[str]) -> None:
    """Removes those older than the generation before, unless a reader still holds one."""
    for folder in generations.iterdir():
        if folder.is_dir() and folder.suffix != PARTIAL and folder.name not in keep:
            remove_unheld(folder)


def _open_to_readers(folder: Path) -> None:
    """Gives every file the mode of an ordinary new one: tantivy keeps some to the builder alone."""
    probe = folder / "mode"
    probe.touch()
    mode = stat.S_IMODE(probe.stat().st_mode)  # the umask cannot be asked for, only set
    probe.unlink()
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(mode)

"""Take in the bytes of a file of the corpus: not of what a link out of it names, nor of a pipe."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

from gbaqa.documents.isolation.limits import measured
from gbaqa.errors import DocumentError

AT_ONCE = 1 << 20
FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
ELSEWHERE = "a link out of the folder is not followed; put the file itself there"


def read_bytes(path: Path, *, folder: Path, name: str, most: int) -> bytes:
    """The bytes of a regular file of at most `most` bytes; raises DocumentError otherwise.

    They are taken in once: a file that changes or grows meanwhile is what it was while read.
    """
    try:
        real = _within(path, folder, name)
        _check_file(real.stat(), name)  # to open a device may be to do something with it
        # not through a link that came since; a pipe that came since is not waited for
        number = os.open(real, FLAGS)
        with open(number, "rb", buffering=0) as opened:  # noqa: PTH123 - it is open already
            found = os.fstat(number)
            _check_file(found, name)
            if found.st_size > most:
                raise DocumentError(_too_large(name, found.st_size, most))
            raw = _at_most(opened, most)
    except OSError as error:
        raise DocumentError(f"{name}: cannot be opened: {error.strerror}") from error
    if len(raw) > most:  # it grew, or is one of those that say 0 and have no end
        raise DocumentError(_too_large(name, len(raw), most))
    return raw


def _check_file(found: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise DocumentError(f"{name}: is not a file; remove it")


def _within(path: Path, folder: Path, name: str) -> Path:
    """Where the file itself lies; no link to a folder was walked, so the last part decides."""
    if not os.path.islink(path):  # noqa: PTH114 - is_symlink raises in a closed folder
        return path
    real = Path(os.path.realpath(path, strict=True))
    if not real.is_relative_to(folder.resolve()):
        raise DocumentError(f"{name}: {ELSEWHERE}")
    return real


def _at_most(opened: io.FileIO, most: int) -> bytes:
    found = bytearray()
    while len(found) <= most and (piece := opened.read(AT_ONCE)):
        found += piece
    return bytes(found)


def _too_large(name: str, size: int, most: int) -> str:
    return f"{name}: has {measured(size)}, expected at most {measured(most)}; split it"

"""Hold a generation's folder while it is read, and remove one that nobody holds.

The lock is the system's own, on the folder itself (flock): it leaves no file behind, needs no
permission to write, and ends with the process, however that ends. Where the file system has no such
locks a folder is read unheld and removed without asking; over a network they count, at most, on the
machine that took them.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import weakref
from pathlib import Path

PARTIAL = ".partial"  # of what is being written or removed: never a generation's name


class Hold:
    """Keeps a folder from being removed until it is released, or nothing refers to it any more."""

    def __init__(self, descriptor: int) -> None:
        self._close = weakref.finalize(self, os.close, descriptor)

    def release(self) -> None:
        """Lets go, once; a second time does nothing."""
        self._close()


def hold(folder: Path) -> Hold | None:
    """A hold on the folder, shared with other readers; None where it is gone or being removed."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except (FileNotFoundError, NotADirectoryError):
        return None
    found = Hold(descriptor)
    if not _locked(descriptor, fcntl.LOCK_SH) or not _same(descriptor, folder):
        found.release()
        return None
    return found


def remove_unheld(folder: Path) -> bool:
    """Removes a folder; False, and the folder untouched, where somebody holds it.

    It loses its name first: a crash leaves no half of it under that name, and what cannot be
    removed now goes with the next build.
    """
    nameless = folder.with_name(folder.name + PARTIAL)
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return False
    try:
        if not _locked(descriptor, fcntl.LOCK_EX):
            return False
        folder.rename(nameless)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    shutil.rmtree(nameless, ignore_errors=True)
    return True


def _locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # no locks on this file system
        return True
    return True


def _same(descriptor: int, folder: Path) -> bool:
    """Whether the folder that was locked still has its name."""
    try:
        return os.path.samestat(os.fstat(descriptor), folder.stat())
    except OSError:
        return False

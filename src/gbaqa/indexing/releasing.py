"""Give back memory of a mapped file that was read once and is hardly needed again."""

from __future__ import annotations

import ctypes
import mmap
from collections.abc import Iterator
from pathlib import Path

MAPS = Path("/proc/self/maps")  # of Linux; elsewhere nothing is given back


def release(path: Path) -> None:
    """Lets go of the pages of a file that this process has mapped to read.

    They stay in the system's cache and come back one by one when they are needed. Of weights that a
    runtime has packed for itself, that is a row of the table of words now and then.
    """
    for start, end in list(_ranges(path)):
        ctypes.CDLL(None).madvise(
            ctypes.c_void_p(start), ctypes.c_size_t(end - start), mmap.MADV_DONTNEED
        )


def _ranges(path: Path) -> Iterator[tuple[int, int]]:
    try:
        lines = MAPS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return
    name = str(path.resolve())
    for line in lines:
        parts = line.split(maxsplit=5)
        # what was written to would be lost
        if len(parts) == 6 and parts[5] == name and "w" not in parts[1]:
            start, _, end = parts[0].partition("-")
            yield int(start, 16), int(end, 16)

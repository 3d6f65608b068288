"""Give back memory of a mapped file that was read once and is hardly needed again."""

from __future__ import annotations

import ctypes
import mmap
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

MAPS = Path("/proc/self/smaps")  # of Linux; elsewhere nothing is given back
HEAD = re.compile(r"([0-9a-f]+)-([0-9a-f]+) \S+ \S+ \S+ \S+\s+(.+)")
WRITTEN = re.compile(r"(?:Anonymous|Swap):\s+[1-9]")

Range: TypeAlias = tuple[int, int]  # addresses: the first, and the one after the last


def unwritten(path: Path) -> list[Range]:
    """Where this process has mapped a file and written nothing: what was written would be lost."""
    try:
        lines = MAPS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return []
    return list(_ranges(lines, str(path.resolve())))


def release(ranges: Iterable[Range]) -> None:
    """Lets go of their pages, which must still be mapped and unwritten.

    They stay in the system's cache and come back one by one when they are needed. Of weights that a
    runtime has packed for itself, that is a row of the table of words now and then.
    """
    library = ctypes.CDLL(None)
    for start, end in ranges:
        library.madvise(ctypes.c_void_p(start), ctypes.c_size_t(end - start), mmap.MADV_DONTNEED)


def _ranges(lines: Iterable[str], name: str) -> Iterator[Range]:
    found: Range | None = None
    for line in lines:
        head = HEAD.fullmatch(line)
        if head is not None or line.startswith("VmFlags"):  # the last line of a mapping
            if found is not None:
                yield found
            ours = head is not None and head[3] == name
            found = (int(head[1], 16), int(head[2], 16)) if head is not None and ours else None
        elif WRITTEN.match(line):
            found = None

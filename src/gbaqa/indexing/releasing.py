"""Give back memory of a mapped file that was read once and is hardly needed again."""

from __future__ import annotations

import ctypes
import mmap
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TypeAlias

PROCESS = Path("/proc/self")  # of Linux; elsewhere nothing is given back
HEAD = re.compile(r"([0-9a-f]+)-([0-9a-f]+) \S+ \S+ \S+ \S+\s*(.*)")  # a path, or none
WRITTEN = re.compile(r"(?:Anonymous|Swap):\s+[1-9]")

Range: TypeAlias = tuple[int, int]  # addresses: the first, and the one after the last

_mapping: dict[Path, Lock] = {}  # by file: whoever maps it


class Mapped:
    """Where one owner has mapped a file; nothing of it may be used once the owner is gone.

    Another's mapping of the same file is not its own: it may go at any time, and its addresses be
    given to something else.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own: frozenset[Range] = frozenset()
        self._unwritten: list[Range] | None = None

    @contextmanager
    def loading(self) -> Iterator[None]:
        """What maps the file within is the owner's."""
        with _mapping.setdefault(self._path.resolve(), Lock()):
            before = _ranges(self._path, "maps")
            yield
            after = _ranges(self._path, "maps")
        self._own = frozenset(one for one in after if not any(_meet(one, two) for two in before))

    def release(self) -> None:
        """Lets go of its pages, but for what was written to.

        They stay in the system's cache and come back one by one when they are needed. Of weights
        that a runtime has packed for itself, that is a row of the table of words now and then.
        """
        if self._unwritten is None:  # to be sure takes some milliseconds
            self._unwritten = sorted(self._own & _ranges(self._path, "smaps"))
        for start, end in self._unwritten:
            ctypes.CDLL(None).madvise(
                ctypes.c_void_p(start), ctypes.c_size_t(end - start), mmap.MADV_DONTNEED
            )


def _meet(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _ranges(path: Path, table: str) -> frozenset[Range]:
    """Where this process has mapped a file; by "smaps", only what was not written to."""
    try:
        text = (PROCESS / table).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return frozenset()
    return frozenset(_read(text.splitlines(), str(path.resolve())))


def _read(lines: Iterable[str], name: str) -> Iterator[Range]:
    found: Range | None = None
    for line in lines:
        head = HEAD.fullmatch(line)
        if head is None and WRITTEN.match(line):
            found = None
        if head is None:
            continue
        if found is not None:
            yield found
        found = (int(head[1], 16), int(head[2], 16)) if head[3] == name else None
    if found is not None:
        yield found

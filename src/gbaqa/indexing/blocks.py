"""Check a big file block by block, when it is first read: so that gigabytes open at once.

Each file that is checked so has a CRC-32 for every 64 KiB, kept in one small file beside it, which
is checked whole when the index is opened. CRC-32 tells every change of up to 32 bits in a row;
zlib-ng works it out a dozen times as fast as zlib, which is most of what a first search waits for.
"""

from __future__ import annotations

import io
import mmap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from zlib_ng import zlib_ng

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.manifest import REMEDY

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK = 1 << 16
SUMS = "blocks.npy"  # of each file its length in bytes, then the sums of its blocks
ABSENT = -1  # the length of a file that is not there


def sums(path: Path) -> Iterator[int]:
    """The CRC-32 of each block of a file."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield zlib_ng.crc32(block)


def write_sums(folder: Path, names: Sequence[str]) -> None:
    """Writes the lengths and sums of these files, in this order."""
    paths = [folder / name for name in names]
    lengths = [path.stat().st_size if path.exists() else ABSENT for path in paths]
    found = [one for path in paths if path.exists() for one in sums(path)]
    np.save(folder / SUMS, np.array([*lengths, *found], dtype="int64"))


def read_sums(folder: Path, names: Sequence[str]) -> dict[str, tuple[int, NDArray[np.int64]]]:
    """Of each of the files that are there its length and sums; ValueError when they do not fit."""
    whole = np.load(folder / SUMS)
    start, found = len(names), {}
    for name, length in zip(names, whole[: len(names)].tolist(), strict=True):
        if length != ABSENT:
            end = start + -(-length // BLOCK)
            found[name] = (length, whole[start:end])
            start = end
    if start != len(whole):
        raise ValueError(f"{folder.name}/{SUMS} does not fit {', '.join(names)}")
    return found


class CheckedFile:
    """A file mapped into memory. Its bytes are checked when they are asked for the first time.

    Raises IndexUnusable, then or when it is opened, where they are not those that were written.
    """

    def __init__(self, path: Path, length: int, expected: NDArray[np.int64]) -> None:
        self._name = "/".join(path.parts[-3:])
        self._index = path.parents[2].name  # as layout.py has it
        with path.open("rb") as file:
            if file.seek(0, 2) != length:
                raise self._changed()
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if length else b""
        self._mapped, self._view = mapped, memoryview(mapped)
        self._expected = expected
        self._good = np.zeros(len(expected), dtype=bool)

    def __len__(self) -> int:
        return len(self._view)

    def between(self, start: int, end: int) -> memoryview:
        """The bytes from start to end, checked."""
        self.check(np.arange(start // BLOCK, -(-end // BLOCK)) if end > start else ())
        return self._view[start:end]

    def check_between(self, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> None:
        """Checks many stretches at once, each of no more than a block's length."""
        firsts, lasts = starts // BLOCK, (ends - 1) // BLOCK
        if not (self._good[firsts].all() and self._good[lasts].all()):
            self.check(np.union1d(firsts, lasts))

    def check(self, blocks: NDArray[np.int64] | Sequence[int]) -> None:
        """Checks the blocks of these numbers that were not checked before."""
        numbers = np.asarray(blocks, dtype="int64")
        for number in numbers[~self._good[numbers]].tolist():
            block = self._view[number * BLOCK : (number + 1) * BLOCK]
            if zlib_ng.crc32(block) != self._expected[number]:
                raise self._changed()
            self._good[number] = True

    def check_whole(self) -> None:
        """Checks every block."""
        self.check(np.flatnonzero(~self._good))

    def release(self) -> None:
        """Lets go of the memory that reading took; what is read again comes from the system."""
        if isinstance(self._mapped, mmap.mmap):
            self._mapped.madvise(mmap.MADV_DONTNEED)

    def _changed(self) -> IndexUnusable:
        return IndexUnusable(f"index {self._index}: {self._name} was changed; {REMEDY}")


def checked_files(folder: Path, names: Sequence[str]) -> dict[str, CheckedFile]:
    """Those of the files that are there, as `write_sums` found them."""
    return {
        name: CheckedFile(folder / name, length, expected)
        for name, (length, expected) in read_sums(folder, names).items()
    }


class CheckedRows:
    """The rows of a .npy file, checked as `CheckedFile` does."""

    def __init__(self, file: CheckedFile) -> None:
        head = io.BytesIO(bytes(file.between(0, min(len(file), BLOCK))))
        version = np.lib.format.read_magic(head)
        read = np.lib.format.read_array_header_1_0
        if version != (1, 0):
            raise ValueError(f"a .npy file of version {version}, expected (1, 0)")
        self.shape, _, self.dtype = read(head)
        self._start = head.tell()
        self._width = self.dtype.itemsize * int(np.prod(self.shape[1:], dtype="int64"))
        if self._start + self._width * self.shape[0] != len(file):
            raise ValueError(f"a .npy file of {len(file)} bytes for shape {self.shape}")
        self._file = file
        whole = file._view[self._start :]
        self._rows = np.frombuffer(whole, dtype=self.dtype).reshape(self.shape)

    def __len__(self) -> int:
        return int(self.shape[0])

    def between(self, start: int, end: int) -> NDArray[Any]:
        """The rows from start to end, as they lie in the file."""
        self._file.between(self._start + start * self._width, self._start + end * self._width)
        return self._rows[start:end]

    def take(self, rows: NDArray[np.int64]) -> NDArray[Any]:
        """A copy of the rows of these numbers."""
        if self._width and len(rows):
            starts = self._start + rows * self._width
            self._file.check_between(starts, starts + self._width)
        return self._rows[rows]

    def whole(self) -> NDArray[Any]:
        """Every row."""
        self._file.check_whole()
        return self._rows


class RowsWriter:
    """Writes a .npy file row by row: its first dimension is known in the end."""

    def __init__(self, path: Path, dtype: str, *width: int) -> None:
        self._file = path.open("wb")
        self._dtype, self._width = np.dtype(dtype), width
        self._count = 0
        self._head(0)

    def add(self, rows: NDArray[Any]) -> None:
        """Appends rows, in the file's type."""
        self._file.write(np.ascontiguousarray(rows, dtype=self._dtype).data)
        self._count += len(rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Closes the file; after a failure it is left as it is."""
        if kind is None:
            self.close()
        else:
            with suppress(OSError):  # of a full disk, which is what failed
                self._file.close()

    def close(self) -> None:
        """Writes the number of rows into the head, which has room for it."""
        with closing(self._file) as file:
            file.seek(0)
            self._head(self._count)

    def _head(self, count: int) -> None:
        fields: Mapping[str, object] = {
            "descr": np.lib.format.dtype_to_descr(self._dtype),
            "fortran_order": False,
            "shape": (count, *self._width),
        }
        np.lib.format.write_array_header_1_0(self._file, dict(fields))

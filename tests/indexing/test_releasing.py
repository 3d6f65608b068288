"""A mapped file's pages are given back and read again where they are needed."""

from __future__ import annotations

import mmap
from pathlib import Path

from gbaqa.indexing.releasing import MAPS, release

SIZE = 8 << 20


def resident(path: Path) -> int:
    """Kilobytes of the file that this process holds in memory."""
    lines = Path(MAPS.parent / "smaps").read_text().splitlines()
    place = next(i for i, line in enumerate(lines) if line.endswith(str(path)))
    return int(next(line for line in lines[place:] if line.startswith("Rss:")).split()[1])


def test_pages_are_given_back_and_still_read_right(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(bytes(range(256)) * (SIZE // 256))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        whole = bytes(mapped)
        assert resident(path) == SIZE >> 10
        release(path)
        assert resident(path) == 0
        assert bytes(mapped) == whole


def test_what_is_not_mapped_is_left_alone(tmp_path: Path) -> None:
    release(tmp_path / "nothing")


def test_a_mapping_that_was_written_to_keeps_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "own.bin"
    path.write_bytes(bytes(SIZE))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as mapped:
        mapped[5] = 7
        release(path)
        assert mapped[5] == 7

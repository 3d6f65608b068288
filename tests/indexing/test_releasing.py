"""A mapped file's pages are given back and read again where they are needed."""

from __future__ import annotations

import mmap
from pathlib import Path

from gbaqa.indexing.releasing import release, unwritten
from tests.resident import resident

SIZE = 8 << 20


def test_pages_are_given_back_and_still_read_right(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(bytes(range(256)) * (SIZE // 256))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        whole = bytes(mapped)
        assert resident(path) == SIZE >> 10
        release(unwritten(path))
        assert resident(path) == 0
        assert bytes(mapped) == whole


def test_what_is_not_mapped_is_left_alone(tmp_path: Path) -> None:
    assert unwritten(tmp_path / "nothing") == []


def test_a_mapping_that_was_written_to_keeps_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "own.bin"
    path.write_bytes(bytes(SIZE))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as mapped:
        mapped[5] = 7
        assert unwritten(path) == []
        release(unwritten(path))
        assert mapped[5] == 7


def test_a_mapping_that_may_be_written_to_is_given_back_while_it_was_not(tmp_path: Path) -> None:
    path = tmp_path / "own.bin"
    path.write_bytes(bytes(SIZE))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as mapped:
        assert mapped[SIZE - 1] == 0
        release(unwritten(path))
        assert resident(path) == 0

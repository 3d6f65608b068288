"""A mapped file's pages are given back and read again where they are needed."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gbaqa.indexing.releasing import Mapped
from tests.resident import resident

SIZE = 8 << 20


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "weights.bin"
    path.write_bytes(bytes(range(256)) * (SIZE // 256))
    return path


@contextmanager
def mapped(path: Path, access: int = mmap.ACCESS_COPY) -> Iterator[mmap.mmap]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=access) as found:
        yield found


@pytest.mark.parametrize("access", [mmap.ACCESS_READ, mmap.ACCESS_COPY])
def test_pages_are_given_back_and_still_read_right(path: Path, access: int) -> None:
    owner = Mapped(path)
    with owner.loading():
        held = mapped(path, access)
        one = held.__enter__()
    whole = bytes(one)
    for _ in range(2):
        assert bytes(one) == whole
        assert resident(path) == SIZE >> 10
        owner.release()
        assert resident(path) == 0
    held.__exit__(None, None, None)


def test_what_is_not_mapped_is_left_alone(tmp_path: Path) -> None:
    owner = Mapped(tmp_path / "nothing")
    with owner.loading():
        pass
    owner.release()


def test_what_was_written_is_kept(path: Path) -> None:
    owner = Mapped(path)
    with owner.loading():
        held = mapped(path)
        one = held.__enter__()
    one[5] = 7
    owner.release()
    assert one[5] == 7
    held.__exit__(None, None, None)


def test_what_another_has_mapped_is_left_alone(path: Path) -> None:
    owner = Mapped(path)
    with mapped(path) as before:
        with owner.loading():
            pass
        with mapped(path) as after:
            assert bytes(before) == bytes(after)
            owner.release()
            assert resident(path) == 2 * SIZE >> 10

"""Whatever is read of a file was checked before, and nothing else needs to be."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.blocks import (
    BLOCK,
    CheckedFile,
    CheckedRows,
    RowsWriter,
    checked_files,
    write_sums,
)

LENGTH = 5 * BLOCK + 100
AT = st.integers(0, LENGTH - 1)


def written(folder: Path, whole: bytes = b"") -> CheckedFile:
    """A file whose sums are those of other bytes, where some are given."""
    right = np.random.default_rng(1).bytes(LENGTH)
    (folder / "file").write_bytes(right)
    write_sums(folder, ["file", "none"])
    (folder / "file").write_bytes(whole or right)
    return checked_files(folder, ["file", "none"])["file"]


@settings(max_examples=30, deadline=None)
@given(AT, AT, AT, st.integers(0, 7))
def test_a_flipped_bit_is_told_when_its_block_is_read_and_only_then(
    one: int, other: int, flipped: int, bit: int
) -> None:
    start, end = sorted((one, other))
    right = np.random.default_rng(1).bytes(LENGTH)
    wrong = bytearray(right)
    wrong[flipped] ^= 1 << bit
    touched = start // BLOCK <= flipped // BLOCK < -(-end // BLOCK) and start < end
    with tempfile.TemporaryDirectory() as name:
        file = written(Path(name), bytes(wrong))
    if touched:
        for _ in range(2):
            with pytest.raises(IndexUnusable, match='file was changed; run "gbaqa index"'):
                file.between(start, end)
    else:
        assert bytes(file.between(start, end)) == right[start:end]
    with pytest.raises(IndexUnusable):
        file.check_whole()


@pytest.mark.parametrize("length", [LENGTH - 1, LENGTH + 1, 0])
def test_a_file_of_another_length_is_told_when_it_is_opened(tmp_path: Path, length: int) -> None:
    written(tmp_path)
    (tmp_path / "file").write_bytes(b"x" * length)
    with pytest.raises(IndexUnusable, match="file was changed"):
        checked_files(tmp_path, ["file", "none"])


def test_sums_of_other_files_are_refused(tmp_path: Path) -> None:
    written(tmp_path)
    with pytest.raises(ValueError, match="does not fit file"):
        checked_files(tmp_path, ["file"])


@pytest.mark.parametrize("parts", [[], [0], [3], [2, 0, 70_000]])
@pytest.mark.parametrize("width", [(), (2,), (0,)])
def test_rows_that_are_written_little_by_little_are_one_array(
    tmp_path: Path, parts: list[int], width: tuple[int, ...]
) -> None:
    writer = RowsWriter(tmp_path / "rows.npy", "<f4", *width)
    expected = np.arange(sum(parts) * int(np.prod(width)), dtype="float32")
    expected = expected.reshape(sum(parts), *width)
    for end, count in zip(np.cumsum(parts).tolist(), parts, strict=True):
        writer.add(expected[end - count : end])
    writer.close()
    assert np.load(tmp_path / "rows.npy").tolist() == expected.tolist()
    write_sums(tmp_path, ["rows.npy"])
    rows = CheckedRows(checked_files(tmp_path, ["rows.npy"])["rows.npy"])
    some = np.arange(0, len(rows), 7)
    assert rows.whole().tolist() == expected.tolist()
    assert rows.take(some).tolist() == expected[some].tolist()
    assert rows.between(1, 3).tolist() == expected[1:3].tolist()

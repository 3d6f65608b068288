"""A file's digest and sum are those of its bytes, however many there are."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest

from gbaqa.disk import PIECE, crc32_of, sha256_of


def test_a_worked_example_is_that_of_fips_180(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert sha256_of(tmp_path / "a") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_a_large_file_is_never_held_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(range(256)) * 8192
    (tmp_path / "a").write_bytes(data)
    monkeypatch.delattr(Path, "read_bytes")
    assert sha256_of(tmp_path / "a") == hashlib.sha256(data).hexdigest()


def test_the_check_value_of_crc_32_and_a_file_of_several_pieces(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"123456789")
    assert crc32_of(tmp_path / "a") == "cbf43926"
    data = bytes(range(251)) * (2 * PIECE // 251 + 1)
    (tmp_path / "b").write_bytes(data)
    assert crc32_of(tmp_path / "b") == f"{zlib.crc32(data):08x}"
    (tmp_path / "b").write_bytes(data[:-1] + b"x")
    assert crc32_of(tmp_path / "b") != f"{zlib.crc32(data):08x}"

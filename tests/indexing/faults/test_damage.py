"""Whatever happens to a file of an index, it answers right or says in one line what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from gbaqa.indexing.generations import current
from gbaqa.indexing.manifest import FORMAT_VERSION
from tests.fakes import WordTokensEncoder, build_index
from tests.indexing.faults.conftest import Right
from tests.indexing.faults.made import answers, built, leftovers, told

PLACES: dict[str, Callable[[int], int]] = {
    "the first byte": lambda length: 0,
    "the middle byte": lambda length: length // 2,
    "the last byte": lambda length: length - 1,
}


@pytest.fixture
def index(tmp_path: Path, right: Right) -> Path:
    built(right.old, tmp_path / "index")
    return tmp_path / "index"


def files_of(index: Path) -> list[Path]:
    """CURRENT and every file of the generation in force that is not empty."""
    found = [path for path in sorted(current(index).rglob("*")) if path.is_file()]
    return [index / "CURRENT", *(path for path in found if path.stat().st_size)]


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize("bit", [1, 128])
def test_a_flipped_bit_in_any_file_is_noticed(
    index: Path, right: Right, place: Callable[[int], int], bit: int
) -> None:
    noticed = 0
    files = files_of(index)
    for path in files:
        whole = path.read_bytes()
        at = place(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :])
        found = told(index)
        assert isinstance(found, str) or found == right.old_answers, path
        noticed += isinstance(found, str)
        path.write_bytes(whole)
    assert answers(index) == right.old_answers
    assert noticed >= len(files) - 2  # the line's end of CURRENT and manifest says nothing


CUTS: dict[str, Callable[[bytes], bytes]] = {
    "half of it": lambda whole: whole[: len(whole) // 2],
    "all but its last byte": lambda whole: whole[:-1],
    "and a byte more": lambda whole: whole + b"\0",
}


@pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS.keys())
def test_a_file_of_another_length_is_noticed(
    index: Path, right: Right, cut: Callable[[bytes], bytes]
) -> None:
    for path in files_of(index):
        whole = path.read_bytes()
        path.write_bytes(cut(whole))
        found = told(index)
        assert isinstance(found, str) or found == right.old_answers, path
        path.write_bytes(whole)
    assert answers(index) == right.old_answers


def test_a_missing_file_is_told_and_the_next_build_mends(
    index: Path, tmp_path: Path, right: Right
) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(index, whole)
    for path in files_of(index):
        path.unlink()
        found = told(index)
        assert isinstance(found, str)
        assert path.name in found or path.name in {"CURRENT", "manifest.json"}
        built(right.old, index)
        assert answers(index) == right.old_answers
        assert leftovers(index) == []
        shutil.rmtree(index)
        shutil.copytree(whole, index)


def test_extra_files_change_nothing(index: Path, right: Right) -> None:
    for folder in (index, index / "generations", current(index), current(index) / "postings"):
        (folder / "extra.txt").write_text("nothing of ours")
        (folder / "extra").mkdir()
    assert answers(index) == right.old_answers
    built(right.new, index)
    assert answers(index) == right.new_answers


@pytest.mark.parametrize("version", [FORMAT_VERSION - 1, FORMAT_VERSION + 1, None, "new"])
def test_a_generation_of_another_version_is_refused_and_built_anew(
    index: Path, right: Right, version: object
) -> None:
    path = current(index) / "manifest.json"
    found = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps({**found, "format_version": version}), encoding="utf-8")
    assert told(index) == (
        f"index {current(index).name} has format {version}, expected {FORMAT_VERSION}; "
        'run "gbaqa index"'
    )
    built(right.new, index)
    assert answers(index) == right.new_answers


ENCODERS = {
    "the encoder another": WordTokensEncoder("another"),
    "dimension 32": WordTokensEncoder(dimension=32),
    "maximum length in tokens 40": WordTokensEncoder(limit=40),
}


@pytest.mark.parametrize("said", ENCODERS)
def test_an_index_of_another_encoder_is_refused_and_built_anew(
    tmp_path: Path, right: Right, said: str
) -> None:
    index = tmp_path / "index"
    build_index(right.old, index, ENCODERS[said])
    found = told(index)
    assert isinstance(found, str)
    assert found.startswith("the index was built with ")
    built(right.new, index)
    assert answers(index) == right.new_answers


RUBBISH: dict[str, bytes] = {
    "nothing": b"",
    "no text": bytes(range(256)),
    "a path": b"../../etc",
    "a long line": b"x" * 5_000_000,
    "many lines": b"a\nb\n",
}


@pytest.mark.parametrize("rubbish", RUBBISH.values(), ids=RUBBISH.keys())
def test_a_current_that_names_rubbish_is_told_and_built_anew(
    index: Path, right: Right, rubbish: bytes
) -> None:
    (index / "CURRENT").write_bytes(rubbish)
    found = told(index)
    assert isinstance(found, str)
    assert "CURRENT names" in found
    assert len(found) < 5000
    built(right.old, index)
    assert answers(index) == right.old_answers


def test_a_missing_current_can_be_written_by_hand(index: Path, right: Right) -> None:
    name = (index / "CURRENT").read_text()
    (index / "CURRENT").unlink()
    found = told(index)
    assert isinstance(found, str)
    assert f'"echo {name.strip()} > {index / "CURRENT"}" puts' in found
    (index / "CURRENT").write_text(name)
    assert answers(index) == right.old_answers


def test_an_index_that_is_all_gone_but_its_folder_is_told_and_built_anew(
    index: Path, right: Right
) -> None:
    shutil.rmtree(index / "generations")
    found = told(index)
    assert isinstance(found, str)
    assert "which is not there" in found
    built(right.new, index)
    assert answers(index) == right.new_answers

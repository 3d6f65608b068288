"""The generation in force is found, told apart, and read whole while builds go on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.generations import building, publish
from gbaqa.indexing.holding import Hold, hold
from gbaqa.indexing.inforce import TRIES, current, reading, signature
from tests.fakes import build_index, write_files


def publish_one(index: Path, name: str) -> None:
    def write(folder: Path) -> None:
        (folder / "manifest.json").write_text("{}")

    with building(index):
        publish(index, name, write)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    publish_one(tmp_path, "first")
    return tmp_path


def test_what_is_in_force_is_read_and_held_meanwhile(index: Path) -> None:
    def read(folder: Path, held: Hold) -> str:
        for name in ("second", "third"):
            publish_one(index, name)
        assert (folder / "manifest.json").exists()
        return folder.name

    assert reading(index, read) == "first"
    publish_one(index, "fourth")
    assert not (index / "generations" / "first").exists()


def test_a_failure_is_tried_again_where_another_came_in_force(index: Path) -> None:
    seen = []

    def read(folder: Path, held: Hold) -> str:
        seen.append(folder.name)
        if folder.name == "first":
            publish_one(index, "second")
            raise IndexUnusable("a file is missing")
        return folder.name

    assert (reading(index, read), seen) == ("second", ["first", "second"])


def test_a_failure_is_tried_again_where_the_same_came_in_force_anew(index: Path) -> None:
    seen = []

    def read(folder: Path, held: Hold) -> str:
        seen.append(folder.name)
        if len(seen) == 1:
            publish_one(index, "first")
            raise IndexUnusable("a file is missing")
        return folder.name

    assert (reading(index, read), seen) == ("first-2", ["first", "first-2"])


def test_a_failure_of_what_is_still_in_force_is_told_at_once(index: Path) -> None:
    seen = []

    def read(folder: Path, held: Hold) -> str:
        seen.append(folder.name)
        raise IndexUnusable("a file is missing")

    with pytest.raises(IndexUnusable, match="a file is missing"):
        reading(index, read)
    assert seen == ["first"]


def test_builds_without_end_end_the_trying(index: Path) -> None:
    seen = []

    def read(folder: Path, held: Hold) -> str:
        seen.append(folder.name)
        publish_one(index, f"number{len(seen)}")
        raise IndexUnusable("a file is missing")

    with pytest.raises(IndexUnusable, match="a file is missing"):
        reading(index, read)
    assert len(seen) == TRIES


def test_a_folder_that_cannot_be_held_is_told(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gbaqa.indexing.inforce.hold", lambda folder: None)
    with pytest.raises(IndexUnusable, match=r'first was removed while .*; run "gbaqa index"'):
        reading(index, lambda folder, held: folder)


def test_the_signature_differs_with_the_generation_and_its_manifest(index: Path) -> None:
    first = signature(index)
    assert signature(index) == first
    shutil.copy(index / "generations/first/manifest.json", index / "new.json")
    (index / "new.json").rename(index / "generations/first/manifest.json")
    renewed = signature(index)
    publish_one(index, "second")
    assert len({first, renewed, signature(index)}) == 3


@pytest.mark.parametrize("name", ["", "..", "gone", "a\0b"])
def test_what_cannot_be_in_force_has_no_signature(index: Path, name: str) -> None:
    (index / "CURRENT").write_text(name)
    assert signature(index) is None
    (index / "CURRENT").unlink()
    assert signature(index) is None
    assert signature(index / "none") is None


def refusal(index: Path) -> str:
    with pytest.raises(IndexUnusable) as caught:
        current(index)
    return str(caught.value)


def test_where_current_is_missing_the_one_whole_generation_can_be_put_in_force(
    tmp_path: Path,
) -> None:
    index = tmp_path / "index"
    made = build_index(write_files(tmp_path / "corpus", {"a.txt": "A text."}), index).generation
    (index / "CURRENT").unlink()
    command = f"echo {made} > {index / 'CURRENT'}"
    assert refusal(index) == (
        f'there is no index in {index}; "{command}" puts the generation in force that lies there '
        'whole; or run "gbaqa index"'
    )
    (index / "CURRENT").write_text(f"{made}\n")  # as the command does
    assert current(index).name == made
    (index / "CURRENT").unlink()
    shutil.copytree(index / "generations" / made, index / "generations" / "another")
    assert refusal(index) == f'there is no index in {index}; run "gbaqa index"'  # which of the two?
    shutil.rmtree(index / "generations" / "another")
    (index / "generations" / made / "shards.json").write_text("broken")
    assert refusal(index) == f'there is no index in {index}; run "gbaqa index"'


def test_a_current_that_cannot_be_read_is_not_called_missing(index: Path) -> None:
    (index / "CURRENT").unlink()
    (index / "CURRENT").mkdir()
    assert refusal(index) == (
        f'{index / "CURRENT"} cannot be read: Is a directory; mend that, or run "gbaqa index"'
    )


def test_a_hold_ends_with_the_reading(index: Path) -> None:
    assert reading(index, lambda folder, held: folder.name) == "first"
    held = hold(index / "generations" / "first")
    assert held is not None

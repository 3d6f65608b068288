"""A build is seen whole or not at all, whenever it dies, and one builder works at a time."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from gbaqa import disk
from gbaqa.answering.asking import open_assistant
from gbaqa.answering.receipts import as_json
from gbaqa.errors import IndexUnusable
from gbaqa.indexing.generations import building, current, publish
from gbaqa.indexing.holding import hold
from gbaqa.indexing.inforce import signature
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files
from tests.indexing.killed import STEPS, killed_at

OLD = {"park.txt": "The park covers 19.1 hectares.", "fee.txt": "The fee is 100 patacas."}
NEW = OLD | {"fee.txt": "The fee is 120 patacas.", "bridge.txt": "The bridge is 55 km long."}


LATE = {"before CURRENT's name is on the disk", "after CURRENT is renamed"}


def answers(index: Path) -> list[object]:
    """All that a reader gets, but for the time it took."""
    assistant = open_assistant(
        index, encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )
    replies = [as_json(assistant.ask(question)) for question in ("What is the fee?", "How long?")]
    return [{**reply, "timings_ms": {}} for reply in replies]


def partials(index: Path) -> list[str]:
    return sorted(path.name for path in index.rglob("*.partial"))


@pytest.mark.parametrize("step", sorted(STEPS.keys() - LATE))
def test_a_build_killed_at_any_step_leaves_the_old_index_in_force(
    tmp_path: Path, step: str
) -> None:
    corpus, index = write_files(tmp_path / "corpus", OLD), tmp_path / "index"
    other = write_files(tmp_path / "other", NEW)
    if step == "amid removing an earlier turn":  # the new corpus was in force once before
        build_index(other, index)
    old = build_index(corpus, index)
    before = answers(index)

    assert killed_at(step, other, index) == -signal.SIGKILL
    assert current(index).name == old.generation
    assert answers(index) == before

    new = build_index(other, index)
    assert current(index).name == new.generation
    assert partials(index) == []
    build_index(other, tmp_path / "fresh")
    assert answers(index) == answers(tmp_path / "fresh")


@pytest.mark.parametrize("step", sorted(LATE))
def test_a_build_killed_once_current_is_renamed_leaves_the_new_index(
    tmp_path: Path, step: str
) -> None:
    index, other = tmp_path / "index", write_files(tmp_path / "other", NEW)
    build_index(write_files(tmp_path / "corpus", OLD), index)
    assert killed_at(step, other, index) == -signal.SIGKILL
    expected = build_index(other, tmp_path / "fresh")
    assert current(index).name == expected.generation
    assert answers(index) == answers(tmp_path / "fresh")


def test_a_first_build_that_is_killed_leaves_no_index(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", OLD), tmp_path / "index"
    assert killed_at("before CURRENT is renamed", corpus, index) == -signal.SIGKILL
    with pytest.raises(IndexUnusable, match='run "gbaqa index"'):
        current(index)
    assert build_index(corpus, index).generation == current(index).name


def test_leftovers_of_a_killed_build_are_removed(tmp_path: Path) -> None:
    write_files(tmp_path / "generations" / "4711.partial", {"documents.jsonl": "half"})
    with building(tmp_path):
        assert partials(tmp_path) == []


def write(folder: Path) -> None:
    (folder / "manifest.json").write_text("{}")


def publish_each(index: Path, *names: str) -> list[str]:
    """Which generations lie there after these were published, one after the other."""
    for name in names:
        with building(index):
            publish(index, name, write)
    return sorted(path.name for path in (index / "generations").iterdir())


def test_the_generation_before_the_one_in_force_is_kept_and_older_ones_go(tmp_path: Path) -> None:
    assert publish_each(tmp_path, "first", "second", "third") == ["second", "third"]
    assert current(tmp_path) == tmp_path / "generations" / "third"


def test_an_older_generation_stays_while_a_reader_holds_it(tmp_path: Path) -> None:
    publish_each(tmp_path, "first")
    held = hold(current(tmp_path))
    assert held is not None
    assert publish_each(tmp_path, "second", "third") == ["first", "second", "third"]
    held.release()
    assert publish_each(tmp_path, "fourth") == ["fourth", "third"]


def test_a_generation_in_force_that_is_built_anew_keeps_its_folder_until_then(
    tmp_path: Path,
) -> None:
    publish_each(tmp_path, "first")
    before = signature(tmp_path)
    assert publish_each(tmp_path, "first") == ["first", "first-2"]
    assert current(tmp_path).name == "first-2"
    assert signature(tmp_path) != before
    assert publish_each(tmp_path, "second") == ["first-2", "second"]
    assert publish_each(tmp_path, "first") == ["first", "second"]


def test_an_earlier_turn_that_is_held_does_not_give_way(tmp_path: Path) -> None:
    publish_each(tmp_path, "first")
    held = hold(current(tmp_path))
    publish_each(tmp_path, "second")
    assert publish_each(tmp_path, "first") == ["first", "first-2", "second"]
    assert held is not None
    assert current(tmp_path).name == "first-2"


def test_files_are_on_the_disk_before_a_name_tells_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[tuple[str, str]] = []
    sync, rename = disk.sync, Path.rename

    def syncing(path: Path) -> None:
        done.append(("sync", path.name))
        sync(path)

    def renaming(path: Path, target: Path) -> Path:
        done.append(("rename", target.name))
        return rename(path, target)

    monkeypatch.setattr(disk, "sync", syncing)
    monkeypatch.setattr(Path, "rename", renaming)
    publish_each(tmp_path, "first")
    partial = f"{os.getpid()}.partial"
    assert done == [
        ("sync", "manifest.json"),
        ("sync", partial),
        ("sync", "CURRENT.partial"),
        ("rename", "first"),
        ("sync", "generations"),
        ("rename", "CURRENT"),
        ("sync", tmp_path.name),
    ]


def test_a_write_that_fails_changes_nothing_in_force(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", OLD), tmp_path / "index"
    old = build_index(corpus, index)

    def fail(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    with (
        pytest.raises(
            IndexUnusable,
            match="cannot be written: No space left on device; make room there or name",
        ),
        building(index),
    ):
        publish(index, "new", fail)
    assert current(index).name == old.generation
    assert partials(index) == []


@pytest.mark.parametrize("said", [RuntimeError, ValueError])
def test_what_a_library_says_of_a_full_disk_is_understood(
    tmp_path: Path, said: type[Exception]
) -> None:
    def fail(folder: Path) -> None:
        raise said("Error: 'No space left on device (os error 28)'")

    with (
        pytest.raises(IndexUnusable, match="No space left on device; make room"),
        building(tmp_path),
    ):
        publish(tmp_path, "new", fail)


def test_a_programs_own_fault_is_no_full_disk(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        raise ValueError("zip() argument 2 is shorter than argument 1")

    with pytest.raises(ValueError, match="shorter"), building(tmp_path):
        publish(tmp_path, "new", fail)


def test_a_file_in_the_index_folders_place_is_named(tmp_path: Path) -> None:
    corpus = write_files(tmp_path, {"corpus/a.txt": "A text.", "index": "not a folder"}) / "corpus"
    with pytest.raises(IndexUnusable, match=r"index cannot be written: .*; name another folder"):
        build_index(corpus, tmp_path / "index")


@pytest.mark.parametrize(("mask", "expected"), [(0o022, 0o644), (0o027, 0o640)])
def test_every_published_file_has_the_mode_of_an_ordinary_new_one(
    tmp_path: Path, mask: int, expected: int
) -> None:
    before = os.umask(mask)
    try:
        build_index(write_files(tmp_path / "corpus", OLD), tmp_path / "index")
    finally:
        os.umask(before)
    files = [path for path in current(tmp_path / "index").rglob("*") if path.is_file()]
    assert {path.name for path in files} > {"manifest.json", "meta.json"}
    assert {path.stat().st_mode & 0o777 for path in files} == {expected}

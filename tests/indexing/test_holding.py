"""A folder that is read stays, and one that nobody reads goes at once and whole."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from gbaqa.indexing.holding import hold, remove_unheld
from tests.fakes import write_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(tmp_path / "folder", {"a.txt": "a", "below/b.txt": "b"})


def test_a_folder_that_nobody_holds_goes_with_all_that_is_in_it(folder: Path) -> None:
    assert remove_unheld(folder)
    assert list(folder.parent.iterdir()) == []


def test_a_folder_stays_until_its_last_reader_lets_go(folder: Path) -> None:
    first, second = hold(folder), hold(folder)
    assert first is not None
    assert not remove_unheld(folder)
    first.release()
    assert not remove_unheld(folder)
    assert (folder / "a.txt").read_text() == "a"
    del second  # as good as a release: nothing refers to it
    assert remove_unheld(folder)


def test_letting_go_twice_closes_no_file_of_another(folder: Path) -> None:
    held = hold(folder)
    assert held is not None
    held.release()
    other = hold(folder)  # has the descriptor that was freed
    held.release()
    assert not remove_unheld(folder)
    assert other is not None


def test_a_folder_that_is_not_there_cannot_be_held_or_removed(tmp_path: Path) -> None:
    assert hold(tmp_path / "none") is None
    assert not remove_unheld(tmp_path / "none")


def test_a_folder_being_removed_cannot_be_held(folder: Path) -> None:
    with folder.joinpath("a.txt").open():
        other = hold(folder)
        assert other is not None
        other.release()
    remover = os.open(folder, os.O_RDONLY)
    fcntl.flock(remover, fcntl.LOCK_EX)
    try:
        assert hold(folder) is None
    finally:
        os.close(remover)


def test_a_folder_that_lost_its_name_before_it_was_locked_is_not_taken_for_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flock = fcntl.flock

    def swap_then_lock(descriptor: int, kind: int) -> None:
        monkeypatch.undo()
        folder.rename(folder.with_name("older"))
        folder.mkdir()
        flock(descriptor, kind)

    monkeypatch.setattr(fcntl, "flock", swap_then_lock)
    assert hold(folder) is None


def test_without_locks_a_folder_is_read_and_removed_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(descriptor: int, kind: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    assert hold(folder) is not None
    assert remove_unheld(folder)

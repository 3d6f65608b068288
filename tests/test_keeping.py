"""What is kept is there whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gbaqa.keeping import CARD, PREPARED, folder_beside, found, is_whole, keep_in, make


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, prepared: Path) -> Iterator[None]:
    keep_in(tmp_path)
    yield
    keep_in(prepared)


def write(folder: Path) -> bool:
    (folder / "a").write_bytes(b"one")
    (folder / "b").write_bytes(b"two")
    return True


def test_what_was_made_is_found(tmp_path: Path) -> None:
    assert found("thing") is None
    assert make(tmp_path / "thing", write)
    assert found("thing") == tmp_path / "thing"
    keep_in(None)
    assert found("thing") is None


def test_the_folder_is_the_process_s_or_else_the_index_s(tmp_path: Path) -> None:
    assert folder_beside(Path("index")) == tmp_path
    keep_in(None)
    assert folder_beside(Path("index")) == Path("index") / PREPARED


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "a").write_bytes(b"onf"),
        lambda folder: (folder / "b").unlink(),
        lambda folder: (folder / CARD).unlink(),
        lambda folder: (folder / CARD).write_text("{"),
        lambda folder: (folder / CARD).write_text("[]"),
    ],
    ids=["a changed file", "a missing file", "no card", "half a card", "another card"],
)
def test_a_spoilt_thing_is_not_found_and_can_be_made_again(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    make(tmp_path / "thing", write)
    spoil(tmp_path / "thing")
    assert not is_whole(tmp_path / "thing")
    assert found("thing") is None
    assert make(tmp_path / "thing", write)
    assert found("thing") is not None


def test_what_was_not_made_leaves_nothing(tmp_path: Path) -> None:
    def refuse(folder: Path) -> bool:
        write(folder)
        return False

    def fail(folder: Path) -> bool:
        write(folder)
        raise OSError("the disk is full")

    assert not make(tmp_path / "thing", refuse)
    with pytest.raises(OSError, match="the disk is full"):
        make(tmp_path / "thing", fail)
    assert list(tmp_path.iterdir()) == []

"""Links, closed folders, pipes and odd names: what a file system holds is read or named."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gbaqa.documents.reading import read_corpus
from gbaqa.errors import InputError
from tests.fakes import write_files


def test_links_in_a_ring_and_to_nowhere_are_named_and_harm_nothing(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": "A.", "b/c.md": "C."})
    (tmp_path / "b" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.md").symlink_to(tmp_path / "self.md")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere.md")
    (tmp_path / "same.md").symlink_to(tmp_path / "a.md")
    corpus = read_corpus(tmp_path)

    assert [read.path for read in corpus.reads] == ["a.md", "b/c.md", "same.md"]
    assert corpus.skipped == (
        "b/up: a link to a folder is not followed; put the folder itself there",
        f"gone.md: cannot be opened: {os.strerror(errno.ENOENT)}",
        f"self.md: cannot be opened: {os.strerror(errno.ELOOP)}",
    )


@contextmanager
def as_nobody() -> Iterator[None]:
    """Nothing is closed to root: be someone else for a while."""
    user = os.geteuid()
    os.seteuid(user or 65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Entered as the current folder: nobody may walk through those that pytest made above it."""
    files = {"a.txt": "A.", "shut/b.txt": "B.", "dark/c.txt": "C.", "dark/deep/d.txt": "D."}
    write_files(tmp_path, files)
    tmp_path.chmod(0o755)
    (tmp_path / "shut").chmod(0o000)
    (tmp_path / "dark").chmod(0o444)
    (tmp_path / "a.txt.yaml").symlink_to("nowhere.yaml")
    (tmp_path / "e.txt").write_text("E.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Path()


def test_what_lies_in_a_closed_folder_is_named(closed: Path) -> None:
    with as_nobody():
        corpus = read_corpus(closed)
    denied = f"cannot be opened: {os.strerror(errno.EACCES)}"

    assert [read.path for read in corpus.reads] == ["e.txt"]
    assert corpus.skipped == (
        f"dark/deep: {denied}",
        f"shut: {denied}",
        f"a.txt.yaml: cannot be opened: {os.strerror(errno.ENOENT)}",
        f"dark/c.txt: {denied}",
    )


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("shut", "nothing in shut can be read: .: cannot be opened: "),
        ("shut/inner", "shut/inner cannot be opened: "),
    ],
)
def test_a_closed_corpus_is_refused(closed: Path, folder: str, message: str) -> None:
    with as_nobody(), pytest.raises(InputError) as caught:
        read_corpus(closed / folder)
    assert str(caught.value) == message + os.strerror(errno.EACCES)


def test_a_pipe_is_named_and_not_waited_for(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": "A."})
    os.mkfifo(tmp_path / "b.md")

    assert read_corpus(tmp_path).skipped == ("b.md: is not a file; remove it",)


def test_a_name_that_leaves_no_room_for_a_sidecar_is_read(tmp_path: Path) -> None:
    (read,) = read_corpus(write_files(tmp_path, {"a" * 252 + ".md": "A."})).reads

    assert read.document.doc_id == "a" * 252


@pytest.mark.parametrize(
    ("name", "shown"), [(b"\xff.md", "\\udcff.md"), (b"\xe6\xb2\xb3\xa4/a.md", "河\\udca4/a.md")]
)
def test_a_name_that_is_not_utf_8_is_refused(tmp_path: Path, name: bytes, shown: str) -> None:
    write_files(tmp_path, {"good.md": "Good.", os.fsdecode(name): "---\nid: a\n---\nA."})
    corpus = read_corpus(tmp_path)

    assert [read.path for read in corpus.reads] == ["good.md"]
    assert corpus.skipped == (f"{shown}: the name is not UTF-8; rename it",)
    assert corpus.skipped[0].isprintable()


UNREADABLE = Path("/proc/self/mem")  # a file that not even root can read from its start


@pytest.mark.skipif(not UNREADABLE.is_file(), reason="needs Linux's /proc")
def test_a_sidecar_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": "A.", "b.md": "B."})
    (tmp_path / "b.md.yaml").symlink_to(UNREADABLE)

    assert read_corpus(tmp_path).skipped == (
        f"b.md.yaml: cannot be opened: {os.strerror(errno.EIO)}",
    )

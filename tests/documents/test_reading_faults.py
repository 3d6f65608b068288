"""Links, closed folders, pipes and odd names: what a file system holds is read or named."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
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


def test_a_sidecar_that_cannot_be_opened_is_named(closed: Path) -> None:
    write_files(closed, {"f.txt": "F.", "g.txt": "G."})
    (closed / "e.txt.yaml").touch(mode=0o000)
    (closed / "g.txt.yaml").mkdir()
    with as_nobody():
        skipped = read_corpus(closed).skipped

    assert skipped[-2:] == (
        f"e.txt.yaml: cannot be opened: {os.strerror(errno.EACCES)}",
        "g.txt.yaml: is not a file; remove it",
    )


def test_a_file_outside_the_folder_is_not_read_through_a_link(tmp_path: Path) -> None:
    write_files(tmp_path, {"key.txt": "Secret.", "corpus/a.md": "A.", "corpus/b.md": "B."})
    corpus = tmp_path / "corpus"
    (corpus / "key.txt").symlink_to(tmp_path / "key.txt")
    (corpus / "up.txt").symlink_to("../corpus/../key.txt")
    (corpus / "b.md.yaml").symlink_to(tmp_path / "key.txt")
    (corpus / "glossary.csv").symlink_to(tmp_path / "key.txt")
    found = read_corpus(corpus)
    reason = "a link out of the folder is not followed; put the file itself there"

    assert [read.path for read in found.reads] == ["a.md"]
    assert found.skipped == (
        f"b.md.yaml: {reason}",
        f"key.txt: {reason}",
        f"up.txt: {reason}",
        f"glossary.csv: {reason}",
    )


UNSEEN = {  # how each is shown
    "a\nb": "a\\nb",
    "\x1b[31mred": "\\x1b[31mred",
    "a\u202egpj": "a\\u202egpj",
    "a\u2066b": "a\\u2066b",
    "a\u200bb": "a\\u200bb",
    "a\u2028b": "a\\u2028b",
    "a\x9bb": "a\\x9bb",
}


@pytest.mark.parametrize(("stem", "shown"), UNSEEN.items())
@pytest.mark.parametrize("name", ["{}.md", "{}/a.md"])
def test_a_name_that_would_take_a_terminal_over_is_refused(
    tmp_path: Path, name: str, stem: str, shown: str
) -> None:
    write_files(tmp_path, {"good.md": "Good.", name.format(stem): "---\nid: a\n---\nA."})
    (line,) = read_corpus(tmp_path).skipped

    assert line == f"{name.format(shown)}: the name has characters that are not seen; rename it"
    assert line.isprintable()


@pytest.mark.parametrize(
    "name", ["河\u3000深.md", "👩\u200d🌾 ❤\ufe0f.md", "-rf.md", "a'\"; ls.md"]
)
def test_a_name_of_other_people_s_signs_is_read(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {name: "---\nid: a\n---\nA."})

    assert [read.path for read in read_corpus(tmp_path).reads] == [name]


def test_a_folder_of_a_closed_name_is_shown_safely(tmp_path: Path) -> None:
    write_files(tmp_path, {"good.md": "Good."})
    (tmp_path / "a\x1bc").symlink_to(tmp_path, target_is_directory=True)

    assert read_corpus(tmp_path).skipped == (
        "a\\x1bc: a link to a folder is not followed; put the folder itself there",
    )


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[Path]:
    """A folder in a folder in a folder, further down than a path can say."""
    here = Path.cwd()
    os.chdir(tmp_path)
    for _ in range(2500):
        Path("d").mkdir()
        os.chdir("d")
    os.chdir(here)
    yield tmp_path
    subprocess.run(["rm", "-r", tmp_path / "d"], check=True)  # Python's own way knows an end


def test_folders_without_end_are_named_once_and_harm_nothing(endless: Path) -> None:
    write_files(endless, {"good.md": "Good.", "/".join("d" * 101) + "/a.md": "Deep."})
    corpus = read_corpus(endless)

    assert [read.path for read in corpus.reads] == ["good.md"]
    assert corpus.skipped == ("/".join("d" * 101) + ": lies deeper than 100 folders; move it up",)


def test_a_file_larger_than_may_be_read_is_refused_unread(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": "A.", "big.txt": "", "a.md.yaml": ""})
    os.truncate(tmp_path / "big.txt", 2**30)
    os.truncate(tmp_path / "a.md.yaml", 2**16 + 1)
    write_files(tmp_path, {"good.md": "Good."})

    assert read_corpus(tmp_path).skipped == (
        "a.md.yaml: has 64 KB, expected at most 64 KB; split it",
        "big.txt: has 1 GB, expected at most 256 MB; split it",
    )


@pytest.mark.parametrize("kind", [stat.S_IFCHR, stat.S_IFSOCK, stat.S_IFIFO])
def test_what_is_no_file_is_named_and_not_opened(tmp_path: Path, kind: int) -> None:
    write_files(tmp_path, {"a.md": "A."})
    try:
        os.mknod(tmp_path / "b.md", mode=kind | 0o600, device=os.makedev(1, 5))  # that of /dev/zero
    except PermissionError:
        pytest.skip("only root makes a device")

    assert read_corpus(tmp_path).skipped == ("b.md: is not a file; remove it",)

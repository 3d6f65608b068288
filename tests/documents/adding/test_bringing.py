"""`gbaqa add`: the file unchanged beside its sidecar, whole or not at all, over nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from gbaqa import cli
from gbaqa.documents.adding.bringing import Brought, Wishes, bring
from gbaqa.documents.adding.fetching import RULES, Rules
from gbaqa.documents.adding.storing import move_in
from gbaqa.documents.adding.telling import bring_all
from gbaqa.documents.isolating import IsolatedReader
from gbaqa.documents.metadata import Fields
from gbaqa.documents.reading import read_corpus
from gbaqa.errors import DocumentError, InputError, SettingError
from tests.documents.adding.servers import Server, answer, serving

HTML = "Content-Type: text/html"
PAGE = b"<html lang=en><title>Card fees</title><p>The fee is 10 patacas."
CHANGED = PAGE.replace(b"10", b"12")


@pytest.fixture(scope="module")
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader() as one:
        yield one


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        one.answers |= {"/fees": answer(PAGE, HTML)}
        yield one


def brought(
    source: str | Path,
    corpus: Path,
    reader: IsolatedReader,
    rules: Rules = RULES,
    *,
    replace: bool = False,
    **fields: str,
) -> Brought:
    wishes = Wishes(dict[str, str | tuple[str, ...]](fields), replace=replace)
    return bring(str(source), corpus=corpus, wishes=wishes, reader=reader, rules=rules)


def files(corpus: Path) -> list[str]:
    return sorted(path.name for path in corpus.iterdir())


def sidecar(corpus: Path, name: str) -> Fields:
    found: Fields = yaml.safe_load((corpus / f"{name}.yaml").read_text("utf-8"))
    return found


def test_a_page_is_kept_as_it_came_with_what_is_known_of_it(
    tmp_path: Path, reader: IsolatedReader, server: Server
) -> None:
    url = server.url("/fees")

    found = brought(url, tmp_path, reader, server.rules(), publisher="The Bureau")

    assert (found.outcome, found.name) == ("added", "card-fees.html")
    assert files(tmp_path) == ["card-fees.html", "card-fees.html.yaml"]
    assert (tmp_path / "card-fees.html").read_bytes() == PAGE
    assert sidecar(tmp_path, "card-fees.html") == {
        "title": "Card fees",
        "publisher": "The Bureau",
        "language": "en",
        "url": url,
        "note": f"Fetched on {datetime.now(UTC).date().isoformat()}",
    }
    (read,) = read_corpus(tmp_path).reads
    assert (read.document.doc_id, read.document.url) == ("card-fees", url)


def test_the_same_page_again_is_told_and_a_changed_one_replaced_only_when_asked_to(
    tmp_path: Path, reader: IsolatedReader, server: Server
) -> None:
    url, rules = server.url("/fees"), server.rules()
    brought(url, tmp_path, reader, rules, publisher="The Bureau", date="2020")

    assert brought(url, tmp_path, reader, rules) == Brought("unchanged", "card-fees.html")
    server.answers["/fees"] = answer(CHANGED, HTML)
    with pytest.raises(DocumentError, match=r"^card-fees\.html: http.* differs from it; add --rep"):
        brought(url, tmp_path, reader, rules)
    assert (tmp_path / "card-fees.html").read_bytes() == PAGE
    found = brought(url, tmp_path, reader, rules, replace=True)

    assert (found.outcome, found.name) == ("replaced", "card-fees.html")
    assert (tmp_path / "card-fees.html").read_bytes() == CHANGED
    assert files(tmp_path) == ["card-fees.html", "card-fees.html.yaml"]
    after = sidecar(tmp_path, "card-fees.html")
    assert after["publisher"] == "The Bureau"  # what was typed stays
    assert "date" not in after  # that of the text which went


def test_another_page_of_the_same_title_gets_a_name_of_its_own(
    tmp_path: Path, reader: IsolatedReader, server: Server
) -> None:
    (tmp_path / "Card-fees.md").write_text("# Card fees\n\nText.\n")

    found = brought(server.url("/fees"), tmp_path, reader, server.rules())

    assert found.name == "card-fees-2.html"
    assert [read.document.doc_id for read in read_corpus(tmp_path).reads] == [
        "Card-fees",
        "card-fees-2",
    ]


def test_a_file_is_brought_in_under_its_name(tmp_path: Path, reader: IsolatedReader) -> None:
    source, corpus = tmp_path / "Notes on tax (1).md", tmp_path / "corpus"
    corpus.mkdir()
    source.write_text("# Notes\n\nTax is due in May.\n")

    found = brought(source, corpus, reader, date="2024-05", language="en")

    assert (found.outcome, found.name) == ("added", "notes-on-tax-1.md")
    assert (corpus / found.name).read_bytes() == source.read_bytes()
    assert sidecar(corpus, found.name) == {"title": "Notes", "date": "2024-05", "language": "en"}
    assert brought(source, corpus, reader).outcome == "unchanged"


@pytest.mark.parametrize(
    ("name", "raw", "line"),
    [
        ("empty.html", b"<p>", "{}: has no text to search; write some or remove the file"),
        ("deep.html", b"<div>" * 3000 + b"x", "{}: elements nest more than 2,000 deep"),
        ("picture.html", b"\x89PNG\r\n\x1a\n\0", "{}: is a picture (PNG)"),
        ("bad.md", b"---\nid: /\n---\ntext", "{}:2: field 'id' is '/', expected letters"),
    ],
)
def test_what_cannot_be_read_leaves_nothing_behind(
    tmp_path: Path, reader: IsolatedReader, name: str, raw: bytes, line: str
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / name).write_bytes(raw)

    with pytest.raises(DocumentError, match=re.escape(line.format(tmp_path / name))):
        brought(tmp_path / name, corpus, reader)

    assert files(corpus) == []


@pytest.mark.parametrize("source", ["/nowhere/a.md", "a\x00b", "/dev/zero", "/"])
def test_a_source_that_is_no_file_is_told(
    tmp_path: Path, reader: IsolatedReader, source: str
) -> None:
    with pytest.raises(DocumentError, match=r"name a document$"):
        brought(source, tmp_path, reader)


@pytest.mark.parametrize("source", ["file:///etc/passwd", "javascript:x", "ftp://a.b/c", "data:,x"])
def test_an_address_of_another_kind_is_no_file_either(
    tmp_path: Path, reader: IsolatedReader, source: str
) -> None:
    with pytest.raises(DocumentError, match="is no web address"):
        brought(source, tmp_path, reader)


def test_a_folder_that_is_none_or_closed_is_told(tmp_path: Path, reader: IsolatedReader) -> None:
    with pytest.raises(InputError, match=r"is not a folder; name the folder that holds"):
        brought("x", tmp_path / "none", reader)


def test_metadata_that_no_document_may_have_is_refused() -> None:
    with pytest.raises(SettingError, match=r"^--url is 'javascript:x', expected an address with"):
        Wishes({"url": "javascript:x"})


def test_nothing_is_written_over_what_came_meanwhile(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("new.md", "new.md.yaml"):
        (tmp_path / name).write_text("new")
    (corpus / "a.md.yaml").write_text("old")

    with pytest.raises(DocumentError, match=r"^a\.md\.yaml: is there already"):
        move_in(tmp_path, "new.md", corpus, "a.md", replace=False)

    assert files(corpus) == ["a.md.yaml"]
    assert (corpus / "a.md.yaml").read_text() == "old"


def test_one_that_fails_does_not_keep_the_others_out(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "a.md").write_text("# A\n\nText of a.\n")

    lines = list(bring_all(["/nowhere", str(tmp_path / "a.md")], corpus=corpus, wishes=Wishes()))

    assert lines == [
        ("/nowhere: cannot be opened: No such file or directory; name a document", True),
        ("added a.md: A (en)", False),
        ('run "gbaqa index" to search what is new', False),
    ]


def test_one_title_is_of_one_document(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="--title is of one document, 2 are named; add one"):
        list(bring_all(["a", "b"], corpus=tmp_path, wishes=Wishes({"title": "T"})))


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "a.md").write_text("# A\n\nText of a.\n")
    where = ["--corpus", str(corpus)]

    code = cli.main(["add", str(tmp_path / "a.md"), *where, "--topic", "tax", "--topic", "pay"])

    assert code == 0
    assert capsys.readouterr().out.splitlines()[0] == "added a.md: A (en)"
    assert sidecar(corpus, "a.md") == {"title": "A", "language": "en", "topics": ["tax", "pay"]}
    assert cli.main(["add", "http://127.0.0.1/x", *where]) == 4
    assert capsys.readouterr().err == (
        "gbaqa: http://127.0.0.1/x: 127.0.0.1 is not on the public internet; "
        "save the document and add the file\n"
    )
    assert cli.main(["add", "x", *where, "--date", "May"]) == 2

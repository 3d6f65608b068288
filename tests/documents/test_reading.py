"""A folder becomes documents, and each file that cannot be one is named with its reason."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from gbaqa.documents.blocks import Block
from gbaqa.documents.glossary import COLUMNS
from gbaqa.documents.reading import Read, read_corpus, read_file
from gbaqa.errors import DocumentError, InputError
from gbaqa.types import Document, Span, Term
from tests.documents.formats.pdfs import Show, pdf
from tests.fakes import write_files

ADVICE = "use PDF, DOCX, HTML, CSV, .md or .txt"
RAW = """\
---
id: tax/rate
title: The rate
publisher: HKSAR
date: 2024-05
url: https://www.gov.hk/
language: pt
topics: [tax]
note: A note.
source_language: zh
also: [old]
translation_of: tax
---
It is 15%.
"""


def ids(folder: Path) -> list[str]:
    return [read.document.doc_id for read in read_corpus(folder).reads]


def skipped(folder: Path, name: str, raw: bytes) -> str:
    """The line on the file of that name, beside one that can be read."""
    write_files(folder, {"good.md": "Good."})
    (folder / name).write_bytes(raw)
    corpus = read_corpus(folder)
    assert [read.path for read in corpus.reads] == ["good.md"]
    (line,) = corpus.skipped
    return line


def test_a_file_becomes_a_document_with_its_digest_and_blocks(tmp_path: Path) -> None:
    write_files(tmp_path, {"deep/file.md": RAW, "tax.md": "Tax."})

    assert read_corpus(tmp_path).reads[1:] == (
        Read(
            document=Document(
                doc_id="tax/rate",
                title="The rate",
                text="It is 15%.\n",
                publisher="HKSAR",
                date="2024-05",
                url="https://www.gov.hk/",
                language="pt",
                topics=("tax",),
                note="A note.",
                sha256=hashlib.sha256(RAW.encode()).hexdigest(),
                source_language="zh",
                also=("old",),
                translation_of="tax",
            ),
            blocks=(Block(Span(0, 10), "prose"),),
            path="deep/file.md",
        ),
    )


def test_a_byte_order_mark_and_carriage_returns_move_no_offset(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf---\r\nid: a\r\n---\r\n# T\r\n\r\n\xf0\x9f\x98\x80 One.\r\n- Two\r\n"
    (tmp_path / "a.md").write_bytes(raw)

    read = read_file(tmp_path / "a.md", folder=tmp_path)

    assert read.document == Document(
        doc_id="a",
        title="T",
        text="# T\r\n\r\n😀 One.\r\n- Two\r\n",
        sha256=hashlib.sha256(raw).hexdigest(),
    )
    assert [block.span.of(read.document.text) for block in read.blocks] == ["😀 One.", "Two"]


def test_without_fields_the_path_is_the_id_and_the_text_tells_the_language(tmp_path: Path) -> None:
    write_files(tmp_path, {"城市/深圳.v2.txt": "深圳湾口岸开了。"})
    raw = "深圳湾口岸开了。".encode()

    assert read_file(tmp_path / "城市/深圳.v2.txt", folder=tmp_path).document == Document(
        doc_id="城市/深圳.v2",
        title="深圳.v2",
        text="深圳湾口岸开了。",
        language="zh-Hans",
        sha256=hashlib.sha256(raw).hexdigest(),
    )


def test_what_is_to_be_known_of_a_file_is_told_with_its_name(tmp_path: Path) -> None:
    write_files(
        tmp_path, {"LICENCE": "The text may be used.", "b/page.txt": "<html><p>Hello there."}
    )
    corpus = read_corpus(tmp_path)

    assert [read.document.doc_id for read in corpus.reads] == ["LICENCE", "b/page"]
    assert corpus.skipped == ()
    assert corpus.notes == (
        "LICENCE: the name has no ending; it is read as plain text, which it is",
        "b/page.txt: the name ends in .txt; it is read as HTML, which it is",
    )


def test_pages_of_a_pdf_go_along_with_its_document(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([[Show("One page.")], [Show("Another.")]]))

    (read,) = read_corpus(tmp_path).reads
    assert (read.document.text, read.document.pages) == ("One page.\n\nAnother.", (0, 11))


def test_documents_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    files = {"a.md": "---\nid: z\n---\nA.", "b.MD": "B.", "c/d.txt": "C.", "e.markdown": "E."}
    write_files(tmp_path, files)

    assert ids(tmp_path) == ["b", "c/d", "e", "z"]


def test_readme_files_and_hidden_names_are_not_documents(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "a.md": "A.",
            "README.md": "R.",
            "b/readme.txt": "R.",
            ".hidden.md": "H.",
            ".git/c.md": "H.",
            "b/.d/e.md": "H.",
        },
    )
    corpus = read_corpus(tmp_path)

    assert [read.path for read in corpus.reads] == ["a.md"]
    assert corpus.skipped == ()


def test_the_glossary_at_the_top_is_no_document_and_not_skipped(tmp_path: Path) -> None:
    glossary = f"{','.join(COLUMNS)}\nplace,Macao,澳門,澳门,Macau,\n"
    write_files(tmp_path, {"a.md": "A.", "glossary.csv": glossary, "b/glossary.csv": glossary})
    corpus = read_corpus(tmp_path)

    assert [read.path for read in corpus.reads] == ["a.md", "b/glossary.csv"]
    assert corpus.skipped == ()
    assert corpus.glossary == (Term("Macao", "澳門", "澳门", "Macau", kind="place"),)


def test_a_folder_that_lies_in_a_hidden_one_is_read(tmp_path: Path) -> None:
    assert ids(write_files(tmp_path / ".cache" / "corpus", {"a.md": "A."})) == ["a"]


def test_a_sidecar_goes_before_the_front_matter(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "a.md": "---\ntitle: Inner\ndate: 2020\n---\nA.",
            "a.md.yaml": "title: Outer\ntopics: [tax]\n",
            "b.txt": "B.",
            "b.txt.yaml": "---\nid: bee\nlanguage: pt\n",
        },
    )
    corpus = read_corpus(tmp_path)
    a, b = (read.document for read in corpus.reads)

    assert corpus.skipped == ()
    assert (a.doc_id, a.title, a.date, a.topics) == ("a", "Outer", "2020", ("tax",))
    assert (b.doc_id, b.title, b.language) == ("bee", "bee", "pt")


@pytest.mark.parametrize(
    ("name", "raw", "line"),
    [
        ("a.md", b"one\ntwo \xff\n", "a.md:2: byte 0xff is not UTF-8; save the file as UTF-8"),
        ("a.txt", b"\xa4j", "a.txt:1: byte 0xa4 is not UTF-8; save the file as UTF-8"),
        ("a.xyz", b"text", f"a.xyz: no reader for '.xyz'; {ADVICE}"),
        ("lone.yaml", b"id: a", f"lone.yaml: no reader for '.yaml'; {ADVICE}"),
        ("a.md", b"", "a.md: has no text to search; write some or remove the file"),
        ("a.md", b"# H\n", "a.md: has no text to search; write some or remove the file"),
        ("a.md", b"---\nid: b\n", "a.md:1: front matter is opened by --- and never closed; "
         "add a line --- after it"),
        ("a.md", b"---\nid: b\nid: c\n---\nA.", "a.md:3: field 'id' is given twice; keep one"),
        ("a b.md", b"A.", "a b.md: the name cannot serve as an id; use letters, digits and - _ . "
         "or give an id in the front matter or sidecar"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_document_is_named_with_the_reason(
    tmp_path: Path, name: str, raw: bytes, line: str
) -> None:
    assert skipped(tmp_path, name, raw) == line


def test_the_first_of_two_files_with_one_id_keeps_it(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": "---\nid: b/c\n---\nA.", "b/c.md": "C.", "b/c.txt": "C."})
    corpus = read_corpus(tmp_path)

    assert [read.path for read in corpus.reads] == ["a.md"]
    assert corpus.skipped == (
        "b/c.md: id 'b/c' is that of a.md too; change one",
        "b/c.txt: id 'b/c' is that of a.md too; change one",
    )


def test_a_fault_in_a_sidecar_is_named_by_its_own_name(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": "A.", "b.md": "B.", "b.md.yaml": "title: B\ndate: 2024-02-30\n"})
    (tmp_path / "c.md").write_text("C.", encoding="utf-8")
    (tmp_path / "c.md.yaml").write_bytes(b"title: C\nnote: \xff\n")
    corpus = read_corpus(tmp_path)

    assert [read.path for read in corpus.reads] == ["a.md"]
    assert corpus.skipped == (
        "b.md.yaml:2: field 'date' is '2024-02-30', expected YYYY, YYYY-MM or YYYY-MM-DD; "
        "leave the field out when the date is unknown",
        "c.md.yaml:2: byte 0xff is not UTF-8; save the file as UTF-8",
    )


def test_a_translation_of_no_document_is_named(tmp_path: Path) -> None:
    write_files(
        tmp_path,
        {
            "a.md": "A.",
            "a.pt.md": "---\ntranslation_of: a\n---\nA.",
            "b.pt.md": "---\ntranslation_of: b\n---\nB.",
            "b.zh.md": "---\ntranslation_of: b.pt\n---\nB.",
        },
    )
    corpus = read_corpus(tmp_path)
    expected = "expected the id of a document of the corpus"

    assert [read.path for read in corpus.reads] == ["a.md", "a.pt.md"]
    assert corpus.skipped == (
        f"b.pt.md: field 'translation_of' is 'b', {expected}",
        f"b.zh.md: field 'translation_of' is 'b.pt', {expected}",
    )


def test_a_folder_without_documents_is_refused(tmp_path: Path) -> None:
    expected = f"{tmp_path} holds no document; put PDF, DOCX, HTML, Markdown or text files there"

    with pytest.raises(InputError) as caught:
        read_corpus(write_files(tmp_path, {"README.md": "R.", ".b.md": "B."}))
    assert str(caught.value) == expected


def test_a_folder_of_nothing_readable_is_refused_with_the_first_reason(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.xyz": "A."})
    reason = f"nothing in {tmp_path} can be read: a.xyz: no reader for '.xyz'; {ADVICE}"

    with pytest.raises(InputError) as one:
        read_corpus(tmp_path)
    with pytest.raises(InputError) as three:
        read_corpus(write_files(tmp_path, {"b.xyz": "B.", "c.md": ""}))
    assert [str(one.value), str(three.value)] == [reason, f"{reason} (and 2 more files)"]


@pytest.mark.parametrize("name", ["missing", "file.md"])
def test_what_is_not_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_files(tmp_path, {"file.md": "F."}) / name

    with pytest.raises(InputError) as caught:
        read_corpus(folder)
    assert str(caught.value) == (
        f"{folder} is not a folder; name the folder that holds the documents"
    )


def test_one_file_alone_raises_what_the_folder_reports(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.xyz": "A."})

    with pytest.raises(DocumentError, match=r"^a\.xyz: no reader for '\.xyz'"):
        read_file(tmp_path / "a.xyz", folder=tmp_path)

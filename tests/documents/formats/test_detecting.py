"""What a file is, is told by its bytes; an ending decides among texts, and a wrong one is noted."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from gbaqa.documents import formats
from gbaqa.documents.formats.detecting import detect, is_own_text
from gbaqa.errors import DocumentError
from tests.documents.formats.pdfs import Show, pdf

EVALDATA = Path(__file__).parents[4] / "shared" / "evaldata" / "documents"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def main_part(kind: str) -> bytes:
    return zipped({"[Content_Types].xml": f'<Override ContentType="application/vnd.{kind}"/>'})


WORD = main_part("openxmlformats-officedocument.wordprocessingml.document.main+xml")
SLIDES = main_part("ms-powerpoint.presentation.macroEnabled.main+xml")
SHEET = main_part("openxmlformats-officedocument.spreadsheetml.sheet.main+xml")
ODT = zipped({"mimetype": "application/vnd.oasis.opendocument.text"})
EPUB = zipped({"mimetype": "application/epub+zip"})


@pytest.mark.parametrize(
    ("name", "raw", "kind"),
    [
        ("a.md", b"# A", "markdown"),
        ("a.txt", b"<p> is how a paragraph begins.", "plain"),
        ("a.csv", b"a,b", "delimited"),
        ("a.htm", b"<p>Hello", "html"),
        ("a.txt", "\ufeffText".encode("utf-16-le"), "plain"),
        ("a.pdf", pdf([[Show("A")]]), "pdf"),
        ("a.pdf", pdf([[Show("A")]], header=b"mail\n%PDF-1.7\n"), "pdf"),
        ("a.docx", WORD, "docx"),
        ("a.pptm", SLIDES, "pptx"),
        ("a.xlsx", SHEET, "xlsx"),
        ("a.odt", ODT, "odf"),
        ("a.epub", EPUB, "epub"),
        ("a.docx", b"PK\x03\x04broken", "docx"),
    ],
)
def test_a_file_that_is_what_its_name_says_is_that(name: str, raw: bytes, kind: str) -> None:
    found = detect(raw, name=name)
    assert (found.kind, found.note) == (kind, "")


@pytest.mark.parametrize(
    ("name", "raw", "kind", "note"),
    [
        ("a.docx", pdf([[Show("A")]]), "pdf", "the name ends in .docx; it is read as PDF"),
        ("a.pdf", WORD, "docx", "the name ends in .pdf; it is read as DOCX"),
        ("a.pdf", b"<!DOCTYPE html><p>A", "html", "the name ends in .pdf; it is read as HTML"),
        ("a.txt", b"<!-- x -->\n<html><p>A", "html", "the name ends in .txt; it is read as HTML"),
        ("a.xml", b'<?xml version="1.0"?><html>A', "html", "the name ends in .xml; it is read as "
         "HTML"),
        ("a.html", b"No element.", "plain", "the name ends in .html; it is read as plain text"),
        ("a", EPUB, "epub", "the name has no ending; it is read as EPUB"),
        ("b.c/a", b"---\ntitle: A\n---\nA", "markdown", "the name has no ending; it is read as "
         "Markdown"),
        ("LICENCE", b"It may be used.", "plain", "the name has no ending; it is read as plain "
         "text"),
    ],
)  # fmt: skip
def test_a_file_that_is_something_else_is_read_as_what_it_is(
    name: str, raw: bytes, kind: str, note: str
) -> None:
    found = detect(raw, name=name)
    assert (found.kind, found.note) == (kind, f"{note}, which it is")


@pytest.mark.parametrize(
    ("name", "raw", "line"),
    [
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "is of Word before 2007 (DOC); save "
         "it as DOCX"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "is locked with a password; "
         "save it without one"),
        ("a.pub", OLE, "is of an Office program before 2007; save it as DOCX, XLSX, PPTX or PDF"),
        ("a.md", b"\x89PNG\r\n\x1a\n", "is a picture (PNG); write what it says as text, or put it "
         "into a PDF with a text layer"),
        ("a.zip", zipped({"a.md": "A"}), "is an archive; unpack it and put its documents there"),
        ("a.zip", b"PK\x03\x04broken", "is a broken archive; save it again"),
        ("a.pages", zipped({"Index/Document.iwa": ""}), "is a document of Pages, Numbers or "
         "Keynote; save it as PDF or DOCX"),
        ("a.rtf", b"{\\rtf1 A}", "is RTF; save it as DOCX"),
        ("a.json", b'{"a": 1}', "is data in JSON, not a document; write what it says as text, or "
         "as CSV"),
        ("a", b"[1, 2]", "is data in JSON, not a document; write what it says as text, or as CSV"),
        ("a.xml", b"<?xml version='1.0'?><rss>", "is a feed of news (RSS); add the articles "
         "themselves, as HTML"),
        ("a.xml", b"<data/>", "is data in XML, not a document; save it as HTML, text or CSV"),
        ("a.py", b"print()", "no reader for '.py'; use PDF, DOCX, HTML, CSV, .md or .txt"),
        ("run", b"#!/bin/sh", "is a program, not a document; remove it"),
        ("a.pdf", b"\0\1\2\3", "is not PDF, or is broken; save it again as PDF, DOCX, HTML or "
         "text"),
        ("a.bin", b"\1\2\3", "is of no kind that can be read; save it again as PDF, DOCX, HTML or "
         "text"),
        ("a", b" \n", "is empty; write some text or remove the file"),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused_in_one_line_that_says_what_to_do(
    name: str, raw: bytes, line: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        detect(raw, name=name)
    assert str(caught.value) == f"{name}: {line}"


def test_only_text_of_our_own_formats_is_read_without_a_library() -> None:
    named = {
        "a.md": b"A",
        "a.txt": pdf([[Show("A")]]),
        "b.md": b"<html>",
        "c.md": WORD,
        "a.png": b"\x89PNG\r\n",
    }
    assert [is_own_text(raw, name=name) for name, raw in named.items()] == [True, *[False] * 4]


def test_the_note_on_a_wrong_name_goes_before_those_of_the_reader() -> None:
    found = formats.read(pdf([[Show("A text.")]]), name="a.txt")

    assert found.text == "A text."
    assert found.notes == ("the name ends in .txt; it is read as PDF, which it is",)


@pytest.mark.skipif(not EVALDATA.is_dir(), reason="needs the shared evaluation data")
def test_every_file_of_the_collection_is_of_a_kind_or_refused() -> None:
    refused = []
    for path in sorted(EVALDATA.rglob("*.*")):
        if path.is_file() and path.parent.name not in ("groundtruth", "expected_outputs"):
            try:
                assert detect(path.read_bytes(), name=path.name).note == ""
            except DocumentError:
                refused.append(path.name)
    assert refused == [
        *("test.jpg", "test.json", "test.xls", "test_files.zip", "test_llm.jpg"),
        *("test_outlook_msg.msg", "test_rss.xml"),
    ]

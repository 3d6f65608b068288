"""EPUB: chapters in reading order with their headings and metadata; bombs and locks are refused."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest

from gbaqa.documents.formats import epub
from gbaqa.errors import DocumentError
from tests.documents.formats.books import book
from tests.documents.formats.office import packed, seen

CONTENTS = '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'


def refused(raw: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        epub.read(raw, name="a.epub")
    return str(caught.value)


def test_chapters_in_reading_order_with_their_headings() -> None:
    raw = book(
        {"z.xhtml": "<h1>One</h1><p>first</p>", "a.xhtml": "<h2>Two</h2><ul><li>b</li></ul>"}
    )

    parsed = epub.read(raw, name="a.epub")

    assert seen(parsed) == [("prose", ("One",), "first"), ("item", ("One", "Two"), "b")]
    assert parsed.fields == {"title": "One"}


def test_the_book_says_what_it_is() -> None:
    metadata = (
        "<dc:title>Tax in the GBA</dc:title><dc:creator>A. Lei</dc:creator>"
        "<dc:date>2024-05-06T00:00:00Z</dc:date><dc:language>zh-HK</dc:language>"
    )

    with_publisher = f"{metadata}<dc:publisher>The Bureau</dc:publisher>"

    assert epub.read(book({"a": "<p>x</p>"}, metadata=metadata), name="a.epub").fields == {
        "title": "Tax in the GBA",
        "publisher": "A. Lei",
        "date": "2024-05-06",
        "language": "zh-Hant",
    }
    read = epub.read(book({"a": "<p>x</p>"}, metadata=with_publisher), name="a.epub")
    assert read.fields["publisher"] == "The Bureau"


def test_a_chapter_without_heading_has_that_of_the_contents_which_are_left_out() -> None:
    contents = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><nav><a href="a.xhtml">Rules</a></nav></html>'
    )
    raw = book({"a.xhtml": "<p>text</p>"}, more=CONTENTS, parts={"OPS/nav.xhtml": contents})

    assert seen(epub.read(raw, name="a.epub")) == [("prose", ("Rules",), "text")]


def test_an_element_that_closes_itself_swallows_nothing() -> None:
    raw = book({"a": '<p><a id="x"/>one</p><script src="x"/><p>two</p>'})

    assert epub.read(raw, name="a.epub").text == "one\n\ntwo"


def test_a_missing_chapter_is_noted() -> None:
    more = '<item id="gone" href="gone.xhtml" media-type="application/xhtml+xml"/>'
    raw = book({"a": "<p>x</p>"}, more=more)
    raw = packed_with(raw, "OPS/book.opf", b"</spine>", b'<itemref idref="gone"/></spine>')

    assert epub.read(raw, name="a.epub").notes == ("1 chapters are missing from the file",)


def packed_with(raw: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The book with something put into another's place in one of its parts."""
    archive = zipfile.ZipFile(io.BytesIO(raw))
    parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    before = archive.read(part)
    assert old in before
    return packed({**parts, part: before.replace(old, new)})


def test_a_book_whose_chapters_are_encrypted_is_refused_fonts_may_be() -> None:
    def locking(part: str) -> dict[str, str | bytes]:
        reference = f'<CipherReference URI="{part}"/>'
        return {"META-INF/encryption.xml": f"<encryption>{reference}</encryption>"}

    locked = book({"a b.xhtml": "<p>x</p>"}, parts=locking("OPS/a%20b.xhtml"))

    assert refused(locked) == "a.epub: its chapters are encrypted (DRM); add one without"
    font = book({"a": "<p>x</p>"}, parts=locking("OPS/font.otf"))
    assert epub.read(font, name="a.epub").text == "x"


def test_a_part_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "MOST_BYTES", 1_000_000)
    raw = book({"a": "x" * 600_000, "b": "x" * 600_000})

    assert len(raw) < 10_000
    assert refused(raw) == "a.epub: unpacks to more than 1 MB; split the book"


def test_more_parts_than_a_book_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "MOST_PARTS", 3)

    assert refused(book({"a": ""})) == "a.epub: has more than 3 parts; split the book"


def test_entities_that_multiply_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'

    line = refused(packed({"META-INF/container.xml": bomb}))

    assert line.startswith("a.epub: META-INF/container.xml is not what a book has (")


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        ({}, "has no META-INF/container.xml; save the book anew"),
        ({"META-INF/container.xml": "<container/>"}, "has no ; save the book anew"),
        (
            {"META-INF/container.xml": '<c><rootfile full-path="/etc/passwd"/></c>'},
            "has no /etc/passwd; save the book anew",
        ),
    ],
)
def test_what_is_no_book_is_refused(parts: dict[str, str | bytes], line: str) -> None:
    assert refused(packed(parts)) == f"a.epub: {line}"


def test_bytes_that_are_no_zip_are_refused() -> None:
    assert refused(b"PK\3\4 no") == "a.epub: is not an EPUB book; save it anew or remove it"


def test_a_book_cut_short_or_damaged_is_refused_or_read() -> None:
    raw = bytearray(book({"a": f"<p>{'words ' * 200}</p>"}))
    for place in range(0, len(raw), 7):
        damaged = bytes(raw[:place]) + bytes([raw[place] ^ 0xFF]) + bytes(raw[place + 1 :])
        for one in (damaged, bytes(raw[:place])):
            with suppress(DocumentError):
                epub.read(one, name="a.epub")

"""EPUB books made for tests: a package of the chapters that are written out beside each test."""

from __future__ import annotations

from collections.abc import Mapping

from tests.documents.formats.office import packed

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)


def chapter(body: str) -> str:
    return (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
        f"<body>{body}</body></html>"
    )


def package(chapters: Mapping[str, str], *, metadata: str = "", more: str = "") -> str:
    """The package document; `more` are further items of its manifest."""
    items = "".join(
        f'<item id="i{place}" href="{name}" media-type="application/xhtml+xml"/>'
        for place, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{place}"/>' for place in range(len(chapters)))
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata>{metadata}</metadata><manifest>{items}{more}</manifest>"
        f"<spine>{spine}</spine></package>"
    )


def book(
    chapters: Mapping[str, str],
    *,
    metadata: str = "",
    more: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A book of these bodies of chapters, by their names, and further parts."""
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OPS/book.opf": package(chapters, metadata=metadata, more=more),
            **{f"OPS/{name}": chapter(body) for name, body in chapters.items()},
            **(parts or {}),
        }
    )

"""Read a PDF: its pages to parts, its parts to a document's text with the start of each page."""

from __future__ import annotations

from dataclasses import replace

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.composing import Composer
from gbaqa.documents.formats.pdf.facts import told_fields
from gbaqa.documents.formats.pdf.noting import notes_of, without_text
from gbaqa.documents.formats.pdf.opening import opened, pages_of, told_of
from gbaqa.documents.formats.pdf.parts import Part, parts_of
from gbaqa.documents.formats.pdf.running import without_running
from gbaqa.documents.metadata import Fields
from gbaqa.errors import DocumentError


def read(raw: bytes, *, name: str) -> Parsed:
    """The document; pages without text are told in `notes`, a PDF with none is a DocumentError."""
    document = opened(raw, name=name)
    try:
        pages = list(pages_of(document))
        fields = told_fields(told_of(document))
    finally:
        document.close()
    if not any(page.lines for page in pages):
        raise DocumentError(f"{name}: {without_text(pages)}")
    parts = parts_of(without_running(pages))
    return composed(parts, pages=len(pages), fields=fields, notes=notes_of(pages, raw))


def composed(
    parts: list[Part], *, pages: int, fields: Fields, notes: tuple[str, ...] = ()
) -> Parsed:
    """The text of the parts; a page that begins within a part begins where its own words do."""
    composer = Composer()
    told = blocks = 0  # pages that have begun, blocks that were made
    within: dict[int, tuple[int, int]] = {}  # page: block, and how far into it
    for part in parts:
        while told <= part.page:
            composer.page()
            told += 1
        part.put(composer)
        for page, offset in part.breaks:
            while told <= page:
                within[told] = (blocks, offset)
                composer.page()
                told += 1
        blocks += part.kind != "heading"
    while told < pages:
        composer.page()
        told += 1
    parsed = composer.parsed(fields, notes=notes)
    starts = list(parsed.pages)
    for page, (block, offset) in within.items():
        starts[page] = parsed.blocks[block].span.start + offset
    return replace(parsed, pages=tuple(starts))

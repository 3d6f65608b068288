"""DOCX (Word): headings, list items with their numbers, tables, footnotes, text boxes.

What was deleted or is hidden, comments, running heads and tables of contents are not text;
insertions that nobody has accepted yet are. A footnote stands behind the paragraph it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.composing import Composer, folded
from gbaqa.documents.formats import docx_text
from gbaqa.documents.formats.docx_styles import Numberings, Style, heading_level, read_styles
from gbaqa.documents.formats.docx_text import Inline, inline
from gbaqa.documents.formats.graphics import put_graphic
from gbaqa.documents.formats.grids import Row, put_table, spanned
from gbaqa.documents.formats.packages import (
    Package,
    attribute,
    broken,
    child,
    children,
    local,
    open_package,
    value,
    whole,
)
from gbaqa.documents.formats.properties import office_fields

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST_HEADING = 250  # of characters: longer ones are paragraphs that were given a heading's style
WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
NOTES = {"footnotes": "footnote", "endnotes": "endnote"}


def read(raw: bytes, *, name: str) -> Parsed:
    """A Word file's text, without macros, pictures and what it refers to outside."""
    package = open_package(raw, name=name, kind="DOCX")
    main = package.main_part() or "word/document.xml"
    body = child(package.needed(main), "body")
    if body is None:
        raise broken(name, "DOCX", "it has no text of a document")
    reader = Reader(package, main)
    try:
        reader.put(body)
    except RecursionError as error:
        raise broken(name, "DOCX", "its parts lie too deep in each other") from error
    return reader.composer.parsed(office_fields(package), notes=reader.notes)


class Reader:
    """Walks a document's body once, and puts what it finds into `composer`."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._related = package.related(main)
        parts = {one.kind: one.target for one in self._related.values()}
        self.composer = Composer()
        self.notes: list[str] = []
        self._styles = read_styles(package.xml(parts.get("styles", "")))
        self._numberings = Numberings(package, parts.get("numbering", ""))
        self._footnotes = {
            (kind, attribute(one, "id") or ""): one
            for part, kind in NOTES.items()
            for one in children(package.xml(parts.get(part, "")))
            if attribute(one, "type") in (None, "normal")
        }
        self._told: set[tuple[str, str]] = set()
        self._carried = ""

    def put(self, container: Element) -> None:
        """The blocks of a body, a cell, a text box or a note."""
        for block in _blocks(container):
            if local(block) == "tbl":
                self._table(block)
            else:
                self._paragraph(block)
        self._carried = ""

    def _paragraph(self, paragraph: Element) -> None:
        found = inline(paragraph)
        properties = child(paragraph, "pPr")
        style = self._styles.get(value(properties, "pStyle") or "", self._styles[""])
        text = folded(self._carried + found.text)
        if child(properties, "rPr", "del") is not None:  # its end is deleted: the next goes on
            self._carried = self._carried + found.text
            return
        self._carried = ""
        if not style.is_contents:
            self._put(text, style, properties)
        self._put_attached(found)

    def _put(self, text: str, style: Style, properties: Element | None) -> None:
        if not text:
            return
        level = heading_level("", properties, style.level)
        numbering = value(properties, "numPr", "numId") or style.numbering
        depth = whole(value(properties, "numPr", "ilvl"), style.depth)
        listed = numbering not in ("", "0")  # 0 takes a paragraph out of its style's list
        mark = self._numberings.mark(numbering, depth) if listed else "-"
        if level and len(text) <= LONGEST_HEADING:
            self.composer.heading(level, text if mark == "-" else f"{mark} {text}")
        elif (listed and mark) or style.is_list:
            self.composer.item(text, mark=mark)
        else:
            self.composer.paragraph(text)

    def _put_attached(self, found: Inline) -> None:
        """What hangs on a paragraph or a cell: text boxes, charts and diagrams, notes."""
        for box in found.boxes:
            self.put(box)
        for graphic in found.graphics:
            put_graphic(self.composer, graphic, self._package, self._related)
        for key in found.notes:
            if key in self._footnotes and key not in self._told:
                self._told.add(key)
                for block in _blocks(self._footnotes[key]):
                    self.composer.paragraph(inline(block).text if local(block) == "p" else "")

    def _table(self, table: Element) -> None:
        rows = [row for row in _children(table, "tr") if child(row, "trPr", "del") is None]
        cells = [list(_children(row, "tc")) for row in rows]
        if _is_layout(cells):
            for cell in (cell for row in cells for cell in row):
                self.put(cell)
            return
        contents = {id(cell): _content(cell) for row in cells for cell in row}
        heads = sum(1 for _ in takewhile(_is_head, rows))
        texts = {key: content.text for key, content in contents.items()}
        put_table(self.composer, _grid(rows, cells, texts), head_rows=heads or None)
        for content in contents.values():
            self._put_attached(content)


def _blocks(container: Element) -> Iterator[Element]:
    """Paragraphs and tables in order, those in content controls and insertions too."""
    for one in container:
        kind = local(one)
        if kind in ("p", "tbl"):
            yield one
        elif kind == "AlternateContent":
            yield from _blocks(docx_text.chosen(one))
        elif kind in WRAPPERS and not _is_contents(one):
            yield from _blocks(one)


def _is_head(row: Element) -> bool:
    return child(row, "trPr", "tblHeader") is not None


def _is_contents(control: Element) -> bool:
    gallery = value(control, "sdtPr", "docPartObj", "docPartGallery") or ""
    return gallery.lower() == "table of contents"


def _children(element: Element, kind: str) -> Iterator[Element]:
    for one in element:
        if local(one) == kind:
            yield one
        elif local(one) in WRAPPERS:
            yield from _children(one, kind)


def _is_layout(cells: list[list[Element]]) -> bool:
    """Whether a table only places text on the page: one column, one row, or tables within it."""
    if len(cells) < 2 or max(map(len, cells)) < 2:
        return True
    return any(local(block) == "tbl" for row in cells for cell in row for block in _blocks(cell))


def _content(cell: Element) -> Inline:
    parts = [inline(block) for block in _blocks(cell)]
    return Inline(
        " ".join(part.text for part in parts),
        [box for part in parts for box in part.boxes],
        [graphic for part in parts for graphic in part.graphics],
        [note for part in parts for note in part.notes],
    )


def _grid(rows: list[Element], cells: list[list[Element]], texts: dict[int, str]) -> Iterator[Row]:
    above: dict[int, str] = {}  # what stands in each column, for cells that go on below
    for row, row_cells in zip(rows, cells, strict=True):
        column = whole(value(row, "trPr", "gridBefore"), 0)
        placed: list[tuple[str, int]] = [("", 1)] * min(column, 63)
        for cell in row_cells:
            merge = child(cell, "tcPr", "vMerge")
            goes_on = merge is not None and attribute(merge, "val") in (None, "continue")
            text = above.get(column, "") if goes_on else texts[id(cell)]
            span = min(max(whole(value(cell, "tcPr", "gridSpan"), 1), 1), 63)  # Word's own most
            above[column] = text
            placed.append((text, span))
            column += span
        yield list(spanned(placed))

"""ODT, ODS, ODP (LibreOffice): as DOCX, XLSX, PPTX; cells as the file says that they are shown.

Deleted text, comments, hidden sheets and slides, tables of contents and speakers' notes are left
out. A footnote stands behind the paragraph it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.composing import Composer, folded
from gbaqa.documents.formats.grids import put_table
from gbaqa.documents.formats.odf_styles import read_styles
from gbaqa.documents.formats.odf_tables import cells_of, is_layout, sheet_rows, table_rows
from gbaqa.documents.formats.odf_text import CONTENTS, Inline, inline
from gbaqa.documents.formats.packages import (
    Package,
    attribute,
    broken,
    child,
    children,
    local,
    open_package,
    protected,
    whole,
)
from gbaqa.documents.formats.properties import fields_of
from gbaqa.documents.formats.sheets import put_sheet
from gbaqa.documents.metadata import Fields

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

KINDS = {"text": "ODT", "spreadsheet": "ODS", "presentation": "ODP", "drawing": "ODG"}
MANIFEST = "META-INF/manifest.xml"
LONGEST_HEADING = 250  # of characters: longer ones are paragraphs that were given a heading's style


def read(raw: bytes, *, name: str) -> Parsed:
    """A text, a spreadsheet or a presentation in the OpenDocument format."""
    kind = "OpenDocument"
    package = open_package(raw, name=name, kind=kind)
    if b"encryption-data" in package.bytes(MANIFEST):
        raise protected(name)
    body = children(child(package.needed("content.xml"), "body"))
    content = next((one for one in body if local(one) in KINDS), None)
    if content is None:
        raise broken(name, kind, "it has no text, sheets or slides")
    reader = Reader(package)
    try:
        reader.put(content)
    except RecursionError as error:
        raise broken(name, KINDS[local(content)], "its parts lie too deep in each other") from error
    return reader.composer.parsed(_fields(package), notes=reader.notes)


def _fields(package: Package) -> Fields:
    meta = children(child(package.xml("meta.xml"), "meta"))
    told = {local(one): one.text or "" for one in meta}
    for one in meta:  # what the writer of the file added by name
        if local(one) == "user-defined" and attribute(one, "name") in ("Company", "Publisher"):
            told["company"] = one.text or ""
    return fields_of(
        title=told.get("title", ""),
        changed=told.get("date", ""),
        made=told.get("creation-date", ""),
        language=told.get("language", ""),
        company=told.get("publisher", "") or told.get("company", ""),
    )


class Reader:
    """Walks a document's content once, and puts what it finds into `composer`."""

    def __init__(self, package: Package) -> None:
        self.composer = Composer()
        self.notes: list[str] = []
        self._package = package
        self._styles = read_styles(package)

    def put(self, content: Element) -> None:
        """Everything in the body of a document."""
        if local(content) in ("presentation", "drawing"):
            self._slides(content)
        elif local(content) == "spreadsheet":
            self._sheets(content)
        else:
            self._blocks(content)

    def _slides(self, content: Element) -> None:
        pages = (one for one in content if local(one) == "page")
        for number, page in enumerate(pages, start=1):
            self.composer.page()
            if self._styles.is_hidden(attribute(page, "style-name")):
                self.notes.append(f"slide {number} is hidden and left out")
                continue
            shapes = [one for one in page if local(one) not in ("notes", "forms", "par", "seq")]
            title = next((one for one in shapes if attribute(one, "class") == "title"), None)
            others = [one for one in shapes if one is not title]
            self.composer.leave(1)  # the title of the slide before
            if title is not None:
                text = " ".join(inline(one).text for one in title.iter() if local(one) == "p")
                alone = not any(map(_says_something, others))
                self.composer.heading(1, text, quoted=alone)
            for shape in others:
                if attribute(shape, "class") not in (
                    "footer",
                    "date-time",
                    "page-number",
                    "header",
                ):
                    self._blocks([shape])

    def _sheets(self, content: Element) -> None:
        for table in (one for one in content if local(one) == "table"):
            title = attribute(table, "name") or ""
            if self._styles.is_hidden(attribute(table, "style-name")):
                self.notes.append(f"sheet {title!r} is hidden and left out")
            else:
                put_sheet(self.composer, title, sheet_rows(table))

    def _blocks(self, container: Element | list[Element]) -> None:
        for block in container:
            kind = local(block)
            if kind in ("p", "h"):
                self._paragraph(block)
            elif kind == "list":
                self._list(block, attribute(block, "style-name") or "", 0)
            elif kind == "table":
                self._table(block)
            elif kind not in CONTENTS:
                self._shape(block)

    def _shape(self, shape: Element) -> None:
        """What is drawn or wrapped: text boxes, sections, groups; an image has no text."""
        if local(shape) == "object":
            self._chart(shape)
        elif local(shape) not in ("image", "plugin", "title", "desc"):
            self._blocks(list(shape))

    def _chart(self, reference: Element) -> None:
        """The figures of a chart, which is a file in the file."""
        folder = (attribute(reference, "href") or "").removeprefix("./")
        body = child(self._package.xml(f"{folder}/content.xml"), "body", "chart", "chart")
        if body is None:
            return
        title = child(body, "title")
        for paragraph in _paragraphs(title) if title is not None else ():
            self.composer.paragraph(inline(paragraph).text)
        table = child(body, "table")
        if table is not None:
            put_table(self.composer, table_rows(table)[0], head_rows=1)

    def _paragraph(self, paragraph: Element) -> None:
        found = inline(paragraph)
        text = folded(found.text)
        level = self._level(paragraph)
        if level and len(text) <= LONGEST_HEADING:
            self.composer.heading(level, text)
        else:
            self.composer.paragraph(text)
        self._put_attached(found)

    def _level(self, paragraph: Element) -> int:
        if local(paragraph) == "h":
            return whole(attribute(paragraph, "outline-level"), 1)
        return self._styles.level(attribute(paragraph, "style-name"))

    def _list(self, element: Element, style: str, depth: int) -> None:
        """Items with their numbers; a heading in a list is a numbered heading."""
        number = self._styles.start(style, depth)
        for item in (one for one in element if local(one) in ("list-item", "list-header")):
            mark = self._styles.mark(style, depth, number) if local(item) == "list-item" else ""
            for block in item:
                if local(block) == "list":
                    self._list(block, attribute(block, "style-name") or style, depth + 1)
                elif local(block) == "h" or not mark:
                    self._blocks([block])
                elif local(block) == "p":
                    found = inline(block)
                    self.composer.item(found.text, mark=mark)
                    self._put_attached(found)
                else:
                    self._blocks([block])
            number += local(item) == "list-item"

    def _table(self, table: Element) -> None:
        if is_layout(table):
            for cell in cells_of(table):
                self._blocks(cell)
            return
        rows, heads, attached = table_rows(table)
        put_table(self.composer, rows, head_rows=heads or None)
        for found in attached:
            self._put_attached(found)

    def _put_attached(self, found: Inline) -> None:
        """What hangs on a paragraph: text boxes, then notes."""
        for shape in found.shapes:
            self._shape(shape)
        for note in found.notes:
            for block in _paragraphs(note):
                self.composer.paragraph(inline(block).text)


def _paragraphs(element: Element) -> Iterator[Element]:
    return (one for one in element.iter() if local(one) in ("p", "h"))


def _says_something(shape: Element) -> bool:
    return any(inline(one).text.strip() for one in _paragraphs(shape))

"""PPTX (PowerPoint): each slide is a page, its title a heading, its bullets items, its tables rows.

Speakers' notes, hidden slides, comments and the running lines of slides (date, number, footer) are
not text: they are not what the audience was shown. Charts give their figures as a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.composing import Composer, folded
from gbaqa.documents.formats.graphics import put_graphic
from gbaqa.documents.formats.grids import Row, head_rows_of, put_table
from gbaqa.documents.formats.packages import (
    Package,
    attribute,
    broken,
    child,
    children,
    local,
    open_package,
)
from gbaqa.documents.formats.properties import office_fields

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TITLES = frozenset(("title", "ctrTitle"))
RUNNING = frozenset(("dt", "ftr", "hdr", "sldNum"))
BULLETED = frozenset((None, "obj", "body"))  # placeholders whose paragraphs bear bullets
SAYING = frozenset(("t", "chart", "relIds"))  # elements that may give text
OFF = frozenset(("0", "false"))


def read(raw: bytes, *, name: str) -> Parsed:
    """A presentation's text, slide by slide."""
    package = open_package(raw, name=name, kind="PPTX")
    main = package.main_part() or "ppt/presentation.xml"
    slides = package.related(main)
    composer = Composer()
    hidden: list[int] = []
    for number, slide_id in enumerate(_slide_ids(package.needed(main)), start=1):
        part = slides[slide_id].target if slide_id in slides else ""
        root = package.xml(part) if part else None
        composer.page()
        if root is not None and attribute(root, "show") in OFF:
            hidden.append(number)
        elif root is not None:
            _put_slide(Slide(package, part, composer), root, name=name)
    notes = [f"slide {number} is hidden and left out" for number in hidden]
    return composer.parsed(office_fields(package), notes=notes)


def _slide_ids(presentation: Element) -> Iterator[str]:
    """The ids of the relations to the slides, in their order."""
    for one in children(child(presentation, "sldIdLst")):
        yield next((text for key, text in one.items() if key.endswith("}id")), "")


def _put_slide(slide: Slide, root: Element, *, name: str) -> None:
    tree = child(root, "cSld", "spTree")
    if tree is None:
        return
    try:
        shapes = list(_shapes(tree))
        title = next((one for one in shapes if _placeholder(one) in TITLES), None)
        others = [one for one in shapes if one is not title]
        slide.composer.leave(1)  # the title of the slide before
        if title is not None:
            alone = not any(local(one) in SAYING for shape in others for one in shape.iter())
            slide.composer.heading(1, _text(title), quoted=alone)
        for shape in others:
            slide.put(shape)
    except RecursionError as error:
        raise broken(name, "PPTX", "its parts lie too deep in each other") from error


class Slide:
    """A slide that is being put into the document's text."""

    def __init__(self, package: Package, part: str, composer: Composer) -> None:
        self.composer = composer
        self._package = package
        self._related = package.related(part)

    def put(self, shape: Element) -> None:
        """The text of one shape, of a table's rows, or of a chart's figures."""
        if _placeholder(shape) in RUNNING:
            return
        for table in (one for one in shape.iter() if local(one) == "tbl"):
            properties = child(table, "tblPr")
            first = None if properties is None else attribute(properties, "firstRow")
            rows = list(_grid(table))
            heads = head_rows_of(rows, least=1) if first not in (None, *OFF) else None
            put_table(self.composer, rows, head_rows=heads)
        for graphic in shape.iter():
            put_graphic(self.composer, graphic, self._package, self._related)
        for paragraph in _paragraphs(shape):
            self._paragraph(paragraph, shape)

    def _paragraph(self, paragraph: Element, shape: Element) -> None:
        text = folded(_run_text(paragraph))
        if _bulleted(paragraph, shape):
            self.composer.item(text)
        else:
            self.composer.paragraph(text)


def _shapes(tree: Element) -> Iterator[Element]:
    """The shapes of a slide in the order of the file, those of groups in their place."""
    for one in tree:
        kind = local(one)
        if kind == "grpSp":
            yield from _shapes(one)
        elif kind == "AlternateContent":
            yield from _shapes(next(iter(one), one))
        elif kind in ("sp", "graphicFrame", "cxnSp"):
            yield one


def _placeholder(shape: Element) -> str | None:
    """The kind of placeholder that a shape fills; "" for one that fills none."""
    for properties in shape:
        placeholder = child(properties, "nvPr", "ph")
        if placeholder is not None:
            return attribute(placeholder, "type")
    return ""


def _bulleted(paragraph: Element, shape: Element) -> bool:
    """Whether the paragraph bears a bullet: its own, or that of a placeholder for bullets."""
    own = {local(one) for one in children(child(paragraph, "pPr"))}
    if own & {"buChar", "buAutoNum", "buBlip"}:
        return True
    several = sum(bool(_run_text(one).strip()) for one in _paragraphs(shape))
    return _placeholder(shape) in BULLETED and "buNone" not in own and several > 1


def _paragraphs(shape: Element) -> list[Element]:
    return [one for one in children(child(shape, "txBody")) if local(one) == "p"]


def _text(shape: Element) -> str:
    return " ".join(_run_text(one) for one in _paragraphs(shape))


def _run_text(paragraph: Element) -> str:
    """The text of a paragraph's runs, breaks and fields; formulas as their characters."""
    pieces = []
    for one in paragraph.iter():
        if local(one) == "t":
            pieces.append(one.text or "")
        elif local(one) in ("br", "tab"):
            pieces.append("\n")
    return "".join(pieces)


def _grid(table: Element) -> Iterator[Row]:
    above: dict[int, str] = {}  # what stands in each column, for cells that go on below
    for row in (one for one in table if local(one) == "tr"):
        cells: list[str | None] = []
        for column, cell in enumerate(one for one in row if local(one) == "tc"):
            if attribute(cell, "hMerge") not in (None, *OFF):
                cells.append(None)
                continue
            text = " ".join(_run_text(one) for one in cell.iter() if local(one) == "p")
            goes_on = attribute(cell, "vMerge") not in (None, *OFF)
            above[column] = above.get(column, "") if goes_on else text
            cells.append(above[column])
        yield cells

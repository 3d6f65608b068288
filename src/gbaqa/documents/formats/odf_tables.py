"""The rows of an OpenDocument table; what a file repeats without content is not repeated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from gbaqa.documents.composing import folded
from gbaqa.documents.formats.grids import Row
from gbaqa.documents.formats.odf_text import Inline, inline
from gbaqa.documents.formats.packages import attribute, local, whole

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CELLS = frozenset(("table-cell", "covered-table-cell"))
ROW_GROUPS = frozenset(("table-rows", "table-row-group"))
MOST_COLUMNS = 1024
MOST_REPEATS = 1000  # of a row with content; a sheet may repeat an empty one a million times


def table_rows(table: Element) -> tuple[list[Row], int, list[Inline]]:
    """The rows of a table in a text, how many of them are heads, and what hangs on its cells."""
    attached: list[Inline] = []
    heads = list(_filled(_elements(table, heads=True), attached))
    return heads + list(_filled(_elements(table, heads=False), attached)), len(heads), attached


def cells_of(table: Element) -> list[Element]:
    """The cells of a table, not those of tables within it."""
    rows = [*_elements(table, heads=True), *_elements(table, heads=False)]
    return [one for row in rows for one in row if local(one) == "table-cell"]


def is_layout(table: Element) -> bool:
    """Whether a table only places text on the page: one column, one row, or tables within it."""
    rows = [*_elements(table, heads=True), *_elements(table, heads=False)]
    width = max((sum(local(cell) in CELLS for cell in row) for row in rows), default=0)
    nested = any(local(one) == "table" for cell in cells_of(table) for one in cell.iter())
    return len(rows) < 2 or width < 2 or nested


def sheet_rows(table: Element) -> Iterator[Row]:
    """The rows of a sheet, an empty one where there are some."""
    attached: list[Inline] = []
    yield from _filled(_elements(table, heads=True), attached)
    yield from _filled(_elements(table, heads=False), attached)


def _elements(table: Element, *, heads: bool, within: bool = False) -> Iterator[Element]:
    for one in table:
        kind = local(one)
        if kind == "table-row" and heads == within:
            yield one
        elif kind == "table-header-rows" or kind in ROW_GROUPS:
            head = within or kind == "table-header-rows"
            yield from _elements(one, heads=heads, within=head)


def _filled(rows: Iterator[Element], attached: list[Inline]) -> Iterator[Row]:
    above: dict[int, tuple[str, int, int]] = {}  # by column: text, columns, rows still to cover
    for element in rows:
        row = list(_cells(element, above, attached))
        while row and row[-1] == "":
            row.pop()
        repeats = whole(attribute(element, "number-rows-repeated"), 1) if any(row) else 1
        for _ in range(min(max(repeats, 1), MOST_REPEATS)):
            yield row


def _cells(
    row: Element, above: dict[int, tuple[str, int, int]], attached: list[Inline]
) -> Iterator[str | None]:
    column = 0
    for cell in (one for one in row if local(one) in CELLS):
        text = _text(cell, attached)
        repeats = whole(attribute(cell, "number-columns-repeated"), 1)
        wide = whole(attribute(cell, "number-columns-spanned"), 1)
        high = whole(attribute(cell, "number-rows-spanned"), 1)
        covered = local(cell) == "covered-table-cell"
        for _ in range(min(max(repeats, 1), MOST_COLUMNS - column)):
            if not covered:
                above[column] = (text, column + min(wide, MOST_COLUMNS), high)
                yield text
            else:
                yield _under(column, above, text)
            column += 1


def _under(column: int, above: dict[int, tuple[str, int, int]], text: str) -> str | None:
    """What a covered cell shows: the cell above it; None where one to its left covers it."""
    over = above.get(column)
    if over and over[2] > 1:
        above[column] = (over[0], over[1], over[2] - 1)
        return over[0]
    covered_from_left = any(start < column < end for start, (_, end, _) in above.items())
    return None if covered_from_left else text


def _text(cell: Element, attached: list[Inline]) -> str:
    """A cell as it is shown, a date in ISO order."""
    day = attribute(cell, "date-value")
    if day:
        return day.removesuffix("T00:00:00").replace("T", " ")
    found = [inline(one) for one in _paragraphs(cell)]
    attached += [one for one in found if one.shapes or one.notes]
    return folded(" ".join(one.text for one in found))


def _paragraphs(cell: Element) -> Iterator[Element]:
    """Those of lists and nested tables, too, but not of comments."""
    for one in cell:
        if local(one) in ("p", "h"):
            yield one
        elif local(one) not in ("annotation", "shapes"):
            yield from _paragraphs(one)

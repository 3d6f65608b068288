"""Tables: which hold data, and their rows with the heads of their columns."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from gbaqa.documents.composing import folded
from gbaqa.documents.hypertext.trees import Element, steps, text_in

MOST_COLUMNS = 100
MOST_HEAD_ROWS = 4
MOST_REACHING = 20  # columns whose cells may reach into further rows at a time
LONGEST_HEAD = 120  # characters: what is longer is no head of a column
LONGEST_CELL = 1000  # characters: what is longer is laid out in a table, not told by it
MOST_REPEATED = 1_000_000  # characters of heads and spanned cells that a page's rows may repeat
PARTS = {
    "table": frozenset("caption colgroup col thead tbody tfoot tr".split()),
    "thead": frozenset(["tr"]),
    "tbody": frozenset(["tr"]),
    "tfoot": frozenset(["tr"]),
    "tr": frozenset(["td", "th"]),
}
Row = tuple[list[str], list[str]]  # heads and cells


@dataclass(slots=True)
class Shape:
    """What tells a table of data from one that only lays things out."""

    told: bool = False  # it says that it is data: by th, thead or caption
    nested: bool = False
    stray: bool = False  # text or elements where a table has none
    rows: int = 0
    cells: int = 0
    longest: int = 0
    depths: list[int] = field(default_factory=list)  # lengths of the cells that are open

    def is_data(self, table: Element) -> bool:
        if self.stray or table.get("role") in ("presentation", "none"):
            return False
        if self.longest > LONGEST_CELL or (self.nested and not self.told):
            return False
        return self.told or (self.rows > 1 and self.cells > self.rows)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, and how it stands in its row."""

    text: str
    is_head: bool = False  # of what stands under or beside it
    is_own: bool = True  # not of an earlier row, from which it reaches into this one
    reaches: bool = False  # into the next row
    is_bold: bool = False


@dataclass(slots=True)
class Spare:
    """How many characters of heads and spanned cells the rows of a page may still repeat."""

    left: int = MOST_REPEATED


def data_tables(root: Element, *, without: Container[Element]) -> set[Element]:
    """The tables that hold data, in one walk however deep they nest."""
    found: set[Element] = set()
    open_shapes: list[Shape] = []
    for event, element in steps(root, without=without):
        if event == "start" and element.tag == "table":
            if open_shapes:
                open_shapes[-1].nested = True
            open_shapes.append(Shape())
        if open_shapes:
            _note(open_shapes[-1], event, element, skipped=element in without)
        if event == "end" and element.tag == "table" and element not in without:
            shape = open_shapes.pop()
            if shape.is_data(element):
                found.add(element)
            if open_shapes and open_shapes[-1].depths:
                open_shapes[-1].depths[-1] += shape.longest
    return found


def _note(shape: Shape, event: str, element: Element, *, skipped: bool) -> None:
    parent = element.getparent()
    within = PARTS.get(parent.tag) if parent is not None and element.tag != "table" else None
    text = (element.text if event == "start" else element.tail) or ""
    if event == "start":
        shape.told |= element.tag in ("th", "thead", "caption")
        shape.rows += element.tag == "tr"
        if element.tag in ("td", "th"):
            shape.cells += 1
            shape.depths.append(0)
        shape.stray |= within is not None and element.tag not in within
        shape.stray |= element.tag in PARTS and bool(text.strip())
    elif element.tag in ("td", "th") and not skipped and shape.depths:
        shape.longest = max(shape.longest, shape.depths.pop())
    shape.stray |= event == "end" and within is not None and bool(text.strip())
    if shape.depths:
        shape.depths[-1] += len(text.strip())


def rows_of(table: Element, *, without: Container[Element], spare: Spare) -> Iterator[Row]:
    """The rows that tell something, as heads and cells."""
    grid = [row for row in _grid(table, without) if any(cell.text for cell in row)]
    titles = list(takewhile(_is_title, grid))
    begin = len(titles) + _head_rows(grid[len(titles) :])
    yield from (([], [row[0].text]) for row in titles)
    heads = _heads(grid[len(titles) : begin])
    for row, next_row in pairwise([*grid[begin:], []]):
        # a row of nothing but cells that reach on is told with the next one
        if _tells(row) or not _tells(next_row):
            yield _row(heads, row, spare)


def _is_title(row: Sequence[Cell]) -> bool:
    """Whether one cell spans the row: it says what the rows are about, not one column."""
    return len(row) > 1 and all(cell is row[0] for cell in row)


def _tells(row: Sequence[Cell]) -> bool:
    return any(cell.text and cell.is_own and not cell.reaches for cell in row)


def _row(heads: Sequence[str], row: Sequence[Cell], spare: Spare) -> Row:
    cells: list[Cell] = []
    named: list[str] = []
    for place, cell in enumerate(row):
        if not (cells and cells[-1] is cell):  # a cell over several columns is told once
            cells.append(cell)
            named.append(heads[place] if place < len(heads) else "")
    again = [cell.text for cell in cells if not cell.is_own]
    spare.left -= sum(map(len, named)) + sum(map(len, again))
    if spare.left < 0:
        return [], [cell.text for cell in cells if cell.is_own]
    texts = [cell.text for cell in cells]
    if not any(named) and len(cells) > 1 and _is_label(cells[0], cells[1], of=len(cells)):
        return [texts[0].rstrip(":\uff1a ")], texts[1:]
    return named, texts


def _is_label(cell: Cell, beside: Cell, *, of: int) -> bool:
    """Whether the first cell of a row without heads above is the head of those beside it."""
    marked = of == 2 and cell.text.endswith((":", "\uff1a"))
    return marked or (cell.is_head and not beside.is_head)


def _head_rows(grid: Sequence[Sequence[Cell]]) -> int:
    """How many rows at the top are heads of columns; 0 where no row would be left."""
    width = len(grid[0]) if grid else 0
    full = takewhile(lambda row: len(row) >= width, grid[:MOST_HEAD_ROWS])
    heads = list(takewhile(_is_head_row, full))
    if not heads and len(grid) > 1 and len(grid[0]) > 1 and all(cell.is_bold for cell in grid[0]):
        heads = [grid[0]]
    short = all(len(cell.text) <= LONGEST_HEAD for row in heads for cell in row)
    return len(heads) if short and len(heads) < len(grid) else 0


def _is_head_row(row: Sequence[Cell]) -> bool:
    return all(cell.is_head or not cell.text for cell in row)


def _heads(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """One head a column: those above each other said after each other, once each."""
    width = max(map(len, rows), default=0)
    columns = [[row[place].text for row in rows if place < len(row)] for place in range(width)]
    return [" ".join(dict.fromkeys(text for text in column if text)) for column in columns]


def _grid(table: Element, without: Container[Element]) -> Iterator[list[Cell]]:
    """Rows in which each cell stands in every column and row that it spans."""
    reaching: dict[int, tuple[int, Cell]] = {}
    lines = list(_lines(table, without))
    for left, (line, in_head) in zip(range(len(lines) - 1, -1, -1), lines, strict=True):
        row: list[Cell] = []
        _reach(row, reaching)
        for element in line:
            if element.tag in ("td", "th") and element not in without:
                room = len(reaching) < MOST_REACHING
                down = min(_number(element, "rowspan"), left + 1) if room else 1
                cell = _cell(element, without, in_head=in_head, reaches=down > 1)
                again = replace(cell, is_own=False) if down > 1 else cell
                across = min(_number(element, "colspan"), MOST_COLUMNS - len(row))
                for _ in range(max(across, 1)):
                    if down > 1:
                        reaching[len(row)] = (down - 1, again)
                    row.append(cell)
                _reach(row, reaching)
        yield row


def _reach(row: list[Cell], reaching: dict[int, tuple[int, Cell]]) -> None:
    """Puts the cells of earlier rows that reach into the next columns of this one."""
    while (place := len(row)) in reaching:
        left, cell = reaching.pop(place)
        if left > 1:
            reaching[place] = (left - 1, cell)
        row.append(cell)


def _lines(table: Element, without: Container[Element]) -> Iterator[tuple[Element, bool]]:
    """The table's own rows, and whether each stands in its head."""
    for part in table:
        if part.tag == "tr" and part not in without:
            yield part, False
        elif part.tag in ("thead", "tbody", "tfoot") and part not in without:
            lines = (line for line in part if line.tag == "tr" and line not in without)
            yield from ((line, part.tag == "thead") for line in lines)


def _cell(element: Element, without: Container[Element], *, in_head: bool, reaches: bool) -> Cell:
    is_head = element.tag == "th" or in_head
    if not len(element):  # as most are: one walk less
        return Cell(folded(element.text or ""), is_head, reaches=reaches)
    text = folded(text_in(element, without=without))
    is_bold = 0 < len(text) <= LONGEST_HEAD and folded("".join(_bold(element))) == text
    return Cell(text, is_head, reaches=reaches, is_bold=is_bold)


def _bold(element: Element) -> Iterator[str]:
    for part in element.iter("b", "strong"):
        yield from part.itertext()


def _number(element: Element, name: str) -> int:
    text = element.get(name, "")
    return max(int(text), 1) if re.fullmatch("[0-9]{1,5}", text) else 1

"""Tell pieces of text that stand on one line apart: one line, cells of a table, or two columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby

from gbaqa.documents.formats.pdf.marks import MARK
from gbaqa.documents.formats.pdf.pages import Box, Line, Table

NUMBERED = re.compile(r"\s*(?:\.?\d{1,3}(?:\.\d{1,3})*\.?|[A-Z]\.)\s*")  # of a heading or clause
CLOSE = 1.0  # times the size of letters: pieces of one line that were drawn in turn
BEHIND = 6.0  # likewise: from a bullet or number to its text
COLUMN = 25  # letters that a line of a column of prose has, cells have fewer
FEWEST_LINES = 4  # of prose in columns
COLONS = ":\uff1a"
DIGIT = re.compile(r"\d")


def visible_lines(lines: Sequence[Line]) -> Iterator[Line | Table]:
    """Whole lines, and in place of lines of several cells a table without rules."""
    rows = [list(_joined(row)) for row in _rows(lines)]
    for several, run in groupby(rows, key=lambda row: len(row) > 1 and _alike(row)):
        block = list(run)
        if not several:
            yield from (line for row in block for line in row)
        elif len(block) == 1 and not _is_label(block[0][0]):
            yield reduce(_together, block[0])
        elif _is_prose(block):
            yield from (row[0] for row in block)
            yield from (row[1] for row in block)
        else:
            yield _table(block)


def _is_label(line: Line) -> bool:
    return line.bold or line.text.rstrip().endswith(tuple(COLONS))


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that stand beside each other, each to the right of the one drawn before it."""
    row: list[Line] = []
    for line in lines:
        if row and not (row[-1].beside(line) and line.left > row[-1].right - 0.3 * line.size):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _alike(row: Sequence[Line]) -> bool:
    sizes = [line.size for line in row]
    return max(sizes) <= 1.2 * min(sizes)


def _joined(row: Sequence[Line]) -> Iterator[Line]:
    """Pieces that make one line: close to each other, or a bullet or number and its text."""
    held = row[0]
    for line in row[1:]:
        size = max(held.size, line.size)
        lead = MARK.fullmatch(held.text) or (len(row) == 2 and NUMBERED.fullmatch(held.text))
        if line.left - held.right <= (BEHIND if lead else CLOSE) * size:
            held = _together(held, line)
        else:
            yield held
            held = line
    yield held


def _together(one: Line, two: Line) -> Line:
    apart = two.left - one.right > 0.15 * max(one.size, two.size) or one.text[-1:].isspace()
    between = "-" if one.hyphen else (" " if apart else "")
    larger = max((one, two), key=lambda line: len(line.text))
    return Line(
        text=one.text.rstrip() + between + two.text.lstrip(),
        box=_around([one, two]),
        size=larger.size,
        bold=one.bold and two.bold,
        hyphen=two.hyphen,
    )


def _is_prose(block: Sequence[Sequence[Line]]) -> bool:
    letters = [len(line.text) for row in block for line in row]
    two = all(len(row) == 2 for row in block)
    return two and len(block) >= FEWEST_LINES and sum(letters) >= COLUMN * len(letters)


def _table(block: Sequence[Sequence[Line]]) -> Table:
    box = _around([line for row in block for line in row])
    heads = block[0]
    placed = [_placed(row, heads) for row in block[1:]] if _are_heads(block) else []
    if placed and all(placed):
        first = tuple(line.text.strip() for line in heads)
        return Table(box, (first, *(row for row in placed if row)), heads=True)
    return Table(box, tuple(tuple(_pairs(row)) for row in block), heads=False)


def _pairs(row: Sequence[Line]) -> Iterator[str]:
    """Pieces as they stand, but a bold one and the plain one behind it as one: "Year: 2022"."""
    label = ""
    for line in row:
        text = line.text.strip()
        if label and not line.bold:
            yield f"{label.rstrip(COLONS)}: {text}"
            label = ""
            continue
        if label:
            yield label
        label = text if _is_label(line) else ""
        if not label:
            yield text
    if label:
        yield label


def _are_heads(block: Sequence[Sequence[Line]]) -> bool:
    """Whether the first row names the columns: alone bold, or words above figures."""
    heads, rows = block[0], block[1:]
    if not rows or any(len(row) > len(heads) for row in rows):
        return False
    if all(line.bold for line in heads):
        return not any(all(line.bold for line in row) for row in rows)
    words = len(heads) > 2 and not any(DIGIT.search(line.text) for line in heads)
    cells = [line for row in rows for line in row]
    figures = sum(bool(DIGIT.search(line.text)) for line in cells)
    return words and not heads[0].text.rstrip().endswith(":") and 2 * figures >= len(cells)


def _placed(row: Sequence[Line], heads: Sequence[Line]) -> tuple[str, ...]:
    """The row's cells under the heads; () where one stands under none."""
    if len(row) == len(heads):
        return tuple(line.text.strip() for line in row)
    cells = [""] * len(heads)
    for line in row:
        apart = [_apart(line, head) for head in heads]
        nearest = min(range(len(heads)), key=apart.__getitem__)
        if apart[nearest] > 2 * line.size:
            return ()
        cells[nearest] = f"{cells[nearest]} {line.text.strip()}".strip()
    return tuple(cells)


def _apart(cell: Line, head: Line) -> float:
    """How far a cell stands from its head, by the side on which they are aligned."""
    middles = abs(cell.left + cell.right - head.left - head.right) / 2
    return min(abs(cell.left - head.left), abs(cell.right - head.right), middles)


def _around(lines: Iterable[Line]) -> Box:
    lefts, bottoms, rights, tops = zip(*(line.box for line in lines), strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)

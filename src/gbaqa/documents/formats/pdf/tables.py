"""Tables that a page draws: cells between crossing rules, found by pdfplumber, and their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from gbaqa.documents.composing import folded
from gbaqa.documents.formats.pdf.pages import Box, Glyph, Rule, Table, whole

SNAP = 3.0  # points, pdfplumber's own default
TOUCH = 3.0
MOST_RULES = 600  # a page with more of them is a drawing; finding cells costs their square
MOST_CROSSINGS = 1_500
FEWEST = 2  # rows and columns
LINE = 6.0  # points: letters nearer than that stand on one line
MOST_LINES = 4  # of a cell, on an average


def drawn_tables(rules: Sequence[Rule], glyphs: Callable[[], Iterable[Glyph]]) -> tuple[Table, ...]:
    """Tables of at least two rows and two columns that hold text, from the top of the page."""
    level = sum(1 for rule in rules if rule[1] == rule[3])
    if level < FEWEST + 1 or len(rules) - level < FEWEST + 1:
        return ()
    grids = _grids(rules)
    if not grids:
        return ()
    written = list(glyphs())
    return tuple(table for grid in grids for table in _table(grid, written))


def _grids(rules: Sequence[Rule]) -> list[list[Box]]:
    """Groups of cells that touch."""
    from pdfplumber import table as finder

    merged = finder.merge_edges(list(map(_edge, rules)), SNAP, SNAP, SNAP, SNAP)
    if len(merged) > MOST_RULES:
        return []
    crossings = finder.edges_to_intersections(merged, TOUCH, TOUCH)
    if len(crossings) > MOST_CROSSINGS:
        return []
    cells = finder.intersections_to_cells(crossings)
    return [
        [(left, -low, right, -high) for left, high, right, low in grid]
        for grid in finder.cells_to_tables(cells)
    ]


def _edge(rule: Rule) -> dict[str, float | str]:
    """As pdfplumber has it: y grows downwards."""
    x0, y0, x1, y1 = rule
    return {
        "x0": x0,
        "x1": x1,
        "top": -y1,
        "bottom": -y0,
        "width": x1 - x0,
        "height": y1 - y0,
        "orientation": "h" if y0 == y1 else "v",
    }


def _table(cells: Sequence[Box], glyphs: Sequence[Glyph]) -> Iterator[Table]:
    lefts = sorted({cell[0] for cell in cells})
    tops = sorted({cell[3] for cell in cells}, reverse=True)
    if len(lefts) < FEWEST or len(tops) < FEWEST:
        return
    box = (lefts[0], min(cell[1] for cell in cells), max(cell[2] for cell in cells), tops[0])
    filled = _filled(cells, [one for one in glyphs if _within(one, box)])
    if _is_frame(filled):
        return
    rows = [[""] * len(lefts) for _ in tops]
    for cell, written in zip(cells, filled, strict=True):
        rows[tops.index(cell[3])][lefts.index(cell[0])] = _text(written)
    told = [tuple(row) for row in _without_gaps(rows) if any(row)]
    if len(told) >= FEWEST and len(told[0]) >= FEWEST:
        yield Table(box, tuple(told))


def _without_gaps(rows: list[list[str]]) -> list[list[str]]:
    """Without the columns that no row writes in, such as those between double rules."""
    used = [column for column, cells in enumerate(zip(*rows, strict=True)) if any(cells)]
    return [[row[column] for column in used] for row in rows]


def _filled(cells: Sequence[Box], glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """What stands in each cell, in the order in which it was drawn; cells do not overlap."""
    found: list[list[Glyph]] = [[] for _ in cells]
    last = None
    for glyph in glyphs:
        if last is None or not _within(glyph, cells[last]):
            last = next((at for at, cell in enumerate(cells) if _within(glyph, cell)), None)
            if last is not None and found[last]:
                found[last].append(Glyph(" ", glyph.x, glyph.y))
        if last is not None:
            found[last].append(glyph)
    return found


def _is_frame(filled: Sequence[Sequence[Glyph]]) -> bool:
    """Whether the cells are boxes around parts of a page: they hold many lines each."""
    lines = [len({round(glyph.y / LINE) for glyph in cell}) for cell in filled if cell]
    return bool(lines) and sum(lines) > MOST_LINES * len(lines)


def _text(glyphs: Sequence[Glyph]) -> str:
    text = whole("".join(glyph.text for glyph in glyphs))
    return folded(text.replace("\ufffe\r\n", "").replace("\ufffe", ""))


def _within(glyph: Glyph, box: Box) -> bool:
    return box[0] <= glyph.x <= box[2] and box[1] <= glyph.y <= box[3]

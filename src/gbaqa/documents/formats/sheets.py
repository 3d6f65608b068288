"""Put a sheet of a spreadsheet into a document: tables between empty rows and columns, and notes.

A single cell above a table is its title and stands as a heading over the table's rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice

from gbaqa.documents.composing import Composer
from gbaqa.documents.formats.grids import LONGEST_HEAD, Row, is_title, put_table

SHEET_LEVEL = 2  # so that the first sheet's name is not taken for the document's title
TITLE_LEVEL = 3
HELD_ROWS = 2_000  # of a table whose columns are looked at; a longer one is put row by row
NARROWEST = 2  # columns of a table that stands beside another; less is a gap in one table


def put_sheet(composer: Composer, title: str, rows: Iterable[Row]) -> None:
    """The sheet's title as a heading, then its tables from top to bottom, then left to right."""
    composer.heading(SHEET_LEVEL, title)
    sheet = _Sheet(composer)
    for filled, group in groupby(rows, key=any):
        if filled:
            sheet.put(group)
    sheet.put_alone()


class _Sheet:
    """A sheet that is being put: what the region above the next one leaves to it."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._alone = ""  # a cell that stands alone: a title if a table follows
        self._above: tuple[tuple[int, int], list[str]] = ((0, 0), [])  # columns, heads

    def put(self, rows: Iterator[Row]) -> None:
        """A region of rows between empty ones."""
        held = list(islice(rows, HELD_ROWS))
        columns = _columns(held)
        if len(columns) == 1 and columns[0][1] - columns[0][0] == 1 and len(held) < HELD_ROWS:
            self._put_column(held, columns[0][0])
            return
        title, self._alone = self._alone, ""
        if not is_title(held[0]):
            self._composer.leave(TITLE_LEVEL)
        if title and not is_title(held[0]) and len(title) <= LONGEST_HEAD:
            self._composer.heading(TITLE_LEVEL, title)
        else:
            self._composer.paragraph(title)
        whole = len(held) < HELD_ROWS
        for first, last in columns if whole else [(columns[0][0], columns[-1][1])]:
            part = (row[first : last if whole else None] for row in chain(held, rows))
            inherited = self._above[1] if self._above[0] == (first, last) else ()
            heads = put_table(self._composer, part, title_level=TITLE_LEVEL, inherited=inherited)
            self._above = ((first, last), heads)

    def _put_column(self, held: Sequence[Row], column: int) -> None:
        """Cells below each other are prose; the last of them may be the title of what follows."""
        self.put_alone()
        *cells, self._alone = (row[column] or "" for row in held)
        for cell in cells:
            self._composer.paragraph(cell)

    def put_alone(self) -> None:
        """A cell that no table follows is prose."""
        if self._alone:
            self._composer.leave(TITLE_LEVEL)
            self._composer.paragraph(self._alone)
        self._alone = ""


def _columns(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The stretches of columns that hold tables side by side."""
    used = sorted({place for row in rows for place, cell in enumerate(row) if cell != ""})
    stretches: list[tuple[int, int]] = []
    for place in used:
        if stretches and stretches[-1][1] == place:
            stretches[-1] = (stretches[-1][0], place + 1)
        else:
            stretches.append((place, place + 1))
    if all(last - first >= NARROWEST for first, last in stretches):
        return stretches
    return [(stretches[0][0], stretches[-1][1])]

"""Put a table's rows into a document: find its title rows and head, then a sentence for each row.

A row holds the cells of all columns in order; None is a column that the cell on its left covers.
A cell that covers several rows stands in each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from gbaqa.documents.composing import Composer, folded

Row = Sequence[str | None]

LOOK_AHEAD = 50  # rows by which title and head are told; a longer table is not held in memory
MOST_HEAD_ROWS = 2  # a third looks like the first row of what is below
LONGEST_HEAD = 120  # of characters: longer cells are sentences
NUMBER = re.compile(
    r"[(+\-−]?\s*(?:[A-Z]{0,3}[$€£¥]|[A-Z]{3}\s|澳門元)?\s*[+\-−]?\d[\d.,'\s]*(?:e[+-]?\d+)?\s*[%‰)]?",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{4}-\d\d)(?:[T ]\d\d?:\d\d.*)?|\d\d?:\d\d(?::\d\d)?"
)
YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-/–]\s?(?:\d\d|\d{4}))?")


def put_table(
    composer: Composer,
    rows: Iterable[Row],
    *,
    head_rows: int | None = None,
    title_level: int = 0,
    inherited: Sequence[str] = (),
) -> list[str]:
    """Each row below the head is an item; without `head_rows` the head is found. Gives the heads.

    Title rows above the head become prose, the first of them a heading where `title_level` is
    given. A table that has no head goes on with the one `inherited`.
    """
    source = (row for row in map(_clean, rows) if any(row))
    ahead = list(islice(source, LOOK_AHEAD))
    titles = 0 if head_rows else _title_rows(ahead)
    _put_titles(composer, ahead[:titles], title_level)
    body = ahead[titles:]
    if head_rows is None:
        head_rows = 0 if all(len(_filled(row)) < 2 for row in body) else head_rows_of(body)
    other = any(row != body[0] for row in body)  # below a head stands something else
    count = head_rows if other and head_rows < len(body) else 0
    heads = _heads(body[:count]) or list(inherited)
    if not heads and _two_columns(body):
        _put_pairs(composer, chain(body, source))
    else:
        _put_rows(composer, heads, chain(body[count:], source))
    return heads


def head_rows_of(rows: Sequence[Row], *, least: int = 0) -> int:
    """How many rows at the top name the columns; 0 where none seems to and `least` is 0.

    >>> head_rows_of([["City", "People"], ["Macao", "680,000"]])
    1
    >>> head_rows_of([["Macao", "680,000"], ["Zhuhai", "2,400,000"]])
    0
    """
    if len(rows) < 2 or not (
        least or (_stands_over(rows) and (_all_labels(rows[0]) or _unlike_the_rest(rows)))
    ):
        return 0
    count = max(least, 1)
    while (
        count < min(MOST_HEAD_ROWS, len(rows) - 1)
        and _goes_on_below(rows[count - 1], rows[count])
        and _all_labels(rows[count], repeats=True)
    ):
        count += 1
    return count


def kind_of(cell: str | None) -> str:
    """What a cell holds: "" for nothing, "year", "number", "date" or "text".

    >>> [kind_of(cell) for cell in ("", "2024", "HK$1,000", "2024-05-01", "Macao")]
    ['', 'year', 'number', 'date', 'text']
    """
    for kind, pattern in (("year", YEAR), ("date", DATE), ("number", NUMBER)):
        if cell and pattern.fullmatch(cell):
            return kind
    return "text" if cell else ""


def _clean(row: Row) -> list[str | None]:
    """The row folded, without what is empty at its end."""
    cells = [cell if cell is None else folded(cell) for cell in row]
    while cells and cells[-1] == "":
        cells.pop()
    return cells


def _title_rows(rows: Sequence[Row]) -> int:
    """Rows of one cell above a table of several columns."""
    if all(map(is_title, rows)):
        return 0
    return next(count for count, row in enumerate(rows) if not is_title(row))


def is_title(row: Row) -> bool:
    """Whether the row holds one cell, and that is not the head of columns further right."""
    return len(_filled(row)) == 1 and (None not in row or bool(row[0]))


def _put_titles(composer: Composer, rows: Sequence[Row], level: int) -> None:
    before: Row | None = None
    for row in rows:
        text = _sole(row) or ""
        if level and before is None and len(text) <= LONGEST_HEAD:
            composer.heading(level, text)
        elif row != before:  # a title that covers several rows
            composer.paragraph(text)
        before = row


def _all_labels(row: Row, *, repeats: bool = False) -> bool:
    """Whether each cell could name a column, and so could all together."""
    cells = _filled(row)
    kinds = {kind_of(cell) for cell in cells}
    wide = 2 * sum(cell != "" for cell in row) >= len(row)
    return (
        kinds <= {"text", "year"}
        and ("text" in kinds or repeats)
        and max(map(len, cells)) <= LONGEST_HEAD
        and (repeats or (wide and len(set(cells)) == len(cells)))
        and not cells[0].endswith((":", "："))
    )


def _stands_over(rows: Sequence[Row]) -> bool:
    """Whether there is something below most cells of the first row."""
    places = [place for place, cell in enumerate(rows[0]) if cell]
    used = sum(any(place < len(row) and row[place] for row in rows[1:]) for place in places)
    return used * 2 >= len(places)


def _goes_on_below(head: Row, row: Row) -> bool:
    """Whether a head covers several columns, and each of those has a name in the next row."""
    covered = [
        place
        for place in range(len(head))
        if head[place] is None or (place + 1 < len(head) and head[place + 1] is None)
    ]
    return bool(covered) and all(place < len(row) and row[place] != "" for place in covered)


def _unlike_the_rest(rows: Sequence[Row]) -> bool:
    """Whether most columns hold one kind of thing, and the first row another."""
    width = max(map(len, rows))
    unlike = 0
    for column in range(width):
        first, *rest = (kind_of(row[column]) if column < len(row) else "" for row in rows)
        kinds = {kind for kind in rest if kind}
        unlike += bool(first and len(kinds) == 1 and first not in kinds)
    return unlike * 2 > width and len(_filled(rows[0])) * 2 >= width


def _heads(rows: Sequence[Row]) -> list[str]:
    """The name of each column: what stands above it, each text once."""
    columns: list[dict[str, None]] = [{} for _ in range(max(map(len, rows), default=0))]
    for row in rows:
        left = ""
        for column, cell in zip(columns, row, strict=False):
            left = left if cell is None else cell
            column.update({left: None} if left else {})
    return [" ".join(column) for column in columns]


def _two_columns(rows: Sequence[Row]) -> bool:
    return max(map(len, rows), default=0) == 2 and all(len(_filled(row)) < 3 for row in rows)


def _put_pairs(composer: Composer, rows: Iterable[Row]) -> None:
    """Rows of a name and what is said of it."""
    for name, *said in ([cell or "" for cell in row] for row in rows):
        rest = "; ".join(filter(None, said))
        composer.row([name.rstrip(":： ")] if rest else [], [rest or name])


def _put_rows(composer: Composer, heads: Sequence[str], rows: Iterable[Row]) -> None:
    before: Row | None = None
    for row in rows:
        covered = _sole(row) is not None and None in row  # one cell across the table
        if covered and row == before:
            continue
        before = row
        cells = [cell or "" for cell in row]
        if cells != heads:  # a head is repeated on each page
            composer.row([] if covered else heads, cells)


def _filled(row: Row) -> list[str]:
    return [cell for cell in row if cell]


def _sole(row: Row) -> str | None:
    """The one cell that the row holds; None where there are several."""
    cells = _filled(row)
    return cells[0] if len(cells) == 1 else None


def spanned(cells: Iterable[tuple[str, int]], *, most: int = 1024) -> Iterator[str | None]:
    """Cells with the number of columns that each covers, as a row; at most `most` columns."""
    return islice(
        chain.from_iterable((text, *(None,) * (min(span, most) - 1)) for text, span in cells), most
    )

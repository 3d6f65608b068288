"""CSV and TSV: the delimiter and the quotes are found out, each row is a sentence with its heads.

The standard library's Sniffer is not used: it looks at how often a character stands between
others, and takes a space or a letter for a delimiter. Here every dialect is tried, and the one
that gives rows of one length, of cells that are something, is taken.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.composing import Composer, folded
from gbaqa.documents.encodings import decoded
from gbaqa.documents.formats.grids import LOOK_AHEAD, kind_of, put_table
from gbaqa.errors import DocumentError

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

DELIMITERS = ",;\t|"
QUOTES = ('"', "'", "")  # the usual ones first: the better of two alike is the earlier
LOOKED_AT = 200_000  # characters by which a dialect is told
DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # a first line that Excel understands
SENTENCE_END = re.compile(r"[.!?。！？]$")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are divided and quoted; `quote` is "" where nothing is quoted."""

    delimiter: str
    quote: str


def read(raw: bytes, *, name: str) -> Parsed:
    """A table's rows, under the heads of its columns where its first row holds them."""
    text = decoded(raw, name=name)
    declared = DECLARED.match(text)
    body = text[declared.end() :] if declared else text
    first_line = 2 if declared else 1
    dialect = Dialect(declared[1], '"') if declared else found_dialect(body)
    rows = _rows(body, dialect, name=name, first_line=first_line)
    composer = Composer()
    ahead = list(islice(rows, LOOK_AHEAD))
    if max(map(len, ahead), default=0) < 2:
        head = 1 if _names_a_column(ahead) else 0
        put_table(composer, chain(ahead, rows), head_rows=head)
    else:
        put_table(composer, chain(ahead, rows))
    return composer.parsed()


def found_dialect(text: str) -> Dialect:
    r"""The dialect whose rows are most alike and whose cells make most sense.

    >>> found_dialect("city;rate\nMacao;1,5\nZhuhai;2,5\n")
    Dialect(delimiter=';', quote='"')
    """
    lines = list(islice(io.StringIO(text[:LOOKED_AT], newline=""), LOOK_AHEAD))
    if len(text) > LOOKED_AT and len(lines) > 1:
        lines.pop()  # it may be cut
    tried = [
        Dialect(delimiter, quote)
        for delimiter in DELIMITERS
        for quote in QUOTES
        if any(delimiter in line for line in lines) and (not quote or _is_used(quote, lines))
    ]
    best = max(tried, key=lambda one: _fitness(lines, one), default=None)
    return best if best and _fitness(lines, best) > 0 else Dialect(",", '"')


def _is_used(quote: str, lines: list[str]) -> bool:
    """Whether it is the usual quote, or stands on both sides of a cell."""
    cell = re.compile(rf"(?:^|[{DELIMITERS}]){quote}[^{quote}]*{quote}(?:[{DELIMITERS}\r\n]|$)")
    return quote == '"' or any(cell.search(line) for line in lines)


def _fitness(lines: list[str], dialect: Dialect) -> float:
    """How alike the rows are in length, times the share of cells that are one thing."""
    try:
        rows = [row for row in _reader(lines, dialect) if any(row)]
    except csv.Error:
        return 0.0
    widths = Counter(map(len, rows))
    width, alike = widths.most_common(1)[0] if widths else (0, 0)
    if width < 2:
        return 0.0
    cells = [cell for row in rows for cell in row]
    whole = sum(not _is_torn(cell, dialect) for cell in cells) / len(cells)
    return alike / len(rows) * whole**2 * (1 - 1 / width)


def _is_torn(cell: str, dialect: Dialect) -> bool:
    """Whether a cell looks like several, or like a piece of one."""
    cell = cell.strip()
    if kind_of(cell) in ("", "number", "year", "date"):
        return False
    others = set(DELIMITERS) - {dialect.delimiter, ","}  # commas stand in any sentence
    return any(other in cell for other in others) or cell.count('"') % 2 == 1


def _reader(lines: Iterable[str], dialect: Dialect) -> CsvReader:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        skipinitialspace=True,  # a, "b, c"
    )


def _rows(text: str, dialect: Dialect, *, name: str, first_line: int) -> Iterator[list[str]]:
    reader = _reader(io.StringIO(text, newline=""), dialect)
    try:
        yield from reader
    except csv.Error as error:
        line = first_line - 1 + reader.line_num
        raise DocumentError(
            f"{name}:{line}: is not a table ({error}); mend the quotes or shorten the cell"
        ) from error


def _names_a_column(rows: list[list[str]]) -> bool:
    """Whether the first of a single column's cells is a name for the others."""
    cells = [folded(row[0]) for row in rows if row and row[0].strip()]
    return (
        len(cells) > 1 and kind_of(cells[0]) == "text" and not any(map(SENTENCE_END.search, cells))
    )

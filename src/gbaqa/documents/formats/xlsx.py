"""XLSX (Excel): each sheet under its name, its tables row by row, values as they are shown.

Formulas give the values that the file stores for them. Sheets are read as a stream, so that a long
one is never held whole. Charts are drawn from cells that are read anyway.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.composing import Composer
from gbaqa.documents.formats.grids import Row
from gbaqa.documents.formats.packages import (
    ZIP_FAULTS,
    Package,
    attribute,
    broken,
    child,
    children,
    open_package,
)
from gbaqa.documents.formats.properties import office_fields
from gbaqa.documents.formats.sheets import put_sheet
from gbaqa.documents.formats.shown import shown

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

LAST_ROW = 1_048_576  # of Excel; a file may claim any number
LAST_COLUMN = 16_384
FAULTS: tuple[type[Exception], ...] = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, SyntaxError),
    *ZIP_FAULTS,
)  # what openpyxl and the XML parsers below it raise of a file that is broken
STRICT = b"http://purl.oclc.org/ooxml/"  # the namespaces of ISO 29500 Strict
TRANSITIONAL = b"http://schemas.openxmlformats.org/"
UNCOMPUTED = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?"
    rb"\s*</(?:\w+:)?c>"
)
MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
TYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Range:
    """Cells that are merged into one: rows and columns from 0, the last ones included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


def read(raw: bytes, *, name: str) -> Parsed:
    """A workbook's visible sheets."""
    package = open_package(raw, name=name, kind="XLSX")
    main = package.main_part() or "xl/workbook.xml"
    package.needed(main)
    composer = Composer()
    notes: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's, of what it leaves out
        try:
            book = _opened(raw, package, main, name=name)
            for sheet in book.worksheets:
                if sheet.sheet_state != "visible":
                    notes.append(f"sheet {sheet.title!r} is hidden and left out")
                    continue
                markup = package.bytes(_parts(package, main).get(sheet.title, ""))
                put_sheet(composer, sheet.title, _rows(sheet, _ranges(markup)))
                notes += _uncomputed(markup, sheet.title)
        except FAULTS as error:
            raise broken(name, "XLSX", error) from error
    return composer.parsed(office_fields(package), notes=notes)


def _opened(raw: bytes, package: Package, main: str, *, name: str) -> Workbook:
    from openpyxl.reader.excel import ExcelReader

    _check(package, name=name)
    if STRICT in package.bytes(main):
        raw = _transitional(package)
    reader = ExcelReader(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    # parts that give no cell: a fault in them is no reason to read none
    reader.read_properties = reader.read_custom = reader.read_theme = _pass_over
    reader.read()
    return reader.wb


def _pass_over() -> None:
    """Read nothing."""


def _check(package: Package, *, name: str) -> None:
    """Refuse what openpyxl would unpack or expand without a limit."""
    for part in package.parts():
        if not part.endswith((".xml", ".rels")):
            continue
        package.check(part)
        if "worksheets/" not in part and any(mark in package.bytes(part) for mark in TYPES):
            raise broken(name, "XLSX", "it declares entities or a document type")


def _transitional(package: Package) -> bytes:
    """The package in the namespaces that openpyxl knows."""
    copy = BytesIO()
    with zipfile.ZipFile(copy, "w") as archive:
        for part in package.parts():
            if part.endswith((".xml", ".rels")):
                archive.writestr(part, re.sub(_STRICT_NAME, _renamed, package.bytes(part)))
    return copy.getvalue()


_STRICT_NAME = re.compile(re.escape(STRICT) + rb"([a-zA-Z]+)")


def _renamed(match: re.Match[bytes]) -> bytes:
    return TRANSITIONAL + match[1] + b"/2006"


def _parts(package: Package, main: str) -> dict[str, str]:
    """The part of each sheet by its name."""
    related = package.related(main)
    found = {}
    for one in children(child(package.needed(main), "sheets")):
        key = next((text for name, text in one.items() if name.endswith("}id")), "")
        if key in related:
            found[attribute(one, "name") or ""] = related[key].target
    return found


def _uncomputed(markup: bytes, title: str) -> list[str]:
    count = sum(1 for _ in UNCOMPUTED.finditer(markup))
    told = f"sheet {title!r} has {count} formulas without a stored value, which are left out"
    return [told] if count else []


def _ranges(markup: bytes) -> list[Range]:
    """The merged cells of a sheet by their first rows; a file has them behind its rows."""
    tail = markup[max(markup.rfind(b"sheetData"), 0) :]
    found = []
    for left, top, right, bottom in MERGED.findall(tail):
        last_column = min(_column(right), LAST_COLUMN - 1)
        found.append(Range(int(top) - 1, _column(left), int(bottom) - 1, last_column))
    return sorted(found, key=lambda one: (one.first_row, one.first_column))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def _rows(sheet: ReadOnlyWorksheet, ranges: Sequence[Range]) -> Iterator[Row]:
    """Rows as they are shown; one that only goes on with merged cells above is left out."""
    sheet.reset_dimensions()  # what a file claims of its size may be wrong
    waiting, active = list(reversed(ranges)), list[tuple[Range, str]]()
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW)):
        row = _shown(cells)
        own = any(row)
        active = [(one, text) for one, text in active if one.last_row >= number]
        while waiting and waiting[-1].first_row <= number:
            one = waiting.pop()
            text = row[one.first_column] if one.first_column < len(row) else ""
            active += [(one, text)] if text else []
        if own or not active:
            yield _covered(row, active)


def _shown(cells: Sequence[ReadOnlyCell]) -> list[str]:
    row = [
        "" if cell.value is None else shown(cell.value, cell.number_format or "General")
        for cell in cells
    ]
    while row and not row[-1].strip():
        row.pop()
    return row


def _covered(row: list[str], active: Sequence[tuple[Range, str]]) -> Row:
    """The row with what merged cells show in it."""
    cells: list[str | None] = list(row)
    for one, text in active:
        cells += [""] * (one.last_column + 1 - len(cells))
        width = one.last_column - one.first_column
        cells[one.first_column : one.last_column + 1] = [text, *[None] * width]
    return cells

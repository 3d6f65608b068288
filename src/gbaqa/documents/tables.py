"""Read a CSV table whose rows become records; a row that becomes none is a line, never an error."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from gbaqa.documents.isolation.limits import MIB
from gbaqa.documents.opening import read_bytes
from gbaqa.errors import DocumentError

LARGEST = 16 * MIB
Record = TypeVar("Record")


def read_table(
    path: Path, columns: Sequence[str], record: Callable[[Mapping[str, str]], Record]
) -> tuple[tuple[Record, ...], tuple[str, ...]]:
    """The records of a table, and one line for each row that is none; nothing without a file.

    `record` makes one of a row's fields, their white space folded, or raises DocumentError. A
    table that cannot be read at all is one line, too.
    """
    if not path.is_file():
        return (), ()
    try:
        raw = read_bytes(path, folder=path.parent, name=path.name, most=LARGEST)
        rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=None), strict=True))
    except DocumentError as error:
        return (), (str(error),)
    except (UnicodeDecodeError, csv.Error) as error:
        return (), (f"{path.name}: cannot be read ({error}); save it as CSV in UTF-8",)
    if not rows or rows[0] != list(columns):
        return (), (f"{path.name}:1: expected the columns {','.join(columns)}; mend the first row",)
    records: list[Record] = []
    skipped: list[str] = []
    for number, row in enumerate(rows[1:], start=2):
        try:
            records.append(record(_fields(row, columns)))
        except DocumentError as error:
            skipped.append(f"{path.name}: row {number}: {error}")
    return tuple(records), tuple(skipped)


def _fields(row: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    if len(row) != len(columns):
        raise DocumentError(f"has {len(row)} fields, expected {len(columns)}; mend or remove it")
    return dict(zip(columns, (" ".join(field.split()) for field in row), strict=True))

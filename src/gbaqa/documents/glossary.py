"""Read the glossary of a corpus: its names and words in four languages."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from gbaqa.errors import DocumentError
from gbaqa.types import Term

COLUMNS = ("kind", "en", "zh-Hant", "zh-Hans", "pt", "aliases")
ALIASES = "|"  # parts one alias from the next


def read_glossary(path: Path) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """The terms of a glossary, and one line for each row that is none; nothing without a file.

    A glossary that cannot be read at all is one line, too: documents are searched without it.
    """
    if not path.is_file():
        return (), ()
    try:
        text = path.read_text(encoding="utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return (), (f"{path.name}: cannot be read ({error}); save it as CSV in UTF-8",)
    if not rows or tuple(rows[0]) != COLUMNS:
        return (), (f"{path.name}:1: expected the columns {','.join(COLUMNS)}; mend the first row",)
    terms: list[Term] = []
    skipped: list[str] = []
    for number, row in enumerate(rows[1:], start=2):
        try:
            terms.append(_term(row))
        except DocumentError as error:
            skipped.append(f"{path.name}: row {number}: {error}")
    return tuple(terms), tuple(skipped)


def _term(row: list[str]) -> Term:
    if len(row) != len(COLUMNS):
        raise DocumentError(f"has {len(row)} fields, expected {len(COLUMNS)}; mend or remove it")
    fields = dict(zip(COLUMNS, (" ".join(field.split()) for field in row), strict=True))
    if not fields["en"]:
        raise DocumentError("has no English; write some or remove it")
    return Term(
        kind=fields["kind"],
        en=fields["en"],
        zh_hant=fields["zh-Hant"],
        zh_hans=fields["zh-Hans"],
        pt=fields["pt"],
        aliases=tuple(_parts(fields["aliases"])),
    )


def _parts(aliases: str) -> Iterator[str]:
    return (alias.strip() for alias in aliases.split(ALIASES) if alias.strip())

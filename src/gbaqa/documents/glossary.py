"""Read the glossary of a corpus: its names and words in four languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from gbaqa.documents.tables import read_table
from gbaqa.errors import DocumentError
from gbaqa.types import Term

COLUMNS = ("kind", "en", "zh-Hant", "zh-Hans", "pt", "aliases")
ALIASES = "|"  # parts one alias from the next


def read_glossary(path: Path) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """The terms of a glossary, and one line for each row that is none; nothing without a file.

    A glossary that cannot be read at all is one line, too: documents are searched without it.
    """
    return read_table(path, COLUMNS, _term)


def _term(fields: Mapping[str, str]) -> Term:
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

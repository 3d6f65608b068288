"""Lay the figures of a result out as the rows of tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gbaqa.evaluation.breakdown import type_rows
from gbaqa.evaluation.columns import interval, shown
from gbaqa.evaluation.figures import INTERVAL, sections
from gbaqa.evaluation.targets import target_rows

WORST = ("nDCG@10", "RR")  # what queries are sorted by


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as they are shown; the first of each row names it."""

    title: str
    count: int
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def measures(result: Mapping[str, Any]) -> Iterator[Table]:
    """A table for each part of the result: figures, and beside them what they are measured by."""
    for section in sections(result):
        yield Table(
            section.title,
            section.count,
            ("measure", "value", INTERVAL, *section.header),
            tuple(
                (name, *(cell for one in found for cell in (shown(one.value), interval(one))))
                for name, found in section.rows
            ),
        )
    yield from _whole("By type of question", list(type_rows(result)))
    yield from _whole("Targets", list(target_rows(result)))


def _whole(title: str, rows: list[tuple[str, ...]]) -> Iterator[Table]:
    """A table of rows that are laid out already, the first one its header."""
    if rows:
        yield Table(title, len(rows) - 1, rows[0], tuple(rows[1:]))


def worst_queries(queries: Mapping[str, Mapping[str, float]]) -> Table | None:
    """Every query, the worst first; None without any."""
    found = sorted((tuple(row[name] for name in WORST), query) for query, row in queries.items())
    rows = tuple((query, *map(shown, values)) for values, query in found)
    return Table("Queries, worst first", len(rows), ("query", *WORST), rows) if rows else None

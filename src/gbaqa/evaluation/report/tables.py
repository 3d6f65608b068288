"""Lay the figures of a result out as the rows of tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gbaqa.evaluation.columns import interval, shown
from gbaqa.evaluation.figures import Figure, Section, sections

ABSENT = Figure(None)
INTERVAL = "95% interval"
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
        beside = (section.beside_title, INTERVAL) if section.beside else ()
        yield Table(
            section.title,
            section.count,
            ("measure", "value", INTERVAL, *beside),
            tuple(_row(section, name, figure) for name, figure in section.figures.items()),
        )


def worst_queries(queries: Mapping[str, Mapping[str, float]]) -> Table | None:
    """Every query, the worst first; None without any."""
    found = sorted((tuple(row[name] for name in WORST), query) for query, row in queries.items())
    rows = tuple((query, *map(shown, values)) for values, query in found)
    return Table("Queries, worst first", len(rows), ("query", *WORST), rows) if rows else None


def _row(section: Section, name: str, figure: Figure) -> tuple[str, ...]:
    row = (name, shown(figure.value), interval(figure))
    if not section.beside:
        return row
    beside = section.beside.get(name, ABSENT)
    return (*row, shown(beside.value), interval(beside))

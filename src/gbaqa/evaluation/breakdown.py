"""Lay the figures of each type of question out as rows of one table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gbaqa.evaluation.columns import interval, shown
from gbaqa.evaluation.figures import ABSENT, COMPARED, INTERVAL, Figure, figures


def type_rows(result: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """A header, then a row for each type; nothing where no question has a type."""
    types = result.get("answers", {}).get("by_type", {})
    if types:
        yield _header()
        for name, one in types.items():
            yield _row(name, one)


def _header() -> tuple[str, ...]:
    columns = ["key facts", INTERVAL]
    for title in COMPARED.values():
        columns += [title, INTERVAL]
    return (
        "by type", "n", *columns, "citations right", INTERVAL, "withheld", INTERVAL,
        "unanswerable", "false answers", INTERVAL,
    )  # fmt: skip


def _row(name: str, part: Mapping[str, Any]) -> tuple[str, ...]:
    own, others = figures(part), figures(part["unanswerable"])
    compared = [figures(part.get(one, {}).get("answerable", {})) for one in COMPARED]
    found = [
        *(one.get("key_facts", ABSENT) for one in (own, *compared)),
        *(own.get(measure, ABSENT) for measure in ("citation_precision", "over_abstention")),
    ]
    return (
        name,
        str(part["n"]),
        *_cells(found),
        str(part["unanswerable"]["n"]),
        *_cells([others.get("false_answers", ABSENT)]),
    )


def _cells(found: list[Figure]) -> Iterator[str]:
    for figure in found:
        yield shown(figure.value)
        yield interval(figure)

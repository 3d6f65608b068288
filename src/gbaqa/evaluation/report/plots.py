"""Choose the plots that a result has numbers for: groups of questions, confidence, failures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gbaqa.evaluation.columns import interval, shown
from gbaqa.evaluation.figures import Figure, figures
from gbaqa.evaluation.report.bars import Group, bars
from gbaqa.evaluation.report.curves import reliability_plot, risk_plot
from gbaqa.evaluation.report.drawing import Plot
from gbaqa.evaluation.report.failures import KINDS, kind_of


def plots_of(result: Mapping[str, Any]) -> list[Plot]:
    """Every plot, in the page's order."""
    answers = result.get("answers", {})
    rows = answers.get("per_question", ())
    turns = result.get("dialogues", {}).get("per_turn", ())
    found = list(_of_groups(answers))
    if rows:
        found += [risk_plot(rows), reliability_plot(rows)]
    if rows or turns:
        found.append(_failures({"questions": rows, "dialogue turns": turns}))
    return found


def _of_groups(answers: Mapping[str, Any]) -> Iterator[Plot]:
    languages = answers.get("by_language", {})
    others = {language: part["unanswerable"] for language, part in languages.items()}
    told = {"key_facts": "key facts told", "answered": "answered"}
    yield from _shares("Answerable questions by type", answers.get("by_type", {}), told)
    yield from _shares("Answerable questions by language", languages, told)
    yield from _shares("False answers by language", others, {"false_answers": "false answers"})


def _shares(title: str, parts: Mapping[str, Any], measures: Mapping[str, str]) -> Iterator[Plot]:
    """The plot of the parts in which a question stands; none without any."""
    found = {
        name: (part["n"], tuple(figures(part)[measure] for measure in measures))
        for name, part in parts.items()
        if part["n"]
    }
    if not found:
        return
    series = tuple(measures.values())
    header = ["", "n"]
    for name in series:
        header += [name, "95% interval"]
    yield Plot(
        title,
        "The lines are 95% intervals; in brackets is how many questions there are.",
        bars(
            [Group(f"{name} ({count})", of_one) for name, (count, of_one) in found.items()],
            series,
            name=title.lower().replace(" ", "-"),
            what=f"Bar chart, {title.lower()}",
            axis=f"share {'told or ' if len(series) > 1 else ''}answered",
            counts=False,
        ),
        tuple(header),
        tuple((name, str(count), *_cells(of_one)) for name, (count, of_one) in found.items()),
    )


def _failures(parts: Mapping[str, Sequence[Mapping[str, Any]]]) -> Plot:
    kinds = {name: [kind_of(row) for row in rows] for name, rows in parts.items() if rows}
    counts = {
        kind: [found.count(kind) for found in kinds.values()]
        for kind in KINDS
        if any(kind in found for found in kinds.values())
    }
    return Plot(
        "Failures by kind",
        "Of each question the first step that went wrong.",
        bars(
            [Group(kind, tuple(map(Figure, numbers))) for kind, numbers in counts.items()],
            tuple(kinds),
            name="failures",
            what="Bar chart, failures by kind",
            axis="how many",
            counts=True,
        ),
        ("", *kinds),
        tuple((kind, *map(str, numbers)) for kind, numbers in counts.items()),
    )


def _cells(found: Sequence[Figure]) -> Iterator[str]:
    for figure in found:
        yield shown(figure.value)
        yield interval(figure)

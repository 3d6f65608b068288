"""Find the figures and their intervals in the object that `gbaqa eval --json` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

COUNTS = ("n", "queries", "dialogues")
CI = "_ci"
ANSWERED_HALVES = ("answerable", "unanswerable")


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and its 95% interval; None where there is none."""

    value: float | None
    interval: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Figures over the same questions, and what they are compared with in the same result."""

    title: str
    count: int
    figures: Mapping[str, Figure]
    beside: Mapping[str, Figure]
    beside_title: str = ""


def sections(result: Mapping[str, Any]) -> Iterator[Section]:
    """The parts of a result in their order; a part that no question stands in is left out."""
    return (section for section in _sections(result) if section.count)


def _sections(result: Mapping[str, Any]) -> Iterator[Section]:
    if "retrieval" in result:
        part = result["retrieval"]
        yield Section("retrieval", part["queries"], figures(part["measures"]), {})
    answers = result.get("answers", {})
    for half in ANSWERED_HALVES:
        if half in answers:
            beside = figures(answers.get("baseline", {}).get(half, {}))
            part = answers[half]
            yield Section(f"answers, {half}", part["n"], figures(part), beside, "top passage")
    yield from _by_language(answers.get("by_language", {}))
    if "auroc" in answers:
        count = answers["answerable"]["n"] + answers["unanswerable"]["n"]
        yield Section("confidence", count, {"auroc": Figure(answers["auroc"])}, {})
    if "dialogues" in result:
        part = result["dialogues"]
        gold = figures(part.get("gold", {}))
        yield Section("dialogues", part["n"], figures(part), gold, "standalone question")


def _by_language(parts: Mapping[str, Any]) -> Iterator[Section]:
    if len(parts) < 2:  # one language says what the whole says
        return
    for language, part in parts.items():
        yield Section(f"answers, answerable, {language}", part["n"], figures(part), {})
        others = part["unanswerable"]
        yield Section(f"answers, unanswerable, {language}", others["n"], figures(others), {})


def figures(part: Mapping[str, Any]) -> dict[str, Figure]:
    """The figures of one object, counts and what lies deeper left out."""
    return {
        name: Figure(value, tuple(part[name + CI]) if part.get(name + CI) else None)
        for name, value in part.items()
        if name not in COUNTS
        and not name.endswith(CI)
        and (value is None or isinstance(value, int | float))
    }

"""Find the figures and their intervals in the object that `gbaqa eval --json` prints."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from reprlib import repr as short
from typing import Any, TypeGuard

NO_FIGURES = ("n", "queries", "dialogues", "per_turn")  # counts, and rows of questions
CI = "_ci"
ANSWERED_HALVES = ("answerable", "unanswerable")
CONFIDENCE = ("auroc", "aurc", "ece")
BASELINE_TITLE = "top passage"


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
    """The parts of a result in their order; a part that no question stands in is left out.

    Raises KeyError, TypeError or AttributeError where the object is no result.
    """
    return (section for section in _sections(result) if section.count and section.figures)


def _sections(result: Mapping[str, Any]) -> Iterator[Section]:
    yield from _retrieval(result.get("retrieval", {}))
    yield from _answers(result.get("answers", {}))
    yield from _dialogues(result.get("dialogues", {}))


def _retrieval(part: Mapping[str, Any]) -> Iterator[Section]:
    for title, one in _whole_and_languages("retrieval", part):
        passages = figures(one["passages"]["measures"]) if "passages" in one else {}
        documents = figures(one["measures"])
        yield Section(title, _count(one, "queries"), documents, passages, "of passages")


def _answers(part: Mapping[str, Any]) -> Iterator[Section]:
    baseline = part.get("baseline", {})
    count = 0
    for half in ANSWERED_HALVES:
        if half in part:
            one, beside = part[half], figures(baseline.get(half, {}))
            count += _count(one, "n")
            yield Section(
                f"answers, {half}", _count(one, "n"), figures(one), beside, BASELINE_TITLE
            )
    confidence = figures(_confidence(part))
    yield Section("confidence", count, confidence, figures(baseline), BASELINE_TITLE)
    for title, one in _languages("answers", part):
        told = figures({name: one[name] for name in one if name not in _confidence(one)})
        others = one["unanswerable"]
        answerable, unanswerable = _count(one, "n"), _count(others, "n")
        yield Section(f"{title}, answerable", answerable, told, {})
        yield Section(f"{title}, unanswerable", unanswerable, figures(others), {})
        yield Section(
            f"{title}, confidence", answerable + unanswerable, figures(_confidence(one)), {}
        )


def _confidence(part: Mapping[str, Any]) -> dict[str, Any]:
    """The figures that are over answerable and unanswerable questions together."""
    return {name: part[name] for name in part if name.removesuffix(CI) in CONFIDENCE}


def _dialogues(part: Mapping[str, Any]) -> Iterator[Section]:
    for title, one in _whole_and_languages("dialogues", part):
        gold = figures(one.get("gold", {}))
        yield Section(title, _count(one, "n"), figures(one), gold, "standalone question")


def _whole_and_languages(
    title: str, part: Mapping[str, Any]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if part:
        yield title, part
        yield from _languages(title, part)


def _languages(title: str, part: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    languages = part.get("by_language", {})
    if len(languages) > 1:  # one language says what the whole says
        for language, one in languages.items():
            yield f"{title}, {language}", one


def figures(part: Mapping[str, Any]) -> dict[str, Figure]:
    """The figures of one object, counts, rows and what lies deeper left out."""
    return {
        name: Figure(_number(value, name), _interval(part.get(name + CI), name + CI))
        for name, value in part.items()
        if name not in NO_FIGURES and not name.endswith(CI) and not isinstance(value, dict)
    }


def _count(part: Mapping[str, Any], name: str) -> int:
    value = part[name]
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise _misshapen(value, name, "a count")


def _number(value: object, name: str) -> float | None:
    if value is None or is_number(value):
        return value
    raise _misshapen(value, name, "a number")


def _interval(value: object, name: str) -> tuple[float, float] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2 or not all(map(is_number, value)):
        raise _misshapen(value, name, "two numbers")
    return value[0], value[1]


def is_number(value: object) -> TypeGuard[float]:
    """A number that a float can hold; True, infinity and NaN are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= sys.float_info.max


def _misshapen(value: object, name: str, expected: str) -> TypeError:
    return TypeError(f"{name!r}: found {short(value)}, expected {expected}")

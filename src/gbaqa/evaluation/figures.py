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
COMPARED = {"baseline": "top passage", "trial": "trial"}  # part of a result -> its title
PARTS = {  # of the answers to all questions, or to those of one language
    "risk": "of the answers shown",
    "lists": "lists",
    "disagreements": "conflicting or superseded",
    "notices": "notices",
}
OF_TURNS = {
    "follow_ups": "follow-ups",
    "stand_alone": "turns that stand alone",
    "full_after": "full questions after others",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and its 95% interval; None where there is none."""

    value: float | None
    interval: tuple[float, float] | None = None


ABSENT = Figure(None)
INTERVAL = "95% interval"


@dataclass(frozen=True, slots=True)
class Beside:
    """Figures of the same questions that others are compared with."""

    title: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Section:
    """Figures over the same questions, and what they are compared with in the same result.

    A figure that only what stands beside has is shown, too.
    """

    title: str
    count: int
    figures: Mapping[str, Figure]
    beside: tuple[Beside, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The titles of what stands beside, each with that of its interval."""
        return tuple(cell for one in self.beside for cell in (one.title, INTERVAL))

    @property
    def rows(self) -> Iterator[tuple[str, tuple[Figure, ...]]]:
        """Each measure with its figure and those beside it."""
        parts = (self.figures, *(one.figures for one in self.beside))
        for name in dict.fromkeys(name for part in parts for name in part):
            yield name, tuple(part.get(name, ABSENT) for part in parts)


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
        beside = (Beside("of passages", passages),) if passages else ()
        yield Section(title, _count(one, "queries"), documents, beside)


def _answers(part: Mapping[str, Any]) -> Iterator[Section]:
    count = 0
    for half in ANSWERED_HALVES:
        if half in part:
            count += _count(part[half], "n")
            title = f"answers, {half}"
            yield Section(title, _count(part[half], "n"), figures(part[half]), _beside(part, half))
    yield Section("confidence", count, figures(_confidence(part)), _beside(part))
    yield from _parts("answers", part)
    for title, one in _languages("answers", part):
        yield from _language(title, one)


def _language(title: str, part: Mapping[str, Any]) -> Iterator[Section]:
    told = figures({name: part[name] for name in part if name not in _confidence(part)})
    others = part["unanswerable"]
    answerable, unanswerable = _count(part, "n"), _count(others, "n")
    first, second = (_beside(part, half) for half in ANSWERED_HALVES)
    yield Section(f"{title}, answerable", answerable, told, first)
    yield Section(f"{title}, unanswerable", unanswerable, figures(others), second)
    confidence = figures(_confidence(part))
    yield Section(f"{title}, confidence", answerable + unanswerable, confidence, _beside(part))
    yield from _parts(title, part)


def _parts(
    title: str, part: Mapping[str, Any], names: Mapping[str, str] = PARTS
) -> Iterator[Section]:
    for name, of in names.items():
        if name in part:
            one = part[name]
            counts = figures(one.get("answers_with", {}))
            yield Section(f"{title}, {of}", _count(one, "n"), {**counts, **figures(one)})


def _beside(part: Mapping[str, Any], half: str | None = None) -> tuple[Beside, ...]:
    """What the figures are compared with: those of one half, or those of confidence."""
    found = (
        Beside(title, figures(part[name].get(half, {}) if half else part[name]))
        for name, title in COMPARED.items()
        if name in part
    )
    return tuple(one for one in found if one.figures)


def _confidence(part: Mapping[str, Any]) -> dict[str, Any]:
    """The figures that are over answerable and unanswerable questions together."""
    return {name: part[name] for name in part if name.removesuffix(CI) in CONFIDENCE}


def _dialogues(part: Mapping[str, Any]) -> Iterator[Section]:
    for title, one in _whole_and_languages("dialogues", part):
        gold = figures(one.get("gold", {}))
        beside = (Beside("standalone question", gold),) if gold else ()
        yield Section(title, _count(one, "n"), figures(one), beside)
        yield from _parts(title, one, OF_TURNS)


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

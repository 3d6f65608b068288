"""Find the figures and their intervals in the object that `gbaqa eval --json` prints."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from reprlib import repr as short
from typing import Any, TypeGuard

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
    """The parts of a result in their order; a part that no question stands in is left out.

    Raises KeyError, TypeError or AttributeError where the object is no result.
    """
    return (section for section in _sections(result) if section.count)


def _sections(result: Mapping[str, Any]) -> Iterator[Section]:
    if "retrieval" in result:
        part = result["retrieval"]
        yield Section("retrieval", _count(part, "queries"), figures(part["measures"]), {})
    answers = result.get("answers", {})
    for half in ANSWERED_HALVES:
        if half in answers:
            beside = figures(answers.get("baseline", {}).get(half, {}))
            part = answers[half]
            title = f"answers, {half}"
            yield Section(title, _count(part, "n"), figures(part), beside, "top passage")
    yield from _by_language(answers.get("by_language", {}))
    if "auroc" in answers:
        count = sum(_count(answers[half], "n") for half in ANSWERED_HALVES)
        auroc = Figure(_number(answers["auroc"], "auroc"))
        yield Section("confidence", count, {"auroc": auroc}, {})
    if "dialogues" in result:
        part = result["dialogues"]
        gold = figures(part.get("gold", {}))
        count = _count(part, "n")
        yield Section("dialogues", count, figures(part), gold, "standalone question")


def _by_language(parts: Mapping[str, Any]) -> Iterator[Section]:
    if len(parts) < 2:  # one language says what the whole says
        return
    for language, part in parts.items():
        for half, of_half in zip(ANSWERED_HALVES, (part, part["unanswerable"]), strict=True):
            title = f"answers, {half}, {language}"
            yield Section(title, _count(of_half, "n"), figures(of_half), {})


def figures(part: Mapping[str, Any]) -> dict[str, Figure]:
    """The figures of one object, counts and what lies deeper left out."""
    return {
        name: Figure(_number(value, name), _interval(part.get(name + CI), name + CI))
        for name, value in part.items()
        if name not in COUNTS and not name.endswith(CI) and not isinstance(value, dict)
    }


def _count(part: Mapping[str, Any], name: str) -> int:
    value = part[name]
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise _misshapen(value, name, "a count")


def _number(value: object, name: str) -> float | None:
    if value is None or _is_number(value):
        return value
    raise _misshapen(value, name, "a number")


def _interval(value: object, name: str) -> tuple[float, float] | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
        raise _misshapen(value, name, "two numbers")
    return value[0], value[1]


def _is_number(value: object) -> TypeGuard[float]:
    """A number that a float can hold; True, infinity and NaN are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= sys.float_info.max


def _misshapen(value: object, name: str, expected: str) -> TypeError:
    return TypeError(f"{name!r}: found {short(value)}, expected {expected}")

"""Tell whether an object has the shape of an answer, before anything in it is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from gbaqa.types import LANGUAGES

STATUSES = ("answered", "not_found")
FIELDS = frozenset(
    "question standalone_question language status sentences confidence citations notices nearest "
    "index timings_ms sha256".split()
)
NOW_AND_THEN = frozenset({"carried_over", "also_searched", "written"})
NUMBERS = ("marker", "start", "end")
TEXTS = ("doc_id", "passage_id", "title", "publisher", "date", "url", "quote", "doc_sha256")


def shape_faults(answer: Mapping[str, Any]) -> Iterator[str]:
    """Of an answer whose status is known: fields missing, misplaced, unknown or of another kind."""
    not_found = answer["status"] == "not_found"
    yield from names(answer, FIELDS | ({"reason"} if not_found else set()), NOW_AND_THEN)
    for field in ("sentences", "citations", "nearest"):
        parts = answer.get(field)
        if not isinstance(parts, list) or not all(isinstance(part, Mapping) for part in parts):
            yield f"{field} must be a list of objects"
    if not_found and (answer.get("sentences") or answer.get("citations")):
        yield "status is 'not_found', yet there are sentences or citations"
    if not not_found and not answer.get("sentences"):
        yield "status is 'answered', yet there is no sentence"
    if not not_found and answer.get("nearest"):
        yield "status is 'answered', yet there are nearest citations"
    yield from _plain(answer)


def _plain(answer: Mapping[str, Any]) -> Iterator[str]:
    """What is told of the question and the index: checked for its kind alone."""
    for field in ("question", "standalone_question", "also_searched"):
        if not isinstance(answer.get(field, ""), str):
            yield f"{field} is {answer[field]!r}, expected a text"
    if not all_texts(answer.get("carried_over", [])):
        yield f"carried_over is {answer['carried_over']!r}, expected a list of words"
    if answer.get("language") not in LANGUAGES:
        yield f"language is {answer.get('language')!r}, expected one of {', '.join(LANGUAGES)}"
    confidence = answer.get("confidence")
    if type(confidence) is not float or not 0 <= confidence <= 1:
        yield f"confidence is {confidence!r}, expected a number from 0.0 to 1.0"
    index: Any = answer.get("index")
    if not is_object(index, {"generation", "encoder"}) or not all_texts([*index.values()]):
        yield f"index is {index!r}, expected generation and encoder"
    timings = answer.get("timings_ms")
    if not isinstance(timings, Mapping) or any(type(one) is not float for one in timings.values()):
        yield "timings_ms must be an object of numbers"


def names(
    found: Mapping[str, Any], needed: frozenset[str], others: frozenset[str] = frozenset()
) -> Iterator[str]:
    """Every field is one that was checked: nothing is smuggled in beside what was proven."""
    for name in sorted(needed - found.keys()):
        yield f"{name} is missing"
    for name in sorted(found.keys() - needed - others):
        yield f"{name} is no field of it that this version knows"


def is_object(value: Any, names: set[str]) -> bool:  # noqa: ANN401  # JSON has no narrower type
    """Whether it is a JSON object of exactly these fields."""
    return isinstance(value, Mapping) and value.keys() == names


def all_texts(value: object) -> bool:
    """Whether it is a list of texts; an empty one is."""
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def all_markers(value: object) -> bool:
    """Whether it is a list of whole numbers: True and 1.0 are none."""
    return isinstance(value, list) and all(type(one) is int for one in value)

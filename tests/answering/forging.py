"""Forge one thing in an honest answer: what any part of it may suffer.

A `Forger` gives a copy in which one thing is another, or None where an answer holds no such thing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from random import Random
from typing import Any, TypeAlias

from gbaqa.answering.replaying import digest, faults
from gbaqa.types import Document

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """What `gbaqa verify` is given: an answer, the documents, the generation they make."""

    answer: Json
    documents: Mapping[str, Document]
    generation: str

    def faults(self) -> list[str]:
        return faults(self.answer, self.documents, generation=self.generation)

    def sealed(self) -> Case:
        """With the digest that the answer should have."""
        return replace(self, answer={**self.answer, "sha256": digest(self.answer)})


Forger: TypeAlias = "Callable[[Case, Random], Case | None]"


def case(answer: Json, documents: Mapping[str, Document]) -> Case:
    """An answer as it is read from a file, and the documents that it was made from."""
    return Case(json.loads(json.dumps(answer)), documents, answer["index"]["generation"])


def in_answer(change: Callable[[Json, Random], object]) -> Forger:
    """Changes a copy in place; a change that returns False found nothing to change."""

    def forge(honest: Case, random: Random) -> Case | None:
        copy = deepcopy(honest.answer)
        if change(copy, random) is False or same(copy, honest.answer):
            return None
        return replace(honest, answer=copy)

    return forge


def another_text(text: str, random: Random) -> str:
    """One character more, less or another."""
    at, other = random.randrange(len(text) + 1), random.choice("0 1xé的\u0301")
    before, after = text[:at], text[at + 1 :]
    spoilt = (before + other + text[at:], before + other + after, before + after)
    return random.choice([one for one in spoilt if one != text])


def cited(answer: Json) -> list[Json]:
    found: list[Json] = answer["citations"] or answer["nearest"]
    return found


def two(parts: Sequence[Any], random: Random) -> tuple[int, int] | None:
    if len(parts) < 2:
        return None
    one, other = random.sample(range(len(parts)), 2)
    return one, other


def swapped(kind: str, *fields: str) -> Forger:
    """Two parts in each other's place, or the named fields of two."""

    def change(answer: Json, random: Random) -> object:
        parts = answer[kind]
        if not (places := two(parts, random)):
            return False
        one, other = places
        if not fields:
            parts[one], parts[other] = parts[other], parts[one]
            return True
        a, b = parts[one], parts[other]
        before = [a[field] for field in fields]
        for field in fields:
            a[field], b[field] = b[field], a[field]
        return before != [a[field] for field in fields]

    return in_answer(change)


def swapped_but(kind: str, kept: str) -> Forger:
    """Two parts in each other's place, each with the other's `kept` field: it looks in order."""

    def change(answer: Json, random: Random) -> object:
        parts = answer[kind]
        if not (places := two(parts, random)):
            return False
        one, other = places
        a, b = parts[one], parts[other]
        parts[one], parts[other] = b, a
        a[kept], b[kept] = b[kept], a[kept]
        return True

    return in_answer(change)


def dropped(kind: str) -> Forger:
    def change(answer: Json, random: Random) -> object:
        if not answer[kind]:
            return False
        del answer[kind][random.randrange(len(answer[kind]))]
        return True

    return in_answer(change)


def doubled(kind: str, *, renumbered: bool = False) -> Forger:
    def change(answer: Json, random: Random) -> object:
        if not answer[kind]:
            return False
        again = deepcopy(random.choice(answer[kind]))
        if renumbered:
            again["marker"] = len(answer[kind]) + 1
        answer[kind].append(again)
        return True

    return in_answer(change)


def set_to(field: str, *others: Any) -> Forger:
    def change(answer: Json, random: Random) -> None:
        answer[field] = random.choice([one for one in others if not same(one, answer.get(field))])

    return in_answer(change)


def same(one: object, other: object) -> bool:
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def another(field: str) -> Forger:
    def change(answer: Json, random: Random) -> None:
        answer[field] = another_text(answer.get(field, ""), random)

    return in_answer(change)

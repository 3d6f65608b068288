"""Find for each sentence of a document the sentence of its twin that says the same.

A twin keeps the order of its original and leaves some sentences out, so the pairs are those of the
best monotone alignment (as Gale and Church, Computational Linguistics 1993), scored by the numbers
and Latin names that both sentences hold, and by their lengths.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gbaqa.indexing.opening import Generation
from gbaqa.text.quantities import Quantity, quantities, same_value
from gbaqa.types import Language, Span

REMEMBERED = 1024  # pairs of documents
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.&-]{2,}")
NUMBER_WEIGHT, NAME_WEIGHT, LENGTH_WEIGHT = 2.0, 1.0, 1.0
SKIPPED = -0.25  # for a sentence without a pair
TIMES = 3.2  # English characters for one ideograph, in the project's own twins


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of a passage: its number there, and its span in the document."""

    passage_id: str
    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Marks:
    """What of a sentence stands in a translation of it, too."""

    numbers: tuple[Quantity, ...]
    names: frozenset[str]
    length: float


class Twinning:
    """The units of documents and of their twins, paired."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._twins = {
            original: ids
            for original, ids in generation.collection.translations().items()
            if original in generation.collection.documents
        }
        self._places = lru_cache(maxsize=REMEMBERED)(self._places_of)
        self._paired = lru_cache(maxsize=REMEMBERED)(self._pair)
        self._back = lru_cache(maxsize=REMEMBERED)(self._turned)

    def original(self, place: Place, doc_id: str) -> Place | None:
        """The place in the original that a place of a twin says again."""
        original = self._generation.collection.documents[doc_id].translation_of
        if original is None or not self._places(original):
            return None
        return self._paired(doc_id, original).get(place)

    def twin(self, place: Place, doc_id: str, languages: Sequence[Language]) -> Place | None:
        """The place in the first twin of one of these languages that says a place again."""
        documents = self._generation.collection.documents
        for language in languages:
            for twin in self._twins.get(doc_id, ()):
                if documents[twin].language == language:
                    return self._back(twin, doc_id).get(place)
        return None

    def _places_of(self, doc_id: str) -> tuple[Place, ...]:
        """The units of a document, in order."""
        spans = self._generation.units.spans
        return tuple(
            Place(one.passage_id, number, span)
            for one in self._generation.collection.passages_of(doc_id)
            for number, span in enumerate(spans[one.passage_id])
        )

    def _pair(self, twin: str, original: str) -> dict[Place, Place]:
        here, there = self._places(twin), self._places(original)
        pairs = align(
            [marks(self._text(twin, one), self._language(twin)) for one in here],
            [marks(self._text(original, one), self._language(original)) for one in there],
        )
        return {here[row]: there[column] for row, column in pairs}

    def _turned(self, twin: str, original: str) -> dict[Place, Place]:
        return {there: here for here, there in self._paired(twin, original).items()}

    def _text(self, doc_id: str, place: Place) -> str:
        return place.span.of(self._generation.collection.documents[doc_id].text)

    def _language(self, doc_id: str) -> Language:
        return self._generation.collection.documents[doc_id].language


def marks(text: str, language: Language) -> Marks:
    """What of a sentence would stand in its translation, too."""
    ideographs = sum("\u3400" <= one <= "\u9fff" for one in text)
    return Marks(
        tuple(one for one in quantities(text, language)),
        frozenset(map(str.lower, LATIN.findall(text))),
        (len(text) - ideographs) + TIMES * ideographs,
    )


def align(here: Sequence[Marks], there: Sequence[Marks]) -> list[tuple[int, int]]:
    """Pairs of numbers, growing on both sides, whose sum of likeness is greatest."""
    rows, columns = len(here), len(there)
    best = np.zeros((rows + 1, columns + 1))
    best[:, 0] = SKIPPED * np.arange(rows + 1)
    best[0, :] = SKIPPED * np.arange(columns + 1)
    alike = np.array([[_alike(a, b) for b in there] for a in here]).reshape(rows, columns)
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            best[row, column] = max(
                best[row - 1, column - 1] + alike[row - 1, column - 1],
                best[row - 1, column] + SKIPPED,
                best[row, column - 1] + SKIPPED,
            )
    pairs, row, column = [], rows, columns
    while row and column:
        if best[row, column] == best[row - 1, column - 1] + alike[row - 1, column - 1]:
            pairs.append((row - 1, column - 1))
            row, column = row - 1, column - 1
        elif best[row, column] == best[row - 1, column] + SKIPPED:
            row -= 1
        else:
            column -= 1
    return pairs[::-1]


def _alike(a: Marks, b: Marks) -> float:
    """How likely two sentences say the same, from below 0 to NUMBER_ + NAME_ + LENGTH_WEIGHT."""
    return (
        NUMBER_WEIGHT * _shared_numbers(a.numbers, b.numbers)
        + NAME_WEIGHT * _shared(a.names, b.names)
        + LENGTH_WEIGHT * (0.5 - abs(math.log((a.length + 10) / (b.length + 10))))
    )


def _shared_numbers(a: Sequence[Quantity], b: Sequence[Quantity]) -> float:
    """2 * met / all, less where one has numbers that the other has not; 0 where none has any."""
    if not a and not b:
        return 0.0
    met = sum(any(_same(one, other) for other in b) for one in a)
    met += sum(any(_same(one, other) for other in a) for one in b)
    return 2 * met / (len(a) + len(b)) - 1


def _same(a: Quantity, b: Quantity) -> bool:
    return same_value(a, b) or (a.value == b.value and a.value > 2)


def _shared(a: frozenset[str], b: frozenset[str]) -> float:
    """Of the names that the Chinese sentence keeps in Latin letters, those that the other has."""
    fewer, more = sorted((a, b), key=len)
    return len(fewer & more) / len(fewer) if fewer else 0.0

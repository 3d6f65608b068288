"""Score the sentences and list items of the top passages against a question."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.answering.expecting import Kind, expected, meets
from gbaqa.indexing.opening import Generation
from gbaqa.text.terms import asked_terms, terms
from gbaqa.types import Document, Evidence, Ranking

if TYPE_CHECKING:
    from gbaqa.types import Vectors

# Chosen on eval/gba dev and squad2 dev: more of any finds no more key facts.
COVERAGE_WEIGHT = 0.4
LEAD_WEIGHT = 0.2
KIND_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit, the document it stands in, and what speaks for it.

    `cosine` compares the question's vector with the unit's; `coverage` is the
    share of the question's terms, weighted by rarity, that the unit holds, and
    `lead_coverage` the same for the unit with what leads up to it: title, headings and date.
    `kind_met` tells whether the unit holds the kind of thing asked for, `numbers_met`
    whether unit and lead hold every number that the question names. `unread` is the share of
    the question that the encoder does not know: `cosine` counts for as much less.
    """

    evidence: Evidence
    document: Document
    cosine: float
    coverage: float
    lead_coverage: float
    kind_met: bool
    numbers_met: bool
    unread: float
    vector: Vectors

    @property
    def text(self) -> str:
        """The unit, verbatim."""
        return self.evidence.span.of(self.document.text)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: its terms with their rarity, and the kind of its answer.

    `unread` is the share of it that the encoder does not know.
    """

    weights: Mapping[str, float]
    kind: Kind | None
    numbers: frozenset[str]
    unread: float


def candidates(
    question: str, vector: Vectors, ranking: Ranking, generation: Generation
) -> list[Candidate]:
    """Every unit of the ranked passages, best first in one total order.

    `vector` is the question's, as long as the share of it that the encoder knows.
    """
    wanted = asked_terms(question)
    asked = Asked(
        weights=rarity(wanted, generation),
        kind=expected(question),
        numbers=frozenset(term for term in wanted if term[0].isdigit()),
        unread=1 - min(1.0, float(np.linalg.norm(vector))),
    )
    found = [
        candidate
        for hit in ranking
        for candidate in _of_passage(hit.passage_id, asked, vector, generation)
    ]
    return sorted(
        found, key=lambda one: (-one.evidence.score, one.evidence.passage_id, one.evidence.span)
    )


def _of_passage(
    passage_id: str, asked: Asked, vector: Vectors, generation: Generation
) -> Iterator[Candidate]:
    document = generation.collection.document_of(passage_id)
    headings = generation.collection.passages[passage_id].headings
    lead = set(terms(" ".join((document.title, *headings, document.date))))
    spans, rows = generation.units.of(passage_id)
    for span, row, cosine in zip(spans, rows, (rows @ vector).tolist(), strict=True):
        text = span.of(document.text)
        held = set(terms(text))
        share = coverage(asked.weights, held)
        wider = coverage(asked.weights, held | lead)
        kind_met = meets(asked.kind, text)
        score = cosine + COVERAGE_WEIGHT * share + LEAD_WEIGHT * wider + KIND_WEIGHT * kind_met
        yield Candidate(
            Evidence(passage_id, span, score),
            document,
            cosine=cosine,
            coverage=share,
            lead_coverage=wider,
            kind_met=kind_met,
            numbers_met=asked.numbers <= held | lead,
            unread=asked.unread,
            vector=row,
        )


def rarity(wanted: Iterable[str], generation: Generation) -> dict[str, float]:
    """Each term's inverse document frequency: ln(1 + (N - n + 0.5) / (n + 0.5)), as in BM25."""
    total = len(generation.postings)
    return {
        term: math.log(1 + (total - n + 0.5) / (n + 0.5))
        for term in wanted
        for n in [generation.postings.frequency(term)]
    }


def coverage(weights: Mapping[str, float], held: set[str]) -> float:
    """The share of the terms' weight that `held` covers; 0 where nothing is asked for.

    >>> coverage({"fee": 3.0, "alliance": 1.0}, {"alliance", "member"})
    0.25
    """
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0

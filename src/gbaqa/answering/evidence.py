"""Score the sentences and list items of the top passages against a question."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.answering.expecting import Kind, expected, meets
from gbaqa.indexing.opening import Generation
from gbaqa.text.terms import asked_terms, terms
from gbaqa.types import Document, Evidence, Language, Ranking

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
class Wording:
    """A question in the words that documents of some languages are asked in; of all, where empty.

    `vector` is as long as the share of the words that the encoder knows; `language` is that of
    the words, by which they are stemmed.
    """

    text: str
    vector: Vectors
    languages: frozenset[Language] = frozenset()
    language: Language = "en"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: its terms with their rarity, and the kind of its answer.

    `unread` is the share of it that the encoder does not know.
    """

    vector: Vectors
    weights: Mapping[str, float]
    kind: Kind | None
    numbers: frozenset[str]
    unread: float


def candidates(
    question: str, wordings: Sequence[Wording], ranking: Ranking, generation: Generation
) -> list[Candidate]:
    """Every unit of the ranked passages, best first in one total order.

    Of the wordings, the first one that is for a document's language is held against it; of
    `question`, as it was typed, the kind of thing asked for is told.
    """
    asked = [(one, _asked(question, one, generation)) for one in wordings]
    documents = generation.collection.document_of
    found = [
        candidate
        for hit in ranking
        for fitting in [_fitting(asked, documents(hit.passage_id).language)]
        if fitting
        for candidate in _of_passage(hit.passage_id, fitting, generation)
    ]
    return sorted(
        found, key=lambda one: (-one.evidence.score, one.evidence.passage_id, one.evidence.span)
    )


def _asked(question: str, wording: Wording, generation: Generation) -> Asked:
    wanted = asked_terms(wording.text, wording.language)
    return Asked(
        vector=wording.vector,
        weights=rarity(wanted, generation),
        kind=expected(question),
        numbers=frozenset(term for term in wanted if term[0].isdigit()),
        unread=1 - min(1.0, float(np.linalg.norm(wording.vector))),
    )


def _fitting(asked: Sequence[tuple[Wording, Asked]], language: Language) -> Asked | None:
    return next(
        (one for wording, one in asked if not wording.languages or language in wording.languages),
        None,
    )


def _of_passage(passage_id: str, asked: Asked, generation: Generation) -> Iterator[Candidate]:
    document = generation.collection.document_of(passage_id)
    headings = generation.collection.passages[passage_id].headings
    lead = set(terms(" ".join((document.title, *headings, document.date)), document.language))
    spans, rows = generation.units.of(passage_id)
    for span, row, cosine in zip(spans, rows, (rows @ asked.vector).tolist(), strict=True):
        text = span.of(document.text)
        held = set(terms(text, document.language))
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

"""Records of evidence: a sentence that may answer, and what speaks for it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.answering.expecting import Expectation, expectation
from gbaqa.indexing.opening import Generation
from gbaqa.indexing.tokens import Tokens
from gbaqa.text.terms import asked_terms
from gbaqa.types import Document, Evidence, Language, Span

if TYPE_CHECKING:
    from gbaqa.types import Vectors


@dataclass(frozen=True, slots=True)
class Read:
    """The unit that was held against the question: its document, headings, text and language."""

    document: Document
    headings: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One unit, the document it stands in, and what speaks for it.

    `cosine` compares the question's vector with the unit's; `terms_met`, `wider_met` and
    `least_met` the question's tokens with those of the unit, with title and headings besides,
    and of the one that is met worst (meeting.Met). `coverage` is the share of the question's terms,
    weighted by rarity, that the unit holds, and `lead_coverage` the same for the unit with what
    leads up to it: title, headings and date; `missing` are the terms that neither holds, the
    rarest first. `kind_met` tells whether the unit holds the kind of thing asked for, `fit` how
    well (expecting.fit), 0 to 1,
    `numbers_met` whether unit and lead hold every number that the question names. `unread` is
    the share of the question that the encoder does not know: `cosine` counts for as much less.
    `behind` is how far the passage's score lies below the best one's. `judged` is the logit of
    the judge (judging.Judgement), 0 where it was not asked; `key` is what answers, in its view.

    What is measured is the unit that was `read`: of a twin, that of its original.
    """

    evidence: Evidence
    document: Document
    read: Read
    cosine: float
    terms_met: float
    wider_met: float
    least_met: float
    coverage: float
    lead_coverage: float
    missing: tuple[str, ...]
    kind_met: bool
    fit: float
    numbers_met: bool
    unread: float
    behind: float
    first: bool
    vector: Vectors = field(compare=False)
    is_judged: bool = False
    judged: float = 0.0
    key: Span | None = None

    @property
    def text(self) -> str:
        """The unit, verbatim."""
        return self.evidence.span.of(self.document.text)


@dataclass(frozen=True, slots=True)
class Wording:
    """A question in the words that documents of some languages are asked in; of all, where empty.

    `vector` is as long as the share of the words that the encoder knows; `language` is that of
    the words, by which they are stemmed; `tokens` are those of the words.
    """

    text: str
    vector: Vectors
    languages: frozenset[Language] = frozenset()
    language: Language = "en"
    tokens: Tokens | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: its terms with their rarity, and the kind of its answer.

    `unread` is the share of it that the encoder does not know.
    """

    wording: Wording
    weights: Mapping[str, float]
    expectation: Expectation
    numbers: frozenset[str]
    unread: float


def asked(question: str, wording: Wording, generation: Generation) -> Asked:
    """What a wording asks for; of the question, as it was typed, the kind is told."""
    wanted = asked_terms(wording.text, wording.language)
    return Asked(
        wording=wording,
        weights=rarity(wanted, generation),
        expectation=expectation(question),
        numbers=frozenset(term for term in wanted if term[0].isdigit()),
        unread=1 - min(1.0, float(np.linalg.norm(wording.vector))),
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


def missing(weights: Mapping[str, float], held: set[str]) -> tuple[str, ...]:
    """The terms that are not held, the rarest first.

    >>> missing({"fee": 3.0, "alliance": 1.0, "yearly": 4.0}, {"alliance"})
    ('yearly', 'fee')
    """
    return tuple(
        sorted((one for one in weights if one not in held), key=lambda one: (-weights[one], one))
    )

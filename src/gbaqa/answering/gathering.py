"""Gather the sentences and list items of the top passages, and score them against a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from gbaqa.answering.evidence import Asked, Candidate, Read, Wording, asked, coverage, missing
from gbaqa.answering.expecting import fit
from gbaqa.answering.judging import Judgement, Judging, Line
from gbaqa.answering.meeting import Met, TokenMeeting
from gbaqa.answering.twinning import Place, Twinning
from gbaqa.answering.weighing import rank_logit
from gbaqa.indexing.opening import Generation
from gbaqa.retrieval.translating.searching import family
from gbaqa.text.terms import terms
from gbaqa.types import Evidence, Language, Query, Ranking, Span

JUDGED = 10  # candidates that are read together with the question; the others are far behind
UNREAD = Judgement(0.0, 0, 0)  # of a sentence in a language that the judge does not read
UNJUDGED = 20.0  # logits that what was not judged stays below what was


class Gatherer:
    """The units of one generation, and what is loaded to score them."""

    def __init__(self, generation: Generation, judge: Judging | None) -> None:
        self._generation = generation
        self._judge = judge
        self._meeting = TokenMeeting(generation)
        self._twinning = Twinning(generation)
        self._collection = generation.collection

    def candidates(
        self, query: Query, wordings: Sequence[Wording], ranking: Ranking
    ) -> list[Candidate]:
        """Every unit of the ranked passages, best first in one total order.

        Of the wordings, the first one that is for a document's language is held against it. A unit
        of a twin is measured as the unit of its original that says the same, where there is one,
        and of the two the one in the question's language is quoted.
        """
        wanted = [(one, asked(query.text, one, self._generation)) for one in wordings]
        measured = cache(lambda passage_id: [*self._measured(passage_id, wanted)])
        best = ranking[0].score if ranking else 0.0
        found: dict[tuple[str, Span], Candidate] = {}
        for hit in ranking:
            for place in self._places(hit.passage_id):
                one = self._candidate(place, query, measured)
                if one:
                    found.setdefault(_place(one), replace(one, behind=best - hit.score))
        return self._ranked(wordings, list(found.values()))

    def _places(self, passage_id: str) -> Iterator[Place]:
        for number, span in enumerate(self._generation.units.spans[passage_id]):
            yield Place(passage_id, number, span)

    def _candidate(
        self, place: Place, query: Query, measured: Callable[[str], Sequence[Candidate]]
    ) -> Candidate | None:
        """What is quoted of a place; None where no wording is for its language."""
        doc_id = self._collection.passages[place.passage_id].doc_id
        original = self._twinning.original(place, doc_id)
        read = original if original and measured(original.passage_id) else place
        if not measured(read.passage_id):
            return None
        shown = self._shown(place, read, query)
        return replace(
            measured(read.passage_id)[read.number],
            evidence=Evidence(shown.passage_id, shown.span, 0.0),
            document=self._collection.document_of(shown.passage_id),
        )

    def _shown(self, place: Place, original: Place, query: Query) -> Place:
        """Of a place, its original and its twins: the one in the question's language."""
        languages: tuple[Language, ...] = (
            query.language,
            *(one for one in family(query.language) if one != query.language),
        )
        doc_id = self._collection.passages[original.passage_id].doc_id
        if self._collection.documents[doc_id].language in languages:
            wanted: Place | None = original
        else:
            wanted = self._twinning.twin(original, doc_id, languages)
        for one in (wanted, place):
            if one and query.filters.admits(self._collection.document_of(one.passage_id)):
                return one
        return place

    def _measured(
        self, passage_id: str, wanted: Sequence[tuple[Wording, Asked]]
    ) -> Iterator[Candidate]:
        """The units of a passage without their place in the ranking."""
        generation = self._generation
        document = self._collection.document_of(passage_id)
        fitting = _fitting(wanted, document.language)
        if fitting is None:
            return
        headings = self._collection.passages[passage_id].headings
        lead = set(terms(" ".join((document.title, *headings, document.date)), document.language))
        spans, rows = generation.units.of(passage_id)
        cosines = (rows @ fitting.wording.vector).tolist()
        met = self._meeting.met(fitting.wording.tokens, passage_id)
        for number, (span, row, cosine) in enumerate(zip(spans, rows, cosines, strict=True)):
            text = span.of(document.text)
            held = set(terms(text, document.language))
            one = met[number] if met else Met(cosine, cosine, cosine)
            suits = fit(fitting.expectation, text, document.language)
            yield Candidate(
                Evidence(passage_id, span, 0.0),
                document,
                Read(document, headings, text),
                cosine=cosine,
                terms_met=one.own,
                wider_met=one.wider,
                least_met=one.least,
                coverage=coverage(fitting.weights, held),
                lead_coverage=coverage(fitting.weights, held | lead),
                missing=missing(fitting.weights, held | lead),
                kind_met=suits > 0,
                fit=suits,
                numbers_met=fitting.numbers <= held | lead,
                unread=fitting.unread,
                behind=0.0,
                first=not document.text[: span.start].strip(),
                vector=row,
            )

    def _ranked(self, wordings: Sequence[Wording], found: Sequence[Candidate]) -> list[Candidate]:
        looked = ordered(found)
        judged = self._judged(wordings, looked[:JUDGED])
        return ordered([*judged, *looked[JUDGED:]]) if judged else looked

    def _judged(self, wordings: Sequence[Wording], found: Sequence[Candidate]) -> list[Candidate]:
        """The same with the judge's view; empty where no wording is in the words that it reads."""
        english = next((one.text for one in wordings if one.language == "en"), "")
        if self._judge is None or not english:
            return []
        read = [one for one in found if one.read.document.language == "en"]
        views = self._judge.judge(english, [Line(lead_of(one), one.read.text) for one in read])
        by_place = {_place(one): view for one, view in zip(read, views, strict=True)}
        return [
            replace(one, is_judged=True, judged=view.score, key=_key(one, view.start, view.end))
            for one in found
            for view in [by_place.get(_place(one), UNREAD)]
        ]


def lead_of(candidate: Candidate) -> str:
    """What leads up to a sentence, as the judge reads it: title and headings."""
    return " > ".join((candidate.read.document.title, *candidate.read.headings))


def _key(one: Candidate, start: int, end: int) -> Span | None:
    """What answers in the document's text; None where the sentence that was read is not quoted."""
    if start == end or one.read.document != one.document:
        return None
    begins = one.evidence.span.start
    return Span(begins + start, begins + end)


def _fitting(wanted: Sequence[tuple[Wording, Asked]], language: Language) -> Asked | None:
    return next(
        (one for wording, one in wanted if not wording.languages or language in wording.languages),
        None,
    )


def _scored(one: Candidate, score: float) -> Candidate:
    return replace(one, evidence=replace(one.evidence, score=score))


def ordered(found: Sequence[Candidate]) -> list[Candidate]:
    """By the weights in force, best first in one total order; what was judged before the rest."""
    below = UNJUDGED * any(one.is_judged for one in found)
    scored = (_scored(one, rank_logit(one) - below * (not one.is_judged)) for one in found)
    return sorted(scored, key=lambda one: (-one.evidence.score, *_place(one)))


def _place(one: Candidate) -> tuple[str, Span]:
    return one.evidence.passage_id, one.evidence.span

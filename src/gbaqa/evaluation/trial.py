"""Try the simplest answer: the sentences nearest to the question, as they rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gbaqa.evaluation.evaluated import Evaluated
from gbaqa.evaluation.intervals import Figures, mean
from gbaqa.evaluation.matching import share_found
from gbaqa.evaluation.questions import Question
from gbaqa.evaluation.scores import ROW_DIGITS, Score, scored_question
from gbaqa.evaluation.shown import Found, Shown
from gbaqa.retrieval.searching import QuestionEncoder
from gbaqa.types import Document, Evidence

DEPTHS = (1, 3, 10)  # sentences within which key facts are looked for
TOLD = 3  # sentences that the trial tells, as many as an answer has at most


@dataclass(frozen=True, slots=True)
class Tried:
    """One question: what the trial tells, scored, and the key facts within each of DEPTHS."""

    score: Score
    within: tuple[float, ...]

    def as_json(self) -> dict[str, Any]:
        """The part of a row that is the trial's."""
        return {
            "confidence": round(self.score.shown.confidence, ROW_DIGITS),
            "key_facts": round(self.score.stated, ROW_DIGITS),
            "citation_precision": round(self.score.precision, ROW_DIGITS),
            **{
                f"key_facts@{depth}": round(share, ROW_DIGITS)
                for depth, share in zip(DEPTHS, self.within, strict=True)
            },
        }


class Trial:
    """Tells the first TOLD sentences of the passages read by plain cosine, whatever the question.

    The best cosine is its confidence. Of the question's words and those that are searched besides,
    as English ones of a Chinese question, the nearer ones count.
    """

    def __init__(self, assistant: Evaluated) -> None:
        self._units = assistant.opened.units
        self._encoder = QuestionEncoder(assistant.opened.encoder)
        self._collection = assistant.collection

    def of(self, question: Question, found: Found, *, also_searched: str = "") -> Tried:
        """What it tells of the passages that were found, scored."""
        wordings = [text for text in (question.text, also_searched) if text.strip()]
        nearest = self._nearest(wordings, found.passages) if wordings else []
        texts = [self._text(one) for one in nearest]
        shown = Shown(
            quoted=" ".join(texts[:TOLD]),
            sources=tuple(self._document(one).doc_id for one in nearest[:TOLD]),
            confidence=nearest[0].score if nearest else 0.0,
            answered=bool(nearest),
        )
        keys = question.answer_keys
        within = (share_found(keys, " ".join(texts[:depth])) if keys else 0.0 for depth in DEPTHS)
        return Tried(scored_question(question, shown, self._collection, found=found), tuple(within))

    def _nearest(self, wordings: Sequence[str], passages: Sequence[str]) -> list[Evidence]:
        """Sentences, the nearest first in one total order."""
        asked = self._encoder.encode(wordings)
        found = []
        for passage_id in passages:
            spans, rows = self._units.of(passage_id)
            cosines = (rows @ asked.T).max(axis=1).tolist()
            found += [
                Evidence(passage_id, span, cosine)
                for span, cosine in zip(spans, cosines, strict=True)
            ]
        ordered = sorted(found, key=lambda one: (-one.score, one.passage_id, one.span))
        return ordered[: max(DEPTHS)]

    def _document(self, one: Evidence) -> Document:
        return self._collection.document_of(one.passage_id)

    def _text(self, one: Evidence) -> str:
        return one.span.of(self._document(one).text)


def depths(scores: Sequence[Tried]) -> Figures:
    """The key facts within each of DEPTHS, over questions that have an answer."""
    answerable = [one for one in scores if one.score.answerable]
    figures: Figures = {}
    for place, depth in enumerate(DEPTHS):
        figures |= mean(f"key_facts@{depth}", [one.within[place] for one in answerable])
    return figures

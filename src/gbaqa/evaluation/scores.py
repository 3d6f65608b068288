"""Score what was shown for one question: right, complete, rightly cited, short, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from gbaqa.evaluation.intervals import Figures, mean, rate
from gbaqa.evaluation.matching import overlap, share_found
from gbaqa.evaluation.questions import AnswerKeys, Question
from gbaqa.evaluation.shown import Found, Shown
from gbaqa.text.scripts import IDEOGRAPH
from gbaqa.types import Collection

RIGHT = 0.5  # share of the key facts from which an answer counts as right
READ = 10  # documents within which one that answers counts as found
ROW_DIGITS = 6

Failure = Literal["", "not retrieved", "wrong sentence", "withheld", "partly", "false answer"]


@dataclass(frozen=True, slots=True)
class Score:
    """One question and how what was shown for it fares; a question not answered has no facts."""

    question_id: str
    answerable: bool
    shown: Shown
    key_facts: float  # of what was quoted, shown or not
    precision: float  # share of the documents quoted that answer; 0 without any
    evidence_f1: float | None = None  # of what was shown; None where no evidence is given
    rank: int | None = None  # of the first document that answers, among documents
    read: bool = False  # whether the passages read for evidence have one of its passages
    rightly: tuple[bool, ...] = ()  # of each document quoted, whether it answers

    @property
    def stated(self) -> float:
        """The share of the key facts that the reader is told."""
        return self.key_facts if self.shown.answered else 0.0

    @property
    def all_keys(self) -> bool:
        """Whether the reader is told every key fact."""
        return self.stated == 1.0

    @property
    def right(self) -> bool:
        """Whether what was quoted, shown or not, is an answer."""
        return self.answerable and self.key_facts >= RIGHT

    @property
    def retrieved(self) -> bool:
        """Whether a document that answers is among the first READ."""
        return self.rank is not None and self.rank <= READ

    @property
    def failure(self) -> Failure:
        """The first step that went wrong, "" where none did."""
        if not self.answerable:
            return "false answer" if self.shown.answered else ""
        if self.all_keys:
            return ""
        if self.right:
            return "partly" if self.shown.answered else "withheld"
        return "wrong sentence" if self.read else "not retrieved"

    def as_json(self) -> dict[str, Any]:
        """One row; its citation precision is of what was quoted, whether shown or withheld."""
        row: dict[str, Any] = {
            "id": self.question_id,
            "answered": self.shown.answered,
            "confidence": round(self.shown.confidence, ROW_DIGITS),
            "right": self.right,
            "key_facts": round(self.stated, ROW_DIGITS),
            "quoted_key_facts": round(self.key_facts, ROW_DIGITS),
            "citation_precision": round(self.precision, ROW_DIGITS),
            "words": words(self.shown.text),
            "rank": self.rank,
            "retrieved": self.retrieved,
            "rightly": list(self.rightly),
            "failure": self.failure,
        }
        if self.evidence_f1 is not None:
            row["evidence_f1"] = round(self.evidence_f1, ROW_DIGITS)
        return row


def scored(  # what is known of a question
    question_id: str,
    shown: Shown,
    docs: Sequence[str],
    keys: AnswerKeys,
    collection: Collection,
    *,
    answerable: bool = True,
    evidence: AnswerKeys = (),
    found: Found | None = None,
) -> Score:
    """How much of keys and evidence is quoted, and which quotes are of a document that answers."""
    found = found or Found()
    right = {collection.original_of(doc_id) for doc_id in docs}
    cited = [collection.original_of(doc_id) in right for doc_id in shown.sources]
    ranks = (rank for rank, doc_id in enumerate(found.documents, start=1) if doc_id in right)
    return Score(
        question_id=question_id,
        answerable=answerable,
        shown=shown,
        key_facts=share_found(keys, shown.quoted) if keys else 0.0,
        precision=sum(cited) / len(cited) if cited else 0.0,
        evidence_f1=overlap(evidence, shown.text) if evidence else None,
        rank=next(ranks, None),
        read=not right.isdisjoint(found.read),
        rightly=tuple(cited),
    )


def scored_question(
    question: Question, shown: Shown, collection: Collection, *, found: Found | None = None
) -> Score:
    """The same for a question of a dataset."""
    return scored(
        question.question_id,
        shown,
        question.docs,
        question.answer_keys,
        collection,
        answerable=question.answerable,
        evidence=question.evidence,
        found=found,
    )


def facts(scores: Sequence[Score]) -> dict[str, Any]:
    """Figures over questions that have an answer; precision and words are over those answered."""
    answered = [score for score in scores if score.shown.answered]
    evidence = [score.evidence_f1 for score in scores if score.evidence_f1 is not None]
    figures: Figures = (
        rate("answered", [score.shown.answered for score in scores])
        | mean("key_facts", [score.stated for score in scores])
        | mean("quoted_key_facts", [score.key_facts for score in scores])
        | rate("all_keys", [score.all_keys for score in scores])
        | mean("citation_precision", [score.precision for score in answered])
        | (mean("evidence_f1", evidence) if evidence else {})
        | mean("words", [words(score.shown.text) for score in answered])
        | rate("retrieved", [score.retrieved for score in scores])
        | rate("over_abstention", [not score.shown.answered for score in scores if score.retrieved])
    )
    return {"n": len(scores), **figures}


def words(text: str) -> int:
    """Words of a text: a Chinese character is one, punctuation that stands alone is none.

    >>> words("The Hetao zone - 河套 - covers 3.89 sq km.")
    9
    """
    rest = IDEOGRAPH.sub(" ", text).split()
    return len(IDEOGRAPH.findall(text)) + sum(any(map(str.isalnum, word)) for word in rest)

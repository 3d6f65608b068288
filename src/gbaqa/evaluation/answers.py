"""Ask every question and score what is shown: right, complete, rightly cited, short, or a no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gbaqa.errors import QuestionRefused
from gbaqa.evaluation.confidences import auroc
from gbaqa.evaluation.evaluated import Evaluated
from gbaqa.evaluation.intervals import Figures, mean, rate
from gbaqa.evaluation.matching import share_found
from gbaqa.evaluation.questions import AnswerKeys, Question
from gbaqa.indexing.building import no_report
from gbaqa.text.scripts import IDEOGRAPH
from gbaqa.types import Answer, Collection, Language, NoAnswer, Query, Reply, Report, Turn


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees: text and the documents cited, both empty for "not found"."""

    text: str = ""
    cited: tuple[str, ...] = ()
    confidence: float = 0.0

    @property
    def answered(self) -> bool:
        """Whether anything is offered as an answer."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Score:
    """One question and how what was shown for it fares; a question not answered has no facts."""

    question_id: str
    shown: Shown
    key_facts: float
    precision: float  # of the citations; 0 without any

    @property
    def all_keys(self) -> bool:
        """Whether every key fact is stated."""
        return self.key_facts == 1.0


Pair: TypeAlias = tuple[Question, Score]


@dataclass(frozen=True, slots=True)
class AnswerScores:
    """The questions, and for each what the assistant and what the baseline showed."""

    questions: tuple[Question, ...]
    ours: tuple[Score, ...]
    baseline: tuple[Score, ...]

    def as_json(self) -> dict[str, Any]:
        """The object "answers" of `gbaqa eval --json`."""
        pairs = tuple(zip(self.questions, self.ours, strict=True))
        languages = sorted({question.language for question in self.questions})
        return {
            **_halves(pairs),
            "baseline": _halves(tuple(zip(self.questions, self.baseline, strict=True))),
            "by_language": {language: _of_language(pairs, language) for language in languages},
            **_told_apart(pairs),
        }


def score_answers(
    questions: Sequence[Question], assistant: Evaluated, *, report: Report = no_report
) -> AnswerScores:
    """Asks every question of the assistant, and beside it of the baseline."""
    ours: list[Score] = []
    baseline: list[Score] = []
    for done, one in enumerate(questions, start=1):
        for scores, answering in ((ours, ask), (baseline, echo)):
            shown = answering(assistant, one.text)
            scores.append(
                scored(one.question_id, shown, one.docs, one.answer_keys, assistant.collection)
            )
        report("asking questions", done, len(questions))
    return AnswerScores(tuple(questions), tuple(ours), tuple(baseline))


def ask(assistant: Evaluated, question: str, *, history: Sequence[Turn] = ()) -> Shown:
    """What the assistant shows; a question that it refuses to read is one that it cannot answer."""
    try:
        reply: Reply = assistant.ask(question, history=history).reply
    except QuestionRefused as error:
        reply = NoAnswer(Query(question), str(error))
    if not isinstance(reply, Answer):
        return Shown(confidence=reply.confidence)
    return Shown(
        text=" ".join(sentence.text for sentence in reply.sentences),
        cited=tuple(citation.doc_id for citation in reply.citations),
        confidence=reply.confidence,
    )


def echo(assistant: Evaluated, question: str) -> Shown:
    """The baseline: the whole top passage, whatever the question."""
    try:
        ranking = assistant.search(question, cutoff=1)
    except QuestionRefused:
        return Shown()
    collection = assistant.collection
    passages = [hit.passage_id for hit in ranking]
    return Shown(
        text=" ".join(collection.text(passage_id) for passage_id in passages),
        cited=tuple(collection.passages[passage_id].doc_id for passage_id in passages),
    )


def scored(
    question_id: str, shown: Shown, docs: Sequence[str], keys: AnswerKeys, collection: Collection
) -> Score:
    """How much of the keys is stated, and how many citations name a document that answers."""
    right = {collection.original_of(doc_id) for doc_id in docs}
    cited = [collection.original_of(doc_id) in right for doc_id in shown.cited]
    return Score(
        question_id=question_id,
        shown=shown,
        key_facts=share_found(keys, shown.text) if keys else 0.0,
        precision=sum(cited) / len(cited) if cited else 0.0,
    )


def facts(scores: Sequence[Score]) -> dict[str, Any]:
    """Figures over questions that have an answer; precision and words are over those answered."""
    answered = [score for score in scores if score.shown.answered]
    figures: Figures = (
        rate("answered", [score.shown.answered for score in scores])
        | mean("key_facts", [score.key_facts for score in scores])
        | rate("all_keys", [score.all_keys for score in scores])
        | mean("citation_precision", [score.precision for score in answered])
        | mean("words", [words(score.shown.text) for score in answered])
    )
    return {"n": len(scores), **figures}


def words(text: str) -> int:
    """Words of a text: a Chinese character is one, punctuation that stands alone is none.

    >>> words("The Hetao zone - 河套 - covers 3.89 sq km.")
    9
    """
    rest = IDEOGRAPH.sub(" ", text).split()
    return len(IDEOGRAPH.findall(text)) + sum(any(map(str.isalnum, word)) for word in rest)


def _halves(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Figures over the answerable questions and over the others."""
    others = [score.shown.answered for question, score in pairs if not question.answerable]
    return {
        "answerable": facts([score for question, score in pairs if question.answerable]),
        "unanswerable": {"n": len(others), **rate("false_answers", others)},
    }


def _of_language(pairs: Sequence[Pair], language: Language) -> dict[str, Any]:
    halves = _halves([pair for pair in pairs if pair[0].language == language])
    return {**halves["answerable"], "unanswerable": halves["unanswerable"]}


def _told_apart(pairs: Sequence[Pair]) -> dict[str, float]:
    """How well confidence tells the two halves apart; nothing where one is empty."""
    right = [score.shown.confidence for question, score in pairs if question.answerable]
    wrong = [score.shown.confidence for question, score in pairs if not question.answerable]
    return {"auroc": auroc(right, wrong)} if right and wrong else {}

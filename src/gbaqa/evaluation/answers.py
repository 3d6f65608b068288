"""Ask every question of the assistant, and of those beside it, and add the scores up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gbaqa.evaluation.disagreeing import differs, disagreement
from gbaqa.evaluation.evaluated import Evaluated
from gbaqa.evaluation.groups import Asked, by_language, by_type, whole
from gbaqa.evaluation.questions import Question
from gbaqa.evaluation.scores import ROW_DIGITS, Score, scored_question
from gbaqa.evaluation.shown import FOUND, ask, find
from gbaqa.evaluation.trial import Trial, Tried
from gbaqa.indexing.building import no_report
from gbaqa.types import Collection, Report


@dataclass(frozen=True, slots=True)
class AnswerScores:
    """The questions, and for each what the assistant, the baseline and the trial showed.

    `found` holds the documents of each question's ranking, best first.
    """

    questions: tuple[Question, ...]
    ours: tuple[Score, ...]
    baseline: tuple[Score, ...]
    trial: tuple[Tried, ...]
    found: tuple[tuple[str, ...], ...]
    collection: Collection

    def as_json(self) -> dict[str, Any]:
        """The object "answers" of `gbaqa eval --json`."""
        asked = [
            Asked(*one)
            for one in zip(self.questions, self.ours, self.baseline, self.trial, strict=True)
        ]
        return {
            **whole(asked, self.collection),
            "by_language": by_language(asked, self.collection),
            "by_type": by_type(asked),
            "per_question": [
                _row(one, found, self.collection)
                for one, found in zip(asked, self.found, strict=True)
            ],
        }


def score_answers(
    questions: Sequence[Question], assistant: Evaluated, *, report: Report = no_report
) -> AnswerScores:
    """Asks every question of the assistant, and beside it of the baseline and the trial."""
    ours: list[Score] = []
    baseline: list[Score] = []
    trial: list[Tried] = []
    found: list[tuple[str, ...]] = []
    trying = Trial(assistant)
    for done, question in enumerate(questions, start=1):
        ranked = find(assistant, question.text)
        answer = ask(assistant, question.text)
        for scores, shown in ((ours, answer), (baseline, ranked.baseline)):
            scores.append(scored_question(question, shown, assistant.collection, found=ranked))
        trial.append(trying.of(question, ranked, also_searched=answer.also_searched))
        found.append(ranked.documents[:FOUND])
        report("asking questions", done, len(questions))
    return AnswerScores(
        questions=tuple(questions),
        ours=tuple(ours),
        baseline=tuple(baseline),
        trial=tuple(trial),
        found=tuple(found),
        collection=assistant.collection,
    )


def _row(asked: Asked, found: Sequence[str], collection: Collection) -> dict[str, Any]:
    """What is expected, what was given, and what the figures of those beside are."""
    question, ours, baseline = asked.question, asked.ours, asked.baseline
    return {
        **ours.as_json(),
        "language": question.language,
        "type": question.type,
        "question": question.text,
        "answerable": question.answerable,
        "docs": list(question.docs),
        "answer_keys": [list(forms) for forms in question.answer_keys],
        "evidence": [piece[0] for piece in question.evidence],
        "quoted": ours.shown.quoted,
        "sources": list(ours.shown.sources),
        "found": list(found),
        "notices": [notice.kind for notice in ours.shown.notices],
        **_values(question, ours, collection),
        "baseline": {
            "confidence": round(baseline.shown.confidence, ROW_DIGITS),
            "key_facts": round(baseline.stated, ROW_DIGITS),
            "citation_precision": baseline.precision,
        },
        "trial": asked.trial.as_json(),
    }


def _values(question: Question, ours: Score, collection: Collection) -> dict[str, Any]:
    """How values that differ are told, where any is."""
    told = disagreement(question, ours.shown, collection) if differs(question) else None
    return {"newest_first": told.newest_first, "disclosed": told.disclosed} if told else {}

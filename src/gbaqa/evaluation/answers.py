"""Ask every question of the assistant, and of the baseline beside it, and add the scores up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gbaqa.evaluation.confidences import confidence_figures
from gbaqa.evaluation.evaluated import Evaluated
from gbaqa.evaluation.intervals import rate
from gbaqa.evaluation.questions import Question
from gbaqa.evaluation.scores import ROW_DIGITS, Score, facts, scored
from gbaqa.evaluation.shown import FOUND, ask, find
from gbaqa.indexing.building import no_report
from gbaqa.types import Report

Pair: TypeAlias = tuple[Question, Score]


@dataclass(frozen=True, slots=True)
class AnswerScores:
    """The questions, and for each what the assistant and what the baseline showed.

    `found` holds the documents of each question's ranking, best first.
    """

    questions: tuple[Question, ...]
    ours: tuple[Score, ...]
    baseline: tuple[Score, ...]
    found: tuple[tuple[str, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """The object "answers" of `gbaqa eval --json`."""
        pairs = tuple(zip(self.questions, self.ours, strict=True))
        baseline = tuple(zip(self.questions, self.baseline, strict=True))
        return {
            **_halves(pairs),
            **confidence_figures(self.ours),
            "baseline": _halves(baseline) | confidence_figures(self.baseline, probability=False),
            "by_language": _groups(pairs, _of_language, lambda question: question.language),
            "by_type": _groups(pairs, _of_type, lambda question: question.type),
            "per_question": [
                _row(*row)
                for row in zip(self.questions, self.ours, self.baseline, self.found, strict=True)
            ],
        }


def score_answers(
    questions: Sequence[Question], assistant: Evaluated, *, report: Report = no_report
) -> AnswerScores:
    """Asks every question of the assistant, and beside it of the baseline."""
    ours: list[Score] = []
    baseline: list[Score] = []
    found: list[tuple[str, ...]] = []
    for done, question in enumerate(questions, start=1):
        ranked = find(assistant, question.text)
        for scores, shown in (
            (ours, ask(assistant, question.text)),
            (baseline, ranked.baseline),
        ):
            scores.append(
                scored(
                    question.question_id,
                    shown,
                    question.docs,
                    question.answer_keys,
                    assistant.collection,
                    answerable=question.answerable,
                    evidence=question.evidence,
                    found=ranked,
                )
            )
        found.append(ranked.documents[:FOUND])
        report("asking questions", done, len(questions))
    return AnswerScores(tuple(questions), tuple(ours), tuple(baseline), tuple(found))


def _halves(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Figures over the answerable questions and over the others."""
    others = [score.shown.answered for question, score in pairs if not question.answerable]
    return {
        "answerable": facts([score for question, score in pairs if question.answerable]),
        "unanswerable": {"n": len(others), **rate("false_answers", others)},
    }


def _groups(
    pairs: Sequence[Pair],
    figures: Callable[[Sequence[Pair]], dict[str, Any]],
    group: Callable[[Question], str],
) -> dict[str, Any]:
    """The figures of the questions of each group; those that are in none are left out."""
    names = sorted({group(question) for question, _ in pairs} - {""})
    return {name: figures([pair for pair in pairs if group(pair[0]) == name]) for name in names}


def _of_type(pairs: Sequence[Pair]) -> dict[str, Any]:
    halves = _halves(pairs)
    return {**halves["answerable"], "unanswerable": halves["unanswerable"]}


def _of_language(pairs: Sequence[Pair]) -> dict[str, Any]:
    return {**_of_type(pairs), **confidence_figures([score for _, score in pairs])}


def _row(question: Question, ours: Score, baseline: Score, found: Sequence[str]) -> dict[str, Any]:
    """What is expected, what was given, and what the baseline's figures are."""
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
        "baseline": {
            "confidence": round(baseline.shown.confidence, ROW_DIGITS),
            "key_facts": round(baseline.stated, ROW_DIGITS),
            "citation_precision": baseline.precision,
        },
    }

"""Add scores up over all questions, over those of each language and over those of each type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gbaqa.evaluation.confidences import confidence_figures
from gbaqa.evaluation.disagreeing import disagreement_figures
from gbaqa.evaluation.intervals import rate
from gbaqa.evaluation.noticing import notice_figures
from gbaqa.evaluation.questions import Question
from gbaqa.evaluation.risking import risk_figures
from gbaqa.evaluation.scores import Score, facts
from gbaqa.evaluation.trial import Tried, depths
from gbaqa.types import Collection

LIST = "which-list"  # the type of questions whose answer is a list

Group: TypeAlias = Callable[[Question], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, what the assistant showed for it, and what each of those beside it did."""

    question: Question
    ours: Score
    baseline: Score
    trial: Tried


def whole(asked: Sequence[Asked], collection: Collection) -> dict[str, Any]:
    """The figures of all questions."""
    ours = [one.ours for one in asked]
    return {
        **halves(ours),
        **confidence_figures(ours),
        **_parts(asked, collection),
        **_beside(asked, confidence=True),
    }


def by_language(asked: Sequence[Asked], collection: Collection) -> dict[str, Any]:
    """The same for each language, the figures of the answerable questions at the top."""

    def figures(some: Sequence[Asked]) -> dict[str, Any]:
        ours = [one.ours for one in some]
        return {
            **_of_type(some),
            **confidence_figures(ours),
            **_parts(some, collection),
            **_beside(some, confidence=True),
        }

    return _groups(asked, figures, lambda question: question.language)


def by_type(asked: Sequence[Asked]) -> dict[str, Any]:
    """Facts, false answers and those of what stands beside, for each type of question."""
    return _groups(
        asked,
        lambda some: {**_of_type(some), **_beside(some, confidence=False)},
        lambda question: question.type,
    )


def halves(scores: Sequence[Score]) -> dict[str, Any]:
    """Figures over the answerable questions and over the others."""
    others = [score.shown.answered for score in scores if not score.answerable]
    return {
        "answerable": facts([score for score in scores if score.answerable]),
        "unanswerable": {"n": len(others), **rate("false_answers", others)},
    }


def _of_type(asked: Sequence[Asked]) -> dict[str, Any]:
    found = halves([one.ours for one in asked])
    return {**found["answerable"], "unanswerable": found["unanswerable"]}


def _parts(asked: Sequence[Asked], collection: Collection) -> dict[str, Any]:
    """What is told of some of the questions alone; a part without any is left out."""
    pairs = [(one.question, one.ours) for one in asked]
    parts = {
        "risk": risk_figures([one.ours for one in asked]),
        "lists": _lists([score for question, score in pairs if question.type == LIST]),
        "disagreements": disagreement_figures(pairs, collection),
        "notices": notice_figures(pairs),
    }
    return {name: part for name, part in parts.items() if part["n"]}


def _lists(scores: Sequence[Score]) -> dict[str, Any]:
    """`whole_list`: whether every key fact is told, for "not found" it is not."""
    told = [score for score in scores if score.answerable]
    answered = [score.all_keys for score in told if score.shown.answered]
    return {
        "n": len(told),
        **rate("whole_list", [score.all_keys for score in told]),
        **rate("whole_list_shown", answered),
    }


def _beside(asked: Sequence[Asked], *, confidence: bool) -> dict[str, Any]:
    """The baseline and the trial over the same questions."""
    baseline, trial = [one.baseline for one in asked], [one.trial for one in asked]
    tried = [one.score for one in trial]
    found = {"baseline": halves(baseline), "trial": halves(tried)}
    found["trial"]["answerable"] |= depths(trial)
    if confidence:
        found["baseline"] |= confidence_figures(baseline, probability=False)
        found["trial"] |= confidence_figures(tried, probability=False)
    return found


def _groups(
    asked: Sequence[Asked], figures: Callable[[Sequence[Asked]], dict[str, Any]], group: Group
) -> dict[str, Any]:
    """The figures of the questions of each group; those that are in none are left out."""
    names = sorted({group(one.question) for one in asked} - {""})
    return {name: figures([one for one in asked if group(one.question) == name]) for name in names}

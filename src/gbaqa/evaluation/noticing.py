"""Count the notices that answers carry, and those of a disagreement where there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from gbaqa.evaluation.intervals import rate
from gbaqa.evaluation.questions import Question
from gbaqa.evaluation.scores import Score

DISAGREEMENTS = frozenset({"conflict", "superseded"})  # kinds of notices, and types of questions


def notice_figures(pairs: Sequence[tuple[Question, Score]]) -> dict[str, Any]:
    """Over the `n` answers shown: how many carry each kind, and `false_conflicts`.

    These are the answers to questions of other types that carry a notice of a disagreement,
    as a share of the answers to such questions.
    """
    shown = [(question, score.shown) for question, score in pairs if score.shown.answered]
    kinds = [(question, {notice.kind for notice in one.notices}) for question, one in shown]
    counts = Counter(kind for _, held in kinds for kind in held)
    others = [held for question, held in kinds if question.type not in DISAGREEMENTS]
    return {
        "n": len(shown),
        "answers_with": dict(sorted(counts.items())),
        **rate("false_conflicts", [not held.isdisjoint(DISAGREEMENTS) for held in others]),
    }

"""Tell how often what is shown is wrong, and how often at most, beside the risk that is stated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gbaqa.answering.deciding import DEFAULT_RISK, risks
from gbaqa.evaluation.intervals import rate, upper_bound
from gbaqa.evaluation.scores import Score


def risk_figures(scores: Sequence[Score]) -> dict[str, Any]:
    """`wrong_shown` and `false_answers`, each with the share that it does not exceed.

    Wrong is every answer that is shown and not right, be the question answerable or not; `n`
    counts the answers shown. A `*_bound` holds at a confidence of 95%, one-sided.
    """
    wrong = [not score.right for score in scores if score.shown.answered]
    false = [score.shown.answered for score in scores if not score.answerable]
    return {
        "n": len(wrong),
        **rate("wrong_shown", wrong),
        "wrong_shown_bound": upper_bound(wrong),
        **rate("false_answers", false),
        "false_answers_bound": upper_bound(false),
    }


def stated_risk() -> dict[str, Any]:
    """What the model that decides says of the risk that answers are given at, under its name."""
    return {DEFAULT_RISK: dict(risks()[DEFAULT_RISK])}

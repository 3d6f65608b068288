"""Decide whether the best evidence answers, by the probability that it does."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gbaqa.answering.evidence import Candidate

# Logistic regression fitted on eval/gba dev and squad2 dev; "make calibrate" prints these again.

INTERCEPT = -6.47
WEIGHTS = {"cosine": 5.33, "context_coverage": 0.85, "kind_met": 0.98, "numbers_met": 1.25}
THRESHOLD = 0.44


def features(candidates: Sequence[Candidate]) -> dict[str, float]:
    """What the decision looks at: the best candidate's own measures."""
    best = candidates[0]
    return {
        "cosine": best.cosine,
        "context_coverage": best.context_coverage,
        "kind_met": float(best.kind_met),
        "numbers_met": float(best.numbers_met),
    }


def confidence(candidates: Sequence[Candidate]) -> float:
    """The estimated probability that the best candidates answer the question; 0 without any."""
    if not candidates:
        return 0.0
    found = features(candidates)
    logit = INTERCEPT + sum(weight * found[name] for name, weight in WEIGHTS.items())
    return 1 / (1 + math.exp(-logit))


def answers(probability: float) -> bool:
    """Whether evidence of that probability is shown as an answer."""
    return probability >= THRESHOLD

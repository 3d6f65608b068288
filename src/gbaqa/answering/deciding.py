"""Decide whether the best evidence answers, by the probability that it does."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gbaqa.answering.evidence import Candidate

# Logistic regression of "the answer is right", fitted on eval/gba dev and SQuAD 2.0's dev set;
# make calibrate DATASETS="eval/gba SQUAD2", with the latter's folder, prints these lines again.

INTERCEPT = -6.47
WEIGHTS = {"cosine": 5.33, "lead_coverage": 0.85, "kind_met": 0.98, "numbers_met": 1.25}
THRESHOLD = 0.44


def features(candidates: Sequence[Candidate]) -> dict[str, float]:
    """What the decision looks at: the best candidate's own measures."""
    best = candidates[0]
    return {
        "cosine": best.cosine,
        "lead_coverage": best.lead_coverage,
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

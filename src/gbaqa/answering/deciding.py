"""Decide whether the best evidence answers, by the probability that it does."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gbaqa.answering.evidence import Candidate

# Logistic regression of "the answer is right", fitted on eval/gba dev and SQuAD 2.0's dev set;
# make calibrate DATASETS="eval/gba SQUAD2", with the latter's folder, prints these lines again.

INTERCEPT = -4.81
WEIGHTS = {
    "cosine": 3.47,
    "lead_coverage": 0.61,
    "kind_met": 1.01,
    "numbers_met": 1.05,
    # Fitted before Chinese questions were searched in English words, too: on the dev sets no
    # question is left whose best candidate is held against words that the encoder cannot read.
    "unread": 0.3,
    "unread_coverage": 4.51,
}
THRESHOLD = 0.49


def features(candidates: Sequence[Candidate]) -> dict[str, float]:
    """What the decision looks at: the best candidate's own measures.

    Where the encoder could not read the question, the shared terms have to tell.
    """
    best = candidates[0]
    return {
        "cosine": best.cosine,
        "lead_coverage": best.lead_coverage,
        "kind_met": float(best.kind_met),
        "numbers_met": float(best.numbers_met),
        "unread": best.unread,
        "unread_coverage": best.unread * best.lead_coverage,
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

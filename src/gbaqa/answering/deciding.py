"""Decide whether the best evidence answers, by the probability that it does."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from gbaqa.answering.evidence import Candidate
from gbaqa.answering.weighing import weights_of
from gbaqa.errors import SettingError

MODEL = "deciding.json"
DEFAULT_RISK = "0.10"
FAR = 6.0  # logits by which the best stands out at most
BESIDE = 3  # best views of the judge that are averaged
ALIKE = 0.9  # cosine from which a second candidate tells the same


def features(candidates: Sequence[Candidate]) -> dict[str, float]:
    """What the decision looks at, by name: the best candidate, its lead, and those beside it.

    Each speaks for an answer the more the higher it is. How many terms of the question a sentence
    holds is not among them: questions that no document answers are often in a document's words.
    """
    best = candidates[0]
    judged = sorted((one.judged for one in candidates if one.is_judged), reverse=True)[:BESIDE]
    return {
        "judged": best.judged,
        "judged_beside": sum(judged) / max(1, len(judged)),
        "ahead": _ahead(candidates),
        "fit": best.fit,
        "numbers_met": float(best.numbers_met),
    }


def _ahead(candidates: Sequence[Candidate]) -> float:
    """How far the next candidate that tells something else lies below the best one, in logits."""
    best = candidates[0]
    others = (
        one.evidence.score for one in candidates[1:] if float(one.vector @ best.vector) < ALIKE
    )
    return min(FAR, best.evidence.score - next(others, best.evidence.score - FAR))


def confidence(candidates: Sequence[Candidate]) -> float:
    """The estimated probability that the answer is right; 0 without any candidate.

    It is the probability that there is an answer, by logistic regression, times the share of such
    questions for which the right one was quoted.
    """
    if not candidates:
        return 0.0
    model = weights_of(MODEL)
    found = features(candidates)
    logit = model["intercept"] + sum(
        weight * found[name] for name, weight in model["weights"].items()
    )
    return float(model["right"]) / (1 + math.exp(-logit))


def answers(probability: float, *, risk: str = DEFAULT_RISK) -> bool:
    """Whether evidence of that probability is shown as an answer at a stated risk.

    `risk` is one of `risks()`: the share of all questions asked that are answered wrongly, those
    without an answer among them, that the threshold keeps to.
    """
    return probability >= threshold(risk)


def threshold(risk: str = DEFAULT_RISK) -> float:
    """The probability from which an answer is shown at a stated risk."""
    return float(risks()[risk]["threshold"])


def checked_risk(risk: str) -> str:
    """The stated risk; raises SettingError where no threshold was learned for it."""
    if risk not in risks():
        raise SettingError(
            f"GBAQA_RISK is {risk!r}, expected one of {', '.join(risks())}; set one of these"
        )
    return risk


def risks() -> Mapping[str, Any]:
    """The stated risks, each with its threshold, and what was seen and is bounded there."""
    found: Mapping[str, Any] = weights_of(MODEL)["risks"]
    return found

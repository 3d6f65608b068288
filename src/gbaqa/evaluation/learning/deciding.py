"""Learn the probability that what is quoted answers, and the threshold of a stated risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from gbaqa.evaluation.intervals import upper_bound

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Values = NDArray[np.float64]

FOLDS = 10
SHRINKING = 0.3  # C of scikit-learn, over features of unit variance
GRID = np.round(np.arange(0.02, 0.99, 0.005), 3)
DIGITS = 3
LEAST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Decisions:
    """Questions: features, shape (questions, features), labels, and what they weigh.

    `right` tells whether what would be quoted answers, `answerable` whether anything does;
    `groups` names the brief of each, so that no brief is on both sides of a fold.
    """

    features: Values
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]
    weights: Values
    groups: Sequence[str]


@dataclass(frozen=True, slots=True)
class Learned:
    """An intercept, weights of the features as they are, rounded, and the share of right ones."""

    intercept: float
    weights: Values
    right: float

    def probability(self, features: Values) -> Values:
        """The probability that the answer is right, shape (questions,)."""
        there_is_one = 1 / (1 + np.exp(-(self.intercept + features @ self.weights)))
        found: Values = self.right * there_is_one
        return found


@dataclass(frozen=True, slots=True)
class Bound:
    """A threshold, how many of the questions it answers wrongly, and the upper bound of that.

    The bound is Clopper and Pearson's (Biometrika 1934), one-sided (intervals.upper_bound).
    """

    threshold: float
    wrong: int
    n: int
    bound: float


def learn_deciding(found: Decisions) -> Learned:
    """Logistic regression of `answerable`, and the weighted share of these that are right.

    Weights are given back in the features' own units; a feature that does not vary weighs nothing,
    nor one that would speak against an answer the more it is met.
    """
    spread = found.features.std(axis=0)
    kept = spread > LEAST_SPREAD
    of = found.answerable
    share = np.average(of, weights=found.weights)
    intercept, weights = float(np.log(share / (1 - share))), np.zeros(len(spread))
    while kept.any():
        model = LogisticRegression(C=SHRINKING, max_iter=1000)
        rows = found.features[:, kept] / spread[kept]
        model.fit(rows, of, sample_weight=found.weights)
        against = model.coef_[0] < 0
        if not against.any():
            intercept, weights[kept] = float(model.intercept_[0]), model.coef_[0] / spread[kept]
            break
        kept[np.flatnonzero(kept)[against]] = False
    right = np.average(found.right[of], weights=found.weights[of])
    return Learned(round(intercept, DIGITS), np.round(weights, DIGITS), round(float(right), DIGITS))


def held_out(found: Decisions) -> Values:
    """Each question's probability by a model that saw none of its brief, shape (questions,)."""
    probabilities = np.zeros(len(found.right))
    folds = GroupKFold(n_splits=min(FOLDS, len(set(found.groups))))
    for train, test in folds.split(found.features, groups=found.groups):
        part = Decisions(
            found.features[train],
            found.right[train],
            found.answerable[train],
            found.weights[train],
            [found.groups[one] for one in train],
        )
        probabilities[test] = learn_deciding(part).probability(found.features[test])
    return probabilities


def threshold(probabilities: Values, right: NDArray[np.bool_], *, risk: float) -> Bound:
    """The lowest threshold at which at most a share of `risk` is answered wrongly, by its bound.

    The share is of all questions, those without an answer among them (as in conformal risk
    control: Angelopoulos et al., ICLR 2024); wrong is what is shown and not right. Thresholds are
    tried from the highest down and the first that fails ends the search, so that the bound holds
    for the one that is kept (fixed-sequence testing: Angelopoulos et al., "Learn then test", 2021).
    """
    kept = _bound(1.0, np.zeros(len(right), dtype=bool))
    for value in GRID[::-1].tolist():
        found = _bound(value, (probabilities >= value) & ~right)
        if found.bound > risk:
            break
        kept = found
    return kept


def _bound(value: float, wrong: NDArray[np.bool_]) -> Bound:
    return Bound(value, int(wrong.sum()), len(wrong), upper_bound(wrong.tolist()) or 0.0)

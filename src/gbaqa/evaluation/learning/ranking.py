"""Learn how much each thing that speaks for a sentence weighs, from pairs of sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHRINKING = 1.0  # C of scikit-learn
DIGITS = 3  # of a weight


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: features of its sentences, shape (sentences, features), and which answer."""

    features: NDArray[np.float64]
    answers: NDArray[np.bool_]
    weight: float = 1.0


def learn_ranking(asked: Sequence[Asked]) -> NDArray[np.float64]:
    """Weights, shape (features,), by logistic regression of which of two sentences answers.

    Each pair of a sentence that answers and one that does not is one example (RankNet with one
    layer: Burges et al., ICML 2005); the pairs of a question weigh its weight together.

    >>> one = Asked(np.array([[1.0, 0.0], [0.0, 0.0]]), np.array([True, False]))
    >>> bool(learn_ranking([one])[0] > 0)
    True
    """
    rows, weights = [], []
    for one in asked:
        right, wrong = one.features[one.answers], one.features[~one.answers]
        pairs = (right[:, None, :] - wrong[None, :, :]).reshape(-1, one.features.shape[1])
        rows.append(pairs)
        weights.append(np.full(len(pairs), one.weight / max(1, len(pairs))))
    differences = np.concatenate(rows)
    if not len(differences):
        raise ValueError("need a question with a sentence that answers and one that does not")
    # each pair in both directions: the model has no intercept, so the classes must balance
    both = np.concatenate([differences, -differences])
    labels = np.repeat([1, 0], len(differences))
    model = LogisticRegression(C=SHRINKING, fit_intercept=False, max_iter=1000)
    model.fit(both, labels, sample_weight=np.tile(np.concatenate(weights), 2))
    found: NDArray[np.float64] = np.round(model.coef_[0], DIGITS)
    return found

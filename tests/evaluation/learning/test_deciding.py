"""The probability is fitted on labels, tested on unseen briefs, and cut where a bound says so."""

from __future__ import annotations

import numpy as np

from gbaqa.evaluation.intervals import upper_bound
from gbaqa.evaluation.learning.deciding import (
    Bound,
    Decisions,
    held_out,
    learn_deciding,
    threshold,
)


def decisions(count: int = 200) -> Decisions:
    """One feature that tells, one that does not."""
    random = np.random.default_rng(3)
    features = np.column_stack([random.normal(size=count), random.normal(size=count) * 100])
    right = random.random(count) < 1 / (1 + np.exp(-3 * features[:, 0]))
    names = [f"brief {number // 2}" for number in range(count)]
    return Decisions(features, right, right.copy(), np.ones(count), names)


def test_the_feature_that_tells_is_the_one_that_weighs() -> None:
    found = learn_deciding(decisions())
    assert found.weights[0] > 1
    assert abs(found.weights[1]) < 0.01
    high, low = found.probability(np.array([[2.0, 0.0], [-2.0, 0.0]]))
    assert low < 0.2
    assert high > 0.8


def test_a_brief_is_never_on_both_sides() -> None:
    # labels that only the brief itself tells: a model that saw its other half would know them
    count = 40
    features = np.repeat(np.eye(count // 2), 2, axis=0)
    right = np.repeat(np.arange(count // 2) % 2 == 0, 2)
    names = [f"brief {number // 2}" for number in range(count)]
    found = Decisions(features, right, right, np.ones(count), names)
    assert np.ptp(held_out(found)) < 0.2
    knowing = learn_deciding(found).probability(features)
    assert np.ptp(knowing) > 0.2


def bound(wrong: int, n: int) -> float:
    return upper_bound([True] * wrong + [False] * (n - wrong)) or 0.0


def test_the_threshold_is_the_lowest_whose_bound_keeps_to_the_risk() -> None:
    probabilities = np.array([0.9] * 4 + [0.5] * 10 + [0.1] * 86)
    right = np.array([True] * 2 + [False] * 98)
    assert threshold(probabilities, right, risk=0.10) == Bound(0.505, 2, 100, bound(2, 100))
    assert threshold(probabilities, right, risk=0.25) == Bound(0.105, 12, 100, bound(12, 100))
    # two of a hundred are too many for that
    assert threshold(probabilities, right, risk=0.04) == Bound(0.905, 0, 100, bound(0, 100))


def test_too_few_questions_bound_nothing() -> None:
    none = np.zeros(5, dtype=bool)
    assert threshold(np.array([0.1] * 5), none, risk=0.10).threshold == 1.0


def test_a_feature_that_would_speak_against_an_answer_weighs_nothing() -> None:
    found = decisions()
    turned = Decisions(-found.features, found.right, found.answerable, found.weights, found.groups)
    assert learn_deciding(turned).weights[0] == 0.0


def test_what_does_not_vary_weighs_nothing() -> None:
    found = decisions()
    level = np.column_stack([found.features, np.full(len(found.right), 7.0)])
    learned = learn_deciding(
        Decisions(level, found.right, found.answerable, found.weights, found.groups)
    )
    assert learned.weights[2] == 0.0

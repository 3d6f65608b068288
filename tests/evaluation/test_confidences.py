"""Figures of confidence agree with other people's code and with definitions written out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import roc_auc_score

from gbaqa.evaluation.confidences import BINS, aurc, auroc, confidence_figures, ece
from gbaqa.evaluation.scores import Score
from gbaqa.evaluation.shown import Shown

CONFIDENCE = st.sampled_from([0.0, 0.05, 0.1, 0.5, 0.5, 0.9, 1.0])
ROWS = st.lists(st.tuples(CONFIDENCE, st.booleans()), min_size=1, max_size=20)


def arrays(rows: list[tuple[float, bool]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([one for one, _ in rows]), np.array([float(flag) for _, flag in rows])


@given(ROWS)
def test_auroc_is_that_of_scikit_learn(rows: list[tuple[float, bool]]) -> None:
    rows = [*rows, (0.4, True), (0.6, False)]
    confidence, flags = arrays(rows)
    assert auroc(confidence, flags) == pytest.approx(roc_auc_score(flags, confidence))


@given(ROWS)
def test_aurc_is_the_mean_risk_over_all_coverages(rows: list[tuple[float, bool]]) -> None:
    surest_first = sorted(rows, key=lambda row: (-row[0], row[1]))  # of ties the wrong one
    risks = [
        sum(not right for _, right in surest_first[:count]) / count
        for count in range(1, len(rows) + 1)
    ]
    assert aurc(*arrays(rows)) == pytest.approx(sum(risks) / len(rows))


@given(ROWS)
def test_ece_weighs_the_bins_of_scikit_learn(rows: list[tuple[float, bool]]) -> None:
    # scikit-learn closes its bins above, ours are closed below: no confidence at an edge
    rows = [(0.01 + 0.97 * confidence, right) for confidence, right in rows]
    confidence, right = arrays(rows)
    shares, means = calibration_curve(right, confidence, n_bins=BINS)
    counts = np.bincount((confidence * BINS).astype(int), minlength=BINS)
    expected = (abs(shares - means) * counts[counts > 0]).sum() / len(rows)
    assert ece(confidence, right) == pytest.approx(expected)


@pytest.mark.parametrize("figure", [auroc, aurc, ece])
def test_many_resamples_at_once_give_what_each_gives_alone(figure: object) -> None:
    random = np.random.default_rng(1)
    confidence, right = random.random((5, 30)), random.integers(0, 2, (5, 30)).astype(float)
    together = figure(confidence, right, axis=-1)  # type: ignore[operator]
    alone = [figure(*row) for row in zip(confidence, right, strict=True)]  # type: ignore[operator]
    assert together == pytest.approx(alone)


def score(confidence: float, *, answerable: bool = True, key_facts: float = 1.0) -> Score:
    shown = Shown("text", ("a",), confidence, answered=False)
    return Score("q", answerable, shown, key_facts, precision=1.0)


def test_what_is_withheld_counts_as_right_or_wrong_too() -> None:
    found = confidence_figures([score(0.9), score(0.8, key_facts=0.0), score(0.1)])
    assert found["aurc"] == pytest.approx((0 + 1 / 2 + 1 / 3) / 3, abs=1e-8)
    assert "auroc" not in found  # every question has an answer


def test_scores_that_are_no_probabilities_have_no_calibration_error() -> None:
    found = confidence_figures([score(1.7), score(0.2, answerable=False)], probability=False)
    assert found["auroc"] == 1.0
    assert "ece" not in found


def test_no_questions_have_no_figures() -> None:
    assert confidence_figures([]) == {}

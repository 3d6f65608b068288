"""Intervals agree with closed forms and with a bootstrap written out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from gbaqa.evaluation.intervals import RESAMPLES, SEED, mean, rate, statistic, upper_bound


def test_interval_of_a_mean_is_the_percentile_bootstrap() -> None:
    values = [0.0, 0.2, 0.4, 0.9, 1.0, 1.0, 0.3]
    resamples = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    means = np.array(values)[resamples].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    found = mean("x", values)
    assert found["x"] == pytest.approx(sum(values) / 7, abs=1e-8)
    assert found["x_ci"] == pytest.approx([low, high], abs=1e-8)


def test_interval_of_a_mean_is_the_same_every_time() -> None:
    values = [0.1, 0.5, 0.7, 0.2]
    assert mean("x", values) == mean("x", values)


@given(st.integers(1, 60), st.data())
def test_upper_bound_is_the_quantile_of_a_beta_distribution(
    count: int, data: st.DataObject
) -> None:
    wrong = data.draw(st.integers(0, count))
    found = upper_bound([True] * wrong + [False] * (count - wrong))
    expected = 1.0 if wrong == count else stats.beta.ppf(0.95, wrong + 1, count - wrong)
    assert found == pytest.approx(expected, abs=1e-7)


def test_nothing_has_no_upper_bound() -> None:
    assert upper_bound([]) is None


def test_interval_of_equal_values_is_that_value() -> None:
    assert mean("x", [0.5] * 5) == {"x": 0.5, "x_ci": [0.5, 0.5]}


def test_one_value_has_no_interval() -> None:
    assert mean("x", [0.25]) == {"x": 0.25, "x_ci": None}


def test_nothing_has_neither_mean_nor_rate() -> None:
    assert mean("x", []) == {"x": None, "x_ci": None}
    assert rate("x", []) == {"x": None, "x_ci": None}


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_interval_of_a_rate_is_that_of_the_beta_distribution(flags: list[bool]) -> None:
    # Clopper-Pearson in its closed form
    k, n = sum(flags), len(flags)
    low = stats.beta.ppf(0.025, k, n - k + 1) if k else 0.0
    high = stats.beta.ppf(0.975, k + 1, n - k) if k < n else 1.0
    found = rate("x", flags)
    assert found["x"] == pytest.approx(k / n, abs=1e-8)
    assert found["x_ci"] == pytest.approx([low, high], abs=1e-6)


def test_no_false_answer_in_thirty_leaves_a_rate_of_one_in_nine_open() -> None:
    assert rate("false_answers", [False] * 30) == {
        "false_answers": 0.0,
        "false_answers_ci": [0.0, pytest.approx(1 - 0.025 ** (1 / 30), abs=1e-7)],
    }


def test_a_figure_of_two_columns_is_resampled_question_by_question() -> None:
    first, second = np.array([0.0, 0.2, 0.9, 1.0]), np.array([1.0, 0.0, 1.0, 1.0])

    def gap(one: NDArray[np.float64], two: NDArray[np.float64], axis: int) -> Any:
        return np.mean(two - one, axis=axis)

    alone = mean("x", (second - first).tolist())
    assert statistic("x", gap, first, second) == alone


def test_an_interval_of_a_biased_figure_is_moved_down_but_not_below_nought() -> None:
    values = np.array([-0.4, 0.5, 0.1, -0.3, 0.2, 0.0])

    def size(column: NDArray[np.float64], axis: int) -> Any:
        return np.abs(column.mean(axis=axis))  # resamples lie further from 0 than the sample

    plain, moved = (statistic("x", size, values, biased=flag)["x_ci"] for flag in (False, True))
    assert isinstance(plain, list)
    assert isinstance(moved, list)
    assert moved[0] == 0.0
    assert moved[1] < plain[1]


def test_a_figure_that_some_resamples_lack_has_no_interval() -> None:
    def inverse(column: NDArray[np.float64], axis: int) -> Any:
        with np.errstate(divide="ignore", invalid="ignore"):
            return column.sum(axis=axis) / column.sum(axis=axis)

    assert statistic("x", inverse, np.array([0.0, 1.0])) == {"x": 1.0, "x_ci": None}

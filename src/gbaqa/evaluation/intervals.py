"""Give a mean or a rate its 95% interval."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import stats

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONFIDENCE = 0.95
RESAMPLES = 2000
SEED = 20240925  # fixed: the same answers give the same interval
BATCH = 200  # resamples held in memory at a time
DIGITS = 8  # beyond these, sums differ between machines

Figures = dict[str, float | list[float] | None]


def mean(name: str, values: Sequence[float]) -> Figures:
    """`{name, name_ci}` for a mean, by percentile bootstrap (Efron, Annals of Statistics 1979).

    None stands for the mean of nothing, and for the interval of fewer than two values.
    """
    if not values:
        return {name: None, f"{name}_ci": None}
    return statistic(name, np.mean, np.asarray(values, dtype=float))


def statistic(
    name: str, of: Callable[..., Any], *columns: NDArray[np.float64], biased: bool = False
) -> Figures:
    """`{name, name_ci}` for any figure of questions, each resampled with all its columns.

    `of` takes the columns, each of shape (..., questions), and the axis of the questions.
    `biased` is a figure that resampling raises: its interval is moved down by as much, not
    below 0.
    """
    value = float(of(*columns, axis=-1))
    if len(columns[0]) < 2:  # one question says nothing of the spread
        return {name: round(value, DIGITS), f"{name}_ci": None}
    found = _bootstrap(of, columns)
    bounds = np.array(found.confidence_interval, dtype=float)
    if biased:
        bounds = np.maximum(0, bounds - (np.mean(found.bootstrap_distribution) - value))
    finite = bool(np.isfinite(bounds).all())  # not so where a resample has no such figure
    interval = [round(bound, DIGITS) for bound in bounds.tolist()] if finite else None
    return {name: round(value, DIGITS), f"{name}_ci": interval}


def rate(name: str, flags: Sequence[bool]) -> Figures:
    """`{name, name_ci}` for a share, by Clopper and Pearson (Biometrika 1934); None of nothing.

    >>> rate("answered", [True, True, False, True])
    {'answered': 0.75, 'answered_ci': [0.19412045, 0.99369054]}
    """
    if not flags:
        return {name: None, f"{name}_ci": None}
    found = stats.binomtest(sum(flags), len(flags)).proportion_ci(CONFIDENCE, method="exact")
    share = round(sum(flags) / len(flags), DIGITS)
    return {name: share, f"{name}_ci": [round(found.low, DIGITS), round(found.high, DIGITS)]}


def upper_bound(flags: Sequence[bool]) -> float | None:
    """The share that is not exceeded, at 95% confidence (Clopper and Pearson); None of nothing.

    It is one-sided, so lower than the upper end of the interval that `rate` gives.

    >>> upper_bound([False] * 10)  # 1 - 0.05 ** (1 / 10)
    0.25886555
    """
    if not flags:
        return None
    found = stats.binomtest(sum(flags), len(flags), alternative="less")
    return round(float(found.proportion_ci(CONFIDENCE, method="exact").high), DIGITS)


def _bootstrap(of: Callable[..., Any], columns: Sequence[NDArray[np.float64]]) -> Any:  # noqa: ANN401  # scipy's result
    with warnings.catch_warnings(action="ignore", category=stats.DegenerateDataWarning):
        return stats.bootstrap(
            columns,
            of,
            paired=True,
            vectorized=True,
            n_resamples=RESAMPLES,
            batch=BATCH,
            confidence_level=CONFIDENCE,
            method="percentile",
            rng=np.random.default_rng(SEED),
        )

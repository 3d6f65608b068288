"""Give a mean or a rate its 95% interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import stats

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
    return {name: round(float(np.mean(values)), DIGITS), f"{name}_ci": _bootstrap(values)}


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


def _bootstrap(values: Sequence[float]) -> list[float] | None:
    if len(values) < 2:  # one value says nothing of its spread
        return None
    found = stats.bootstrap(
        (np.asarray(values, dtype=float),),
        np.mean,
        n_resamples=RESAMPLES,
        batch=BATCH,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(SEED),
    ).confidence_interval
    return [round(float(found.low), DIGITS), round(float(found.high), DIGITS)]

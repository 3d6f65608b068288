"""Tell how long whole answers take."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import numpy as np

from gbaqa.evaluation.intervals import statistic
from gbaqa.evaluation.shown import Shown

PERCENTILES = (50, 95)


def latency(shown: Iterable[Shown]) -> dict[str, Any]:
    """Percentiles of the milliseconds from question to answer; empty where none was measured.

    They are of the machine and of what else it does: never held against a baseline.

    >>> latency([Shown(milliseconds=80.0), Shown()])
    {'n': 1, 'p50': 80.0, 'p50_ci': None, 'p95': 80.0, 'p95_ci': None}
    """
    spent = np.array([one.milliseconds for one in shown if one.milliseconds is not None])
    if not len(spent):
        return {}
    found: dict[str, Any] = {"n": len(spent)}
    for percent in PERCENTILES:
        found |= statistic(f"p{percent}", partial(np.percentile, q=percent), spent)
    return found

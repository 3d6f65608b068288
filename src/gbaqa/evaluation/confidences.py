"""Tell how well confidence parts the questions that have an answer from those that have none."""

from __future__ import annotations

from collections.abc import Sequence

from scipy import stats

from gbaqa.evaluation.intervals import DIGITS


def auroc(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """The chance that an answerable question has the higher confidence; a tie counts half.

    It is the Mann-Whitney statistic over the pairs (Hanley and McNeil, Radiology 1982).

    >>> auroc([0.9, 0.5], [0.5, 0.1])
    0.875
    """
    pairs = len(answerable) * len(unanswerable)
    found = stats.mannwhitneyu(answerable, unanswerable, method="asymptotic")
    return round(float(found.statistic) / pairs, DIGITS)

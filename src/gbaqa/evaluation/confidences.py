"""Tell how far confidence can be trusted: does it part right from wrong, is it a probability."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from scipy import stats

from gbaqa.evaluation.intervals import Figures, statistic
from gbaqa.evaluation.scores import Score

if TYPE_CHECKING:
    from numpy.typing import NDArray

BINS = 10  # of equal width

Values: TypeAlias = Any  # a number, or an array of them over the other axes: numpy has no one type


def confidence_figures(scores: Sequence[Score], *, probability: bool = True) -> Figures:
    """`auroc`, `aurc` and `ece` with their intervals; `ece` only of what is a probability.

    Left out is what the scores cannot tell: without any, or without one of the two kinds.
    """
    confidence = np.array([score.shown.confidence for score in scores])
    right = np.array([score.right for score in scores], dtype=float)
    answerable = np.array([score.answerable for score in scores], dtype=float)
    found: Figures = {}
    if 0 < answerable.sum() < len(scores):
        found |= statistic("auroc", auroc, confidence, answerable)
    if len(scores):
        found |= statistic("aurc", aurc, confidence, right)
    if len(scores) and probability:
        found |= statistic("ece", ece, confidence, right, biased=True)
    return found


def auroc(
    confidence: NDArray[np.float64], answerable: NDArray[np.float64], axis: int = -1
) -> Values:
    """The chance that an answerable question has the higher confidence; a tie counts half.

    It is the Mann-Whitney statistic over the pairs (Hanley and McNeil, Radiology 1982).

    >>> float(auroc(np.array([0.9, 0.5, 0.5, 0.1]), np.array([1, 1, 0, 0])))
    0.875
    """
    ranks = stats.rankdata(confidence, axis=axis)
    ones = answerable.sum(axis=axis)
    pairs = ones * (answerable.shape[axis] - ones)
    above = (ranks * answerable).sum(axis=axis) - ones * (ones + 1) / 2
    with np.errstate(invalid="ignore", divide="ignore"):  # a resample may hold one kind alone
        return above / pairs


def aurc(confidence: NDArray[np.float64], right: NDArray[np.float64], axis: int = -1) -> Values:
    """The area under the risk-coverage curve: the lower the better.

    The mean, over the coverages 1/n to 1, of the share of wrong answers among the questions
    of highest confidence (Geifman and El-Yaniv, NeurIPS 2017); of ties the wrong come first.

    >>> float(aurc(np.array([0.9, 0.8]), np.array([1.0, 0.0])))
    0.25
    """
    risks = np.cumsum(1 - _by_confidence(confidence, right, axis), axis=axis)
    return (risks / _counts(risks, axis)).mean(axis=axis)


def ece(confidence: NDArray[np.float64], right: NDArray[np.float64], axis: int = -1) -> Values:
    """The expected calibration error over BINS bins (Guo and others, ICML 2017).

    The distance of mean confidence from the share that is right, over the bins, each weighing
    what it holds.

    >>> round(float(ece(np.array([0.9, 0.95, 0.2]), np.array([1.0, 0.0, 0.0]))), 4)
    0.35
    """
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = confidence - right
    parts = (abs(np.where(bins == one, gaps, 0).sum(axis=axis)) for one in range(BINS))
    return sum(parts) / confidence.shape[axis]


def risk_coverage(
    confidences: Sequence[float], right: Sequence[bool]
) -> tuple[list[float], list[float]]:
    """The curve that `aurc` lies under, as coverages and risks, the surest question first.

    >>> risk_coverage([0.8, 0.9], [False, True])
    ([0.5, 1.0], [0.0, 0.5])
    """
    confidence = np.array(confidences, dtype=float)
    risks = np.cumsum(1 - _by_confidence(confidence, np.array(right, dtype=float), -1))
    counts = np.arange(1, len(confidence) + 1)
    return (counts / len(confidence)).tolist(), (risks / counts).tolist()


def _by_confidence(
    confidence: NDArray[np.float64], right: NDArray[np.float64], axis: int
) -> NDArray[np.float64]:
    order = np.lexsort((right, -confidence), axis=axis)
    return np.take_along_axis(right, order, axis=axis)


def _counts(values: NDArray[np.float64], axis: int) -> NDArray[np.int_]:
    shape = [1] * values.ndim
    shape[axis] = values.shape[axis]
    return np.arange(1, values.shape[axis] + 1).reshape(shape)

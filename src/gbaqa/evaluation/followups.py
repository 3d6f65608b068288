"""Compare what turns of dialogues reach with what the same questions reach when said in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from gbaqa.evaluation.intervals import Figures, statistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

Pair: TypeAlias = tuple[str, float, float]  # dialogue, key facts reached, those of the gold


def share_of_gold(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Key facts of the turns as a share of the gold's; its interval is over dialogues.

    Turns of one dialogue lean on each other, so that dialogues are resampled, not turns. None
    where the gold reaches nothing.

    >>> share_of_gold([("d1", 0.5, 1.0), ("d1", 1.0, 1.0)])
    {'n': 2, 'dialogues': 1, 'share_of_gold': 0.75, 'share_of_gold_ci': None}
    """
    ours, gold, turns = _sums(pairs)
    return {**_counts(turns), **_figure("share_of_gold", ours, gold)}


def loss_alone(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Key facts that a turn loses against the gold on average, its interval over dialogues alike.

    >>> loss_alone([("d1", 0.5, 1.0), ("d1", 1.0, 1.0)])
    {'n': 2, 'dialogues': 1, 'loss_alone': 0.25, 'loss_alone_ci': None}
    """
    ours, gold, turns = _sums(pairs)
    return {**_counts(turns), **_figure("loss_alone", gold - ours, turns)}


def _counts(turns: NDArray[np.float64]) -> dict[str, int]:
    return {"n": int(turns.sum()), "dialogues": len(turns)}


def _figure(name: str, above: NDArray[np.float64], below: NDArray[np.float64]) -> Figures:
    if not below.sum():
        return {name: None, f"{name}_ci": None}
    return statistic(name, _ratio, above, below)


def _sums(pairs: Sequence[Pair]) -> NDArray[np.float64]:
    """Of each dialogue its key facts, those of the gold, and its turns; shape (3, dialogues)."""
    names = sorted({name for name, _, _ in pairs})
    sums = np.zeros((3, len(names)))
    for name, ours, gold in pairs:
        sums[:, names.index(name)] += ours, gold, 1
    return sums


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64], axis: int = -1) -> Any:  # noqa: ANN401  # a number, or an array of them
    total = below.sum(axis=axis)
    # a resample may reach nothing: it has no share, and then the interval has no ends
    return above.sum(axis=axis) / np.where(total == 0, np.nan, total)

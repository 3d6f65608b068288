"""Tell by a straight line through samples whether a quantity grows with time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np

FEWEST = 8  # samples that a line is drawn through
BLOCKS = 20  # means of as many stretches: samples beside each other are no news
SURE = 3.0  # standard errors within which a slope may be chance
HARMLESS = 1.0  # MB a minute that are flat whatever the noise: an allocator's pages


@dataclass(frozen=True, slots=True)
class Slope:
    """Of the least-squares line, a minute, and its standard error."""

    minute: float
    error: float

    @property
    def flat(self) -> bool:
        """Whether it is within noise; not where too few samples tell nothing."""
        return isfinite(self.error) and self.minute <= max(SURE * self.error, HARMLESS)

    def __str__(self) -> str:
        if not isfinite(self.error):
            return "not known: too few samples"
        said = "flat" if self.flat else "growing"
        return f"{self.minute:+.2f} MB a minute, standard error {self.error:.2f}: {said}"


def slope(samples: Sequence[tuple[float, float]]) -> Slope:
    """Through means of stretches of (seconds, value); of too few samples it is 0, unsure.

    The error is that of the coefficient in simple linear regression.
    """
    if len(samples) < FEWEST:
        return Slope(0.0, float("inf"))
    blocks = np.array_split(np.array(samples, dtype=float), min(BLOCKS, len(samples) // 2))
    points = np.array([block.mean(axis=0) for block in blocks])
    minutes, values = points[:, 0] / 60, points[:, 1]
    spread = float(((minutes - minutes.mean()) ** 2).sum())
    found = float(((minutes - minutes.mean()) * (values - values.mean())).sum()) / spread
    left = values - values.mean() - found * (minutes - minutes.mean())
    error = (float((left**2).sum()) / (len(points) - 2) / spread) ** 0.5
    return Slope(found, error)

"""Make vectors as long as a cosine wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gbaqa.types import Vectors

LEAST = 1e-12  # so that a vector of zeros stays one


def unit(vectors: Vectors) -> Vectors:
    """The same directions, float32 of unit length, along the last axis.

    >>> unit(np.array([[3.0, 4.0]], dtype="float32")).tolist()
    [[0.6000000238418579, 0.800000011920929]]
    """
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    made: Vectors = (vectors / np.maximum(lengths, LEAST)).astype("float32")
    return made

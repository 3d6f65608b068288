"""Exact inner-product search over passage vectors: the one door to faiss."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

import faiss
import numpy as np

if TYPE_CHECKING:
    from gbaqa.types import Vectors

TIE = 1e-6  # wider than float32 tells cosines apart


def write_vectors(path: Path, vectors: Vectors) -> None:
    """A flat index of unit-length float32 vectors, shape (passages, dimension)."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    # by Python's file: where the last bytes find no room, faiss's own tells nobody
    with path.open("wb") as file:
        faiss.write_index(index, faiss.PyCallbackIOWriter(file.write))  # type: ignore[attr-defined]  # SWIG


class VectorIndex:
    """A loaded index; positions are those of the rows that were written."""

    def __init__(self, path: Path) -> None:
        self._index = faiss.read_index(str(path))
        self.dimension: int = self._index.d

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def all(self) -> Vectors:
        """Every vector, shape (passages, dimension)."""
        vectors: Vectors = self._index.reconstruct_n(0, len(self))
        return vectors

    def search(
        self, vector: Vectors, *, cutoff: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Positions and cosines of the nearest rows, best first, at most `cutoff` of them."""
        if not len(self) or cutoff < 1:
            return []
        row, parameters = vector.reshape(1, -1), None
        if allowed is not None:
            selector = faiss.IDSelectorBatch(np.fromiter(sorted(allowed), dtype="int64"))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]  # SWIG
        scores, positions = self._index.search(row, min(cutoff, len(self)), params=parameters)
        scores = scores[positions >= 0]  # faiss pads short results with -1
        if not len(scores):
            return []
        # of rows that tie at the cutoff faiss keeps any: take them all, then the lower positions
        _, scores, positions = self._index.range_search(
            row, float(scores[-1]) - TIE, params=parameters
        )
        best = np.lexsort((positions, -scores))[:cutoff]
        return [(int(positions[i]), float(scores[i])) for i in best]

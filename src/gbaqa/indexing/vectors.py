"""Inner-product search over passage vectors, exact or nearly so: the one door to faiss.

Up to EXACT passages every vector is compared. Above, codes of one bit a dimension choose CANDIDATES
(RaBitQ: Gao and Long, SIGMOD 2024), whose vectors are then compared: each score is exact, and a
passage can only be missed. The codes need no training but a mean, and are made anew by each build.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gbaqa.indexing.numbering import by_shard

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gbaqa.indexing.blocks import CheckedRows
    from gbaqa.indexing.facets import Admitted
    from gbaqa.types import Vectors

EXACT = 100_000  # passages: to compare them all takes 15 to 20 ms, `make bench-growing`
# For each passage asked for: of a million passages the ten nearest are all found with half of one,
# of the thousand nearest 95% with so many, 99% with three.
CANDIDATES = 1.5
LEAST_CANDIDATES = 1000
FEW = 4  # where a filter admits less than one in so many, those alone are compared
CODES = "RaBitQfs"
SAMPLE = 65_536  # vectors that the mean is taken of
SLICE = 8192  # vectors that are coded at once


def write_near(path: Path, shards: Sequence[CheckedRows]) -> None:
    """Codes of unit-length vectors, in the order of the shards; no file for few of them."""
    total = sum(map(len, shards))
    if total <= EXACT:
        return
    faiss = _faiss()
    index = faiss.index_factory(shards[0].shape[1], CODES, faiss.METRIC_INNER_PRODUCT)
    step = -(-total // SAMPLE)
    index.train(np.concatenate([one.take(np.arange(0, len(one), step)) for one in shards]))
    for one in shards:
        for start in range(0, len(one), SLICE):
            index.add(one.between(start, min(start + SLICE, len(one))))
    faiss.write_index(index, str(path))


class VectorIndex:
    """Vectors of shards, and codes of them where there are many; positions are numbered through."""

    def __init__(self, shards: Sequence[CheckedRows], near: Path | None = None) -> None:
        self._shards = tuple(shards)
        self._starts = np.cumsum([0, *map(len, shards)]).tolist()
        self._near = _faiss().read_index(str(near)) if near and near.exists() else None
        self.dimension: int = shards[0].shape[1] if shards else 0
        if (self._near is None) != (len(self) <= EXACT) or (
            self._near and self._near.ntotal != len(self)
        ):
            raise ValueError(f"there are codes of other vectors than these {len(self)}")

    def __len__(self) -> int:
        return int(self._starts[-1])

    def all(self) -> Vectors:
        """Every vector, shape (passages, dimension)."""
        return np.concatenate([one.whole() for one in self._shards])

    def search(
        self, vector: Vectors, *, cutoff: int, allowed: Admitted | None = None
    ) -> list[tuple[int, float]]:
        """Positions and cosines of the nearest rows, best first, at most `cutoff` of them."""
        if not len(self) or cutoff < 1 or (allowed is not None and not len(allowed)):
            return []
        row = np.ascontiguousarray(vector, dtype="float32")
        positions, scores = self._compared(row, cutoff, allowed)
        if len(scores) > cutoff:  # of equal ones the first are kept
            least = np.partition(scores, -cutoff)[-cutoff]
            positions, scores = positions[scores >= least], scores[scores >= least]
        best = np.lexsort((positions, -scores))[:cutoff]
        return [(int(positions[i]), float(scores[i])) for i in best]

    def _compared(
        self, row: Vectors, cutoff: int, allowed: Admitted | None
    ) -> tuple[NDArray[np.int64], Vectors]:
        """Positions, among which the best are, and scores."""
        admitted = len(self) if allowed is None else len(allowed)
        if self._near is not None and admitted > EXACT:
            wanted = max(LEAST_CANDIDATES, round(cutoff * CANDIDATES)) * len(self) // admitted
            # codes know no filter: as many more are chosen as it leaves out
            _, found = self._near.search(row[None], min(len(self), wanted))
            positions = np.sort(found[0][found[0] >= 0])
        elif allowed is None or admitted * FEW > len(self):
            positions = np.arange(len(self))
            scores = np.concatenate([np.vecdot(one.whole(), row) for one in self._shards])
            if allowed is None:
                return positions, scores
            return positions[allowed.mask], scores[allowed.mask]
        else:
            positions = np.flatnonzero(allowed.mask)
        if allowed is not None:
            positions = positions[allowed.mask[positions]]
        return positions, self._scores(row, positions)

    def _scores(self, row: Vectors, positions: NDArray[np.int64]) -> Vectors:
        """Row by row, as all are compared: equal vectors score alike wherever they stand."""
        scores: Vectors = np.empty(len(positions), dtype="float32")
        for at, which, local in by_shard(positions, self._starts):
            scores[which] = np.vecdot(self._shards[at].take(local), row)
        return scores


def _faiss() -> Any:  # noqa: ANN401  # a module, which takes a tenth of a second
    import faiss

    return faiss

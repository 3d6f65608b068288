"""Find the rows of texts that were embedded before, by the keys of the texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys: TypeAlias = "NDArray[np.uint64]"

MISSING = -1
KEY_BYTES = 16


def keys_of(texts: Iterable[str]) -> Keys:
    """128 bits of each text's SHA-256, shape (texts, 2)."""
    digests = b"".join(hashlib.sha256(text.encode()).digest()[:KEY_BYTES] for text in texts)
    return np.frombuffer(digests, dtype="<u8").reshape(-1, 2)


class KnownRows:
    """Rows of several tables as one, numbered through, by their keys."""

    def __init__(self, tables: Sequence[Keys]) -> None:
        whole = np.concatenate([np.zeros((0, 2), dtype="<u8"), *tables])
        self._order = np.argsort(whole[:, 0], kind="stable")
        self._first = whole[self._order, 0]
        self._second = whole[self._order, 1]
        self.starts = np.cumsum([0, *map(len, tables)]).tolist()

    def __len__(self) -> int:
        return len(self._order)

    def find(self, keys: Keys) -> NDArray[np.int64]:
        """The row of each key, MISSING where there is none."""
        if not len(self):
            return np.full(len(keys), MISSING, dtype="int64")
        at = np.searchsorted(self._first, keys[:, 0]).clip(max=len(self) - 1)
        # two texts whose first 64 bits agree and the others do not: the second is embedded again
        same = (self._first[at] == keys[:, 0]) & (self._second[at] == keys[:, 1])
        return np.where(same, self._order[at], MISSING)

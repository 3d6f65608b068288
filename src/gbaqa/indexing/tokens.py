"""Keep a short vector of every token of every passage, for late interaction.

tokens.npy              int8, one row a token, 127 times a unit-length vector
token_ids.npy           the token of each row, as the encoder numbers them
token_starts.npy        the row of each passage's first token, and the end
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gbaqa.types import Vectors

    Ids: TypeAlias = "NDArray[np.int32]"

ROWS, IDS, STARTS = "tokens.npy", "token_ids.npy", "token_starts.npy"
SCALE = 127  # of int8


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text in order: ids, and rows of shape (tokens, dimension)."""

    ids: Ids
    rows: Vectors | NDArray[np.int8]


def shortened(tokens: Tokens) -> Tokens:
    """The same with rows of int8, a quarter of the room: cosines differ by some thousandths."""
    return Tokens(tokens.ids, np.round(tokens.rows * SCALE).astype("int8"))


def write_tokens(folder: Path, passages: Sequence[Tokens]) -> None:
    """Writes the tokens of the passages, in their order; rows are int8."""
    lengths = [len(tokens.ids) for tokens in passages]
    ids = [tokens.ids for tokens in passages] or [np.zeros(0, dtype="int32")]
    rows = [tokens.rows for tokens in passages] or [np.zeros((0, 0), dtype="int8")]
    np.save(folder / STARTS, np.cumsum([0, *lengths], dtype="int64"))
    np.save(folder / IDS, np.concatenate(ids).astype("int32"))
    np.save(folder / ROWS, np.concatenate(rows))


class TokenIndex:
    """Loaded token vectors; positions are those of the passages that were written."""

    def __init__(self, folder: Path) -> None:
        self._rows = np.load(folder / ROWS, mmap_mode="r")
        self._ids = np.load(folder / IDS)
        self._starts = np.load(folder / STARTS)
        if not len(self._rows) == len(self._ids) == self._starts[-1]:
            raise ValueError(f"{ROWS}, {IDS} and {STARTS} do not fit together")
        self._frequencies = self._counted()

    def __len__(self) -> int:
        return len(self._starts) - 1

    def _counted(self) -> NDArray[np.int64]:
        """The number of passages that hold each token."""
        lengths = np.diff(self._starts)
        width = int(self._ids.max(initial=0)) + 1
        pairs = np.unique(np.repeat(np.arange(len(lengths)), lengths) * width + self._ids)
        return np.bincount(pairs % width, minlength=width)

    def of(self, position: int) -> Tokens:
        """The tokens of one passage, rows of int8."""
        rows = slice(self._starts[position], self._starts[position + 1])
        return Tokens(self._ids[rows], np.asarray(self._rows[rows]))

    def rarity(self, ids: Ids) -> Vectors:
        """Inverse document frequency: ln(1 + (N - n + 0.5) / (n + 0.5)), as in BM25."""
        counts = np.zeros(len(ids))
        held = ids < len(self._frequencies)
        counts[held] = self._frequencies[ids[held]]
        rarity: Vectors = np.log(1 + (len(self) - counts + 0.5) / (counts + 0.5)).astype("float32")
        return rarity

    def interact(self, query: Tokens, positions: Sequence[int]) -> Vectors:
        """How well each passage meets the query's tokens: -1 to 1, shape (len(positions),).

        The mean over the query's tokens, weighted by rarity, of the best cosine with a token of
        the passage (late interaction: Khattab and Zaharia, "ColBERT", SIGIR 2020); 0 where
        either has no token.
        """
        met: Vectors = np.zeros(len(positions), dtype="float32")
        rows = [self._rows[self._starts[at] : self._starts[at + 1]] for at in positions]
        lengths = np.array([len(one) for one in rows], dtype="int64")
        held = lengths > 0  # reduceat takes an empty stretch for one row
        if not len(query.ids) or not held.any():
            return met
        firsts = (np.cumsum(lengths) - lengths)[held]
        cosines = np.concatenate(rows).astype("float32") @ (query.rows.T / SCALE)
        best = np.maximum.reduceat(cosines, firsts, axis=0)
        weights = self.rarity(query.ids)
        met[held] = best @ (weights / weights.sum())
        return met

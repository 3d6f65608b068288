"""Keep a short vector of every token of every passage, for late interaction.

tokens.npy              int8, one row a token, 127 times a unit-length vector
token_ids.npy           the token of each row, as the encoder numbers them
token_starts.npy        the row of each passage's first token, and the end
token_counts.npy        the tokens of a shard, and the number of its passages that hold each
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias

import numpy as np

from gbaqa.indexing.blocks import RowsWriter
from gbaqa.indexing.layout import TOKEN_COUNTS, TOKEN_IDS, TOKEN_STARTS, TOKENS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gbaqa.types import Vectors

    Ids: TypeAlias = "NDArray[np.int32]"

SCALE = 127  # of int8


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text in order: ids, and rows of shape (tokens, dimension)."""

    ids: Ids
    rows: Vectors | NDArray[np.int8]


class TokenRows(Protocol):
    """The token vectors of some passages."""

    starts: NDArray[np.int64]

    def of(self, passage: int) -> tuple[Ids, NDArray[np.int8]]: ...


def shortened(tokens: Tokens) -> Tokens:
    """The same with rows of int8, a quarter of the room: cosines differ by some thousandths."""
    return Tokens(tokens.ids, np.round(tokens.rows * SCALE).astype("int8"))


class TokenWriter:
    """Writes the tokens of passages as they come; rows are int8 and of one width."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows: RowsWriter | None = None
        self._ids = RowsWriter(folder / TOKEN_IDS, "<i4")
        self._lengths: list[int] = []
        self._counts: dict[int, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        """Closes the files; after a failure they are left as they are."""
        if kind is None:
            self.close()
        else:
            self._ids.__exit__(kind, *rest)
            if self._rows:
                self._rows.__exit__(kind, *rest)

    def add(self, tokens: Tokens) -> None:
        """Appends the tokens of the next passage."""
        rows = self._rows = self._rows or self._table(tokens.rows.shape[1])
        rows.add(tokens.rows)
        self._ids.add(tokens.ids)
        self._lengths.append(len(tokens.ids))
        for token in np.unique(tokens.ids).tolist():
            self._counts[token] = self._counts.get(token, 0) + 1

    def close(self) -> None:
        """Writes what is known in the end."""
        with self._ids, self._rows or self._table(0):
            pass
        np.save(self._folder / TOKEN_STARTS, np.cumsum([0, *self._lengths], dtype="int64"))
        counts = np.array(sorted(self._counts.items()), dtype="int64").reshape(-1, 2)
        np.save(self._folder / TOKEN_COUNTS, counts)

    def _table(self, width: int) -> RowsWriter:
        return RowsWriter(self._folder / TOKENS, "|i1", width)


def write_tokens(folder: Path, passages: Iterable[Tokens]) -> None:
    """Writes the tokens of the passages, in their order; rows are int8."""
    with TokenWriter(folder) as writer:
        for tokens in passages:
            writer.add(tokens)


def frequencies(counts: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    """How many passages hold each token, of the counts of several shards."""
    found = np.concatenate([np.zeros((0, 2), dtype="int64"), *counts])
    width = int(found[:, 0].max(initial=-1)) + 1
    total = np.zeros(width, dtype="int64")
    np.add.at(total, found[:, 0], found[:, 1])
    return total


class TokenIndex:
    """Token vectors of shards; positions are those of the passages, numbered through."""

    def __init__(self, shards: Sequence[TokenRows], held: NDArray[np.int64]) -> None:
        self._shards = tuple(shards)
        self._starts = np.cumsum([0, *(len(one.starts) - 1 for one in shards)]).tolist()
        self._frequencies = held

    def __len__(self) -> int:
        return int(self._starts[-1])

    def of(self, position: int) -> Tokens:
        """The tokens of one passage, rows of int8."""
        at = bisect_right(self._starts, position) - 1
        return Tokens(*self._shards[at].of(position - self._starts[at]))

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
        rows = [self.of(at).rows for at in positions]
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

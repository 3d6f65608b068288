"""Give texts vectors at once, which lie among each other as those of the real encoder do.

Each is drawn between a real vector and one of its nearest neighbours, with noise: a mixture around
real vectors. To encode a million passages would take a day here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.indexing.lengths import unit
from gbaqa.indexing.tokens import Tokens

if TYPE_CHECKING:
    from gbaqa.types import Vectors

NAME = "drawn"
NEIGHBOURS = 8
APART, NOISE = 0.6, 0.35  # of the way to the neighbour, at most; the length of the noise
TOKENS, TOKEN_DIMENSION = 30_000, 96  # as of MiniLM's vocabulary, and of its projection
PIECES = 1.3  # of a word, on average


class DrawnEncoder:
    """`real` is a file of real vectors, shape (some thousand, dimension)."""

    def __init__(self, real: Path) -> None:
        self._real = np.load(real)
        self.name, self.has_tokens = NAME, True
        self.dimension = self._real.shape[1]
        self.weights_sha256 = hashlib.sha256(self._real.tobytes()).hexdigest()
        self.prompts = {"query": "", "document": ""}
        self.max_tokens, self.limit = 256, 254
        self.ordinary_words: frozenset[str] = frozenset()
        likeness = self._real @ self._real.T
        self._near = np.argsort(-likeness, axis=1)[:, 1 : 1 + NEIGHBOURS]
        draw = np.random.default_rng(0)
        self._noise = draw.standard_normal((1 << 14, self.dimension), dtype="float32")
        self._noise *= NOISE / np.sqrt(self.dimension)
        rows = draw.standard_normal((TOKENS, TOKEN_DIMENSION), dtype="float32")
        self._tokens = unit(rows)

    def encode(self, texts: Sequence[str]) -> Vectors:
        digests = b"".join(hashlib.sha256(text.encode()).digest()[:16] for text in texts)
        drawn = np.frombuffer(digests, dtype="<u4").reshape(-1, 4)
        one = drawn[:, 0] % len(self._real)
        other = self._near[one, drawn[:, 1] % NEIGHBOURS]
        share = (drawn[:, 2:3] / 2**32 * APART).astype("float32")
        between = (1 - share) * self._real[one] + share * self._real[other]
        return unit(between + self._noise[drawn[:, 3] % len(self._noise)])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)

    def encode_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        return self.encode(texts), list(map(self._tokens_of, texts))

    def encode_query_with_tokens(self, text: str) -> tuple[Vectors, Tokens]:
        return self.encode([text])[0], self._tokens_of(text)

    def _tokens_of(self, text: str) -> Tokens:
        (ids,) = self.token_ids([text])
        numbers = np.array(ids, dtype="int32")
        return Tokens(numbers, self._tokens[numbers])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [int(len(text.split()) * PIECES) for text in texts]

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [[hash_of(word) for word in text.split()] for text in texts]

    def known_share(self, text: str) -> float:
        return 1.0


def hash_of(word: str) -> int:
    """A token for a word."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest()) % TOKENS

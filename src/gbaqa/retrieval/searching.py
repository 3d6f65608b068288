"""Search one side of the index: passages near in meaning, or passages that share terms."""

from __future__ import annotations

from collections.abc import Collection as Sized
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.postings import Postings
from gbaqa.indexing.vectors import VectorIndex
from gbaqa.types import ANY, Collection, Encoder, Filters, Query, Ranking, ranked

if TYPE_CHECKING:
    from gbaqa.types import Vectors

REMEMBERED = 512  # questions whose vectors are kept: a question is searched and then answered


class QuestionEncoder:
    """Encodes a question once and keeps its vector, as long as the question was understood.

    The length of a vector is the share of the question that the encoder knows: products with it
    are cosines, weighed by that. A question in a language that the encoder cannot read has
    cosines, too, but they mean nothing.
    """

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder
        self._one = lru_cache(maxsize=REMEMBERED)(self._encoded)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Float32 vectors of length 0 to 1, shape (len(texts), dimension)."""
        return np.stack([self._one(text) for text in texts])

    def _encoded(self, text: str) -> Vectors:
        vector: Vectors = self._encoder.encode_queries([text])[0]
        return vector * np.float32(self._encoder.known_share(text))


class DenseSearcher:
    """Ranks passages by the product of their vector and the query's."""

    def __init__(self, collection: Collection, vectors: VectorIndex, encoder: Encoder) -> None:
        self._collection = collection
        self._ids = tuple(collection.passages)
        self._vectors = vectors
        self._encoder = encoder

    def search(self, query: Query, *, cutoff: int) -> Ranking:
        """At most `cutoff` passages; scores are cosines, as far as the query was understood."""
        allowed = admitted(self._collection, self._ids, query.filters)
        vector = self._encoder.encode([query.text])[0]
        found = self._vectors.search(vector, cutoff=cutoff, allowed=allowed)
        return ranked({self._ids[position]: score for position, score in found}, cutoff=cutoff)


class LexicalSearcher:
    """Ranks the passages that share a term with the query by BM25."""

    def __init__(self, collection: Collection, postings: Postings) -> None:
        self._collection = collection
        self._ids = tuple(collection.passages)
        self._postings = postings

    def search(self, query: Query, *, cutoff: int) -> Ranking:
        """At most `cutoff` passages; scores are BM25 and compare within one query only."""
        allowed = admitted(self._collection, self._ids, query.filters)
        found = self._postings.search(query.text, cutoff=cutoff, allowed=allowed)
        return ranked({self._ids[position]: score for position, score in found}, cutoff=cutoff)


def admitted(collection: Collection, ids: Sequence[str], filters: Filters) -> Sized[int] | None:
    """Positions of the passages whose document passes the filters; None when none is set."""
    if filters == ANY:
        return None
    return {
        position
        for position, passage_id in enumerate(ids)
        if filters.admits(collection.document_of(passage_id))
    }

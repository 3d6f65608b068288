"""Search one side of the index: passages near in meaning, or passages that share terms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.facets import Admitted
from gbaqa.indexing.postings import Postings
from gbaqa.indexing.storing import StoredCollection
from gbaqa.indexing.tokens import Tokens
from gbaqa.indexing.vectors import VectorIndex
from gbaqa.text.scripts import folded
from gbaqa.types import Collection, Query, Ranking, ranked

if TYPE_CHECKING:
    from gbaqa.types import Vectors

# With less of it known, a question is not encoded at all.
LEAST_KNOWN = 0.5
# Cosines fade with this power of the share of a question that the encoder knows: of half a
# question they are noise. chosen as docs/DESIGN.md tells, "Tuned on".
KNOWN_POWER = 3
FILTERS_REMEMBERED = 32  # a byte for each passage: 1 MB for each of them at a million
REMEMBERED = 512  # questions whose vectors are kept: a question is searched and then answered


class QuestionEncoder:
    """Encodes a question once and keeps its vector, as long as the question was understood.

    The length of a vector is the share of the question that the encoder knows: products with it
    are cosines, weighed by that. A question in a language that the encoder cannot read has
    cosines, too, but they mean nothing. Chinese is encoded in Simplified form, whichever script it
    is written in: the encoder knows other ideographs of the one than of the other.
    """

    def __init__(self, encoder: TextEncoder) -> None:
        self._encoder = encoder
        self._one = lru_cache(maxsize=REMEMBERED)(self._encoded)

    def known_share(self, text: str) -> float:
        """The share of a question that the encoder knows, 0 to 1."""
        return self._encoder.known_share(folded(text))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Float32 vectors of length 0 to 1, shape (len(texts), dimension)."""
        return np.stack([self._one(text)[0] for text in texts])

    def tokens(self, text: str) -> Tokens | None:
        """The tokens of a question; None where the encoder has none."""
        return self._one(text)[1]

    def _encoded(self, text: str) -> tuple[Vectors, Tokens | None]:
        text, tokens = folded(text), None
        if self._encoder.has_tokens:
            vector, tokens = self._encoder.encode_query_with_tokens(text)
        else:
            vector = self._encoder.encode_queries([text])[0]
        return vector * np.float32(self._encoder.known_share(text)), tokens


class Admission:
    """Which passages a query may find, by its filters and by the languages it is for."""

    def __init__(self, collection: StoredCollection) -> None:
        self._of = lru_cache(maxsize=FILTERS_REMEMBERED)(collection.admitted)

    def positions(self, query: Query) -> Admitted | None:
        """Positions of the passages; None when all may be found."""
        return self._of(query.filters, query.languages)


class DenseSearcher:
    """Ranks passages by the product of their vector and the query's."""

    def __init__(
        self,
        collection: Collection,
        admission: Admission,
        vectors: VectorIndex,
        encoder: QuestionEncoder,
    ) -> None:
        self._collection = collection
        self._admission = admission
        self._vectors = vectors
        self._encoder = encoder

    def search(self, query: Query, *, cutoff: int) -> Ranking:
        """At most `cutoff` passages; scores are cosines, as far as the query was understood."""
        if self._encoder.known_share(query.text) < LEAST_KNOWN:
            return ()
        vector = self._encoder.encode([query.text])[0]
        vector = vector * np.linalg.norm(vector) ** (KNOWN_POWER - 1)
        allowed = self._admission.positions(query)
        found = self._vectors.search(vector, cutoff=cutoff, allowed=allowed)
        return _ranking(found, self._collection, cutoff=cutoff)


class LexicalSearcher:
    """Ranks the passages that share a term with the query by BM25, as a share of the attainable."""

    def __init__(self, collection: Collection, admission: Admission, postings: Postings) -> None:
        self._collection = collection
        self._admission = admission
        self._postings = postings

    def search(self, query: Query, *, cutoff: int) -> Ranking:
        """At most `cutoff` passages; a score is BM25 over what a passage could attain, 0 to 1.

        So it is near 1 where a passage holds all that is asked for, whatever the question; of
        passages that also hold it in their title, somewhat above.
        """
        wanted = query.wanted or self._postings.groups(query.text, query.language)
        allowed = self._admission.positions(query)
        found = self._postings.search(wanted, cutoff=cutoff, allowed=allowed)
        most = self._postings.attainable(wanted)
        shares = [(position, score / most) for position, score in found]
        return _ranking(shares, self._collection, cutoff=cutoff)


def _ranking(found: Sequence[tuple[int, float]], collection: Collection, *, cutoff: int) -> Ranking:
    ids = collection.ids([position for position, _ in found])
    scores = dict(zip(ids, (score for _, score in found), strict=True))
    return ranked(scores, cutoff=cutoff)

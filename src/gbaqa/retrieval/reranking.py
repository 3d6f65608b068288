"""Order the best passages again by how their tokens meet those of the question."""

from __future__ import annotations

import math

from gbaqa.indexing.tokens import TokenIndex
from gbaqa.retrieval.searching import QuestionEncoder
from gbaqa.types import Collection, Hit, Query, Ranking, Searcher, ranked

RERANKED = 50  # passages; more of them change no measure
INTERACTION_WEIGHT = 3.0  # chosen as docs/DESIGN.md tells, "Tuned on"


class RerankedSearcher:
    """Late interaction over the best passages of another searcher."""

    def __init__(
        self,
        first: Searcher,
        collection: Collection,
        tokens: TokenIndex,
        encoder: QuestionEncoder,
    ) -> None:
        self._first = first
        self._collection = collection
        self._tokens = tokens
        self._encoder = encoder

    def search(self, query: Query, *, cutoff: int) -> Ranking:
        """At most `cutoff` passages: the best RERANKED in their new order, then the others.

        A score is that of the first searcher and INTERACTION_WEIGHT times the interaction; the
        others come after the last of them, as far apart as they were.
        """
        found = self._first.search(query, cutoff=max(cutoff, RERANKED))
        tokens = self._encoder.tokens(query.text)
        if tokens is None or not found:
            return found[:cutoff]
        best, others = found[:RERANKED], found[RERANKED:]
        met = self._tokens.interact(tokens, [*map(self._position, best)])
        scores = {
            hit.passage_id: hit.score + INTERACTION_WEIGHT * float(one)
            for hit, one in zip(best, met, strict=True)
        }
        again = ranked(scores, cutoff=len(best))
        return (*again, *_below(again[-1].score, others, best[-1].score))[:cutoff]

    def _position(self, hit: Hit) -> int:
        return self._collection.position(hit.passage_id)


def _below(score: float, others: Ranking, before: float) -> Ranking:
    below = math.nextafter(score, -math.inf)  # where scores are equal, the id would decide
    return tuple(Hit(hit.passage_id, below - (before - hit.score)) for hit in others)

"""Put the searchers of one generation together."""

from __future__ import annotations

from gbaqa.indexing.opening import Generation
from gbaqa.retrieval.fusing import FusedSearcher
from gbaqa.retrieval.searching import DenseSearcher, LexicalSearcher
from gbaqa.types import Encoder, Searcher


def searcher(generation: Generation, encoder: Encoder) -> Searcher:
    """Dense and lexical search over the generation, fused."""
    return FusedSearcher(
        DenseSearcher(generation.collection, generation.vectors, encoder),
        LexicalSearcher(generation.collection, generation.postings),
    )

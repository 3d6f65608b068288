"""Put the searchers of one generation together."""

from __future__ import annotations

from functools import partial

from gbaqa.indexing.opening import Generation
from gbaqa.retrieval.fusing import FusedSearcher
from gbaqa.retrieval.reranking import RerankedSearcher
from gbaqa.retrieval.searching import (
    Admission,
    DenseSearcher,
    LexicalSearcher,
    QuestionEncoder,
)
from gbaqa.retrieval.spelling import corrected
from gbaqa.retrieval.translating.detecting import language_asked
from gbaqa.retrieval.translating.portuguese import word_list
from gbaqa.retrieval.translating.searching import RewordedSearcher
from gbaqa.retrieval.translating.translation import Translator
from gbaqa.types import Searcher


def searcher(generation: Generation, encoder: QuestionEncoder) -> RewordedSearcher:
    """Dense and lexical search, fused; the best reranked; questions spelt right and translated."""
    collection = generation.collection
    admission = Admission(collection)
    fused: Searcher = FusedSearcher(
        DenseSearcher(collection, admission, generation.vectors, encoder),
        LexicalSearcher(collection, admission, generation.postings),
    )
    best = fused
    if generation.tokens is not None:
        best = RerankedSearcher(fused, collection, generation.tokens, encoder)
    ordinary = generation.encoder.ordinary_words
    spell = partial(
        corrected,
        vocabulary=generation.vocabulary,
        known=lambda term: generation.postings.frequency(term) > 0,
        ordinary=ordinary,
    )
    return RewordedSearcher(
        collection,
        admission,
        language=partial(
            language_asked,
            portuguese=word_list,
            is_english=lambda word: word in ordinary or word in generation.vocabulary,
        ),
        spell=spell,
        translator=Translator(collection, generation.postings, generation.glossary),
        own=fused,
        english=best,
    )

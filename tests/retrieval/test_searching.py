"""Each side of the index ranks what it should, and filters come before the cutoff."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.retrieval.opening import searcher
from gbaqa.retrieval.searching import (
    KNOWN_POWER,
    Admission,
    DenseSearcher,
    LexicalSearcher,
    QuestionEncoder,
)
from gbaqa.types import Alternative, Filters, Language, Query, Searcher
from tests.fakes import (
    FAKE_ENCODER,
    BagOfWordsEncoder,
    WordTokensEncoder,
    build_index,
    word_tokens,
    write_files,
)

if TYPE_CHECKING:
    from gbaqa.types import Vectors


def brief(doc_id: str, text: str, *, fields: str) -> str:
    return f"---\nid: {doc_id}\ntitle: Brief\n{fields}---\n\n{text}\n"


FILES = {
    "a.md": brief("a", "tax tax tax", fields="publisher: Gazette\ndate: 2024-05-01\n"),
    "b.md": brief("b", "tax tax park", fields="publisher: Bureau\ndate: 2023\nlanguage: pt\n"),
    "c.md": brief("c", "tax park park", fields="publisher: Bureau\ntopics: [finance]\n"),
    "d.md": brief("d", "bridge", fields="publisher: Gazette\ndate: 2022-01\n"),
}
TAX = Query("tax")


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder: Path = tmp_path_factory.mktemp("searching")
    build_index(write_files(folder / "corpus", FILES), folder / "index")
    return open_generation(
        folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )


@pytest.fixture(scope="module")
def dense(generation: Generation) -> Searcher:
    return dense_over(generation, BagOfWordsEncoder())


@pytest.fixture(scope="module")
def lexical(generation: Generation) -> Searcher:
    collection = generation.collection
    return LexicalSearcher(collection, Admission(collection), generation.postings)


@pytest.fixture(scope="module")
def fused(generation: Generation) -> Searcher:
    return searcher(generation, QuestionEncoder(BagOfWordsEncoder()))


def dense_over(generation: Generation, encoder: TextEncoder) -> DenseSearcher:
    collection, questions = generation.collection, QuestionEncoder(encoder)
    return DenseSearcher(collection, Admission(collection), generation.vectors, questions)


def found(searcher: Searcher, query: Query, *, cutoff: int = 10) -> list[str]:
    return [hit.passage_id for hit in searcher.search(query, cutoff=cutoff)]


def test_the_dense_side_ranks_by_cosine(dense: Searcher) -> None:
    encoder = BagOfWordsEncoder()
    texts = {
        "a#0000": "Brief tax tax tax",
        "b#0000": "Brief tax tax park",
        "c#0000": "Brief tax park park",
        "d#0000": "Brief bridge",
    }
    cosines = encoder.encode(list(texts.values())) @ encoder.encode(["tax"])[0]
    ranking = dense.search(TAX, cutoff=10)
    assert [hit.passage_id for hit in ranking] == ["a#0000", "b#0000", "c#0000", "d#0000"]
    assert [hit.score for hit in ranking] == pytest.approx(sorted(cosines.tolist(), reverse=True))


def test_the_lexical_side_gives_only_passages_that_share_a_term(lexical: Searcher) -> None:
    assert found(lexical, TAX) == ["a#0000", "b#0000", "c#0000"]
    assert found(lexical, Query("bridge")) == ["d#0000"]
    assert found(lexical, Query("ferry")) == []


def test_equal_scores_are_in_the_order_of_passage_ids(
    dense: Searcher, lexical: Searcher, fused: Searcher
) -> None:
    for side in (dense, lexical, fused):  # "Brief" stands once in every passage of three words
        hits = side.search(Query("brief"), cutoff=4)
        assert list(hits) == sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))
    same = lexical.search(Query("brief"), cutoff=4)
    assert [hit.passage_id for hit in same] == ["d#0000", "a#0000", "b#0000", "c#0000"]
    assert same[1].score == same[2].score == same[3].score


FILTERS = [
    (Filters(publisher="Bureau"), ["b#0000", "c#0000"]),
    (Filters(language="pt"), ["b#0000"]),
    (Filters(topic="finance"), ["c#0000"]),
    (Filters(since="2023"), ["a#0000", "b#0000"]),
    (Filters(until="2023"), ["b#0000"]),
    # "2023" may be after June of that year: dates compare at the coarser precision
    (Filters(since="2023-06", until="2024-05"), ["a#0000", "b#0000"]),
    (Filters(since="2023-06-30", until="2024-05"), ["a#0000", "b#0000"]),
    (Filters(publisher="Bureau", topic="finance"), ["c#0000"]),
    (Filters(publisher="Nobody"), []),
]


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
def test_filters_leave_only_what_they_admit(
    lexical: Searcher, fused: Searcher, filters: Filters, expected: list[str]
) -> None:
    query = Query("tax", filters=filters)
    assert found(lexical, query) == expected
    # the dense side also ranks what shares no term: the bridge of 2022
    assert found(fused, query) == expected + ["d#0000"] * (filters.until == "2023")


@pytest.mark.parametrize(("filters", "expected"), FILTERS)
def test_filters_are_applied_before_the_cutoff(
    dense: Searcher, lexical: Searcher, fused: Searcher, filters: Filters, expected: list[str]
) -> None:
    query = Query("tax", filters=filters)
    for side in (dense, lexical, fused):
        assert found(side, query, cutoff=1) == expected[:1]


@pytest.mark.parametrize(
    ("filters", "languages", "expected"),
    [
        (Filters(), (), None),
        (Filters(), ("en", "pt"), None),
        (Filters(), ("en", "pt", "zh-Hant"), None),
        (Filters(), ("pt",), {1}),
        (Filters(), ("zh-Hant", "zh-Hans"), set()),
        (Filters(publisher="Gazette"), (), {0, 3}),
        (Filters(publisher="Bureau"), ("en",), {2}),
        (Filters(publisher="Nobody"), (), set()),
    ],
)
def test_passages_are_admitted_by_filters_and_languages_and_all_of_them_without_a_list(
    generation: Generation,
    filters: Filters,
    languages: tuple[Language, ...],
    expected: set[int] | None,
) -> None:
    query = Query("tax", filters=filters, languages=languages)
    found = Admission(generation.collection).positions(query)
    assert (None if found is None else set(found)) == expected


def test_each_side_looks_at_documents_of_the_languages_alone(
    dense: Searcher, lexical: Searcher
) -> None:
    for side in (dense, lexical):
        assert found(side, Query("tax", languages=("pt",))) == ["b#0000"]
        assert found(side, Query("tax park", languages=("zh-Hans",))) == []


def test_the_lexical_side_looks_for_what_is_wanted_in_place_of_the_text(lexical: Searcher) -> None:
    bridge = (Alternative(("bridg",)),)
    assert found(lexical, Query("tax", wanted=(bridge,))) == ["d#0000"]


def test_a_lexical_score_is_the_share_of_what_is_attainable(
    generation: Generation, lexical: Searcher
) -> None:
    wanted = generation.postings.groups("tax ferry")
    scores = generation.postings.search(wanted, cutoff=9)
    most = generation.postings.attainable(wanted)
    ids = tuple(generation.collection.passages)
    hits = lexical.search(Query("tax ferry"), cutoff=9)
    assert {hit.passage_id: hit.score for hit in hits} == pytest.approx(
        {ids[position]: score / most for position, score in scores}
    )
    # what no passage holds is missed by all of them: the best is far from 1
    assert 0 < hits[0].score < 0.5


def test_a_question_is_encoded_once_however_often_it_is_searched() -> None:
    encoder = BagOfWordsEncoder()
    remembering = QuestionEncoder(encoder)
    first = remembering.encode(["tax", "park"])
    again = remembering.encode(["park", "tax", "park"])
    assert encoder.encoded == ["tax", "park"]
    assert first.shape == (2, 64)
    assert np.array_equal(again, first[[1, 0, 1]])


def test_a_question_is_encoded_as_a_question() -> None:
    class Asked(BagOfWordsEncoder):
        def encode_queries(self, texts: Sequence[str]) -> Vectors:
            return self.encode([f"query {text}" for text in texts])

    encoder = Asked()
    QuestionEncoder(encoder).encode(["tax"])
    assert encoder.encoded == ["query tax"]


def test_a_question_counts_as_far_as_the_encoder_knows_its_words(generation: Generation) -> None:
    class AllKnown(BagOfWordsEncoder):
        def known_share(self, text: str) -> float:
            return 1.0

    encoder = QuestionEncoder(BagOfWordsEncoder())
    known, half = "tax park", "tax park unknown unknown"
    lengths = np.linalg.norm(encoder.encode([known, half]), axis=1)
    assert lengths == pytest.approx([1.0, 0.5])
    # half the question is known: cosines fade with a power of that, and the order is the same
    weighed, cosines = (
        dense_over(generation, one).search(Query(half), cutoff=4)
        for one in (BagOfWordsEncoder(), AllKnown())
    )
    assert [hit.passage_id for hit in weighed] == [hit.passage_id for hit in cosines]
    assert [hit.score for hit in weighed] == pytest.approx(
        [hit.score * 0.5**KNOWN_POWER for hit in cosines]
    )


def test_the_tokens_of_a_question_come_with_its_vector_in_one_encoding() -> None:
    encoder = WordTokensEncoder()
    remembering = QuestionEncoder(encoder)
    tokens, expected = remembering.tokens("tax park"), word_tokens("tax park")
    assert tokens is not None
    assert tokens.ids.tolist() == expected.ids.tolist()
    assert tokens.rows.tolist() == expected.rows.tolist()
    assert np.array_equal(
        remembering.encode(["tax park"]), BagOfWordsEncoder().encode(["tax park"])
    )
    assert encoder.encoded == ["tax park"]


def test_an_encoder_without_tokens_gives_none_for_a_question() -> None:
    assert QuestionEncoder(BagOfWordsEncoder()).tokens("tax") is None

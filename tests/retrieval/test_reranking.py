"""The best passages are ordered again by their tokens, and the others stay below them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.indexing.tokens import TokenIndex
from gbaqa.retrieval.opening import searcher
from gbaqa.retrieval.reranking import INTERACTION_WEIGHT, RERANKED, RerankedSearcher
from gbaqa.retrieval.searching import QuestionEncoder
from gbaqa.types import Hit, Query, Ranking
from tests.fakes import (
    FAKE_ENCODER,
    BagOfWordsEncoder,
    WordTokensEncoder,
    build_index,
    word_tokens,
    write_files,
)

NUMBER = RERANKED + 10
# each but the last holds "tax"; every tenth also holds "fee"
FILES = {
    f"d{number:02}.txt": f"A tax{' and a fee' * (number % 10 == 0)}."
    for number in range(NUMBER - 1)
} | {"port.txt": "A port."}
IDS = [*(f"d{number:02}#0000" for number in range(NUMBER - 1)), "port#0000"]
FEE = Query("tax fee")


class Scripted:
    """A searcher that gives one ranking and keeps how much of it was asked for."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self.cutoffs: list[int] = []

    def search(self, query: Query, *, cutoff: int) -> Ranking:
        self.cutoffs.append(cutoff)
        return self.ranking[:cutoff]


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder: Path = tmp_path_factory.mktemp("reranking")
    build_index(write_files(folder / "corpus", FILES), folder / "index", WordTokensEncoder())
    found = open_generation(
        folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: WordTokensEncoder()
    )
    assert list(found.collection.passages) == IDS
    return found


def tokens_of(generation: Generation) -> TokenIndex:
    assert generation.tokens is not None
    return generation.tokens


def reranked(
    generation: Generation, first: Scripted, encoder: BagOfWordsEncoder | None = None
) -> RerankedSearcher:
    return RerankedSearcher(
        first,
        generation.collection,
        tokens_of(generation),
        QuestionEncoder(encoder or WordTokensEncoder()),
    )


def falling(ids: Sequence[str], *, step: float = 1 / 1024) -> Ranking:
    """Hits in that order, a small step apart: each number is one that a float holds."""
    return tuple(Hit(one, 1 - place * step) for place, one in enumerate(ids))


def test_the_best_are_ordered_by_their_words_and_the_others_follow_as_they_were(
    generation: Generation,
) -> None:
    first = falling(IDS)
    found = reranked(generation, Scripted(first)).search(FEE, cutoff=NUMBER)
    fees = [one for one in IDS[:RERANKED] if int(one[1:3]) % 10 == 0]
    rest = [one for one in IDS[:RERANKED] if one not in fees]
    # d50 holds the fee, too, but is not among the best
    assert [hit.passage_id for hit in found] == [*fees, *rest, *IDS[RERANKED:]]


def test_a_score_is_the_old_one_and_the_weighted_interaction(generation: Generation) -> None:
    first = falling(IDS)
    found = reranked(generation, Scripted(first)).search(FEE, cutoff=NUMBER)
    met = tokens_of(generation).interact(word_tokens("tax fee"), range(RERANKED)).tolist()
    scores = {hit.passage_id: hit.score for hit in found}
    assert [scores[one] for one in IDS[:RERANKED]] == pytest.approx(
        [
            hit.score + INTERACTION_WEIGHT * one
            for hit, one in zip(first[:RERANKED], met, strict=True)
        ]
    )
    # below the last of the best, as far from it as they were
    last = found[RERANKED - 1].score
    assert [hit.score for hit in found[RERANKED:]] == pytest.approx(
        [last - (first[RERANKED - 1].score - hit.score) for hit in first[RERANKED:]]
    )


@pytest.mark.parametrize("cutoff", [0, 1, 2, RERANKED - 1, RERANKED, RERANKED + 1, NUMBER + 5])
def test_a_cutoff_takes_the_head_of_the_same_order(generation: Generation, cutoff: int) -> None:
    first = Scripted(falling(IDS))
    whole = reranked(generation, Scripted(falling(IDS))).search(FEE, cutoff=NUMBER)
    assert reranked(generation, first).search(FEE, cutoff=cutoff) == whole[:cutoff]
    assert first.cutoffs == [max(cutoff, RERANKED)]  # what is cut was looked at before


def test_a_cutoff_of_one_finds_the_best_of_all_that_were_looked_at(
    generation: Generation,
) -> None:
    ids = IDS[1:11]  # the last of them alone holds the fee
    first = Scripted(falling(ids))
    (found,) = reranked(generation, first).search(FEE, cutoff=1)
    assert found.passage_id == "d10#0000"


def test_an_encoder_without_tokens_leaves_the_ranking(generation: Generation) -> None:
    first = falling(IDS)
    searching = reranked(generation, Scripted(first), BagOfWordsEncoder())
    assert searching.search(FEE, cutoff=NUMBER) == first
    assert searching.search(FEE, cutoff=3) == first[:3]


def test_a_question_without_words_and_an_empty_ranking_change_nothing(
    generation: Generation,
) -> None:
    first = falling(IDS[:5])
    assert reranked(generation, Scripted(first)).search(Query("?!"), cutoff=9) == first
    assert reranked(generation, Scripted(())).search(FEE, cutoff=9) == ()


RANKINGS = st.lists(st.sampled_from(IDS), unique=True).map(lambda ids: falling(ids, step=1 / 64))


@given(RANKINGS, st.integers(0, NUMBER))
def test_the_same_passages_are_found_in_the_one_total_order(
    generation: Generation, first: Ranking, cutoff: int
) -> None:
    searching = reranked(generation, Scripted(first))
    whole = searching.search(FEE, cutoff=NUMBER)
    assert {hit.passage_id for hit in whole} == {hit.passage_id for hit in first}
    assert len(whole) == len(first)
    assert list(whole) == sorted(whole, key=lambda hit: (-hit.score, hit.passage_id))
    assert searching.search(FEE, cutoff=cutoff) == whole[:cutoff]


def test_others_that_tie_with_the_last_of_the_best_come_after_it(generation: Generation) -> None:
    # the port becomes the last of the best, and its id is greater than those of the others
    tied = tuple(Hit(one, 0.5) for one in IDS[:-1])
    first = (Hit("port#0000", 0.5 + 1 / 64), *tied)
    found = reranked(generation, Scripted(first)).search(Query("tax"), cutoff=NUMBER)
    assert [hit.passage_id for hit in found] == [
        *IDS[: RERANKED - 1],
        "port#0000",
        *IDS[RERANKED - 1 : -1],
    ]
    assert list(found) == sorted(found, key=lambda hit: (-hit.score, hit.passage_id))


def test_a_generation_with_tokens_is_searched_with_them(generation: Generation) -> None:
    question = QuestionEncoder(WordTokensEncoder())
    found = searcher(generation, question).search(FEE, cutoff=3)
    plain = QuestionEncoder(BagOfWordsEncoder())
    without = {
        hit.passage_id: hit.score for hit in searcher(generation, plain).search(FEE, cutoff=40)
    }
    assert [hit.passage_id for hit in found] == ["d00#0000", "d10#0000", "d20#0000"]
    met = tokens_of(generation).interact(word_tokens("tax fee"), [0, 10, 20])
    assert np.allclose(met, 1)
    assert [hit.score for hit in found] == pytest.approx(
        [without[hit.passage_id] + INTERACTION_WEIGHT for hit in found]
    )

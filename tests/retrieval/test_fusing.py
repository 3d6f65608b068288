"""Two rankings become one total order, by the formula, without losing or doubling a passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.retrieval.fusing import DEPTH, LEXICAL_WEIGHT, FusedSearcher, fuse
from gbaqa.types import Query, Ranking, ranked

IDS = st.sampled_from([f"{letter}#0000" for letter in "abcdefgh"])
SCORE = st.floats(0.125, 9).map(lambda score: round(score, 3))
SCORES = st.dictionaries(IDS, SCORE)
CUTOFF = st.integers(1, 10)


class Scripted:
    """A searcher that gives one ranking and keeps how much of it was asked for."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self.cutoffs: list[int] = []

    def search(self, query: Query, *, cutoff: int) -> Ranking:
        self.cutoffs.append(cutoff)
        return self.ranking[:cutoff]


def hits(**scores: float) -> Ranking:
    return ranked(scores, cutoff=len(scores))


@given(SCORES, SCORES, CUTOFF, st.integers(1, 9))
def test_the_order_is_total_and_no_passage_comes_twice(
    cosines: dict[str, float], share: dict[str, float], cutoff: int, full: int
) -> None:
    dense, lexical = ranked(cosines, cutoff=full), ranked(share, cutoff=full)
    fused = fuse(dense, lexical, cutoff=cutoff, full=full)
    given_ids = {hit.passage_id for hit in (*dense, *lexical)}
    found_ids = [hit.passage_id for hit in fused]
    assert len(set(found_ids)) == len(found_ids) == min(cutoff, len(given_ids))
    assert set(found_ids) <= given_ids
    assert list(fused) == sorted(fused, key=lambda hit: (-hit.score, hit.passage_id))
    assert fused == fuse(dense, lexical, cutoff=99, full=full)[:cutoff]


@given(st.dictionaries(IDS, st.tuples(SCORE, SCORE), min_size=1))
def test_complete_rankings_are_scored_by_the_formula(
    scores: dict[str, tuple[float, float]],
) -> None:
    dense = ranked({name: cosine for name, (cosine, _) in scores.items()}, cutoff=99)
    lexical = ranked({name: share for name, (_, share) in scores.items()}, cutoff=99)
    expected = {name: cosine + LEXICAL_WEIGHT * share for name, (cosine, share) in scores.items()}
    assert fuse(dense, lexical, cutoff=99, full=99) == ranked(expected, cutoff=99)


def test_a_worked_example_of_rankings_that_were_cut() -> None:
    dense, lexical = hits(a=0.9, b=0.5), hits(b=1.0, c=0.5)
    # both hold as many as were asked for: c's cosine counts as b's, a's share as c's
    fused = fuse(dense, lexical, cutoff=9, full=2)
    assert {hit.passage_id: hit.score for hit in fused} == pytest.approx(
        {
            "a": 0.9 + LEXICAL_WEIGHT * 0.5,
            "b": 0.5 + LEXICAL_WEIGHT,
            "c": 0.5 + LEXICAL_WEIGHT * 0.5,
        }
    )


def test_a_worked_example_of_rankings_that_hold_all_there_is() -> None:
    fused = fuse(hits(a=0.9, b=0.5), hits(b=1.0, c=0.5), cutoff=9, full=3)
    # nothing was cut: c has no cosine to speak of, and a shares no term
    assert {hit.passage_id: hit.score for hit in fused} == pytest.approx(
        {"a": 0.9, "b": 0.5 + LEXICAL_WEIGHT, "c": LEXICAL_WEIGHT * 0.5}
    )


def test_one_side_alone_keeps_its_order_and_nothing_gives_nothing() -> None:
    assert fuse(hits(a=0.9, b=0.5), (), cutoff=9, full=9) == hits(a=0.9, b=0.5)
    assert [hit.passage_id for hit in fuse((), hits(b=1.0, c=0.5), cutoff=9, full=9)] == ["b", "c"]
    assert fuse((), (), cutoff=9, full=9) == ()


@pytest.mark.parametrize(("cutoff", "depth"), [(1, DEPTH), (DEPTH + 1, DEPTH + 1)])
def test_both_sides_are_asked_deeper_than_the_cutoff(cutoff: int, depth: int) -> None:
    dense, lexical = Scripted(hits(a=0.9, b=0.5)), Scripted(hits(b=1.0))
    found = FusedSearcher(dense, lexical).search(Query("tax"), cutoff=cutoff)
    assert (dense.cutoffs, lexical.cutoffs) == ([depth], [depth])
    assert found == ranked({"a": 0.9, "b": 0.5 + LEXICAL_WEIGHT}, cutoff=cutoff)

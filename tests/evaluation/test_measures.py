"""Measures agree with hand-computed values and with an independent formula."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.evaluation.measures import MEASURES, by_query

NAMES = ["nDCG@10", "P@1", "Recall@5", "Recall@20", "Recall@100", "RR", "success@5"]


def test_measures_have_the_names_of_the_design() -> None:
    assert list(MEASURES) == NAMES


def test_worked_example() -> None:
    # d2 (relevance 1) at rank 1, d9 unjudged, d1 (relevance 2) at rank 3, d3 never found
    run = {"q": [("d2", 3.0), ("d9", 2.0), ("d1", 1.0)]}
    found = by_query(run, {"q": {"d1": 2, "d2": 1, "d3": 1}})
    ideal = 2 / log2(2) + 1 / log2(3) + 1 / log2(4)
    assert found == {
        "q": pytest.approx(
            {
                "nDCG@10": (1 / log2(2) + 2 / log2(4)) / ideal,
                "P@1": 1.0,
                "Recall@5": 2 / 3,
                "Recall@20": 2 / 3,
                "Recall@100": 2 / 3,
                "RR": 1.0,
                "success@5": 1.0,
            }
        )
    }


def test_query_without_hits_counts_0() -> None:
    nothing = dict.fromkeys(NAMES, 0.0)
    assert by_query({"a": []}, {"a": {"d": 1}, "b": {"d": 1}}) == {"a": nothing, "b": nothing}


def test_query_without_judgement_is_not_scored() -> None:
    assert list(by_query({"a": [("d", 1.0)], "x": [("d", 1.0)]}, {"a": {"d": 1}})) == ["a"]


@given(
    st.lists(st.integers(0, 30), unique=True, max_size=25),
    st.dictionaries(st.integers(0, 30), st.integers(0, 3), min_size=1),
)
def test_measures_agree_with_the_formulas(ranked: list[int], judged: dict[int, int]) -> None:
    run = {"q": [(str(doc), float(-rank)) for rank, doc in enumerate(ranked)]}
    found = by_query(run, {"q": {str(doc): score for doc, score in judged.items()}})["q"]
    gains = [judged.get(doc, 0) for doc in ranked]
    best = sorted(judged.values(), reverse=True)
    relevant = sum(score > 0 for score in best)
    first = next((rank for rank, gain in enumerate(gains, start=1) if gain > 0), None)
    assert found == pytest.approx(
        {
            "nDCG@10": _dcg(gains[:10]) / (_dcg(best[:10]) or 1),
            "P@1": float(sum(gain > 0 for gain in gains[:1])),
            "Recall@5": sum(gain > 0 for gain in gains[:5]) / (relevant or 1),
            "Recall@20": sum(gain > 0 for gain in gains[:20]) / (relevant or 1),
            "Recall@100": sum(gain > 0 for gain in gains) / (relevant or 1),
            "RR": 1 / first if first else 0.0,
            "success@5": float(any(gain > 0 for gain in gains[:5])),
        }
    )


def _dcg(gains: list[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))

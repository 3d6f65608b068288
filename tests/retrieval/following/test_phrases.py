"""A question is read as the names, places, numbers and words that it is about."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gbaqa.retrieval.following.phrases import Phrase, read, weight
from tests.retrieval.following.small import NAMES, rarity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "How many HK companies were registered in Hengqin in August 2021?",
            "HK:place companies:word registered:word Hengqin:place August:number 2021:number",
        ),
        (
            "When was the Macao Light Rapid Transit opened?",
            "Macao Light Rapid Transit:name opened:word",
        ),
        ("who runs the University of Macao", "runs:word University of Macao:name"),
        ("What is Hong Kong's fee?", "Hong Kong:place fee:word"),
        ("第四屆全運會喺澳門邊度開幕？", "第四屆:number 全運會:name 澳門:place 開幕:word"),
        ("全运会2025年有多少运动员？", "全运会:name 2025年:number 运动员:word"),
        (
            "Quanto custa a 6.ª Ligação de Huangmaohai?",
            "custa:word 6.ª:number Ligação de Huangmaohai:name",
        ),
        ("And what about those, then?", ""),
    ],
)
def test_words_that_ask_or_join_are_left_out(text: str, expected: str) -> None:
    assert " ".join(f"{one.written}:{one.kind}" for one in read(text, NAMES)) == expected


def test_a_noun_stands_after_an_article_or_another_noun_and_a_verb_does_not() -> None:
    found = read("Who chaired the expert meeting?")
    assert [(one.written, one.noun) for one in found] == [
        ("chaired", False),
        ("expert", True),
        ("meeting", True),
    ]


def test_ideographs_weigh_at_most_so_much_each() -> None:
    assert weight(Phrase("場館", 0, 2, "word"), lambda _: 9.0) == 5.0
    assert weight(Phrase("館", 0, 1, "word"), lambda _: 9.0) == 2.0
    assert weight(Phrase("場館", 0, 2, "word"), lambda _: 3.0) == 3.0
    assert (
        weight(Phrase("venue hall", 0, 10, "word"), {"venu": 1.0, "hall": 4.0}.__getitem__) == 4.0
    )
    assert weight(Phrase("澳門", 0, 2, "place"), rarity) < 1


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_phrases_are_verbatim_in_order_and_apart(text: str) -> None:
    found = read(text, NAMES)
    assert [text[one.start : one.end] for one in found] == [one.written for one in found]
    assert all(one.end <= after.start for one, after in pairwise(found))

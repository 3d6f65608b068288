"""What kind of thing a question asks for, in the four languages, and what holds one."""

from __future__ import annotations

import pytest

from gbaqa.answering.expecting import Kind, expected, meets


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What is the membership fee of the alliance?", "money"),
        ("How much did the link cost to build?", "money"),
        ("How much does a company pay for a lock?", "money"),
        ("Quanto custa o visto?", "money"),
        ("過關要幾多錢？", "money"),
        ("收费标准是什么？", "money"),
        ("When was the alliance set up?", "time"),
        ("In which year did the bridge open?", "time"),
        ("Em que ano abriu a ponte?", "time"),
        ("大橋幾時通車？", "time"),
        ("How many members does the alliance have?", "quantity"),
        ("how long is the bridge", "quantity"),
        ("population of Zhaoqing", "quantity"),
        ("What is the total area of the park?", "quantity"),
        ("Quantos membros tem a aliança?", "quantity"),
        ("大灣區有幾多個城市？", "quantity"),
        ("Who chairs the alliance?", None),
        ("How do I apply for a licence?", None),
        ("Whenever I ask, they show up", None),
        ("", None),
    ],
)
def test_the_kind_is_told_from_the_words_that_ask(question: str, kind: Kind | None) -> None:
    assert expected(question) == kind


@pytest.mark.parametrize(
    ("kind", "text", "met"),
    [
        ("money", "The quota costs HK$540 a year.", True),
        ("money", "It was worth 1.28 trillion yuan.", True),
        ("money", "手續費為 50 元。", True),
        ("money", "The alliance has 37 members.", False),
        ("time", "It was founded on 9 October.", True),
        ("time", "It opened in 2018.", True),
        ("time", "大橋於2018年通車。", True),
        ("time", "It has 37 members.", False),
        ("quantity", "It has 37 members.", True),
        ("quantity", "It has three parts.", True),
        ("quantity", "It has many members.", False),
        ("quantity", "聯盟有三十七個成員。", True),
        (None, "Anything at all.", True),
    ],
)
def test_a_sentence_meets_the_kind_when_it_holds_one(
    kind: Kind | None, text: str, met: bool
) -> None:
    assert meets(kind, text) is met

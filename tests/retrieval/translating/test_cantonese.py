"""Cantonese wording becomes standard written Chinese, and standard wording stays as it is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.retrieval.translating.cantonese import (
    GUARD,
    TRADITIONAL_WORDING,
    WORDING,
    is_cantonese,
    standard,
    table,
)
from gbaqa.text.scripts import converted

ROWS = table(WORDING) + table(TRADITIONAL_WORDING)
SIGNS = sorted({sign for key, _ in ROWS for sign in GUARD.sub("", key)})
STANDARD_SIGNS = sorted({sign for _, value in ROWS for sign in value})
# wording, and fragments that guards look for, in both scripts
MIXED = st.lists(
    st.sampled_from([*SIGNS, *STANDARD_SIGNS, *map(converted, SIGNS, ["t2s"] * len(SIGNS))])
    | st.sampled_from(["？", " ", "9", "周", "地", "個", "GBA"]),
    max_size=12,
).map("".join)

REWRITTEN = [
    ("申請「港車北上」要交幾多錢手續費？", "申請「港車北上」要交多少錢手續費？"),
    ("河套合作區深圳嗰邊有幾大？", "河套合作區深圳那邊有多大？"),
    ("非中國籍嘅居民要去邊度辦？", "非中國籍的居民要去哪裏辦？"),
    ("跨境一鎖係咩嚟？點解可以慳返一次驗貨？", "跨境一鎖是什麼？為什麼可以節省一次驗貨？"),
    ("校長係邊個嚟？喺邊個城市？", "校長是誰？在哪個城市？"),
    ("邊間醫院用得？阿爺點名邊四個地方？", "哪間醫院可用？中央政府點名哪四個地方？"),
    ("係咪唔使打稅？得唔得？", "是否不用繳稅？可以嗎？"),
    ("我哋而家喺屋企，聽日返工", "我們現在在家裏，明天上班"),
    ("佢哋搵工，佢睇醫生", "他們找工作，他看病"),
    ("老人家同埋後生仔", "長者以及青年"),
    ("變左長做，政府既自助機，剩返果五棟", "變了長做，政府的自助機，剩下那五棟"),
    ("做緊嘢，仲有冇？", "做着東西，還有沒有？"),
    ("呢個計劃點申請？呢？", "這個計劃怎樣申請？呢？"),
    ("买飞几多钱？一百蚊？", "买票多少钱？一百元？"),
    ("边个负责？点样揾返啲嘢？", "谁负责？怎样寻找回些东西？"),
    ("系边度办？唔系咩？", "是哪里办？不是什么？"),
    ("使唔使返大陸俾錢？", "需要回內地付款？"),
]

STAYS = [
    "河套周邊的口岸在哪裏？",
    "邊境、邊檢、岸邊、兩邊、那邊個人",
    "25個點能降到幾個點？地點、重點、試點、一點、9點半、難點解決、試點先行、地點申請",
    "左右手、左邊、過左邊",
    "往返、返還、返回、流連忘返",
    "深圳國際仲裁院",
    "关系系统体系院系联系决定系数",
    "飛機、人工島、大學、緊急、趕緊、密切",
    "他呢？就是這樣呢。",
    "如果個人、結果三個、而家庭、完成日期、建成日",
    "搭建、既然、既有政策、先進、首先可以",
    "泊車轉乘",
]


@pytest.mark.parametrize(("text", "expected"), REWRITTEN)
def test_cantonese_wording_is_rewritten(text: str, expected: str) -> None:
    assert standard(text) == expected


@pytest.mark.parametrize(("text", "expected"), REWRITTEN)
def test_what_is_rewritten_was_told_to_be_cantonese(text: str, expected: str) -> None:
    assert (is_cantonese(text), is_cantonese(expected)) == (True, False)


@pytest.mark.parametrize("text", STAYS)
def test_standard_wording_stays(text: str) -> None:
    assert (standard(text), is_cantonese(text)) == (text, False)


@pytest.mark.parametrize("text", ["揸車去邊度？", "河套喺邊區？"])
def test_simplified_cantonese_means_what_traditional_does(text: str) -> None:
    simplified = converted(f"{text}這裏開業", "t2s")
    assert standard(simplified) == converted(standard(f"{text}這裏開業"), "t2s")


def test_every_wording_has_a_sign_that_no_standard_wording_holds() -> None:
    """Without it a rewritten question could be rewritten for ever."""
    held = {sign for _, value in ROWS for sign in value + converted(value, "t2s")}
    literals = [GUARD.sub("", key) for key, _ in ROWS]
    assert [
        literal
        for literal in literals
        for spelling in (literal, converted(literal, "t2s"))
        if not set(spelling) - held
    ] == []


def test_a_wording_is_plain_signs_between_its_guards() -> None:
    literals = [GUARD.sub("", key) for key, _ in ROWS]
    assert [literal for literal in literals if not re.fullmatch(r"\w+", literal)] == []


@given(MIXED | st.text())
def test_no_text_fails_and_what_is_standard_stays_standard(text: str) -> None:
    once = standard(text)
    assert standard(once) == once


@given(st.text(st.characters(exclude_categories=["Lo", "Cs"])))
def test_a_text_without_ideographs_is_unchanged(text: str) -> None:
    assert (standard(text), is_cantonese(text)) == (text, False)

"""The language of a question is told even when the question is a word or two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.text import scripts
from gbaqa.text.scripts import converted, language_of
from gbaqa.types import Language

TOLD: list[tuple[str, Language]] = [
    ("港珠澳大橋", "zh-Hant"),
    ("誰是主席？", "zh-Hant"),
    ("口岸幾時開", "zh-Hant"),
    ("AI是什麼", "zh-Hant"),
    ("What 是 GS1 的會員費？", "zh-Hant"),
    ("跨境理財通2.0 個人額度", "zh-Hant"),
    ("港珠澳大桥", "zh-Hans"),
    ("谁是主席？", "zh-Hans"),
    ("粤港澳", "zh-Hans"),
    ("河套在哪里？", "zh-Hans"),
    ("什么是 Greater Bay Area", "zh-Hans"),
    ("Quem é o presidente da aliança?", "pt"),
    ("Onde fica Macau?", "pt"),
    ("Qual é a taxa?", "pt"),
    ("What is Hetao?", "en"),
    ("Who chairs the HKPC?", "en"),
    ("Where is Macau?", "en"),
]


@pytest.mark.parametrize(("text", "language"), TOLD)
def test_a_short_question_is_told(text: str, language: Language) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["河套", "深圳", "大", "公里", "只有"])
def test_chinese_that_both_scripts_write_alike_is_traditional(text: str) -> None:
    assert language_of(text) == "zh-Hant"


@pytest.mark.parametrize("text", ["平台", "台北", "病床", "秘書", "群組"])
def test_a_form_that_hong_kong_or_taiwan_keeps_is_traditional(text: str) -> None:
    assert language_of(text) == "zh-Hant"


@pytest.mark.parametrize(
    ("text", "language"),
    [("以后", "zh-Hans"), ("皇后", "zh-Hant"), ("10公里", "zh-Hant"), ("500万", "zh-Hans")],
)
def test_a_form_that_is_another_word_in_traditional_is_told_by_the_words(
    text: str, language: Language
) -> None:
    assert language_of(text) == language


def test_the_large_dictionaries_are_left_alone_where_characters_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used = []

    def counted(text: str, conversion: str) -> str:
        used.append(conversion)
        return converted(text, conversion)

    monkeypatch.setattr(scripts, "converted", counted)
    for text in ("港珠澳大橋", "港珠澳大桥", "誰是主席？", "谁是主席？", "平台在哪裏"):
        language_of(text)
    assert {"s2hk", "s2tw"}.isdisjoint(used)
    language_of("以后")
    assert {"s2hk", "s2tw"} <= set(used)


@pytest.mark.parametrize(
    "text", ["", " ", "?", "2024", "GS1", "HKPC CPTTM", "Hengqin", "Olá", "😀"]
)
def test_what_says_too_little_is_english(text: str) -> None:
    assert language_of(text) == "en"


def test_an_english_sentence_with_a_chinese_name_is_english() -> None:
    assert language_of("Where in the city of Shenzhen is Hetao (河套)?") == "en"


@given(st.sampled_from(TOLD), st.sampled_from(["?", " !", " 2024", "\n", " 😀"]))
def test_figures_marks_and_spaces_do_not_change_the_language(
    told: tuple[str, Language], tail: str
) -> None:
    assert language_of(told[0] + tail) == told[1]

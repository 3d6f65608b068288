"""A Chinese question becomes words with English senses, the same in both scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.retrieval.translating import glossary
from gbaqa.retrieval.translating.chinese import ASKING, FUNCTION, read
from gbaqa.retrieval.translating.dictionary import Dictionary
from gbaqa.retrieval.translating.words import Word
from gbaqa.text.scripts import IDEOGRAPH, converted, folded
from gbaqa.types import Term

TERMS = [
    Term(en="Hong Kong-Zhuhai-Macao Bridge", zh_hant="港珠澳大橋", aliases=("HZMB",)),
    Term(en="HKUST", zh_hant="香港科技大學", aliases=("Clear Water Bay university",)),
    Term(en="HKUST (Guangzhou)", zh_hant="香港科技大學(廣州)"),
    Term(en="First People's Hospital", zh_hant="第一人民醫院"),
    Term(en="5G", zh_hant="第五代流動通訊", aliases=("5G網絡",)),
    Term(en="Three-Year Action Plan", zh_hant="「數字灣區」三年行動方案"),
    Term(en="third runway", zh_hant="第三跑道"),
    Term(en="when", aliases=("幾時",)),
    Term(en="place of application", aliases=("邊度申請",)),
    Term(en="consumption", aliases=("買嘢",)),
    Term(en="16 measures", zh_hant="十六項措施"),
]
NAMES, LATIN = glossary.chinese(TERMS), glossary.latin(TERMS)
WORDS = Dictionary(
    {
        word: ((sense, False),)
        for word, sense in {
            "大桥": "bridge",
            "大学": "university",
            "申请": "to apply for",
            "居住证": "residence permit",
            "人民": "people",
            "医院": "hospital",
            "通车": "to open to traffic",
            "开放": "open",
            "措施": "measure",
            "网络": "network",
            "能够": "to be",
            "开": "open",
            "放": "put",
            "为止": "to be",
            "止": "stop",
        }.items()
    }
)


def words_of(question: str) -> tuple[Word, ...]:
    return read(question, names=NAMES, words=WORDS, latin=LATIN)


def told(question: str) -> list[tuple[str, str]]:
    """The words that say something, and the first sense of each."""
    return [(word.written, word.senses[0]) for word in words_of(question) if word.senses]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "港珠澳大橋幾時開放？",
            [
                ("港珠澳大桥", "Hong Kong-Zhuhai-Macao Bridge"),
                ("什么时候", "when"),
                ("开放", "open"),
            ],
        ),
        ("大學喺邊度？", [("大学", "university"), ("哪里", "where")]),
        (
            "邊度申請居住證？",
            [("哪里申请", "place of application"), ("居住证", "residence permit")],
        ),
        ("買嘢", [("购物", "consumption")]),
        (
            "二零二四年十二月通車",
            [("2024", "2024"), ("December", "December"), ("通车", "open to traffic")],
        ),
        ("HKUST 廣州 幾時開", [("HKUST", "HKUST"), ("什么时候", "when"), ("开", "open")]),
        ("第二個措施", [("2nd", "2nd"), ("措施", "measure")]),
    ],
)
def test_a_question_is_read_word_by_word(question: str, words: list[tuple[str, str]]) -> None:
    assert told(question) == words


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("佛山市第一人民醫院", "First People's Hospital"),
        ("第五代流動通訊係咩嚟", "5G"),
        ("而家有冇5G網絡", "5G"),
        ("「數字灣區」三年行動方案講咩", "Three-Year Action Plan"),
        ("“数字湾区”三年行动方案", "Three-Year Action Plan"),
        ("機場第三跑道幾時用得", "third runway"),
        ("香港科技大學（廣州）喺邊度", "HKUST (Guangzhou)"),
        ("十六項措施", "16 measures"),
    ],
)
def test_a_name_with_a_numeral_or_a_sign_is_found_whole(question: str, name: str) -> None:
    named = [word.senses[0] for word in words_of(question) if word.kind == "named"]
    assert named == [name]


@pytest.mark.parametrize("question", ["二十六項措施", "15G網絡"])
def test_a_part_of_a_longer_numeral_or_word_is_no_name(question: str) -> None:
    assert [word for word in words_of(question) if word.kind == "named"] == []


def test_a_word_that_asks_stays_so_though_the_glossary_has_it() -> None:
    (word,) = words_of("幾時")
    assert word == Word("什么时候", ("when",), "asking")


def test_latin_words_stay_and_have_their_other_names_besides() -> None:
    assert words_of("HZMB？") == (Word("HZMB", ("HZMB", "Hong Kong-Zhuhai-Macao Bridge"), "kept"),)
    assert words_of("(Clear Water Bay University) — ABC") == (
        Word(
            "Clear Water Bay University",
            ("Clear Water Bay University", "HKUST", "Clear Water Bay university"),
            "kept",
        ),
        Word("ABC", ("ABC",), "kept"),
    )


def test_an_ordinal_may_be_a_word_in_english() -> None:
    assert words_of("第三") == (Word("3rd", ("3rd", "third"), "kept"),)


def test_a_word_of_no_sense_is_read_in_its_parts() -> None:
    assert "为止" not in WORDS
    assert told("为止") == [("止", "stop")]


def test_an_ideograph_that_joins_stays_without_senses() -> None:
    assert words_of("開的") == (Word("开", ("open",)), Word("的", ()))


def test_a_joining_word_is_left_out() -> None:
    assert words_of("我们") == ()


def test_the_tables_are_simplified() -> None:
    assert [word for word in {*ASKING, *FUNCTION} if folded(word) != word] == []
    assert set(ASKING) & FUNCTION == set()


CLUTTER = st.lists(
    st.sampled_from(
        [
            *(form for term in TERMS for form in (term.zh_hant, *term.aliases, term.en)),
            *"第一二三十0123年月項(（）—「 ?？",
            *ASKING,
            "開放",
            "HKUST",
            "嘅",
            "係",
        ]
    ),
    max_size=8,
).map("".join)


@given(st.text() | CLUTTER)
def test_no_text_fails_and_every_word_is_written(text: str) -> None:
    found = words_of(text)
    assert all(word.written.strip() for word in found)
    assert all(word.senses for word in found if word.kind != "plain")
    assert all(IDEOGRAPH.search(word.written) for word in found if word.kind == "plain")


@given(
    st.lists(
        st.sampled_from(["港珠澳大橋", "幾時", "開放", "申請", "居住證", "醫院", "第三跑道", " "])
    ).map("".join)
)
def test_both_scripts_are_read_alike(text: str) -> None:
    assert words_of(converted(text, "t2s")) == words_of(text)

"""Terms: English stems, figures as they are written, pairs of ideographs."""

from __future__ import annotations

import string
from itertools import pairwise

import pytest
import Stemmer
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.text.terms import asked_terms, terms
from gbaqa.types import Language

WORKED = [
    ("1,000 members", ["1000", "member"]),
    ("86,100,000", ["86100000"]),
    ("56.39 km² of 132kV", ["56.39", "km2", "of", "132kv"]),
    ("the 19th, the 25th.", ["the", "19th", "the", "25th"]),
    ("１９ｔｈ Ｈｅｎｇｑｉｎ", ["19th", "hengqin"]),
    ("２，０００人", ["2000", "人"]),
    ("AI技術37個", ["ai", "技术", "37", "个"]),
    ("河套深港", ["河套", "套深", "深港"]),
    ("河", ["河"]),
    ("𠮷野家", ["𠮷野", "野家"]),
    ("GS1 in the U.S.", ["gs1", "in", "the", "us"]),
    ("members' fees, the member’s fee", ["member", "fee", "the", "member", "fee"]),
    ("co-operation 2024-25", ["co", "oper", "2024", "25"]),
    ("ação", ["ação"]),
    ("cafe\u0301 café", ["café", "café"]),
    ("😀 – … _ \n", []),
    ("", []),
]
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


@pytest.mark.parametrize(("text", "found"), WORKED)
def test_text_becomes_terms(text: str, found: list[str]) -> None:
    assert terms(text) == found


@given(st.integers(0, 10**12))
def test_a_number_is_one_term_with_or_without_separators(number: int) -> None:
    assert terms(f"{number:,}") == terms(str(number)) == [str(number)]


@given(st.text(string.ascii_letters + string.digits + " .,'", max_size=40))
def test_full_width_forms_give_the_same_terms(text: str) -> None:
    assert terms(text.translate(FULL_WIDTH)) == terms(text)


@given(st.text("河套深港澳粤", min_size=2, max_size=12))
def test_a_run_of_ideographs_gives_each_neighbouring_pair(text: str) -> None:
    assert terms(text) == [first + second for first, second in pairwise(text)]


@pytest.mark.parametrize(
    ("traditional", "simplified"), [("粵車南下", "粤车南下"), ("後海灣", "后海湾")]
)
def test_both_scripts_give_the_same_terms(traditional: str, simplified: str) -> None:
    assert terms(traditional) == terms(simplified)


@given(st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=12), max_size=6))
def test_words_give_the_stems_of_snowball(words: list[str]) -> None:
    assert terms(" ".join(words)) == Stemmer.Stemmer("english").stemWords(words)


@given(st.lists(st.text(string.ascii_lowercase + "áçõ", min_size=1, max_size=12), max_size=6))
def test_words_of_portuguese_texts_give_the_portuguese_stems(words: list[str]) -> None:
    assert terms(" ".join(words), "pt") == Stemmer.Stemmer("portuguese").stemWords(words)


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("en", ["cooperaçõ", "nation", "2024", "河套"]),
        ("zh-Hant", ["cooperaçõ", "nation", "2024", "河套"]),
        ("zh-Hans", ["cooperaçõ", "nation", "2024", "河套"]),
        ("pt", ["cooper", "nations", "2024", "河套"]),
    ],
)
def test_latin_letters_are_read_as_portuguese_where_the_language_is_and_else_as_english(
    language: Language, found: list[str]
) -> None:
    assert terms("Cooperações nations 2024 河套", language) == found


@given(st.text(max_size=40))
def test_a_term_holds_no_space_and_is_never_empty(text: str) -> None:
    assert [term.split() for term in terms(text)] == [[term] for term in terms(text)]


@given(st.text(string.ascii_letters + "áçõ ' .", max_size=40))
def test_terms_are_blind_to_case(text: str) -> None:
    assert terms(text.upper()) == terms(text.lower())


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many members does the alliance have?", ("member", "allianc")),
        ("What's the plan of what?", ("plan",)),
        ("Who and who?", ()),
        ("Onde fica a ponte?", ("fica", "pont")),
        ("Hetao, HETAO and hetao in 2035", ("hetao", "2035")),
        ("河套在哪裏", ("河套", "套在", "在哪", "哪里")),
    ],
)
def test_words_that_only_ask_are_not_asked_for(question: str, asked: tuple[str, ...]) -> None:
    assert asked_terms(question) == asked


@pytest.mark.parametrize(
    ("question", "language", "asked"),
    [
        ("Quais são as cooperações de 2024?", "pt", ("cooper", "2024")),
        ("Quais são as cooperações de 2024?", "en", ("cooperaçõ", "2024")),
        ("Onde está a ponte?", "pt", ("pont",)),  # está and onde become other stems
        ("河套在哪裏", "zh-Hant", ("河套", "套在", "在哪", "哪里")),
    ],
)
def test_what_is_asked_for_is_stemmed_as_the_language_is(
    question: str, language: Language, asked: tuple[str, ...]
) -> None:
    assert asked_terms(question, language) == asked

"""A key fact is found however it is set, and never inside a longer number or word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.evaluation.matching import holds, overlap, share_found

FOUND = [
    ("86,100,000 people", "86100000"),
    ("86 100 000 pessoas", "86,100,000"),
    ("86.100.000 pessoas", "86,100,000"),
    ("86\u202f100\u202f000 pessoas", "86100000"),
    ("1'000 members", "1,000"),
    ("1\u2019000 members", "1000"),
    ("\uff18\uff16\uff05 of them", "86%"),
    ("covers 56,000 km\u00b2.", "56000 KM2"),
    ("the Shenzhen\u2013Hong Kong zone", "shenzhen-hong kong"),
    ("from 30 \u2014 40 members", "30-40"),
    ("共有30\uff5e40人", "30-40"),
    ("called \u201cGreater Bay\u201d today", '"Greater Bay"'),
    ("稱為「一程多站」", '"一程多站"'),
    ("the member\u2019s fee", "member's fee"),
    ("粵港澳大灣區", "粤港澳大湾区"),
    ("後海灣", "后海湾"),
    ("后海湾", "後海灣"),
    ("深圳在這裏", "這裡"),
    ("2024 年 10 月 9 日舉行", "2024年10月9日"),
    ("2024年10月9日举行", "2024 年 10 月 9 日"),
    ("in\n  Hong\n  Kong", "Hong Kong"),
    ("co\u00adopera\u00adtion", "cooperation"),
    ("rose by 15 %", "15%"),
    ("HK$ 30 billion", "HK$30 billion"),
    ("RMB30 billion", "30 billion"),
    ("增长12\uff0c15年后", "15"),
    ("Stra\u00dfe", "STRASSE"),
    ("It was 12.", "12"),
    ("In 2024, 300 firms", "300"),
    ("on 2024-10-09", "2024"),
    ("3.89 sq km", "3.89"),
    ("GDP增長", "GDP"),
    ("Cite the MIC-based one", "MIC"),
    ("e\u0301lite", "\u00e9lite"),
]
NOT_FOUND = [
    ("112", "12"),
    ("120", "12"),
    ("12,000", "12"),
    ("12 000", "12"),
    ("12.000.000", "12"),
    ("3.12", "12"),
    ("12.5", "12"),
    ("3,5", "5"),
    ("0,125", "125"),
    ("1,934", "934"),
    ("15%", "5%"),
    ("Macaonese", "Macao"),
    ("remark", "mark"),
    ("5G", "G"),
    ("MIC2025", "MIC"),
    ("Hong Kong", "Kong Hong"),
    ("anything", "\u00ad"),
    ("anything", "   "),
]


@pytest.mark.parametrize(("text", "form"), FOUND)
def test_form_is_found_however_it_is_set(text: str, form: str) -> None:
    assert holds(text, form)


@pytest.mark.parametrize(("text", "form"), NOT_FOUND)
def test_form_is_not_found_inside_something_longer(text: str, form: str) -> None:
    assert not holds(text, form)


WORDS = st.text("abcdefghiklmnoprstuvãçéñ", min_size=1, max_size=8)
NUMBERS = st.integers(1, 10**9)
IDEOGRAPHS = st.text("粵港澳大灣區粤湾区河套深圳後后", min_size=1, max_size=6)
KEYS = WORDS | NUMBERS.map(str) | NUMBERS.map("{:,}".format) | IDEOGRAPHS
FILLING = st.lists(WORDS | IDEOGRAPHS, max_size=6).map(" ".join)


@given(FILLING, KEYS, FILLING)
def test_planted_key_is_found(before: str, key: str, after: str) -> None:
    assert holds(f"{before} {key}, {after}", key)
    assert holds(f"{before} ({key.upper()}) {after}", key)


@given(IDEOGRAPHS, KEYS, IDEOGRAPHS)
def test_key_planted_among_ideographs_is_found_without_spaces(
    before: str, key: str, after: str
) -> None:
    assert holds(before + key + after, key)


@given(NUMBERS, st.integers(0, 9), st.sampled_from(["{0}{1}", "{1}{0}", "{0}.{1}", "{1}.{0}"]))
def test_number_inside_a_longer_number_is_not_found(number: int, digit: int, shape: str) -> None:
    assert not holds(f"about {shape.format(number, digit)} of them", str(number))


@given(NUMBERS, NUMBERS)
def test_number_is_found_in_a_grouped_number_only_when_it_is_that_number(
    number: int, other: int
) -> None:
    assert holds(f"has {other:,} members", str(number)) == (number == other)


@given(WORDS, WORDS)
def test_word_inside_a_longer_word_is_not_found(word: str, more: str) -> None:
    longer = word + more
    assert holds(f"a {longer}!", longer)
    # "a" is a word of the sentence itself
    assert word == "a" or not holds(f"a {longer}!", word)


def test_share_counts_keys_of_which_any_form_is_found() -> None:
    keys = [["nine", "9"], ["Zhuhai"], ["10%", "ten per cent"], ["Macao", "澳门"]]
    assert share_found(keys, "There are 9 cities; 澳門 takes ten per cent.") == 0.75


def test_share_of_no_keys_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="need at least one key"):
        share_found([], "text")


@pytest.mark.parametrize(
    ("evidence", "text", "expected"),
    [
        ([["The fee is 100."]], "the FEE is 100", 1.0),
        ([["The fee is 100."]], "The fee is 10.", 3 / 4),
        ([["one two"], ["three four"]], "one two", 2 * 2 / (2 + 4)),
        ([["a b c d", "費用是100元"]], "费用是100元。", 1.0),
        ([["co-operation in 2019-2020"]], "co-operation in 2019-2020!", 1.0),
        ([["a a"]], "a", 2 / 3),
        ([["a"]], "", 0.0),
        ([["--"]], "--", 0.0),
    ],
)
def test_overlap_is_the_f1_of_words(evidence: list[list[str]], text: str, expected: float) -> None:
    assert overlap(evidence, text) == pytest.approx(expected)

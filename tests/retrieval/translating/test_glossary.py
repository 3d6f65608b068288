"""Each name of the glossary leads to its English names, however it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.retrieval.translating import cantonese
from gbaqa.retrieval.translating.glossary import chinese, key, latin, plain, without_accents
from gbaqa.text.scripts import converted
from gbaqa.types import Term

BRIDGE = Term(
    en="Hong Kong-Zhuhai-Macao Bridge",
    zh_hant="港珠澳大橋",
    zh_hans="港珠澳大桥",
    pt="Ponte Hong Kong-Zhuhai-Macau",
    aliases=("HZMB", "港珠澳橋"),
)
SHOPPING = Term(en="consumption", zh_hant="消費", zh_hans="消费", aliases=("shopping", "買嘢"))
TOWN = Term(en="HKUST (Guangzhou)", zh_hant="香港科技大學(廣州)", aliases=("São Tomé",))
HENGQIN, ZONE = Term(en="Hengqin", zh_hant="橫琴"), Term(en="Zone", aliases=("橫琴",))


def test_both_scripts_and_aliases_lead_to_all_english_names() -> None:
    names = ("Hong Kong-Zhuhai-Macao Bridge", "HZMB")
    assert chinese([BRIDGE]) == {"港珠澳大桥": names, "港珠澳桥": names}


def test_a_cantonese_name_stands_under_its_standard_wording_too() -> None:
    assert list(chinese([SHOPPING])) == ["消费", "买嘢", "购物"]


def test_the_script_of_a_name_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cantonese, "language_of", None)  # "几多" alone would load 42 MB
    assert list(chinese([Term(en="how many", zh_hans="几多")])) == ["几多", "多少"]


def test_latin_names_have_neither_case_nor_accents_nor_signs() -> None:
    assert list(latin([BRIDGE, TOWN])) == [
        "hong kong zhuhai macao bridge",
        "ponte hong kong zhuhai macau",
        "hzmb",
        "hkust guangzhou",
        "sao tome",
    ]
    assert latin([BRIDGE])["hzmb"] == ("Hong Kong-Zhuhai-Macao Bridge", "HZMB")


def test_a_name_of_two_terms_has_the_english_of_both() -> None:
    assert chinese([HENGQIN, ZONE]) == {"横琴": ("Hengqin", "Zone")}


def test_no_terms_make_no_names() -> None:
    assert (chinese([]), latin([]), latin([Term(en="橫琴")])) == ({}, {}, {})


def test_one_plain_spelling_stands_for_all_that_is_typed() -> None:
    assert plain("香港科技大學（廣州）") == plain("香港科技大学(广州)") == "香港科技大学(广州)"
    assert plain("“數字灣區”—５Ｇ") == plain("「数字湾区」-5g") == '"数字湾区"-5g'


@given(st.text())
def test_plain_text_is_as_long_and_stays_plain(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


def test_every_ideograph_is_simplified_to_one() -> None:
    signs = "".join(map(chr, [*range(0x3400, 0xA000), *range(0x20000, 0x2A6E0)]))
    assert len(plain(signs)) == len(signs)
    assert plain(converted("後後", "t2s")) == plain("後後")


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


def test_accents_are_taken_off() -> None:
    assert without_accents("ação É, 橫琴") == "acao E, 橫琴"

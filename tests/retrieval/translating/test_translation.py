"""A question of another language becomes English words that the documents hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.indexing.opening import Generation
from gbaqa.retrieval.translating.translation import Translation, Translator
from gbaqa.text.scripts import converted
from gbaqa.types import Alternative, Filters, Language
from tests.retrieval.translating.small import FILES, opened


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder: Path = tmp_path_factory.mktemp("translation")
    return opened(folder, files=FILES | {"tax.md": FILES["tax.md"].replace("Gazette", "Treasury")})


@pytest.fixture(scope="module")
def translator(generation: Generation) -> Translator:
    return Translator(generation.collection, generation.postings, generation.glossary)


@pytest.mark.parametrize(
    ("question", "language", "english"),
    [
        ("港珠澳大橋幾時通車？", "zh-Hant", "Hong Kong-Zhuhai-Macao Bridge when open to traffic"),
        (
            "港珠澳大桥什么时候通车？",
            "zh-Hans",
            "Hong Kong-Zhuhai-Macao Bridge when open to traffic",
        ),
        (
            "Quando abriu a Ponte Hong Kong-Zhuhai-Macau?",
            "pt",
            "when open Hong Kong-Zhuhai-Macao Bridge",
        ),
        ("屈曉傑係邊個？", "zh-Hant", "qu xiaojie who"),
        ("HZMB 幾多錢", "zh-Hant", "HZMB how much"),
        ("", "zh-Hant", ""),
        ("？", "pt", ""),
        ("的", "zh-Hant", ""),
    ],
)
def test_a_question_is_put_in_english(
    translator: Translator, question: str, language: Language, english: str
) -> None:
    assert translator.translate(question, language).text == english


def test_every_held_sense_is_wanted_and_words_that_ask_are_not(translator: Translator) -> None:
    found = translator.translate("HZMB 幾時開放", "zh-Hant")
    assert found.wanted[0] == (
        Alternative(("hzmb",)),
        Alternative(("hong", "kong", "zhuhai", "macao", "bridg"), 5**-0.5),
    )
    assert [one.terms for one in found.wanted[1]] == [("open",)]
    assert len(found.wanted) == 2


@pytest.mark.parametrize(("question", "english"), [("塔高", "tower tall"), ("稅高", "taxes high")])
def test_the_passages_decide_between_senses(
    translator: Translator, monkeypatch: pytest.MonkeyPatch, question: str, english: str
) -> None:
    # the small corpus has one passage for each sense, which at full cost never outweighs a rank
    monkeypatch.setattr("gbaqa.retrieval.translating.translation.RANK_COST", 0.3)
    assert translator.translate(question, "zh-Hant").text == english


def test_only_the_passages_among_decide(generation: Generation, translator: Translator) -> None:
    of_tax, none = (
        generation.collection.admitted(Filters(publisher=name), ())
        for name in ("Treasury", "Nobody")
    )
    assert of_tax is not None
    assert generation.collection.ids(list(of_tax)) == ["tax#0000"]
    assert translator.translate("塔高", "zh-Hant", among=of_tax).text == "tower high"
    assert translator.translate("塔高", "zh-Hant", among=none).text == "tower high"


CANTONESE = [
    ("港珠澳大橋幾時通車", "港珠澳大橋什麼時候通車"),
    ("居民買嘢喺邊度", "居民購物在哪裏"),
    ("邊個管理呢度", "誰管理這裏"),
]


@pytest.mark.parametrize(("cantonese", "standard"), CANTONESE)
def test_both_scripts_and_cantonese_have_one_translation(
    translator: Translator, cantonese: str, standard: str
) -> None:
    written: list[tuple[str, Language]] = [
        (cantonese, "zh-Hant"),
        (standard, "zh-Hant"),
        (converted(standard, "t2s"), "zh-Hans"),
    ]
    translations = {translator.translate(text, language) for text, language in written}
    assert len(translations) == 1
    assert translations != {Translation("", ())}


@given(
    st.text() | st.text("橋幾時第三十屈曉傑係嘅 HZMB（)"),
    st.sampled_from(["zh-Hant", "zh-Hans", "pt"]),
)
def test_no_text_fails(translator: Translator, text: str, language: Language) -> None:
    found = translator.translate(text, language)
    assert bool(found.text) or not found.wanted
    assert all(one.weight > 0 for group in found.wanted for one in group)

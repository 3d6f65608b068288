"""A Portuguese question becomes words with English senses, however it is inflected or typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.retrieval.translating import glossary
from gbaqa.retrieval.translating.cognates import cognates
from gbaqa.retrieval.translating.inflection import VERBS, lemmas, without_pronoun
from gbaqa.retrieval.translating.portuguese import (
    ASKING,
    FUNCTION,
    TOKEN,
    listed,
    read,
    word_list,
)
from gbaqa.retrieval.translating.words import Word
from gbaqa.types import Term

TERMS = [
    Term(en="Hong Kong-Zhuhai-Macao Bridge", pt="Ponte Hong Kong-Zhuhai-Macau", aliases=("HZMB",)),
    Term(en="Greater Bay Area", pt="Grande Baía"),
    Term(en="Act 8/2005", pt="Lei n.º 8/2005"),
    Term(en="14th Five-Year Plan", pt="14.º Plano Quinquenal"),
]
NAMES = glossary.latin(TERMS)
WORDS = listed(
    {
        "informação": ("information",),
        "inscrever": ("register", "enrol"),
        "obter": ("obtain",),
        "público": ("public",),
        "transporte público": ("public transport",),
        "região": ("region",),
        "usar": ("use",),
        "pão": ("bread",),
        "plano": ("plan",),
        "cidade": ("city",),
        "acordo-quadro": ("framework agreement",),
        "água": ("water",),
        "abrir": ("open",),
        "nela": ("in it",),
        "maio": ("May",),
        "país": ("country",),
        "pais": ("parents",),
    }
)


def told(question: str) -> list[tuple[str, ...]]:
    return [word.senses for word in read(question, names=NAMES, words=WORDS)]


@pytest.mark.parametrize(
    ("question", "senses"),
    [
        ("Quando abriu a cidade?", [("when",), ("open",), ("city",)]),
        ("Onde posso inscrever-me?", [("where",), ("register", "enrol")]),
        ("INSCREVER-SE", [("register", "enrol")]),
        ("obtê-la-ia", [("obtain",)]),
        ("informacoes publicas", [("information",), ("public",)]),
        ("INFORMAÇÕES", [("information",)]),
        ("pelas regiões", [("region",)]),
        ("transportes públicos", [("public transport",)]),
        ("d’água", [("water",)]),
        ("nela em Maio", [("May",)]),
        ("o acordo-quadro", [("framework agreement",)]),
        ("país, pais", [("country",), ("parents",)]),
        ("paises", [("parents", "country")]),
        ("Que cidade ha", [("what",), ("city",)]),
        ("em que sitio", [("where",)]),
        ("usadas", [("use",)]),
        ("1.234,5 e 2,5%", [("1,234.5",), ("2.5%",)]),
        ("a 15.ª e a 20º", [("15th", "fifteenth"), ("20th",)]),
        ("GS1, 5G, Covid-19", [("GS1",), ("5G",), ("Covid", *cognates("Covid")), ("19",)]),
    ],
)
def test_a_question_is_read_word_by_word(question: str, senses: list[tuple[str, ...]]) -> None:
    assert told(question) == senses


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("a ponte hong kong zhuhai-macau", "Hong Kong-Zhuhai-Macao Bridge"),
        ("HZMB", "Hong Kong-Zhuhai-Macao Bridge"),
        ("na Grande Baia", "Greater Bay Area"),
        ("a Lei nº 8/2005", "Act 8/2005"),
        ("o 14º plano quinquenal", "14th Five-Year Plan"),
    ],
)
def test_a_name_is_found_however_it_is_typed(question: str, name: str) -> None:
    (word,) = read(question, names=NAMES, words=WORDS)
    assert (word.senses[0], word.kind) == (name, "named")


def test_a_word_of_no_list_is_kept_and_offered_as_english_spells_it() -> None:
    (word,) = read("a estratificação", names=NAMES, words=WORDS)
    assert (word.written, word.kind, word.senses[0]) == (word.senses[0], "kept", "estratificação")
    assert "stratification" in word.senses


def test_a_capital_inside_a_question_keeps_a_name_before_its_look_alike() -> None:
    assert told("o jornal Ming Pao")[-1] == ("Pao", "bread")
    assert told("PAO") == told("pao") == [("bread",)]
    assert told("Pao e PAO")[0] == ("bread",)


def test_a_word_in_small_letters_is_no_abbreviation() -> None:
    names = glossary.latin([Term(en="United States", aliases=("USA",))])

    def first(question: str) -> str:
        return read(question, names=names, words=WORDS)[-1].senses[0]

    assert (first("quem usa"), first("nos USA")) == ("use", "United States")


def test_short_words_are_not_told_by_their_stems() -> None:
    assert told("abras") == [("open",)]
    assert told("obte") == [("obtain",)]
    assert told("obt")[0][0] == "obt"


def test_what_hyphens_join_is_read_in_parts() -> None:
    assert [word.written for word in read("a região-cidade", names=NAMES, words=WORDS)] == [
        "região",
        "cidade",
    ]


@pytest.mark.parametrize("word", sorted(FUNCTION))
def test_a_joining_word_is_left_out(word: str) -> None:
    assert read(word, names={}, words=WORDS) == ()


@pytest.mark.parametrize("phrase", ASKING)
def test_a_phrase_that_asks_is_one_word(phrase: str) -> None:
    assert read(phrase, names={}, words=WORDS) == (Word(phrase, (ASKING[phrase],), "asking"),)


@given(st.text() | st.text("aãçõeés-' ’.º0123,%AÇ", max_size=12))
def test_no_text_fails_and_every_word_has_a_sense(text: str) -> None:
    assert all(word.senses for word in read(text, names=NAMES, words=WORDS))


def test_every_regular_form_of_a_verb_leads_to_it() -> None:
    for infinitive, endings in VERBS.items():
        for ending in endings.split():
            assert f"cant{infinitive}" in lemmas(f"cant{ending}")


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("regiões", "regiao"),
        ("fiscais", "fiscal"),
        ("úteis", "util"),
        ("bens", "bem"),
        ("directoras", "director"),
        ("chinesas", "chines"),
        ("europeias", "europeu"),
        ("rapidamente", "rapido"),
        ("normalmente", "normal"),
    ],
)
def test_an_inflected_word_leads_to_its_base(form: str, lemma: str) -> None:
    assert lemma in lemmas(form)


@pytest.mark.parametrize(
    ("written", "verb"),
    [
        ("dá-lhe", "dá"),
        ("utilizá-los", "utilizar"),
        ("governa-se", "governa"),
        ("dar-se-á", "dar"),
        ("porta-voz", "porta-voz"),
        ("luso-chinês", "luso-chinês"),
    ],
)
def test_pronouns_are_taken_off_verbs_alone(written: str, verb: str) -> None:
    assert without_pronoun(written) == verb


@pytest.mark.parametrize(
    ("word", "english"),
    [
        ("fundação", "fundation"),
        ("extensões", "extension"),
        ("densidade", "density"),
        ("realmente", "really"),
        ("turista", "turist"),
        ("realismo", "realism"),
        ("atómico", "atomic"),
        ("políticas", "political"),
        ("massivo", "massive"),
        ("notável", "notable"),
        ("possível", "possible"),
        ("frequência", "frequency"),
        ("distância", "distance"),
        ("salário", "salary"),
        ("famoso", "famous"),
        ("importante", "important"),
        ("geologia", "geology"),
        ("estrutura", "structure"),
    ],
)
def test_a_regular_ending_is_spelt_as_in_english(word: str, english: str) -> None:
    assert english in (word, *cognates(word))


def test_the_word_list_is_in_order_and_well_formed() -> None:
    forms = word_list().forms
    assert len(forms) > 7000
    assert list(forms) == sorted(forms)
    assert [form for form in forms if form != form.lower() or form in {*FUNCTION, *ASKING}] == []
    senses = [(form, sense) for form, found in forms.items() for sense in found]
    assert [
        pair for pair in senses if not re.fullmatch(r"[\w'.,/&-]+(?: [\w'.,/&-]+)*", pair[1])
    ] == []
    assert [
        form for form, found in forms.items() if len({*map(str.lower, found)}) < len(found)
    ] == []


def test_every_form_of_the_word_list_is_found() -> None:
    words = word_list()
    lost = [
        form
        for form, senses in words.forms.items()
        if (found := read(form, names={}, words=words))
        and (len(found) > 1 or found[0].senses != senses)
    ]
    assert lost == []


def test_tokens_are_words_and_figures_whole() -> None:
    assert TOKEN.findall("O acordo-quadro, 15.º e 1.234,5%: d'água (GS1) 5G n.º") == [
        *("O", "acordo-quadro", "15.º", "e", "1.234,5%", "d'água", "GS1", "5G", "n")
    ]


@pytest.mark.parametrize(
    ("question", "english"),
    [
        ("Quanto custa o passe de transportes?", "cost"),
        ("energia solar", "solar energy"),
        ("uma série de medidas", "series"),
        ("tecnologia de ponta", "advanced technology"),
    ],
)
def test_the_real_list_knows_everyday_words(question: str, english: str) -> None:
    found = read(question, names={}, words=word_list())
    assert english in {sense for word in found for sense in word.senses}

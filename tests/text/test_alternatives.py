"""A word is found however it is written: together, apart, with a hyphen, in parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.text.alternatives import LINKING, characters, groups, indexed_terms
from gbaqa.text.terms import terms
from gbaqa.types import Alternative, Group, Language

HYPHENS = "-\u2010\u2011\u2012\u2013\u00ad"
# what makes compounds, marks, both scripts, and letters whose case or width changes their length
CHARACTERS = st.sampled_from("abeNstT019kV.,'’/ -\u2011\u00ad\u00a0\u2028橫琴的ﬁＡİßé\u0301½²")
TEXT = st.one_of(st.text(CHARACTERS, max_size=30), st.text(max_size=30))
LANGUAGES: st.SearchStrategy[Language] = st.sampled_from(["en", "zh-Hant", "zh-Hans", "pt"])


def asked(text: str, *held: str, language: Language = "en") -> list[list[str]]:
    """For each word its alternatives, the terms of each joined by a space."""
    found = groups(text, language, known=held.__contains__)
    assert all(one.weight == 1 for group in found for one in group)
    return [[" ".join(one.terms) for one in group] for group in found]


def found(text: str, question: str) -> bool:
    """Whether every word of the question is met by some alternative, all its terms held."""
    held = {*indexed_terms(text), *characters(text)}
    wanted = groups(question, known=held.__contains__)
    return bool(wanted) and all(met(group, held) for group in wanted)


def met(group: Group, held: set[str]) -> bool:
    return any(held.issuperset(one.terms) for one in group)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("a 132kV start-up", "a 132kv start up 132 kv startup".split()),
        ("co-operation", "co oper cooper".split()),
        ("cross-border e-commerce", "cross border e commerc crossbord ecommerc".split()),
        ("state-of-the-art", "state of the art stateoftheart".split()),
        ("RMB1.3trn, HK$2,000", "rmb13trn hk 2000 rmb 1.3 trn".split()),
        # ordinals, years, one letter and edges are no compounds
        ("the 19th", "the 19th".split()),
        ("5G 2024-25 -up start-", "5g 2024 25 up start".split()),
        ("GS1", "gs1 gs 1".split()),
        ("橫琴132kV", "横琴 132kv 132 kv".split()),
    ],
)
def test_of_compounds_both_the_whole_and_the_parts_are_indexed(
    text: str, expected: list[str]
) -> None:
    assert indexed_terms(text) == expected


@pytest.mark.parametrize("hyphen", HYPHENS)
def test_every_hyphen_is_one(hyphen: str) -> None:
    text = f"a start{hyphen}up"
    assert indexed_terms(text) == ["a", "start", "up", "startup"]
    assert asked(text) == [["a"], ["start up", "startup"]]


def test_the_stems_are_those_of_the_language() -> None:
    assert indexed_terms("recém-nascidos", "pt") == ["recém", "nasc", "recémnasc"]
    assert indexed_terms("recém-nascidos") == ["recém", "nascido", "recémnascido"]
    assert asked("recém-nascidos", language="pt") == [["recém nasc", "recémnasc"]]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("", []),
        ("?! …", []),
        ("The fees of the park", [["the"], ["fee"], ["of"], ["park"]]),
        ("co-operation?", [["co oper", "cooper"]]),
        ("132kV (line)", [["132kv", "132 kv"], ["line"]]),
        ("the 19th in 2,000", [["the"], ["19th"], ["in"], ["2000"]]),
        ("tax, Tax and taxes", [["tax"], ["and"]]),
    ],
)
def test_a_question_gives_a_group_for_each_distinct_word(
    question: str, expected: list[list[str]]
) -> None:
    assert asked(question) == expected


def test_two_words_are_read_as_one_where_the_documents_hold_it() -> None:
    apart = [["when"], ["to"], ["start"], ["up"]]
    together = [["when"], ["to"], ["start up", "startup"]]
    assert asked("when to start up") == apart
    assert asked("when to start up", "startup") == together
    assert asked("a b c", "ab", "bc") == [["a b", "ab"], ["c"]]  # a word is joined once
    # figures, ideographs and compounds are not joined
    assert asked("2 0", "20") == [["2"], ["0"]]
    assert asked("é a", "éa") == [["é"], ["a"]]
    assert asked("start-up a", "startupa", "upa") == [["start up", "startup"], ["a"]]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("橫琴", [["横琴"], ["横"], ["琴"]]),
        ("横琴", [["横琴"], ["横"], ["琴"]]),
        ("橋", [["桥"]]),
        ("稅率是什麼？", [["税率"], ["率是"], ["是什"], ["什么"], ["税"], ["率"]]),
        ("哪裏有橋", [["哪里"], ["里有"], ["有桥"], ["里"], ["桥"]]),
        ("Hengqin橫琴", [["hengqin"], ["横琴"], ["横"], ["琴"]]),
        ("的", [["的"]]),  # where there is nothing else
    ],
)
def test_ideographs_are_looked_for_in_pairs_and_one_by_one_but_for_those_that_link(
    question: str, expected: list[list[str]]
) -> None:
    assert asked(question) == expected


def test_the_characters_of_a_text_are_its_ideographs_in_simplified_form() -> None:
    assert characters("橫琴的 tax 2024，橫") == ["横", "琴", "的", "横"]
    assert characters("tax") == []
    assert {"的", "是", "么"} < LINKING


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("a start-up", "start up"),
        ("a start-up", "startup"),
        ("a start-up", "start-up"),
        ("a startup", "start up"),
        ("a startup", "start-up"),
        ("to start it up", "start-up"),
        ("co-operation", "cooperation"),
        ("cooperation", "co-operation"),
        ("132kV", "132 kV"),
        ("132 kV", "132kV"),
        ("RMB1.3trn", "RMB 1.3 trn"),
        ("橫琴", "横琴"),
        ("港珠澳大橋", "橋"),
    ],
)
def test_a_word_is_found_however_it_is_written(text: str, question: str) -> None:
    assert found(text, question)


@pytest.mark.parametrize(
    ("text", "question"), [("to start", "startup"), ("132 MW", "132kV"), ("started", "start-up")]
)
def test_a_part_of_a_word_is_not_the_word(text: str, question: str) -> None:
    assert not found(text, question)


@given(TEXT, LANGUAGES)
def test_what_is_indexed_begins_with_the_terms_of_the_text(text: str, language: Language) -> None:
    own = terms(text, language)
    assert indexed_terms(text, language)[: len(own)] == own


@given(TEXT, LANGUAGES)
def test_a_texts_own_words_always_find_it(text: str, language: Language) -> None:
    held = {*indexed_terms(text, language), *characters(text)}
    for known in (held, set[str]()):
        wanted = groups(text, language, known=known.__contains__)
        assert [group for group in wanted if not met(group, held)] == []
    assert bool(wanted) == bool(terms(text, language))


@given(TEXT, LANGUAGES)
def test_what_is_indexed_or_looked_for_is_split_at_spaces_into_itself(
    text: str, language: Language
) -> None:
    wanted = groups(text, language, known=lambda term: True)
    looked_for = [term for group in wanted for one in group for term in one.terms]
    for term in (*indexed_terms(text, language), *looked_for):
        assert term.split() == [term]


@given(TEXT, LANGUAGES)
def test_every_word_is_asked_for_once_and_by_something(text: str, language: Language) -> None:
    wanted = groups(text, language, known=lambda term: False)
    assert len(set(wanted)) == len(wanted)
    assert all(one.terms for group in wanted for one in group)
    assert Alternative(()) not in [one for group in wanted for one in group]

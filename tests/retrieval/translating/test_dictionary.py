"""CC-CEDICT's glosses become English senses, without what only describes."""

from __future__ import annotations

import re

import pytest

from gbaqa.retrieval.translating.dictionary import LONGEST_SENSE, Dictionary, dictionary


def of(*glosses: str, named: bool = False) -> tuple[str, ...]:
    """The senses of a word that has those glosses."""
    return Dictionary({"字": tuple((gloss, named) for gloss in glosses)}).senses("字")


@pytest.mark.parametrize(
    ("gloss", "senses"),
    [
        ("to apply for sth", ["apply for"]),
        ("to be located (at a place)", ["located"]),
        ("an apple", ["apple"]),
        ("anthem", ["anthem"]),
        ("lit. to hang up a plate", ["hang up a plate"]),
        ("to treat (sb) as one's own", ["treat as own"]),
        ("bridge, esp. one over a river", ["bridge"]),
        ("heart, liver", ["heart, liver"]),
        ("variant of 搵", []),
        ("old variant of 搵", []),
        ("happy, see also 搵[wen3]", ["happy"]),
        ("~'s", []),
        ("(bound form)", []),
        ("-ness", ["ness"]),
        ("x", []),
        ("of the", []),
        ("to have", []),
        ("May", ["May"]),
        ("the 3rd", ["3rd"]),
        ("also written 激盪", []),
        (" ".join(["word"] * LONGEST_SENSE), [" ".join(["word"] * LONGEST_SENSE)]),
        (" ".join(["word"] * (LONGEST_SENSE + 1)), []),
    ],
)
def test_a_gloss_is_cut_to_what_translates(gloss: str, senses: list[str]) -> None:
    assert of(gloss) == tuple(senses)


@pytest.mark.parametrize(
    ("gloss", "senses"),
    [
        ("Paris, capital of France", ["Paris"]),
        ("Tan Sitong (1865-1898), one of the 戊戌六君子", ["Tan Sitong"]),
        ("Shanghai municipality, abbr. to 滬", ["Shanghai municipality", "Shanghai"]),
        ("Lake Tai near Wuxi", ["Lake Tai"]),
        ("Neihu District of Taipei", ["Neihu"]),
    ],
)
def test_of_a_name_its_place_is_left_out(gloss: str, senses: list[str]) -> None:
    assert of(gloss, named=True) == tuple(senses)


def test_surnames_come_last_and_senses_once() -> None:
    assert of("surname Li", "plum", "the plum") == ("plum", "Li")


def test_a_reference_is_followed_but_not_for_ever() -> None:
    entries = {"甲": (("variant of 乙", False),), "乙": (("see 丙", False), ("b", False))}
    entries |= {"丙": (("see 丁", False), ("sea", False)), "丁": (("deep", False),)}
    circle = {"甲": (("see 乙", False),), "乙": (("see 甲", False), ("round", False))}
    assert Dictionary(entries).senses("甲") == ("sea",)
    assert Dictionary(circle).senses("甲") == ("round",)


def test_a_word_is_held_only_with_a_sense() -> None:
    words = Dictionary({"甲乙": (("to be", False),), "丙丁丁": (("east", False),)})
    assert ("甲乙" in words, "丙丁丁" in words, "戊" in words) == (False, True, False)
    assert (words.longest, words.senses("戊")) == (3, ())


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("申请", "apply for"),
        ("香港", "Hong Kong"),
        ("上海", "Shanghai municipality"),
        ("五月", "May"),
        ("拿", "hold"),
    ],
)
def test_the_real_dictionary_is_read(word: str, first: str) -> None:
    assert dictionary().senses(word)[0] == first


def test_no_sense_of_the_real_dictionary_is_a_remark() -> None:
    words = dictionary()
    assert len(words._entries) > 100_000
    faults = [
        (word, sense)
        for word in list(words._entries)[::7]
        for sense in words.senses(word)
        if re.search(r"[\u4e00-\u9fff()\[\]]|^CL:|^surname |^['-]|\b(?:sb|sth)\b", sense)
        or len(sense) < 2
    ]
    assert faults == []

"""The texts of the pages say the same in four languages, each as that language is written."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from gbaqa.text.scripts import HAN, IDEOGRAPH, converted
from gbaqa.types import LANGUAGES, Language
from gbaqa.web import wording
from gbaqa.web.wording import read_words

ROOM = Path(wording.__file__).parent
CHINESE: tuple[Language, ...] = ("zh-Hant", "zh-Hans")
TRANSLATIONS: tuple[Language, ...] = (*CHINESE, "pt")

# Texts that are the same as in English, or hold no Chinese character, and why.
SAME = {
    "brand": "the name of the product",
    "page_language_tl": "Portuguese calls Filipino so too",
}
# Texts that OpenCC would write otherwise although a reader would not, and why.
NOT_CONVERTED: dict[tuple[Language, str], str] = {}
# What OpenCC turns the script of each language into, when it holds a character of the other one.
# The conversions to Hong Kong's own forms would also change 說 and 閱, which are as common there.
TO_ITSELF = {"zh-Hant": "s2t", "zh-Hans": "t2s"}

OTHERS_QUOTES = {
    "en": "«»「」『』„",
    "zh-Hant": '«»“”‘’„"',
    "zh-Hans": '«»「」『』„"',
    "pt": '“”‘「」『』„"',
}
HALF_WIDTH = re.compile(rf"(?<=[{HAN}])[,;:!?.()]|[,;:!?.(][ ]?(?=[{HAN}])|\.\.\.")

# Names that the code puts together: how the code begins them, and what the whole may be.
MADE = {
    "assurance_": r"assurance_(sure|likely|unsure)(_means)?",
    "error_": r"error_(network|busy|failed|too_long|fault)",
    "example_": r"example_[1-6]",
    "feedback_reason_": r"feedback_reason_\w+",
    "language_": "|".join(f"language_{language}" for language in LANGUAGES),
    "notice_": r"notice_(conflict|superseded|older-than|undated|stated-as-is|other)",
    "page_": r"page_(404|405|500|503)(_title)?",
    "page_bad_": r"page_bad_(date|order|language|text|value)",
    "page_language_": r"page_language_(de|ja|tl)",
    "problem_": r"problem_[a-z_-]+",
}
NAMED = re.compile(
    r"\bwords\.([\w-]+)|\bwords(?:\(\))?\[\s*[\"']([\w-]+)[\"']|\bsay\(\s*\"([\w-]+)\""
)


def _fields(text: str) -> list[str]:
    return sorted(field for _, field, _, _ in Formatter().parse(text) if field is not None)


@cache
def _code() -> str:
    files = [*ROOM.rglob("*.py"), *ROOM.glob("static/**/*.js"), *ROOM.glob("templates/**/*")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if path.is_file())


@cache
def _mentioned() -> frozenset[str]:
    """Every name that the code quotes whole or reads off the words."""
    quoted = re.findall(r"[\"'`]([\w-]+)(?=[\"'`])", _code())
    return frozenset([*quoted, *re.findall(r"\bwords\.([\w-]+)", _code())])


def _is_used(name: str) -> bool:
    """Whether the code mentions the name, or puts it together from a beginning."""
    beginnings = [start for start, whole in MADE.items() if re.fullmatch(whole, name)]
    return name in _mentioned() or any(
        re.search(rf"[\"'`]{start}(?:[{{$\"'])", _code()) for start in beginnings
    )


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_text_is_missing_and_none_is_in_excess(language: Language) -> None:
    english, there = set(read_words("en")), set(read_words(language))
    assert {"missing": english - there, "in excess": there - english} == {
        "missing": set(),
        "in excess": set(),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_is_given_twice_in_a_file(language: Language) -> None:
    text = (ROOM / "strings" / f"{language}.json").read_text(encoding="utf-8")
    pairs = json.loads(text, object_pairs_hook=list)
    assert [name for name, times in Counter(name for name, _ in pairs).items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_padded(language: Language) -> None:
    words = read_words(language)
    assert {name: text for name, text in words.items() if not text or text != text.strip()} == {}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_a_text_has_the_same_placeholders_in_every_language(language: Language) -> None:
    words = read_words(language)
    pairs = {name: (text, words[name]) for name, text in read_words("en").items() if name in words}
    differing = {name: two for name, two in pairs.items() if _fields(two[0]) != _fields(two[1])}
    assert differing == {}


@pytest.mark.parametrize("language", TRANSLATIONS)
def test_no_text_is_left_in_english(language: Language) -> None:
    english = read_words("en")
    words = read_words(language)
    assert {name for name, text in words.items() if text == english.get(name)} <= set(SAME)


@pytest.mark.parametrize("language", CHINESE)
def test_a_chinese_text_holds_chinese(language: Language) -> None:
    words = read_words(language)
    assert {name for name, text in words.items() if not IDEOGRAPH.search(text)} <= set(SAME)


def test_portuguese_holds_no_chinese() -> None:
    assert {name: text for name, text in read_words("pt").items() if IDEOGRAPH.search(text)} == {}


@pytest.mark.parametrize("language", CHINESE)
def test_a_chinese_text_is_in_its_own_script(language: Language) -> None:
    words = read_words(language)
    other = {name: converted(text, TO_ITSELF[language]) for name, text in words.items()}
    mixed = {name for name, text in words.items() if other[name] != text}
    assert mixed == {name for tag, name in NOT_CONVERTED if tag == language}


@pytest.mark.parametrize("language", CHINESE)
def test_chinese_is_punctuated_in_full_width(language: Language) -> None:
    words = read_words(language)
    assert {name: text for name, text in words.items() if HALF_WIDTH.search(text)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_marks_are_those_of_the_language(language: Language) -> None:
    others = set(OTHERS_QUOTES[language])
    assert {name: text for name, text in read_words(language).items() if others & set(text)} == {}


def test_the_exceptions_are_still_needed() -> None:
    english = read_words("en")
    same = {name for tag in TRANSLATIONS for name in SAME if read_words(tag)[name] == english[name]}
    assert same == set(SAME)


def test_the_code_names_only_texts_that_are_there() -> None:
    named = {next(filter(None, found)) for found in NAMED.findall(_code())}
    assert named - set(MADE) - {"items", "get", "js"} - set(read_words("en")) == set()


# The dead-string test: a text that no page shows is taken out of the four files.
def test_every_text_is_used_somewhere() -> None:
    assert [name for name in read_words("en") if not _is_used(name)] == []

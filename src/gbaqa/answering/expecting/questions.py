"""Tell what a question asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from gbaqa.answering.expecting.chinese_cues import CHINESE, CHINESE_KEYWORDS
from gbaqa.answering.expecting.english_cues import CONTACT, ENGLISH, KEYWORDS
from gbaqa.answering.expecting.portuguese_cues import PORTUGUESE
from gbaqa.answering.expecting.records import Cue, Expectation, Kind
from gbaqa.text.quantities import quantities
from gbaqa.text.quantities.english import ENGLISH as ENGLISH_WORDS
from gbaqa.text.quantities.latin import counted_noun
from gbaqa.text.quantities.portuguese import PORTUGUESE as PORTUGUESE_WORDS
from gbaqa.text.scripts import HAN, IDEOGRAPH, folded, language_of
from gbaqa.types import Language

CUES: dict[Language, tuple[Cue, ...]] = {
    "en": ENGLISH, "pt": PORTUGUESE, "zh-Hant": CHINESE, "zh-Hans": CHINESE,
}  # fmt: skip
SENTENCE_END = re.compile(rf"(?<=[.!?])\s+|(?<=[。!?])(?=[{HAN}])")
ASKING_WORDS = ("what", "when", "where", "which", "who", "why", "how")
# words that a question may well begin with, near to one of those above
NO_ERRORS = frozenset(
    "were there here then than that want went hat now show hot whole while white with wish whom "
    "whose hen was has had whats wheres whos two too no low".split()
)
UNITS = (
    ("CNY", r"\b(?:rmb|yuan|cny|renminbi)\b|人民币"),
    ("HKD", r"\b(?:hk\$|hkd|hong kong dollars?)|港[元币]|蚊"),
    ("MOP", r"\b(?:mop|patacas?)\b|澳门[元币]"),
    ("day", r"(?:how many|quantos) (?:\w+ )?(?:days|dias)\b|(?:几多|多少|几)个?(?:工作)?[天日]"),
    ("month", r"(?:how many|quantos) (?:months|meses)\b|(?:几多|多少|几)个月"),
    ("year", r"(?:how many|quantos) (?:years|anos)\b|(?:几多|多少|几)年"),
)
COUNTED = {
    "en": re.compile(r"\b(?:how many|number of|numbers? of)\b"),
    "pt": re.compile(r"\b(?:quant[oa]s|numero de)\b"),
}
COUNTED_CHINESE = re.compile(
    f"(?:几多|多少|几)[个间家所条项名位部辆座栋份件款种类套样只宗组]?([{HAN}]{{0,3}})"
)
CHINESE_ENDS = re.compile("[的在和与是系有为呢吗啊呀嘅咗被用可得到过以先要]")


def expected(question: str) -> Kind | None:
    """The kind of thing asked for, or None where any sentence may answer.

    >>> expected("How long is the bridge?"), expected("When did it open?"), expected("tea")
    ('how-much', 'when', None)
    >>> expected("大灣區有幾多個城市？"), expected("Quem preside?"), expected("wher is it?")
    ('how-many', 'who', 'where')
    """
    return expectation(question).kind


@lru_cache(maxsize=1024)
def expectation(question: str) -> Expectation:
    """What an answer to a question must hold, as far as its words tell.

    >>> found = expectation("How many members does the alliance have?")
    >>> found.kind, sorted(found.quantities), found.noun
    ('how-many', ['count'], 'member')
    """
    language = language_of(question)
    text = plain(question)
    cue = _cue(text, language)
    return Expectation(
        question=question,
        language=language,
        kind=cue.kind if cue else None,
        quantities=frozenset(cue.quantities) if cue else frozenset(),
        units=frozenset(unit for unit, words in UNITS if re.search(words, text)),
        noun=_noun(text, language) if cue and "count" in cue.quantities else "",
        said=quantities(question, language),
    )


def plain(question: str) -> str:
    """A question as the cues are written: lower case, no accents, Simplified, no odd spaces.

    Of the cues that it then holds the one that stands first counts; of those that begin at one
    place, the one that is listed first.

    >>> plain("Em que  MÊS?  "), plain("邊個")
    ('em que mes?', '边个')
    """
    text = unicodedata.normalize("NFKC", question).replace("’", "'").replace("甚", "什").casefold()
    bare = "".join(
        sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign)
    )
    bare = unicodedata.normalize("NFC", bare)
    return " ".join((folded(bare) if IDEOGRAPH.search(bare) else bare).split())


def _cue(text: str, language: Language) -> Cue | None:
    """The cue of the sentence that asks; yes or no only where nothing else is asked for."""
    if CONTACT_PATTERN.search(text):
        return CONTACT
    sentences = [_mended(one) for one in SENTENCE_END.split(text) if one]
    asking = [one for one in sentences if one[-1] == "?"]
    for group in (asking, [one for one in sentences if one not in asking]):
        found = [cue for one in group if (cue := _first(_compiled(CUES[language]), one))]
        if found:
            return next((cue for cue in found if cue.kind != "yes-no"), found[0])
    if asking and len(asking[-1].split()) >= WORDS_OF_A_CLAUSE:
        return WHETHER
    named = _first(_compiled(KEYWORDS), text)
    if named is None and IDEOGRAPH.search(text):
        named = _first(_compiled(CHINESE_KEYWORDS), text)
    return named or (WHETHER if asking else None)


def _first(cues: Iterable[tuple[Cue, re.Pattern[str]]], text: str) -> Cue | None:
    """The cue that stands first; of those at one place, the one listed first."""
    places = [
        (found.start(), order, cue)
        for order, (cue, pattern) in enumerate(cues)
        if (found := pattern.search(text))
    ]
    return min(places, key=lambda one: one[:2])[2] if places else None


@cache
def _compiled(cues: tuple[Cue, ...]) -> tuple[tuple[Cue, re.Pattern[str]], ...]:
    return tuple((cue, re.compile(cue.pattern)) for cue in cues)


CONTACT_PATTERN = re.compile(CONTACT.pattern)
WHETHER = Cue("yes-no", "")
WORDS_OF_A_CLAUSE = 7  # a shorter question without a question word may be keywords


def _mended(sentence: str) -> str:
    """The sentence with a typing error set right in its first word, where that asks: wher, waht."""
    first, space, rest = sentence.partition(" ")
    if len(first) < 3 or first in ASKING_WORDS or first in NO_ERRORS or not first.isascii():
        return sentence
    near = [word for word in ASKING_WORDS if OSA.distance(first, word, score_cutoff=1) <= 1]
    return max(near, key=len) + space + rest if near else sentence


def _noun(text: str, language: Language) -> str:
    """The stem of what is counted, as `Quantity.unit` has it."""
    if language in ("en", "pt"):
        found = COUNTED[language].search(text)
        words = PORTUGUESE_WORDS if language == "pt" else ENGLISH_WORDS
        return counted_noun(text[found.end() :], words) if found else ""
    counted = COUNTED_CHINESE.search(text)
    return CHINESE_ENDS.split(counted[1])[0][:2] if counted else ""

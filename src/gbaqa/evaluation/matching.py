"""Tell whether a text states a key fact, whatever its script, dashes, quotes or separators."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache, partial

from gbaqa.text.scripts import HAN, IDEOGRAPH, simplified

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d\u301c\uff5e~"
SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2032\u02bc`\u00b4"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u300c\u300d\u300e\u300f\u301d\u301e"
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
FOLDED = str.maketrans(
    dict.fromkeys(DASHES, "-")
    | dict.fromkeys(SINGLE_QUOTES, "'")
    | dict.fromkeys(DOUBLE_QUOTES, '"')
    | dict.fromkeys(UNSEEN, "")
    # a full-width comma between two numbers parts them; it never groups thousands
    | {"\uff0c": ", "}
)
# A comma, an apostrophe or a space groups thousands. A full stop does so in Portuguese, but
# one alone may be an English decimal point: only two or more tell.
GROUPED = re.compile(
    r"(?<!\d)(?<!\d[.,])[1-9]\d{0,2}"
    r"(?:([,' \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*|(?:\.\d{3}){2,})(?!\d)"
)
SEPARATOR = re.compile(r"[^\d]")
SPACES = re.compile(r"\s+")
# no space counts beside an ideograph or a dash, before a per cent sign, after a currency sign
IDLE_SPACE = re.compile(rf" (?=[{HAN}%-])|(?<=[{HAN}$\u00a5\u20ac\u00a3-]) ")
RUN_OF_DASHES = re.compile("-{2,}")
LETTER_OR_DIGIT = rf"(?![{HAN}])[^\W_]"
NUMBER_BEFORE, NUMBER_AFTER = r"(?<!\d)(?<!\d[.,])", r"(?!\d)(?![.,]\d)"
WORD_BEFORE, WORD_AFTER = rf"(?<!(?:{LETTER_OR_DIGIT}))", rf"(?!{LETTER_OR_DIGIT})"

# a number keeps its decimal point, a word its inner hyphens and apostrophes
WORD = re.compile(rf"[{HAN}]|{LETTER_OR_DIGIT}(?:{LETTER_OR_DIGIT}|[.,'-](?={LETTER_OR_DIGIT}))*")


def share_found(keys: Sequence[Sequence[str]], text: str) -> float:
    """The share of key facts of which at least one surface form stands in the text.

    >>> share_found([["56,000 km²"], ["nine cities", "9 cities"]], "It has 9 cities.")
    0.5
    """
    if not keys:
        raise ValueError("need at least one key")
    normal = normalised(text)
    return sum(any(_stands(form, normal) for form in forms) for forms in keys) / len(keys)


def overlap(evidence: Sequence[Sequence[str]], text: str) -> float:
    """F1 of the words of a text against those of the evidence, order aside.

    As SQuAD scores answers (Rajpurkar and others, EMNLP 2016); of the wordings of one piece
    the nearest counts.

    >>> round(overlap([["The fee is 100."]], "The yearly fee is 100."), 4)
    0.8889
    """
    told = _words(text)
    wanted: Counter[str] = Counter()
    for wordings in evidence:
        wanted += max(map(_words, wordings), key=partial(_f1, told))
    return _f1(told, wanted)


def _f1(told: Counter[str], wanted: Counter[str]) -> float:
    total = told.total() + wanted.total()
    return 2 * (told & wanted).total() / total if total else 0.0


def _words(text: str) -> Counter[str]:
    """Words and single ideographs, the punctuation between them left out."""
    return Counter(WORD.findall(normalised(text)))


def holds(text: str, form: str) -> bool:
    """Whether a surface form stands in the text, not inside a longer number or word.

    >>> holds("Há 1,000 membros", "1000"), holds("Há 1,000 membros", "100")
    (True, False)
    """
    return _stands(form, normalised(text))


@lru_cache(maxsize=4096)
def normalised(text: str) -> str:
    """The form in which texts and keys are compared.

    >>> normalised("「粵港澳大灣區」 有 86,100,000 人") == normalised('"粤港澳大湾区"有86100000人')
    True
    """
    text = GROUPED.sub(lambda match: SEPARATOR.sub("", match.group()), text.translate(FOLDED))
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = IDEOGRAPH.sub(lambda match: simplified(match.group()), text)
    text = RUN_OF_DASHES.sub("-", SPACES.sub(" ", text))
    return IDLE_SPACE.sub("", text).strip()


def _stands(form: str, normal: str) -> bool:
    pattern = _pattern(form)
    return bool(pattern and pattern.search(normal))


@lru_cache(maxsize=4096)
def _pattern(form: str) -> re.Pattern[str] | None:
    """The form between edges that it must not run over; None when nothing of it is left."""
    normal = normalised(form)
    if not normal:
        return None
    before, after = _edges(normal[0])[0], _edges(normal[-1])[1]
    return re.compile(before + re.escape(normal) + after)


def _edges(character: str) -> tuple[str, str]:
    if character.isdecimal():
        return NUMBER_BEFORE, NUMBER_AFTER
    if character.isalnum() and not IDEOGRAPH.match(character):
        return WORD_BEFORE, WORD_AFTER
    return "", ""

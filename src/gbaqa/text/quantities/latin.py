"""Read numbers, amounts and measures that are written in English or Portuguese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, partial

from gbaqa.text.quantities.english import ENGLISH
from gbaqa.text.quantities.latin_dates import date_readers
from gbaqa.text.quantities.lexicon import PREFIXES, SYMBOLS, Lexicon
from gbaqa.text.quantities.portuguese import PORTUGUESE
from gbaqa.text.quantities.records import Precision, Quantity, Reader, Unit, found
from gbaqa.text.terms import stem
from gbaqa.types import Language

LETTER = "[^\\W\\d_\u3400-\u9fff]"
BEFORE = rf"(?<!{LETTER})(?<!\d)(?<!\d[.,/])(?<!{LETTER}[-/.])(?<!_)"
AFTER = rf"(?!{LETTER}|\d|[.,]\d)"
WORD = re.compile(rf"[ -]?[\"'“‘]?({LETTER}(?:{LETTER}|['-](?={LETTER}))*)")
LIST_MARKER = re.compile(r"[(（]\d{1,2}[)）]")
PERCENT = Unit(" ?%", "percent", "%")
WORDS_TO_NOUN = 4  # two large state-owned enterprises
IRREGULAR = frozenset("people men women children staff police feet".split())
NOT_PLURAL = re.compile(r"(?:ss|us|is|'s|news|cross|gas)$")
SHORT = {"k": 1000, "m": 10**6, "b": 10**9}  # after a currency's sign alone


def lexicon_of(language: Language) -> Lexicon:
    """Portuguese words and its decimal comma for Portuguese, English ones for the others."""
    return PORTUGUESE if language == "pt" else ENGLISH


@cache
def latin_readers(language: Language) -> tuple[Reader, ...]:
    """The readers of one language; where two begin at one place the earlier counts."""
    return (*date_readers(lexicon_of(language)), *_number_readers(lexicon_of(language)))


def _number_readers(words: Lexicon) -> Iterator[Reader]:
    number, scale = _number(words), _scale(words.scales)
    counted = f"{BEFORE}{number}{scale}"
    units = (PERCENT, *words.moneys, *SYMBOLS, *words.units)
    short = _scale({**words.scales, **SHORT})
    measured = (
        (f"(?<!{LETTER}){_one_of(PREFIXES)} ?{number}{short}", PREFIXES),
        (rf"\b{words.age}(?P<core>{number})", (Unit("", "age", "year"),)),
        (rf"\b(?:{words.naming}) (?P<core>{number})", (Unit("", "ordinal", "th"),)),
    )
    yield _reader(_fraction_pattern(words), partial(_fraction, words))
    for pattern, kinds in measured:
        yield _reader(pattern + AFTER, partial(_measured, words, kinds))
    ordinals = rf"\d+(?:{words.ordinal_mark})|{_any_of(words.ordinals)}"
    yield _reader(f"{BEFORE}(?P<ordinal>{ordinals}){AFTER}", partial(_ordinal, words))
    measure = f"{words.link}{_one_of(units)}{AFTER}"
    yield _reader(
        rf"{counted}(?:(?P<unit>{measure})|(?![.,]\d|\d|/\w))", partial(_number_read, words, units)
    )


def _reader(pattern: str, read: Callable[[re.Match[str]], Quantity | None]) -> Reader:
    return Reader(re.compile(pattern, re.IGNORECASE), read)


def _any_of(words: Iterable[str]) -> str:
    """One of the words, the longest that fits."""
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


def _one_of(units: Iterable[Unit]) -> str:
    """One of the units, in a group that carries its place."""
    return "(?:" + "|".join(f"(?P<u{i}>{unit.pattern})" for i, unit in enumerate(units)) + ")"


def _number(words: Lexicon) -> str:
    word, joint = _any_of(words.numbers), "|".join(("[ -]", *words.joints))
    article = rf"(?:{words.article})(?= {_any_of(words.scales)}\b)"
    spelled = rf"{word}(?:(?:{joint}){word})*\b"
    return rf"(?P<number>{words.figure}|\b(?:{spelled}|{article}|{words.lone}))"


def _scale(scales: Mapping[str, int]) -> str:
    return rf"(?:[ -]?(?P<scale>{_any_of(scales)})\b)?"


def _fraction_pattern(words: Lexicon) -> str:
    above = rf"\b(?P<above>{words.article}|{_any_of(words.numbers)})[ -]"
    part = rf"(?P<below>{_any_of(words.fractions)})\b"
    half = r"\b(?P<half>half|metade)(?= (?:of|the|da|do|das|dos)\b)"
    return rf"{BEFORE}(?:{above}{part}(?! (?:{words.not_shared}))|{half})"


def _fraction(words: Lexicon, match: re.Match[str]) -> Quantity | None:
    if match["half"]:
        return found(match, "percent", Decimal(50), "%")
    above = words.numbers.get(match["above"].lower(), 1)
    below = words.fractions[match["below"].lower()]
    return found(match, "percent", Decimal(100 * above) / below, "%") if above < below else None


def _number_read(words: Lexicon, units: tuple[Unit, ...], match: re.Match[str]) -> Quantity | None:
    return _measured(words, units, match) if match["unit"] else _count(words, match)


def _measured(words: Lexicon, units: tuple[Unit, ...], match: re.Match[str]) -> Quantity | None:
    value = _value(words, match)
    groups = match.groupdict()
    unit = next((one for i, one in enumerate(units) if groups.get(f"u{i}")), units[0])
    return None if value is None else found(match, unit.kind, value * unit.size, unit.unit)


def _ordinal(words: Lexicon, match: re.Match[str]) -> Quantity | None:
    text = match["ordinal"]
    figures = re.match(r"\d+", text)
    if figures:
        return found(match, "ordinal", Decimal(figures[0]), "th")
    place = next(n for word, n in words.ordinals.items() if re.fullmatch(word, text.lower()))
    return found(match, "ordinal", Decimal(place), "th")


def _count(words: Lexicon, match: re.Match[str]) -> Quantity | None:
    value, after = _value(words, match), match.string[match.end() :]
    marker = LIST_MARKER.match(match.string, max(0, match.start() - 1))
    figure = match["number"][0].isdigit()
    following = WORD.match(after)
    joined = following is not None and following[0][0] not in " -"
    hyphened = after[:1] == "-" and following is not None
    if marker or value is None or joined or (hyphened and not figure):
        return None
    noun = counted_noun(after, words)
    if value == 1 and not figure and (not noun or match["number"].lower() in words.articles):
        return None
    return found(match, "count", value, noun)


def counted_noun(after: str, words: Lexicon) -> str:
    """The stem of what is counted: the first plural of the words after a number, else the first.

    >>> counted_noun(" large core members in 2020", ENGLISH), counted_noun(" of them", ENGLISH)
    ('member', '')
    """
    nouns: list[str] = []
    while len(nouns) < WORDS_TO_NOUN and (following := WORD.match(after)):
        if following[1].lower() in words.function:
            break
        nouns.append(following[1].lower())
        after = after[following.end() :]
    plural = next((noun for noun in nouns if _is_plural(noun)), nouns[0] if nouns else "")
    return stem(plural, "pt" if words is PORTUGUESE else "en")


def _is_plural(noun: str) -> bool:
    return noun in IRREGULAR or (noun.endswith("s") and not NOT_PLURAL.search(noun))


def _value(words: Lexicon, match: re.Match[str]) -> Decimal | None:
    number, scale = match["number"].lower(), match.groupdict().get("scale")
    value = _figure(words, number) if number[0].isdigit() else _spelled(words, number)
    if value is None or scale is None:
        return value
    return value * ({**words.scales, **SHORT})[scale.lower()]


def _figure(words: Lexicon, number: str) -> Decimal:
    grouping = "," if words.decimal == "." else "."
    return Decimal(number.replace(" ", "").replace(grouping, "").replace(words.decimal, "."))


def _spelled(words: Lexicon, number: str) -> Decimal | None:
    """The value of number words, None where they are no one number: five three.

    >>> _spelled(ENGLISH, "two hundred and twenty-five"), _spelled(ENGLISH, "five three")
    (Decimal('225'), None)
    """
    if number in words.halves:
        return Decimal("0.5")
    total = current = 0
    for word in re.split("[ -]", number):
        size = words.numbers.get(word)
        if size is None:
            continue  # an article or "and"
        if size == 1000:
            total, current = total + (current or 1) * size, 0
        elif word in words.factors:
            current = (current or 1) * size
        elif current % _room(size):
            return None
        else:
            current += size
    return Decimal(total + current or 1)


def _room(size: int) -> int:
    """What a number word must be below the last place of: 20 takes 5, 5 takes nothing."""
    return 10 if size < 10 else 100 if size < 100 else 1000


def leading_number(text: str, language: Language) -> Decimal | None:
    """The number that is written first in a text, without its scale and unit.

    >>> leading_number("HK$1.5 million", "en"), leading_number("three hectares", "en")
    (Decimal('1.5'), Decimal('3'))
    """
    words = lexicon_of(language)
    match = _numbers(language).search(text)
    if match is None:
        return None
    number = match["number"].lower()
    return _figure(words, number) if number[0].isdigit() else _spelled(words, number)


@cache
def _numbers(language: Language) -> re.Pattern[str]:
    return re.compile(_number(lexicon_of(language)), re.IGNORECASE)


def precision_in(before: str, after: str, language: Language) -> Precision | None:
    """What the words around a number say of it.

    >>> precision_in("a fund of at least ", "", "en"), precision_in("", " or more", "en")
    ('at least', 'at least')
    """
    ahead, behind = _precisions(language)
    for patterns, text in ((ahead, before), (behind, after)):
        for precision, pattern in patterns:
            if pattern.search(text):
                return precision
    return None


@cache
def _precisions(
    language: Language,
) -> tuple[list[tuple[Precision, re.Pattern[str]]], list[tuple[Precision, re.Pattern[str]]]]:
    words = lexicon_of(language)
    return (
        [
            (precision, re.compile(rf"\b(?:{text})(?: (?:the|an?|o|a|os|as))? $", re.IGNORECASE))
            for precision, text in words.precisions
        ],
        [
            (precision, re.compile(rf"^(?:{text})(?!\w)", re.IGNORECASE))
            for precision, text in words.after
        ],
    )

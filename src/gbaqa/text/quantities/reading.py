"""Find the quantities of a text, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache

from gbaqa.text.quantities.chinese import chinese_readers, precision_in_chinese
from gbaqa.text.quantities.latin import latin_readers, leading_number, precision_in
from gbaqa.text.quantities.records import Quantity, Reader
from gbaqa.text.scripts import IDEOGRAPH, folded
from gbaqa.types import Language

# full-width forms and odd dashes and spaces, each as the one character that it stands for
PLAIN = str.maketrans(
    {chr(0xFF01 + i): chr(0x21 + i) for i in range(94) if chr(0x21 + i) not in ",:;?!()"}
    | dict.fromkeys("\u00a0\u2009\u202f\u2002\u2003\u3000", " ")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | {"\u2019": "'", "￥": "¥", "＄": "$", "％": "%"}
)
JOINT = re.compile(r" ?(?:-|~|to|and|or|a|e|ou|至|到|和|或|与|、) ?")
RANGE = re.compile(r" ?(?:-|~|to|a|至|到) ?")
NEAR = 32  # characters in which "about" and the like are looked for


@lru_cache(maxsize=4096)
def quantities(text: str, language: Language) -> tuple[Quantity, ...]:
    """The quantities of a text, non-overlapping; the language tells the decimal mark.

    >>> [(one.span.of("Mais de 1,3 mil milhões"), int(one.value), one.precision)
    ...  for one in quantities("Mais de 1,3 mil milhões", "pt")]
    [('1,3 mil milhões', 1300000000, 'over')]
    >>> found = quantities("於2023年12月有九個城市", "zh-Hant")
    >>> [(one.kind, int(one.value), one.unit) for one in found]
    [('date', 20231200, ''), ('count', 9, '城市')]
    >>> [int(one.value) for one in quantities("20 to 30 per cent of HK$130-million", "en")]
    [20, 30, 130000000]
    """
    plain = text.translate(PLAIN)
    if IDEOGRAPH.search(plain):
        plain = folded(plain)
    found = _apart(_all(plain, _readers(language)))
    return tuple(_with_precision(one, plain, language) for one in _ranges(found, plain, language))


@cache
def _readers(language: Language) -> tuple[Reader, ...]:
    return (*chinese_readers(), *latin_readers(language))


def _all(plain: str, readers: Sequence[Reader]) -> Iterator[tuple[int, int, Quantity]]:
    chinese = bool(IDEOGRAPH.search(plain))
    for order, reader in enumerate(readers):
        if reader.chinese and not chinese:
            continue
        for match in reader.pattern.finditer(plain):
            quantity = reader.read(match)
            if quantity is not None:
                yield quantity.span.start, order, quantity


def _apart(found: Iterator[tuple[int, int, Quantity]]) -> list[Quantity]:
    """From left to right; of those that begin at one place, the first reader's."""
    kept: list[Quantity] = []
    for start, _, quantity in sorted(found, key=lambda one: one[:2]):
        if not kept or start >= kept[-1].span.end:
            kept.append(quantity)
    return kept


def _ranges(found: list[Quantity], plain: str, language: Language) -> list[Quantity]:
    """Give a bare number the unit of the one that it is joined to: 20 to 30 per cent."""
    for place in range(len(found) - 1):
        one, other = found[place : place + 2]
        joint = plain[one.span.end : other.span.start]
        if RANGE.fullmatch(joint) or (JOINT.fullmatch(joint) and one.kind in ("count", "age")):
            found[place : place + 2] = _alike(one, other, plain, language)
    return found


def _alike(
    one: Quantity, other: Quantity, plain: str, language: Language
) -> tuple[Quantity, Quantity]:
    """Two joined quantities, each with what only the other one says."""
    if one.kind == other.kind == "date":
        filled = (
            _filled(int(one.value), int(other.value)),
            _filled(int(other.value), int(one.value)),
        )
        return replace(one, value=filled[0]), replace(other, value=filled[1])
    if one.kind == "count" == other.kind:
        return replace(one, unit=one.unit or other.unit), other
    if one.kind == "count":
        return _like(one, other, plain, language), other
    if one.kind == "age" and other.kind == "count":
        return one, replace(other, kind="age", unit=one.unit)
    if one.kind == "money" and other.kind == "count":
        size, whole = (
            other.value / _unscaled(other, plain, language),
            _unscaled(one, plain, language) == one.value,
        )
        scaled = one.value * size if whole and one.value < other.value else one.value
        return replace(one, value=scaled), replace(other, kind="money", unit=one.unit)
    return one, other


def _filled(date: int, beside: int) -> Decimal:
    """A date with the year and month of the date beside it, where it lacks its own."""
    year = date // 10000 or beside // 10000
    month = date // 100 % 100 or (beside // 100 % 100 if date % 100 else 0)
    return Decimal(year * 10000 + month * 100 + date % 100)


def _like(one: Quantity, other: Quantity, plain: str, language: Language) -> Quantity:
    """A bare number as one more of the kind that follows it."""
    if other.kind == "date":
        day = int(other.value) % 100
        fits = day and one.value in range(1, 32)
        return replace(one, kind="date", value=other.value - day + one.value) if fits else one
    if other.kind in ("ordinal", "time"):
        return one
    size = other.value / _unscaled(other, plain, language)
    return replace(one, kind=other.kind, value=one.value * size, unit=other.unit)


def _unscaled(one: Quantity, plain: str, language: Language) -> Decimal:
    """The number as it is written, without its scale; its value where that cannot be told."""
    return leading_number(one.span.of(plain), language) or one.value or Decimal(1)


def _with_precision(one: Quantity, plain: str, language: Language) -> Quantity:
    before, after = plain[max(0, one.span.start - NEAR) : one.span.start], plain[one.span.end :]
    said = precision_in_chinese(before, one.span.of(plain), after) or precision_in(
        before, after[:NEAR], language
    )
    return replace(one, precision=said) if said else one

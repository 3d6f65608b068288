"""What a number in a text says: where it stands, its kind, its value and its unit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gbaqa.types import Span

QuantityKind = Literal[
    "money", "percent", "area", "length", "duration", "date", "time", "ordinal", "speed", "age",
    "count",
]  # fmt: skip
Precision = Literal["", "about", "over", "under", "at least"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with its unit, `span.of(text)` its words.

    `value` is in the kind's one unit: km2, km, km/h, %, and for money the currency whose ISO 4217
    code is `unit` ("$" and "元" where the text leaves it open). A duration keeps day, month, year,
    hour, minute or second; a week counts 7 days. A date is the number yyyymmdd, with zeros for
    what is not said; a time of day is hhmm. Of a count, `unit` is the stem of what is counted or,
    in Chinese, up to two ideographs of it in Simplified form, "" where that cannot be told.
    """

    span: Span
    kind: QuantityKind
    value: Decimal
    unit: str = ""
    precision: Precision = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """A pattern, and what one match of it says; None where it turns out to say nothing."""

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Quantity | None]
    chinese: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """How a unit is written (a pattern), and what one of it is."""

    pattern: str
    kind: QuantityKind
    unit: str
    size: Decimal = Decimal(1)


def found(match: re.Match[str], kind: QuantityKind, value: Decimal, unit: str = "") -> Quantity:
    """A quantity that covers its match, or the group named `core` where the pattern has one."""
    group = "core" if "core" in match.re.groupindex else 0
    return Quantity(Span(*match.span(group)), kind, value, unit)


def dated(year: int = 0, month: int = 0, day: int = 0) -> Decimal | None:
    """The number yyyymmdd, None where there is no such month or day.

    >>> dated(2023, 12), dated(2023, 13)
    (Decimal('20231200'), None)
    """
    possible = month <= 12 and day <= 31 and (year or month or day)
    return Decimal(year * 10000 + month * 100 + day) if possible else None


def clock(hour: int, minute: int = 0, *, afternoon: bool = False) -> Decimal | None:
    """The number hhmm of a time of day, None where there is none such.

    >>> clock(6, 30, afternoon=True), clock(25)
    (Decimal('1830'), None)
    """
    hour += 12 if afternoon and hour < 12 else 0
    return Decimal(hour * 100 + minute) if hour <= 24 and minute < 60 else None

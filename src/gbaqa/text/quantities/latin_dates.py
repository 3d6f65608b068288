"""Read dates and times of day that are written in English or Portuguese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from gbaqa.text.quantities.lexicon import Lexicon
from gbaqa.text.quantities.records import Quantity, Reader, clock, dated, found

YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d|[.,]\d|:\d)"
SHORT_YEAR = r"(?:[/-]\d\d(?!\d|[/-]))?"  # 2021/22
DAY = r"(?P<day>[0-3]?\d)"
EDGE = r"(?<![\w.,/$€£¥-])(?<!No )"
# a round year before one of these is a number of them
COUNTED = re.compile(
    r" (?:people|persons|pessoas|members|companies|firms|enterprises|empresas|residents|"
    r"(?:square )?(?:kilo)?met(?:re|er)s?|km|hectares|yuan|patacas|HK dollars|dollars|euros|"
    r"times|places|jobs|years|days|hours)\b",
    re.IGNORECASE,
)
# these names of months are words, too: a sign of a date must stand before them
PLAIN_MONTHS = re.compile("may|mar|march|jan|jun|dec|set|dez", re.IGNORECASE)
LEADS = ("in", "by", "of", "since", "until", "from", "to", "last", "next", "this", "early", "late")
LEADS_PT = ("em", "de", "desde", "até", "final de")
NOON = {"noon": 12, "midday": 12, "meio-dia": 12, "midnight": 24, "meia-noite": 24}


def date_readers(words: Lexicon) -> Iterator[Reader]:
    """Full dates before parts of dates."""
    month = "|".join(f"(?P<m{i}>{name})" for i, name in enumerate(words.months, 1))
    month = rf"(?:{month})(?![\w'])\.?"
    part = f"(?:{words.part})?"
    day_mark = "(?:st|nd|rd|th|\\.?º)?(?: day)?"
    day_after = (
        rf" {DAY}(?:st|nd|rd|th)?(?![\d.,]*\d| (?:per ?cent|million))"
        rf"(?:,? {YEAR.replace('year', 'then')})?"
    )
    patterns: tuple[tuple[str, Callable[[re.Match[str]], Quantity | None]], ...] = (
        (r"(?<!\d)(?P<year>\d{4})([-/.])(?P<month>\d\d?)\2(?P<day>\d\d?)(?!\d)", _plain),
        (r"(?<!\d)(?P<day>\d\d?)([-/.])(?P<month>\d\d?)\2(?P<year>\d{4})(?!\d)", _plain),
        (rf"{EDGE}{part}{DAY}{day_mark}{words.of}{month}(?:{words.of}{YEAR})?", _named),
        (rf"\b(?P<core>{part}{month}(?:{words.of}{YEAR}|{day_after})?)", _from_month),
        (rf"{EDGE}{part}{YEAR}{SHORT_YEAR}(?P<decade>s\b)?(?![\w%/])", _year),
        (
            r"(?<![\d:.,])(?P<hour>[0-2]?\d)(?:[:.h](?P<minute>[0-5]\d))? ?"
            r"(?P<half>[ap]\.?m\b\.?)",
            _clock,
        ),
        (r"(?<![\d:])(?P<hour>[0-2]?\d)[:h](?P<minute>[0-5]\d)(?![\d:])", _clock),
        (rf"\b(?P<noon>{'|'.join(NOON)})\b", _noon),
    )
    for pattern, read in patterns:
        yield Reader(re.compile(pattern, re.IGNORECASE), read)


def _named(match: re.Match[str]) -> Quantity | None:
    value = dated(int(match["year"] or 0), _month(match), int(match["day"]))
    return None if value is None else found(match, "date", value)


def _plain(match: re.Match[str]) -> Quantity | None:
    value = dated(int(match["year"]), int(match["month"]), int(match["day"]))
    return None if value is None else found(match, "date", value)


def _from_month(match: re.Match[str]) -> Quantity | None:
    year, day = int(match["year"] or match["then"] or 0), int(match["day"] or 0)
    if not year and not day:
        return _month_alone(match)
    value = dated(year, _month(match), day)
    return None if value is None else found(match, "date", value)


def _month_alone(match: re.Match[str]) -> Quantity | None:
    """A month without day or year; only capitals or the word before tell it from a verb."""
    name = match["core"].split()[-1].rstrip(".")
    before = match.string[: match.start()].split()[-1:]
    led = bool(before) and before[0].lower() in (*LEADS, *LEADS_PT)
    whole = name.isalpha() and (name[0].isupper() or led)
    if not whole or (PLAIN_MONTHS.fullmatch(name) and not led) or len(name) < 3:
        return None
    return found(match, "date", Decimal(_month(match) * 100))


def _year(match: re.Match[str]) -> Quantity | None:
    year = int(match["year"])
    after = match.string[match.end() :]
    if year % 100 == 0 and match[0] == match["year"] and COUNTED.match(after):
        return None
    return found(match, "date", Decimal(year * 10000))


def _clock(match: re.Match[str]) -> Quantity | None:
    half = (match.groupdict().get("half") or "").lower()
    hour = int(match["hour"])
    if half.startswith("a") and hour == 12:
        hour = 0
    value = clock(hour, int(match["minute"] or 0), afternoon=half.startswith("p"))
    return None if value is None else found(match, "time", value)


def _noon(match: re.Match[str]) -> Quantity | None:
    value = clock(NOON[match["noon"].lower()])
    return None if value is None else found(match, "time", value)


def _month(match: re.Match[str]) -> int:
    return next(i for i in range(1, 13) if match[f"m{i}"])

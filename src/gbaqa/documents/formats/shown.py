"""Write a cell's value as its number format shows it; dates, which formats write in any order, ISO.

Formats of Excel, of which the simple ones are kept: decimals, thousands, percent, currency, the
words around a number. What is not understood is written in full.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from math import isnan

# "text", [condition], escaped character, width or fill of a character, digits, anything else
PARTS = re.compile(r'"([^"]*)"?|\[([^\]]*)\]|\\(.)|[_*].|([0#?][0#?,.]*|\.[0#?]+)|(.)', re.DOTALL)
CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")  # [$HK$-3C04]
UNDERSTOOD = frozenset("%()-+ $€£¥:~'<>=&!^{}/円元人")
LONGEST_FORMAT = 255  # of Excel
EXACT = 10**15  # beyond, a double has no place for decimals


def shown(value: object, written: str) -> str:
    """A value as text.

    >>> shown(0.125, "0.0%"), shown(-1234.5, "#,##0.00"), shown(5, '"MOP "0;("MOP "0)')
    ('12.5%', '-1,234.50', 'MOP 5')
    >>> shown(datetime(2024, 5, 1), "d/m/yyyy"), shown(0.1 + 0.2, "General"), shown(True, "General")
    ('2024-05-01', '0.3', 'TRUE')
    """
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case datetime() | date() | time():
            return _moment(value, written)
        case timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
        case int() | float():
            return _number(value, written)
        case _:
            return str(value)


def _moment(value: datetime | date | time, written: str) -> str:
    """A date in as much detail as its format shows of it."""
    written = written[:LONGEST_FORMAT]
    letters = set(re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", written).lower())
    if isinstance(value, time):
        return value.isoformat("seconds").removesuffix(":00")
    day = value.isoformat()[:10]
    if isinstance(value, datetime) and (value.time() != time() or "h" in letters):
        clock = value.time().isoformat("seconds").removesuffix(":00")
        return f"{day} {clock}" if letters & set("yd") else clock
    if "y" in letters and "d" not in letters:
        return day[:7] if "m" in letters else day[:4]
    return day


def _number(value: float, written: str) -> str:
    if isnan(value) or abs(value) >= EXACT:
        return _general(value)
    if written == "General" or len(written) > LONGEST_FORMAT:
        return _general(value)
    sections = _sections(written)
    chosen = sections[0]
    if value < 0 and len(sections) > 1:
        chosen, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        chosen = sections[2]
    try:
        return _filled(value, chosen)
    except (ValueError, InvalidOperation):
        return _general(value)


@lru_cache(maxsize=256)
def _sections(written: str) -> list[str]:
    """What is written for numbers above, below and of zero; one section where it has conditions."""
    parts = re.findall(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;"\\\[]|[\\\[])+|(?<=;)(?=;|$)', written)
    return parts[:1] if re.search(r"\[[<>=]", written) else parts or ["General"]


def _filled(value: float, section: str) -> str:
    """The section with the number in place of its digits; raises ValueError for other formats."""
    before, digits, after = "", "", ""
    percent = 0
    for quoted, bracket, escaped, mask, other in PARTS.findall(section):
        currency = CURRENCY.fullmatch(bracket)
        text = quoted or escaped or (currency[1] if currency else "")
        if mask and not digits:
            digits = mask
            continue
        if mask or (other and other not in UNDERSTOOD):
            raise ValueError(section)
        percent += other == "%"
        text += other
        before, after = (before, after + text) if digits else (before + text, after)
    if not digits:  # a word in place of the number, or nothing
        return before.strip()
    return f"{before}{_digits(Decimal(repr(value)) * 100**percent, digits)}{after}".strip()


def _digits(number: Decimal, mask: str) -> str:
    """A number in as many digits as a mask such as #,##0.0# has."""
    scaled = mask.rstrip(",")
    number /= 1000 ** (len(mask) - len(scaled))
    whole_mask, _, decimals = scaled.partition(".")
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole_mask else f"{rounded:f}"
    for place in reversed(decimals):  # an optional digit at the end
        if place == "0" or not text.endswith("0"):
            break
        text = text[:-1]
    minus, text = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, dot, rest = text.partition(".")
    least = whole_mask.count("0")
    return minus + whole.rjust(least, "0") + (dot + rest if rest else "")


def _general(value: float) -> str:
    """A number in full, to the digits that Excel shows."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < EXACT):
        return str(int(value))
    return f"{Decimal(f'{value:.11g}'):f}" if 1e-9 < abs(value) < EXACT else f"{value:.11g}"

"""The value of a Chinese numeral, written in signs, figures or both, in Simplified form."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {sign: i for i, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "亿": 10**8}
SIGN = "零〇○一二三四五六七八九两十百千万亿廿卅"
FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?"
NUMERAL = (
    rf"(?:{FIGURE}|[{SIGN}])(?:{FIGURE}|[{SIGN}]|[多余](?=[万亿]))*+"
    "(?:点[零〇一二三四五六七八九]++[万亿]*+)?"
)
TOKEN = re.compile(rf"{FIGURE}|[{SIGN}]")
LONGEST = 24  # tokens; nobody writes a longer numeral


def numeral_value(numeral: str) -> Decimal | None:
    """The one number that a numeral stands for, if it does.

    >>> numeral_value("三万五千"), numeral_value("1.3万亿"), numeral_value("一百五")
    (Decimal('35000'), Decimal('1300000000000.0'), Decimal('150'))
    >>> numeral_value("二〇二四"), numeral_value("十四五")
    (Decimal('2024'), None)
    """
    whole, _, decimals = re.sub("[多余廿卅]", _written_out, numeral).partition("点")
    scale = re.search("[万亿]*$", decimals)
    tokens = TOKEN.findall(whole)
    if not 0 < len(tokens) <= LONGEST:
        return None
    value = _digits(tokens) if set(tokens) <= set(DIGITS) else _value(tokens)
    if value is None or not decimals or scale is None:
        return value
    value += Decimal("0." + "".join(str(DIGITS[sign]) for sign in decimals[: scale.start()]))
    for sign in scale[0]:
        value *= MYRIADS[sign]
    return value


def _written_out(match: re.Match[str]) -> str:
    return {"廿": "二十", "卅": "三十"}.get(match[0], "")


def _digits(tokens: list[str]) -> Decimal | None:
    """Signs read one by one: one digit, or four and more as years are read; else no number."""
    written = "".join(str(DIGITS[sign]) for sign in tokens)
    return Decimal(written) if len(tokens) == 1 or len(tokens) >= 4 else None


def _value(tokens: list[str]) -> Decimal | None:
    """Myriads of sections of up to four places: 1亿2000万, 三万五千."""
    total, section, current, last = Decimal(0), Decimal(0), None, 1
    for place, sign in enumerate(tokens):
        if sign in MYRIADS:
            before = section + (current or 0)
            if sign == "亿":
                total, before = Decimal(0), total + before
            if not before:
                return None
            total += before * MYRIADS[sign]
            section, current, last = Decimal(0), None, MYRIADS[sign]
        elif sign in TENS:
            section += (1 if current is None else current) * TENS[sign]
            current, last = None, TENS[sign]
        elif current and sign not in "零〇○":
            return None
        else:
            alone = place == len(tokens) - 1 and last >= 100 and tokens[place - 1] not in "零〇○"
            short = alone and sign in DIGITS  # 一百五 is 150
            current = _figure(sign) * (last // 10 if short else 1)
            last = 1 if sign in "零〇○" else last
    return total + section + (current or 0)


def _figure(token: str) -> Decimal:
    if token in DIGITS:
        return Decimal(DIGITS[token])
    return Decimal(token.replace(",", "").replace(" ", ""))

"""Write the numbers of lists and articles as office programs do: 3, c, III, 三."""

from __future__ import annotations

ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
DIGITS = "〇一二三四五六七八九"
LARGEST = 9999  # of what is not written in digits
CHINESE = frozenset(
    "chineseCounting chineseCountingThousand taiwaneseCounting taiwaneseCountingThousand "
    "japaneseCounting ideographDigital taiwaneseDigital".split()
)


def numeral(number: int, written: str) -> str:
    """A number in the manner that OOXML names; digits for a manner that is not known.

    >>> [numeral(14, written) for written in ("decimal", "lowerLetter", "upperRoman")]
    ['14', 'n', 'XIV']
    >>> [numeral(number, "chineseCounting") for number in (3, 10, 21, 105)]
    ['三', '十', '二十一', '一百〇五']
    """
    if not 0 < number <= LARGEST:
        return str(number)
    if written in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if written == "upperLetter" else letters
    if written in ("lowerRoman", "upperRoman"):
        return _roman(number).upper() if written == "upperRoman" else _roman(number)
    if written == "decimalZero":
        return f"{number:02d}"
    return _chinese(number) if written in CHINESE else str(number)


def _roman(number: int) -> str:
    written = ""
    for size, letters in ROMAN:
        written += letters * (number // size)
        number %= size
    return written


def _chinese(number: int) -> str:
    written = ""
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            written += DIGITS[digit] + unit
        elif written and number and not written.endswith(DIGITS[0]):
            written += DIGITS[0]
    return written.removeprefix("一") if written.startswith("一十") else written

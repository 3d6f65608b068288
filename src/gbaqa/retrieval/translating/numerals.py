"""Write the Chinese numerals of a question as the figures that an English text would use."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from math import prod

from gbaqa.text.scripts import HAN

DIGITS = {digit: str(i) for i, digit in enumerate("零一二三四五六七八九")} | {
    "〇": "0", "○": "0", "兩": "2", "两": "2",
}  # fmt: skip
UNITS = {"億": 10**8, "萬": 10**4, "千": 1000, "百": 100, "十": 10}
SPELLINGS = {"亿": "億", "万": "萬", "廿": "二十", "卅": "三十"}
SCALES = {"trillion": 10**12, "billion": 10**9, "million": 10**6}
LONGEST = 24  # signs; nobody asks with a longer numeral, and the reading below is recursive

# Words whose numeral is a part of a name. A single numeral before no measure word needs no entry.
KEPT = (
    "[雙双]十一|十一(?=假期|[黃黄]金|[長长]假|[國国][慶庆]|期[間间])|十[二三四五六七八九]大(?![灣湾])|二十大(?![灣湾])"
    "|[萬万]一|十三行|十[四八][鄉乡]|廿四味|二十四味|八月十五|三月三|十月初五|[五七]人[車车]|三人行|五[台臺]山|三元[里橋桥]|三部曲|四人[幫帮]|三[個个]代表|三[輪轮]"
    "|三位一[體体]|二次元|五月天|第三[方者]|第一[時时][間间]|第一[線线]|第[一二三][產产]業?"
    "|[0-9]{4}(?=[萬万][聖圣])"
)
MEASURE = re.compile(
    "[個个間间家所條条項项名位人部輛辆座棟栋幢層层次屆届期批隻只張张份本冊册台臺場场天日年週周歲岁"
    "倍站班宗件款種种類类元蚊塊块米噸吨秒頁页戶户套所輪轮架艘枚]"
    "|小[時时]|分[鐘钟]|[點点][鐘钟半正]|星期|公[里頃顷斤尺噸吨]|平方|立方|海里|[學学]分|[車车]道"
    "|港[元幣币]|美[元金]|人民[幣币]|[澳葡][門门幣币]|[號号](?![稱称召])|英里"
)
# what an amount without a leading digit must stand before: 千萬人 counts, 千萬別 does not
COUNTED = re.compile(
    "[元蚊人個个噸吨戶户輛辆]|港[元幣币]|美[元金]|人民[幣币]|[澳葡][門门幣币]|平方|[級级]"
)
ORDINAL_NOUN = re.compile("世[紀纪]|全?[運运](?![輸输作營营送行用費费力河載载])")
CARDINAL_NOUN = re.compile(
    f"[章款號号頁页節节類类]|[條条](?![{HAN}]{{0,4}}[橋桥隧路線线道])"
)  # Article 5, not the 5th article
# not calendar.month_name, which follows the locale
MONTHS = (
    "January February March April May June July August September October November December"
).split()
FRACTIONS = "half third quarter fifth sixth seventh eighth ninth tenth".split()  # from 1/2
WORDS = "zero one two three four five six seven eight nine ten".split()

DIGIT = "[零〇○一二三四五六七八九兩两]"
ZEROS = "零〇○"
SHORT = re.compile(f"{DIGIT}|[0-9]")
SIGN = "零〇○一二三四五六七八九兩两十百千萬万億亿廿卅"
FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9０-９]{1,12})(?:\.[0-9]{1,6})?(?![0-9０-９])"
START = rf"(?<![{SIGN}幾几數数0-9０-９.,A-Za-z])"
RUN = rf"(?:{FIGURE}|[{SIGN}])(?:{FIGURE}|[{SIGN}]|[多餘余](?=[萬万億亿]))*+"
DECIMAL = rf"[{SIGN}]++[點点]{DIGIT}++"
YEAR = f"(?:[12１２][0-9０-９]{{3}}|一[八九]{DIGIT}{{2}}|二[零〇○]{DIGIT}{{2}}|{DIGIT}{{2}})"
# 年底, 年度 and the like are words of their own; 年中 only where no 中國 can follow
YEAR_END = rf"年(?![底初末尾終终度代級级]|中(?![{HAN}])|中[期旬])"
MONTH = rf"(?:[0-9０-９]{{1,2}}|[{SIGN}]{{1,2}})月份?(?![租費费票薪供餅饼])"
DAY = f"(?:[0-9０-９]{{1,2}}|[{SIGN}]{{1,3}})[日號号]"
# 兩成員, 三成立: there 成 begins a word
TENTHS = (
    rf"(?:[{SIGN}]|[0-9]{{1,2}}(?:\.[0-9])?)"
    "成(?![員员立為为功本果長长年份績绩交熟效語语分]|不[變变])"
)


def arabic(text: str) -> str:
    """The question with figures, percentages, ordinals and English names of months.

    A single numeral is rewritten before a measure word alone, and 一 not even there, as it is
    an article more often than a count. What cannot be read as one number stays.

    >>> arabic("二零二四年十二月三日起，三萬五千個名額有八成半用咗")
    '2024 December 3 起，35000 個名額有 85% 用咗'
    >>> arabic("一國兩制，第十九屆，1.3萬億元，千萬別去九龍")
    '一國兩制，19th，1.3 trillion 元，千萬別去九龍'
    """
    written, end = "", 0
    for found in PATTERN.finditer(text):
        rewritten = REWRITERS[found.lastgroup or "kept"](found)
        if rewritten is not None:
            written = _spaced(_spaced(written, text[end : found.start()]), rewritten)
            end = found.end()
    return _spaced(written, text[end:])


def _spaced(left: str, right: str) -> str:
    """Both, with a space between where a figure would touch a word."""
    touching = left[-1:].isalnum() or left.endswith("%")
    return f"{left} {right}" if touching and right[:1].isalnum() else left + right


def number(numeral: str) -> Decimal | None:
    """The one number that a numeral in signs, figures or both stands for, if it does.

    >>> number("三萬五千"), number("1.3万亿"), number("一百五"), number("十四五")
    (Decimal('35000'), Decimal('1300000000000.0'), Decimal('150'), None)
    """
    if not 0 < len(numeral) <= LONGEST:
        return None
    for sign, spelling in SPELLINGS.items():
        numeral = numeral.replace(sign, spelling)
    pointed = re.fullmatch(f"(.+)[點点]({DIGIT}+)([萬億]*)", numeral)
    if not pointed:
        return _value(numeral)
    whole, digits, scale = pointed.groups()
    value = _value(whole)
    if value is None:
        return None
    return (value + Decimal(f"0.{_digits(digits)}")) * prod(UNITS[unit] for unit in scale)


def _value(numeral: str) -> Decimal | None:
    for unit, size in UNITS.items():
        if unit in numeral:
            left, _, right = numeral.partition(unit)
            times = _value(left) if left else Decimal(1)
            rest = _value(right.lstrip(ZEROS) or "零")
            if (
                times is None
                or rest is None
                or right[-1:] in {"兩", "两"}
                or rest >= size
                or not _fits(left, times, size)
            ):
                return None
            # 三萬五 is short for 三萬五千, but 三萬零五 is not
            return times * size + (rest * size / 10 if left and SHORT.fullmatch(right) else rest)
    digit = numeral.lstrip(ZEROS) or "零"
    if digit in DIGITS:
        return Decimal(DIGITS[digit])
    return Decimal(numeral.replace(",", "")) if re.fullmatch(FIGURE, numeral) else None


def _fits(left: str, times: Decimal, size: int) -> bool:
    """Whether so many of a unit are said; 2024十大 and 2024百強 are no numbers."""
    if size < UNITS["萬"]:
        return times < 10 and (size > 10 or left in {"", *DIGITS})
    return size == UNITS["億"] or times < size or left[-1:] not in UNITS


def _quantity(found: re.Match[str]) -> str | None:
    numeral, after = found.group(), found.string[found.end() :]
    if re.fullmatch(FIGURE, numeral):
        return None
    if len(numeral) == 1 and not (
        numeral in "廿卅" or (numeral in "二三四五六七八九兩两十" and _measured(after))
    ):
        return None
    if numeral[0] in "百千萬万億亿" and not COUNTED.match(after):
        return None
    if re.fullmatch(DIGIT + "{2,}", numeral):
        return _digits(numeral) if re.fullmatch(YEAR, numeral) and len(numeral) > 2 else None
    exact = re.sub("[多餘余]", "", numeral)
    value = number(exact)
    if value is None:
        return None
    if ORDINAL_NOUN.match(after):
        return _ordinal(value)
    return _amount(value) + ("" if exact == numeral else " 多")


def _measured(after: str) -> bool:
    return bool(MEASURE.match(after) or ORDINAL_NOUN.match(after))


def _amount(value: Decimal) -> str:
    """As English writes it: millions and more in words, if three decimals are enough."""
    for name, size in SCALES.items():
        share = value / size
        if share >= 1:
            return f"{_plain(share)} {name}" if share == round(share, 3) else _plain(value)
    return _plain(value)


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _digits(numeral: str) -> str:
    """Each sign as one digit, as years are read.

    >>> _digits("二〇二四"), _digits("２０２４")
    ('2024', '2024')
    """
    return "".join(DIGITS[sign] if sign in DIGITS else str(int(sign)) for sign in numeral)


def _date(found: re.Match[str]) -> str | None:
    parts = re.fullmatch(r"(?:(.+)年)?(?:(.+)月份?)?(?:(.+)[日號号])?", found.group())
    year, month, day = parts.groups() if parts else (None, None, None)
    dated = [] if year is None else [_year(year)]
    if month is not None:
        dated.append(_month(month))
    if day is not None:
        dated.append(_day(day))
    return None if None in dated else " ".join(filter(None, dated))


def _year(numeral: str) -> str | None:
    figures = _digits(numeral)
    if len(figures) > 2:
        return figures
    if int(figures[1]) == int(figures[0]) + 1 or "3" <= figures[0] <= "7":
        return None  # 兩三年 is two or three years
    return ("19" if figures[0] > "7" else "20") + figures


def _month(numeral: str) -> str | None:
    value = number(numeral)
    return MONTHS[int(value) - 1] if value is not None and 1 <= value <= 12 else None


def _day(numeral: str) -> str | None:
    value = number(numeral)
    return _plain(value) if value is not None and 1 <= value <= 31 else None


def _decade(found: re.Match[str]) -> str:
    numeral = found.group().removesuffix("年代")
    return f"{numeral}s" if len(numeral) == 4 else f"19{_digits(numeral[0])}0s"


def _written_year(found: re.Match[str]) -> str | None:
    return None if found.group()[0] in "12１２" else _year(found.group())


def _tenths(found: re.Match[str]) -> str | None:
    value = number(found.group().partition("成")[0])
    if value is None or value > 10:
        return None
    return _plain(value * 10 + (5 if found.group().endswith("半") else 0)) + "%"


def _hundredths(found: re.Match[str]) -> str | None:
    value = number(found.group().rpartition("之")[2])
    return None if value is None else f"{_plain(value)}%"


def _fraction(found: re.Match[str]) -> str | None:
    below, _, above = found.group().partition("分之")
    whole, part = number(below), number(above)
    if whole is None or part is None:
        return None
    if part in range(1, 10) and part < whole and whole in range(2, 11):
        return f"{WORDS[int(part)]} {FRACTIONS[int(whole) - 2]}{'s' if part > 1 else ''}"
    return f"{_plain(part)}/{_plain(whole)}"


def _ordered(found: re.Match[str]) -> str | None:
    value = number(found.group().strip("第屆届次個个"))
    if value is None or value != int(value):
        return None
    noun = CARDINAL_NOUN.match(found.string, found.end())
    return _plain(value) if noun else _ordinal(value)


def _ordinal(value: Decimal) -> str:
    """A number in order: 1st, 2nd, 3rd, 11th.

    >>> [_ordinal(Decimal(n)) for n in (1, 22, 13)]
    ['1st', '22nd', '13th']
    """
    teen = value % 100 // 10 == 1
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(int(value % 10), "th")
    return _plain(value) + ending


# in the order in which they are tried at each place
REWRITERS: dict[str, Callable[[re.Match[str]], str | None]] = {
    "kept": lambda found: None,
    "hundredths": _hundredths,
    "fraction": _fraction,
    "tenths": _tenths,
    "ordered": _ordered,
    "decade": _decade,
    "date": _date,
    "written_year": _written_year,
    "decimal": _quantity,
    "quantity": _quantity,
}
PATTERN = re.compile(
    rf"(?P<kept>{KEPT})"
    rf"|(?P<hundredths>百分之(?:{DECIMAL}|{RUN}))"
    rf"|(?P<fraction>{START}{RUN}分之{RUN})"
    rf"|(?P<tenths>{START}{TENTHS}半?)"
    rf"|(?P<ordered>第{RUN}[屆届次個个]?)"
    rf"|(?P<decade>{START}(?:[12][0-9]{{2}}0|[三四五六七八九]十|[3-9]0)年代)"
    rf"|(?P<date>{START}(?:{YEAR}{YEAR_END}(?:{MONTH}(?:{DAY})?)?|{MONTH}(?:{DAY})?))"
    rf"|(?P<written_year>{START}{YEAR}(?=年))"
    rf"|(?P<decimal>{START}{DECIMAL}(?:[萬万億亿]++|(?={MEASURE.pattern})))"
    rf"|(?P<quantity>{START}{RUN})"
)

"""Read numbers, amounts, measures and dates that are written in Chinese, in Simplified form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache, partial

from gbaqa.text.quantities.ideographs import NUMERAL, SIGN, numeral_value
from gbaqa.text.quantities.records import (
    Precision,
    Quantity,
    Reader,
    Unit,
    clock,
    dated,
    found,
)
from gbaqa.text.scripts import HAN
from gbaqa.types import Span

START = rf"(?<![{SIGN}几数\d.,A-Za-z/])(?<![A-Za-z]-)"
END = rf"(?![{SIGN}\d]|[.,]\d)"
NUMBER = f"(?P<number>{NUMERAL})(?P<more>[多余])? ?"
YEAR = r"(?P<year>(?:1[5-9]|20)\d\d|[一二][〇零○一二三四五六七八九]{3})"
SMALL = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
PART = "(?:[上下]半年|第?[一二三四1-4]季度?|首季|年?[初底中末]|[初底中末]期?)?"

HUNDREDTH, MILLIONTH = Decimal("0.01"), Decimal("0.000001")
UNITS = (
    Unit("个?百分点|%", "percent", "%"),
    Unit("元人民币|块人民币|人民币|元人仔", "money", "CNY"),
    Unit("港元|元港币|港币|蚊", "money", "HKD"),
    Unit("澳门元|元澳门币|澳门币|葡币|元澳门元", "money", "MOP"),
    Unit("美元|美金|元美金", "money", "USD"),
    Unit("欧元", "money", "EUR"),
    Unit("英镑", "money", "GBP"),
    Unit("日元|日圆", "money", "JPY"),
    Unit("元|块钱?", "money", "元"),
    Unit("公里每小时|公里/小时|km/h", "speed", "km/h"),
    Unit("平方公里|平方千米|km2|km²", "area", "km2"),
    Unit("平方米|平米|㎡|m2|m²", "area", "km2", MILLIONTH),
    Unit("平方呎|平方英尺|平方尺", "area", "km2", Decimal("0.000000092903")),
    Unit("公顷", "area", "km2", HUNDREDTH),
    Unit("英亩", "area", "km2", Decimal("0.00404686")),
    Unit("亩", "area", "km2", Decimal("0.000666667")),
    Unit("海里", "length", "km", Decimal("1.852")),
    Unit("英里|哩", "length", "km", Decimal("1.609344")),
    Unit("公里|千米|km", "length", "km"),
    Unit("厘米|公分", "length", "km", Decimal("0.00001")),
    Unit("米", "length", "km", Decimal("0.001")),
    Unit("呎|英尺", "length", "km", Decimal("0.0003048")),
    Unit("周?岁", "age", "year"),
    Unit("个?(?:工作|历|公历|日历|营业|自然)[天日]|天|日(?=[之以]?[内后前])", "duration", "day"),
    Unit("个?星期|个?礼拜|周(?![年岁边])", "duration", "day", Decimal(7)),
    Unit("个月", "duration", "month"),
    Unit("年(?![代级])", "duration", "year"),
    Unit("个?(?:小时|钟头)", "duration", "hour"),
    Unit("分钟", "duration", "minute"),
    Unit("秒", "duration", "second"),
)
PREFIXES = (
    Unit("人民币", "money", "CNY"),
    Unit("港币|港元", "money", "HKD"),
    Unit("澳门币|澳门元|葡币", "money", "MOP"),
    Unit("美元|美金", "money", "USD"),
    Unit("时速(?:达|为)?", "speed", "km/h"),
)
MEASURE = (
    "[个间家所条项名位部辆座栋幢层次届期批只张份本册台场倍站班宗件款种类艘枚户套轮处支队组架颗棵门"
    "群对双片块段排箱艇起例人城市地国校省区县镇方大院科]"
)
# ideographs that join or follow a counted thing and are no part of its name
LINKS = "增减升降的在和与及或是有为于中由被将把向从至到以等内外了也均都已共了后前起时"
NOUN = rf"(?P<noun>[{HAN}]{{0,3}})"


@cache
def chinese_readers() -> tuple[Reader, ...]:
    """The readers; where two begin at one place the earlier counts."""
    return tuple(Reader(re.compile(pattern), read, chinese=True) for pattern, read in _readers())


def _readers() -> Iterator[tuple[str, Callable[[re.Match[str]], Quantity | None]]]:
    units = "|".join(f"(?P<u{i}>{unit.pattern})" for i, unit in enumerate(UNITS))
    prefixes = "|".join(f"(?P<u{i}>{unit.pattern})" for i, unit in enumerate(PREFIXES))
    yield (
        rf"{START}{YEAR}(?:[/-]\d\d)?年(?:度|{PART})(?:(?P<month>{SMALL})月份?{PART}(?:(?P<day>{SMALL})[日号])?)?",
        _date,
    )
    yield rf"{START}(?P<month>{SMALL})月份?{PART}(?:(?P<day>{SMALL})[日号])?", _date
    yield rf"{START}(?P<day>{SMALL})[日号](?![之以]?[内后])(?![线馆])", _date
    yield rf"{START}{YEAR}(?=[至到\-/~]{YEAR.replace('year', 'until')}年)", _date
    yield (
        rf"(?P<half>上午|下午|晚上?|夜晚|凌晨|早上|中午)?(?P<hour>{START}{SMALL})[时点](?!间|代)(?:(?P<minute>{SMALL})分|(?P<thirty>半))?",
        _clock,
    )
    yield "正午", _noon
    yield f"百分之(?P<number>{NUMERAL})(?P<more>[多余])?", partial(_of, Unit("", "percent", "%"))
    yield rf"{START}(?P<below>{NUMERAL})分之(?P<above>{NUMERAL})", _fraction
    yield (
        rf"{START}(?P<number>{SMALL}(?:\.\d)?)成(?P<thirty>半|[一二三四五六七八九](?![个成万亿]))?(?![员立为功本果长年份绩交熟效语分])",
        _tenths,
    )
    yield rf"第(?P<number>{NUMERAL})", partial(_of, Unit("", "ordinal", "th"))
    yield rf"{START}(?P<number>{NUMERAL})(?=号[线馆楼门])", partial(_of, Unit("", "ordinal", "th"))
    yield (
        rf"(?:{prefixes})(?P<link>[约逾超近]|超过|大约)?{NUMBER}(?:元|公里)?",
        partial(_measured, PREFIXES),
    )
    yield rf"{START}{NUMBER}(?:{units})(?:以上|左右)?", partial(_measured, UNITS)
    yield rf"{START}{NUMBER}(?P<measure>{MEASURE}){NOUN}", _count
    yield rf"{START}(?=\d)(?P<number>{NUMERAL}){END}(?P<more>[多余])?(?P<measure>){NOUN}", _count


def _date(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    year, month, day = (_small(groups.get(part)) for part in ("year", "month", "day"))
    value = None if None in (year, month, day) else dated(year or 0, month or 0, day or 0)
    return None if value is None else found(match, "date", value)


def _small(numeral: str | None) -> int | None:
    """A year, month or day; 0 where it is not said, None where it is no number."""
    value = Decimal(0) if numeral is None else numeral_value(numeral)
    return None if value is None else int(value)


def _clock(match: re.Match[str]) -> Quantity | None:
    hour, minute = _small(match["hour"]), _small(match["minute"])
    spoken = match["half"] or match["minute"] or match["thirty"]
    if hour is None or minute is None or not (spoken or match[0].endswith("时")):
        return None
    late = match["half"] in ("下午", "晚", "晚上", "夜晚")
    value = clock(hour, 30 if match["thirty"] else minute, afternoon=late)
    return None if value is None else found(match, "time", value)


def _noon(match: re.Match[str]) -> Quantity:
    return found(match, "time", Decimal(1200))


def _of(unit: Unit, match: re.Match[str]) -> Quantity | None:
    value = numeral_value(match["number"])
    return None if value is None else found(match, unit.kind, value, unit.unit)


def _fraction(match: re.Match[str]) -> Quantity | None:
    below, above = numeral_value(match["below"]), numeral_value(match["above"])
    return found(match, "percent", 100 * above / below, "%") if below and above else None


def _tenths(match: re.Match[str]) -> Quantity | None:
    value = numeral_value(match["number"])
    if value is None or value > 10:
        return None
    rest = Decimal(5) if match["thirty"] == "半" else numeral_value(match["thirty"] or "零")
    return found(match, "percent", value * 10 + (rest or 0), "%")


def _measured(units: tuple[Unit, ...], match: re.Match[str]) -> Quantity | None:
    value = numeral_value(match["number"])
    unit = next(one for i, one in enumerate(units) if match[f"u{i}"])
    return None if value is None else found(match, unit.kind, value * unit.size, unit.unit)


def _count(match: re.Match[str]) -> Quantity | None:
    """A number before a measure word, or a figure before a noun; its words end with the measure."""
    numeral, measure = match["number"], match["measure"]
    value = numeral_value(numeral)
    plain = not measure and not match["noun"] and numeral.isascii()  # read as Latin text is
    if value is None or plain or numeral == "一":  # 一 is an article more often than a count
        return None
    noun = re.split(f"[{LINKS}]", match["noun"])[0][:2]
    last = "measure" if measure else "more" if match["more"] else "number"
    return Quantity(Span(match.start("number"), match.end(last)), "count", value, noun or measure)


BEFORE: tuple[tuple[Precision, str], ...] = (
    ("under", "少于|低于|不足|不到|不超过|不多于|至多|最多|未满|以内"),
    ("at least", "至少|不少于|最少|起码|不低于"),
    ("over", "逾|超过|超|多于|高于|大于|突破"),
    ("about", "约|大约|近|接近|将近|估计|大概|差不多"),
)
AFTER: tuple[tuple[Precision, str], ...] = (
    ("at least", "[或及]?以上"),
    ("under", "[或及]?以下|以内|之内"),
    ("about", "左右|上下"),
)


def precision_in_chinese(before: str, text: str, after: str) -> Precision | None:
    """What the ideographs around and in a number say of it, in Simplified form.

    >>> precision_in_chinese("总值逾", "1.3万亿元", ""), precision_in_chinese("", "30多个", "")
    ('over', 'over')
    """
    if re.search("[多余]", text):
        return "over"
    for precision, words in BEFORE:
        if re.search(f"(?:{words})(?:达|了)?$", before) or re.match(f"[{HAN}]*(?:{words})", text):
            return precision
    return next(
        (
            said
            for said, words in AFTER
            if re.match(words, after) or re.search(f"(?:{words})$", text)
        ),
        None,
    )

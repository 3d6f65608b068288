"""Numbers, amounts, measures and dates in four languages, at the places where they stand."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.text.quantities import quantities, same_value
from gbaqa.text.quantities.ideographs import numeral_value
from gbaqa.types import LANGUAGES, Language

Read = tuple[str, str, str, str, str]  # words, kind, value, unit, precision


def read(text: str, language: Language) -> list[Read]:
    return [
        (one.span.of(text), one.kind, f"{one.value.normalize():f}", one.unit, one.precision)
        for one in quantities(text, language)
    ]


def only(text: str, language: Language) -> Read:
    [one] = read(text, language)
    return one


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a HK$130-million fund", ("HK$130-million", "money", "130000000", "HKD", "")),
        ("over RMB1.3trn", ("RMB1.3trn", "money", "1300000000000", "CNY", "over")),
        ("CN¥13.0 trillion", ("CN¥13.0 trillion", "money", "13000000000000", "CNY", "")),
        ("US$ 1.7 trillion", ("US$ 1.7 trillion", "money", "1700000000000", "USD", "")),
        ("up to 18,000 patacas", ("18,000 patacas", "money", "18000", "MOP", "under")),
        ("$420 million", ("$420 million", "money", "420000000", "$", "")),
        ("US$5m", ("US$5m", "money", "5000000", "USD", "")),
        ("some 1 100 people", ("1 100", "count", "1100", "peopl", "about")),
        ("56 000 square kilometres", ("56 000 square kilometres", "area", "56000", "km2", "")),
        ("3.89 sq km", ("3.89 sq km", "area", "3.89", "km2", "")),
        ("about 87 hectares", ("87 hectares", "area", "0.87", "km2", "about")),
        ("100 m", ("100 m", "length", "0.1", "km", "")),
        ("ranked 12th", ("12th", "ordinal", "12", "th", "")),
        ("the nineteenth round", ("nineteenth", "ordinal", "19", "th", "")),
        ("Article 5", ("5", "ordinal", "5", "th", "")),
        ("ten working days", ("ten working days", "duration", "10", "day", "")),
        ("a three-year plan", ("three-year", "duration", "3", "year", "")),
        ("two weeks", ("two weeks", "duration", "14", "day", "")),
        ("about an hour", ("an hour", "duration", "1", "hour", "about")),
        ("within a day", ("a day", "duration", "1", "day", "under")),
        ("60 per cent", ("60 per cent", "percent", "60", "%", "")),
        ("1 September 2022", ("1 September 2022", "date", "20220901", "", "")),
        ("September 1, 2022", ("September 1, 2022", "date", "20220901", "", "")),
        ("2022-09-01", ("2022-09-01", "date", "20220901", "", "")),
        ("Sept 2021", ("Sept 2021", "date", "20210900", "", "")),
        ("on 31 May", ("31 May", "date", "531", "", "")),
        ("in May", ("May", "date", "500", "", "")),
        ("mid-2025", ("mid-2025", "date", "20250000", "", "")),
        ("by the end of 2027", ("end of 2027", "date", "20270000", "", "")),
        ("second half of 2025", ("second half of 2025", "date", "20250000", "", "")),
        ("in 2021/22", ("2021/22", "date", "20210000", "", "")),
        ("at 18:30", ("18:30", "time", "1830", "", "")),
        ("from 6 pm", ("6 pm", "time", "1800", "", "")),
        ("at 12:05 am", ("12:05 am", "time", "5", "", "")),
        ("at noon", ("noon", "time", "1200", "", "")),
        ("aged 65 or above", ("65", "age", "65", "year", "at least")),
        ("a speed of 100 km/h", ("100 km/h", "speed", "100", "km/h", "")),
        ("nine cities", ("nine", "count", "9", "citi", "")),
        ("five core members", ("five", "count", "5", "member", "")),
        ("two hundred and twenty-five", ("two hundred and twenty-five", "count", "225", "", "")),
        ("no fewer than 30 firms", ("30", "count", "30", "firm", "at least")),
        ("half a million people", ("half a million", "count", "500000", "peopl", "")),
        ("2000 people", ("2000", "count", "2000", "peopl", "")),
    ],
)
def test_english_is_read(text: str, expected: Read) -> None:
    assert only(text, "en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5.6萬平方公里", ("5.6萬平方公里", "area", "56000", "km2", "")),
        ("14.79萬億元人民幣", ("14.79萬億元人民幣", "money", "14790000000000", "CNY", "")),
        ("逾1.3萬億元", ("1.3萬億元", "money", "1300000000000", "元", "over")),
        ("人民幣1,000億元", ("人民幣1,000億元", "money", "100000000000", "CNY", "")),
        ("5萬港元", ("5萬港元", "money", "50000", "HKD", "")),
        ("於2023年12月13日", ("2023年12月13日", "date", "20231213", "", "")),
        ("，2018年2月6日完成", ("2018年2月6日", "date", "20180206", "", "")),
        ("12月22日", ("12月22日", "date", "1222", "", "")),
        ("二〇二四年", ("二〇二四年", "date", "20240000", "", "")),
        ("2025年下半年", ("2025年下半年", "date", "20250000", "", "")),
        ("2022/23年度", ("2022/23年度", "date", "20220000", "", "")),
        ("九個", ("九個", "count", "9", "个", "")),
        ("三十七個成員", ("三十七個", "count", "37", "成员", "")),
        ("30多間公司", ("30多間", "count", "30", "公司", "over")),
        ("178萬", ("178萬", "count", "1780000", "", "")),
        ("六成", ("六成", "percent", "60", "%", "")),
        ("九成半", ("九成半", "percent", "95", "%", "")),
        ("百分之六十", ("百分之六十", "percent", "60", "%", "")),
        ("10個工作天", ("10個工作天", "duration", "10", "day", "")),
        ("約31公里", ("31公里", "length", "31", "km", "about")),
        ("65歲及以上", ("65歲", "age", "65", "year", "at least")),
        ("第十九屆", ("第十九", "ordinal", "19", "th", "")),
        ("下午1時30分", ("下午1時30分", "time", "1330", "", "")),
        ("時速100公里", ("時速100公里", "speed", "100", "km/h", "")),
        ("１００元", ("１００元", "money", "100", "元", "")),
    ],
)
def test_chinese_is_read(text: str, expected: Read) -> None:
    assert only(text, "zh-Hant") == expected


def test_both_chinese_scripts_are_read_alike_and_spans_stay_those_of_the_text() -> None:
    traditional, simplified = "截至2022年7月，約2萬名長者", "截至2022年7月，约2万名长者"
    assert read(simplified, "zh-Hans") == [
        ("2022年7月", "date", "20220700", "", ""),
        ("2万名", "count", "20000", "长者", "about"),
    ]
    assert quantities(traditional, "zh-Hant") == quantities(simplified, "zh-Hans")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13 mil milhões de patacas", ("13 mil milhões de patacas", "money", "13000000000", "MOP")),
        ("1,3 biliões de yuan", ("1,3 biliões de yuan", "money", "1300000000000", "CNY")),
        ("60 por cento", ("60 por cento", "percent", "60", "%")),
        ("12 de maio de 2024", ("12 de maio de 2024", "date", "20240512", "")),
        ("em maio de 2024", ("maio de 2024", "date", "20240500", "")),
        ("meados de 2025", ("meados de 2025", "date", "20250000", "")),
        ("120,56 km²", ("120,56 km²", "area", "120.56", "km2")),
        ("vinte e cinco membros", ("vinte e cinco", "count", "25", "membr")),
        ("1.200 alunos", ("1.200", "count", "1200", "alun")),
        ("10 dias úteis", ("10 dias úteis", "duration", "10", "day")),
        ("12.º lugar", ("12.º", "ordinal", "12", "th")),
        ("às 18h30", ("18h30", "time", "1830", "")),
    ],
)
def test_portuguese_is_read(text: str, expected: tuple[str, str, str, str]) -> None:
    assert only(text, "pt") == (*expected, "")


def test_portuguese_says_about_and_over() -> None:
    assert [one.precision for one in quantities("mais de 9 ou cerca de 8 anos", "pt")] == [
        "over",
        "about",
    ]


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("20 to 30 per cent", "en", [("percent", 20), ("percent", 30)]),
        ("two or three hectares", "en", [("area", Decimal("0.02")), ("area", Decimal("0.03"))]),
        ("HK$5-10 million", "en", [("money", 5000000), ("money", 10000000)]),
        ("16 to 21 November 2018", "en", [("date", 20181116), ("date", 20181121)]),
        ("aged between 18 and 29", "en", [("age", 18), ("age", 29)]),
        ("2018 to 2020", "en", [("date", 20180000), ("date", 20200000)]),
        ("2023年12月17日至18日", "zh-Hant", [("date", 20231217), ("date", 20231218)]),
        ("2024至2028年", "zh-Hant", [("date", 20240000), ("date", 20280000)]),
        ("20 a 30%", "pt", [("percent", 20), ("percent", 30)]),
    ],
)
def test_both_ends_of_a_range_have_its_unit(
    text: str, language: Language, values: list[tuple[str, Decimal]]
) -> None:
    assert [(one.kind, one.value) for one in quantities(text, language)] == values


@pytest.mark.parametrize(
    ("text", "language", "share"),
    [
        ("two thirds", "en", "66.67"),
        ("one-third of it", "en", "33.33"),
        ("half of the land", "en", "50.00"),
        ("三分之一", "zh-Hant", "33.33"),
        ("dois terços", "pt", "66.67"),
    ],
)
def test_a_fraction_is_a_percentage(text: str, language: Language, share: str) -> None:
    [one] = quantities(text, language)
    assert (one.kind, f"{one.value:.2f}") == ("percent", share)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("a 132kV line and 5G", "en"),
        ("the COVID-19 pandemic", "en"),
        ("a two-way, one-stop service", "en"),
        ("one of them", "en"),
        ("they may march on", "en"),
        ("points (1) and (2)", "en"),
        ("five three", "en"),
        ("一國兩制，一個人", "zh-Hant"),
        ("十四五規劃", "zh-Hant"),
        ("珠江三角洲，十分好，兩成員", "zh-Hant"),
        ("uma empresa de Macau", "pt"),
    ],
)
def test_what_is_no_quantity_is_left(text: str, language: Language) -> None:
    assert read(text, language) == []


def test_quantities_do_not_change_their_neighbours() -> None:
    text = "In 2020 it grew 9.2% to 72.94 million TEU (HK$9.8 billion), the 24th of 86 ports."
    assert [(words, kind) for words, kind, *_ in read(text, "en")] == [
        ("2020", "date"),
        ("9.2%", "percent"),
        ("72.94 million", "count"),
        ("HK$9.8 billion", "money"),
        ("24th", "ordinal"),
        ("86", "count"),
    ]


@given(
    text=st.text(
        alphabet=st.sampled_from("0123456789.,-/ $%年月日萬亿十二兩個元第成点一aeoutwn of May"),
        max_size=40,
    ),
    language=st.sampled_from(LANGUAGES),
)
def test_spans_are_in_order_apart_and_within_the_text(text: str, language: Language) -> None:
    spans = [one.span for one in quantities(text, language)]
    assert all(span.of(text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(span.end <= len(text) for span in spans)


@given(value=st.integers(0, 10**12))
def test_grouped_digits_are_read_back(value: int) -> None:
    written = f"{value:,}"
    written_out: list[tuple[str, Language]] = [
        (f"HK${written}", "en"),
        (f"HK${written.replace(',', ' ')}", "en"),
        (f"HK${written.replace(',', '.')}", "pt"),
        (f"{written}港元", "zh-Hant"),
    ]
    for text, language in written_out:
        assert only(text, language)[:4] == (text, "money", str(value), "HKD")


@given(
    value=st.decimals(Decimal("0.01"), 999, places=2),
    scale=st.sampled_from(
        [
            (10**6, "million", "百萬", "milhões"),
            (10**9, "billion", "十億", "mil milhões"),
            (10**12, "trillion", "萬億", "biliões"),
        ]
    ),
)
def test_one_amount_is_the_same_in_every_language(
    value: Decimal, scale: tuple[int, str, str, str]
) -> None:
    size, english, chinese, portuguese = scale
    [first] = quantities(f"RMB{value} {english}", "en")
    [second] = quantities(f"人民幣{value}{chinese}元", "zh-Hant")
    [third] = quantities(f"{str(value).replace('.', ',')} {portuguese} de yuan", "pt")
    assert first.value == second.value == third.value == value * size
    assert same_value(first, second)
    assert same_value(second, third)


@given(date=st.dates())
def test_a_date_is_read_back_in_every_language(date: object) -> None:
    year, month, day = map(int, str(date).split("-"))
    if not 1500 <= year <= 2099:
        return
    english = (
        "January February March April May June July August September October November December"
    )
    portuguese = (
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
    )
    value = Decimal(year * 10000 + month * 100 + day)
    written_out: list[tuple[str, Language]] = [
        (f"{day} {english.split()[month - 1]} {year}", "en"),
        (f"{english.split()[month - 1]} {day}, {year}", "en"),
        (f"{year}年{month}月{day}日", "zh-Hant"),
        (f"{day} de {portuguese.split()[month - 1]} de {year}", "pt"),
        (f"{year:04}-{month:02}-{day:02}", "en"),
    ]
    for text, language in written_out:
        [one] = quantities(text, language)
        assert (one.span.of(text), one.kind, one.value) == (text, "date", value)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一百五", "150"),
        ("一百零五", "105"),
        ("三万五", "35000"),
        ("廿三", "23"),
        ("一点五亿", "150000000"),
        ("1亿2000万", "120000000"),
        ("二〇二四", "2024"),
        ("两三", None),
        ("十四五", None),
    ],
)
def test_a_chinese_numeral_is_one_number_or_none(numeral: str, value: str | None) -> None:
    assert numeral_value(numeral) == (None if value is None else Decimal(value))


def spoken(value: int) -> str:
    """A number below 10 000 as Chinese says it: the oracle of the reader."""
    if value < 10:
        return "零一二三四五六七八九"[value]
    size = next(size for size in (1000, 100, 10) if value >= size)
    head = spoken(value // size) + {1000: "千", 100: "百", 10: "十"}[size]
    rest = value % size
    return head + (("零" if rest < size // 10 else "") + spoken(rest) if rest else "")


@given(thousands=st.integers(0, 9999), rest=st.integers(0, 9999))
def test_chinese_numerals_are_read_back(thousands: int, rest: int) -> None:
    gap = "零" if rest < 1000 else ""
    numeral = f"{spoken(thousands)}万{gap}{spoken(rest)}" if thousands else spoken(rest)
    assert numeral_value(numeral) == thousands * 10000 + rest


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("56,000 km2", "en"), ("5.6萬平方公里", "zh-Hant"), True),
        (("56,000 km2", "en"), ("56,098 km2", "en"), True),
        (("56,000 km2", "en"), ("86,000 km2", "en"), False),
        (("87 hectares", "en"), ("0.87 square km", "en"), True),
        (("1.3 trillion yuan", "en"), ("1.28 trillion yuan", "en"), True),
        (("over 14 trillion yuan", "en"), ("14.79 trillion yuan", "en"), False),
        (("over RMB1.3trn", "en"), ("逾1.3萬億元", "zh-Hant"), True),
        (("over 14%", "en"), ("14.2%", "en"), False),
        (("14%", "en"), ("14.2%", "en"), True),
        (("10 km", "en"), ("13 km", "en"), False),
        (("one third", "en"), ("33%", "en"), True),
        (("10 working days", "en"), ("13 days", "en"), False),
        (("500 members", "en"), ("502 members", "en"), False),
        (("37 members", "en"), ("37 firms", "en"), False),
        (("37 members", "en"), ("三十七個成員", "zh-Hant"), True),
        (("HK$540", "en"), ("RMB540", "en"), False),
        (("HK$540", "en"), ("$540", "en"), True),
        (("13 December 2023", "en"), ("2023年12月", "zh-Hant"), True),
        (("13 December 2023", "en"), ("10 December 2023", "en"), False),
        (("13 December", "en"), ("2023年", "zh-Hant"), False),
        (("2023", "en"), ("2,023 km", "en"), False),
        (("12th", "en"), ("第十二", "zh-Hant"), True),
    ],
)
def test_same_values_are_told_from_others(
    one: tuple[str, Language], other: tuple[str, Language], same: bool
) -> None:
    [left], [right] = quantities(*one), quantities(*other)
    assert same_value(left, right) is same_value(right, left) is same

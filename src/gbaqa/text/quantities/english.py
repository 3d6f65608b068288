"""The words of numbers, units and dates in English."""

from __future__ import annotations

from decimal import Decimal

from gbaqa.text.quantities.lexicon import (
    ACRE,
    FOOT,
    HUNDREDTH,
    MILE,
    MILLIONTH,
    NAUTICAL_MILE,
    SQUARE_FOOT,
    Lexicon,
)
from gbaqa.text.quantities.records import Unit

UNITS = (
    Unit("per ?cent(?:age points?)?|percentage points?|pc", "percent", "%"),
    Unit("(?:kilomet(?:re|er)s?|km) (?:per|an) hour", "speed", "km/h"),
    Unit(r"(?:square|sq\.?)[ -]?(?:kilomet(?:re|er)s?|kms?)", "area", "km2"),
    Unit(r"(?:square|sq\.?)[ -]?(?:met(?:re|er)s?|m)", "area", "km2", MILLIONTH),
    Unit(r"(?:square|sq\.?)[ -]?(?:foot|feet|ft)", "area", "km2", SQUARE_FOOT),
    Unit("hectares?", "area", "km2", HUNDREDTH),
    Unit("acres?", "area", "km2", ACRE),
    Unit("nautical miles?", "length", "km", NAUTICAL_MILE),
    Unit("kilomet(?:re|er)s?|kms", "length", "km"),
    Unit("met(?:re|er)s?", "length", "km", Decimal("0.001")),
    Unit("miles?", "length", "km", MILE),
    Unit("feet|foot|ft", "length", "km", FOOT),
    Unit("years?[ -]old|years? of age", "age", "year"),
    Unit("(?:calendar |working |business )?days?", "duration", "day"),
    Unit("weeks?", "duration", "day", Decimal(7)),
    Unit("(?:calendar )?months?", "duration", "month"),
    Unit("(?:calendar |consecutive )?years?", "duration", "year"),
    Unit("decades?", "duration", "year", Decimal(10)),
    Unit("hours?|hrs?", "duration", "hour"),
    Unit("minutes?|mins?", "duration", "minute"),
    Unit("seconds", "duration", "second"),
)
MONEYS = (
    Unit("(?:chinese )?yuan|renminbi|RMB|CNY|CNH", "money", "CNY"),
    Unit("(?:hong kong|HK) dollars?|HKD", "money", "HKD"),
    Unit(r"(?:US|U\.S\.|american) dollars?|USD", "money", "USD"),
    Unit("(?:macao |macau )?patacas?|MOP", "money", "MOP"),
    Unit("euros?|EUR", "money", "EUR"),
    Unit("pounds?(?: sterling)?|GBP", "money", "GBP"),
    Unit("dollars?", "money", "$"),
)
ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS = (
    {word: i for i, word in enumerate(ONES, 1)}
    | {word: i * 10 for i, word in enumerate(TENS, 2)}
    | {"hundred": 100, "thousand": 1000, "dozen": 12}
)
SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12, "trn": 10**12,
}  # fmt: skip
FIRSTS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
FRACTIONS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4} | {
    word + ending: i for i, word in enumerate(FIRSTS[2:10], 3) for ending in ("", "s")
}
MONTHS = (
    "Jan(?:uary)?", "Feb(?:ruary)?", "Mar(?:ch)?", "Apr(?:il)?", "May", "June?", "July?",
    "Aug(?:ust)?", "Sept?(?:ember)?", "Oct(?:ober)?", "Nov(?:ember)?", "Dec(?:ember)?",
)  # fmt: skip

ENGLISH = Lexicon(
    figure=r"(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?",
    decimal=".",
    numbers=NUMBERS,
    joints=("(?<=hundred) and ", "(?<=thousand) and "),
    factors=frozenset(("hundred", "dozen")),
    article="half an?|an?",
    articles=frozenset(),
    lone=(
        "half an?(?= (?:hour|day|year|century))|"
        "(?:(?<=within )|(?<=about )|(?<=in )|(?<=than )|(?<=under )|(?<=nearly )|(?<=almost ))"
        "an?(?= (?:hour|day|week|month|year|minute))"
    ),
    halves=frozenset(("half a", "half an")),
    not_shared="of (?:1|2)[0-9]{3}|hours?|days?|years?|time|party|parties",
    scales=SCALES,
    units=UNITS,
    moneys=MONEYS,
    ordinals={word: i for i, word in enumerate(FIRSTS, 1)},
    ordinal_mark="st|nd|rd|th",
    fractions=FRACTIONS,
    months=MONTHS,
    link="[ -]?",
    of=",? (?:of )?",
    part=(
        "(?:(?:early|mid|middle|late|end|start|beginning)(?: of|-| in)?|year-end|"
        "(?:first|second) half (?:of|in)|(?:first|second|third|fourth|last) quarter (?:of|in)|"
        "[12]H|H[12]|Q[1-4]) ?"
    ),
    age="(?:aged?|ages) (?:of |over |between |from |under |above |at least )?",
    precisions=(
        ("at least", "at least|no (?:less|fewer) than|not less than|(?:a )?minimum of"),
        ("under", "under|below|(?:less|fewer) than|up to|at most|(?:no|not) more than|within|"
                  "(?:not|without) exceeding|(?:a )?maximum of"),
        ("over", "over|more than|above|exceed(?:s|ed|ing)?|in excess of|upwards of|beyond|"
                 "(?:surpass|topp)(?:es|ed|ing)|greater than"),
        ("about", "about|around|approximately|roughly|nearly|almost|some|circa|close to|"
                  "(?:an )?estimated|approx\\.?"),
    ),
    after=(
        ("at least", " ?(?:or (?:more|above|over|older)|and (?:above|over|older)|\\+)"),
        ("under", " or (?:less|fewer|below)"),
        ("about", " or so"),
    ),
    naming="articles?|phases?|sections?|chapters?|stages?|no\\.|numbers?|cap\\.?|annex|schedule|"
           "class|terminal|part|category|circular|batch|group|line|tier|level|route|page|step",
    function=frozenset(
        "a an and are as at be been but by can for from had has have in into is it its may more "
        "not of on one or other out over per shall than that the their them then there these they "
        "this those to under up was were when where which who whom will with would "
        "year years".split()
    ),
)  # fmt: skip

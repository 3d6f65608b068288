"""What a language calls its numbers, units and dates, and the signs that all languages share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from gbaqa.text.quantities.records import Precision, Unit


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What one language calls numbers, units and dates; every text is a regular expression.

    `figure` matches digits with their separators, of which `decimal` is the decimal mark.
    `joints` may stand between two number words, of which `factors` multiply what is before them;
    `article` counts as one before a scale, half where it is among `halves`, and does so before a
    unit where it is `lone` (about an hour, but not 200 an hour); `articles` are numbers that count
    nothing by themselves; what is `not_shared`
    makes a fraction something else (a quarter of 2024). `link` may stand between a number and its
    unit, `of` between the parts of a date, `part` before a year or month. `precisions` stand before
    a number, `after` behind one, `naming` before one that names; `function` words end a noun
    phrase.
    """

    figure: str
    decimal: str
    numbers: Mapping[str, int]
    joints: tuple[str, ...]
    factors: frozenset[str]
    article: str
    articles: frozenset[str]
    lone: str
    halves: frozenset[str]
    not_shared: str
    scales: Mapping[str, int]
    units: tuple[Unit, ...]
    moneys: tuple[Unit, ...]
    ordinals: Mapping[str, int]
    ordinal_mark: str
    fractions: Mapping[str, int]
    months: tuple[str, ...]
    link: str
    of: str
    part: str
    age: str
    precisions: tuple[tuple[Precision, str], ...]
    after: tuple[tuple[Precision, str], ...]
    naming: str
    function: frozenset[str]


HUNDREDTH, MILLIONTH = Decimal("0.01"), Decimal("0.000001")
ACRE, SQUARE_FOOT = Decimal("0.00404686"), Decimal("0.000000092903")  # in km2
MILE, NAUTICAL_MILE, FOOT = Decimal("1.609344"), Decimal("1.852"), Decimal("0.0003048")  # in km

SYMBOLS = (
    Unit(r"km ?/ ?h|kph", "speed", "km/h"),
    Unit("km(?:2|²)", "area", "km2"),
    Unit("m(?:2|²)", "area", "km2", MILLIONTH),
    Unit("ha", "area", "km2", HUNDREDTH),
    Unit("km", "length", "km"),
    Unit("cm", "length", "km", Decimal("0.00001")),
    Unit("mm", "length", "km", MILLIONTH),
    Unit("m", "length", "km", Decimal("0.001")),
)
# before the figure; ISO 4217
PREFIXES = (
    Unit(r"HK\$|HKD", "money", "HKD"),
    Unit(r"US\$|USD|U\.S\.\$", "money", "USD"),
    Unit(r"RMB|CNY|CN¥|CNH|RMB¥|¥", "money", "CNY"),
    Unit(r"MOP\$?|Ptc?s\.?", "money", "MOP"),
    Unit(r"€|EUR", "money", "EUR"),
    Unit(r"£|GBP", "money", "GBP"),
    Unit(r"R\$", "money", "BRL"),
    Unit(r"NT\$", "money", "TWD"),
    Unit(r"\$", "money", "$"),
)

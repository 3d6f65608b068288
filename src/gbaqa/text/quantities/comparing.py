"""Tell whether two quantities say the same value, one of them perhaps rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from gbaqa.text.quantities.records import Quantity

OPEN_UNITS = {"$": {"HKD", "USD", "MOP", "元"}, "元": {"HKD", "CNY", "MOP", "USD", "$"}}
MEASURED = frozenset({"area", "length", "percent", "speed"})  # round figures are usual for these
ROUNDED = frozenset({"count", "money"})  # these are rounded when large
LARGE = 1000
LEAST_DIGITS = 2  # 10 does not stand for 13
MONTH, YEAR = 100, 10000


def same_value(one: Quantity, other: Quantity) -> bool:
    """Whether both are of one kind and unit, and of one value up to rounding.

    The value with more digits is rounded to the digits of the other; an amount that is said to
    be more or less than a number equals that same number alone. Two dates are the same where
    they agree in all that both say.

    >>> from gbaqa.text.quantities import quantities
    >>> [left], [right] = quantities("56,000 km2", "en"), quantities("5.6萬平方公里", "zh-Hant")
    >>> same_value(left, right)
    True
    >>> [over], [exact] = quantities("over 14%", "en"), quantities("14.79%", "en")
    >>> same_value(over, exact)
    False
    """
    if one.kind != other.kind or not _one_unit(one, other):
        return False
    if one.kind == "date":
        return _agree(int(one.value), int(other.value))
    bounded = {one.precision, other.precision} & {"over", "under", "at least"}
    if one.value == other.value or bounded or not _may_be_rounded(one, other):
        return one.value == other.value
    digits = max(LEAST_DIGITS, min(_digits(one.value), _digits(other.value)))
    context = Context(prec=digits, rounding=ROUND_HALF_UP)
    return context.plus(one.value) == context.plus(other.value)


def _one_unit(one: Quantity, other: Quantity) -> bool:
    if one.unit == other.unit:
        return True
    if one.kind == "count":  # what is counted cannot be compared across scripts
        return not (one.unit and other.unit) or one.unit.isascii() != other.unit.isascii()
    units = one.unit, other.unit
    return units[1] in OPEN_UNITS.get(units[0], ()) or units[0] in OPEN_UNITS.get(units[1], ())


def _may_be_rounded(one: Quantity, other: Quantity) -> bool:
    large = min(abs(one.value), abs(other.value)) >= LARGE
    return one.kind in MEASURED or (one.kind in ROUNDED and large)


def _digits(value: Decimal) -> int:
    """How many digits are significant; zeros at the end are not.

    >>> _digits(Decimal("14790")), _digits(Decimal("0.050"))
    (4, 1)
    """
    return len(value.normalize().as_tuple().digits)


def _agree(one: int, other: int) -> bool:
    """Year, month and day: equal where both are known, and something is known to both."""
    parts = [
        (one // YEAR, other // YEAR),
        (one // MONTH % 100, other // MONTH % 100),
        (one % MONTH, other % MONTH),
    ]
    both = [(left, right) for left, right in parts if left and right]
    return bool(both) and all(left == right for left, right in both)

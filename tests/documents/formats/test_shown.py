"""A value is written as its number format shows it, and in full where the format is odd."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.documents.formats.shown import shown

MORNING = datetime(2024, 5, 1, 9, 30)


@pytest.mark.parametrize(
    ("value", "written", "text"),
    [
        (1234567, "#,##0", "1,234,567"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-0.126, "0.0%", "-12.6%"),
        (2.5, "0", "3"),  # half goes up, as a spreadsheet has it
        (1.5, "0.0##", "1.5"),
        (7, "000", "007"),
        (1234567, '0.0,,"M"', "1.2M"),
        (12, '"MOP" #,##0', "MOP 12"),
        (12, "[$HK$-3C04]#,##0", "HK$12"),
        (-5, "0;(0)", "(5)"),
        (0, '0;-0;"none"', "none"),
        (5, ";;;", ""),
        (5, "[Red]0.0", "5.0"),
        (5, "[>4]0.0;0", "5.0"),
        (3, r"0\ \k\g", "3 kg"),
        (3, "0_);(0)", "3"),
        (0.25, "# ?/?", "0.25"),
        (12345, "0.00E+00", "12345"),
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1e21, "#,##0", "1e+21"),
        (float("nan"), "0", "nan"),
        (5, "[" * 300, "5"),
        ("text", "0.0", "text"),
        (False, "0", "FALSE"),
        (None, "0", ""),
        (MORNING, "m/d/yy h:mm", "2024-05-01 09:30"),
        (MORNING, "h:mm", "09:30"),
        (datetime(2024, 5, 1), "d. mmmm yyyy", "2024-05-01"),
        (date(2024, 5, 1), "mmm yyyy", "2024-05"),
        (date(2024, 5, 1), "yyyy", "2024"),
        (date(2024, 5, 1), "", "2024-05-01"),
        (time(9, 30, 5), "h:mm:ss", "09:30:05"),
        (timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
    ],
)
def test_a_value_is_written_as_it_is_shown(value: object, written: str, text: str) -> None:
    assert shown(value, written) == text


@given(
    st.one_of(st.integers(), st.floats(), st.booleans(), st.datetimes(), st.times()),
    st.text('0#?.,%E+-/"\\[];_*@ ymdhs$aG', max_size=20),
)
def test_any_value_in_any_format_is_text(value: object, written: str) -> None:
    assert isinstance(shown(value, written), str)


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_thousands_and_decimals_are_those_of_python(value: int, places: int) -> None:
    mask = "#,##0" + ("." + "0" * places if places else "")

    assert shown(value, mask) == f"{value:,.{places}f}"

"""Titles and headings stand before a text, cut to what leaves room for it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.documents.enriching import LEAD_TOKENS, enriched, lead

LIMIT = 4 * LEAD_TOKENS


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


@pytest.mark.parametrize(
    ("title", "headings", "line"),
    [
        ("Tax", ("Rates", "Talent"), "Tax > Rates > Talent"),
        ("Tax", (), "Tax"),
        ("", ("Rates",), "Rates"),
        ("", (), ""),
        ("A\n title", ("河套 😀",), "A title > 河套 😀"),
    ],
)
def test_title_and_headings_make_one_line(title: str, headings: tuple[str, ...], line: str) -> None:
    assert lead(title, headings, count_tokens=words, limit=LIMIT) == line


@given(st.integers(0, 300))
def test_a_long_line_keeps_its_first_words_as_far_as_they_fit(count: int) -> None:
    title = [f"w{number}" for number in range(count)]

    kept = lead(" ".join(title), (), count_tokens=words, limit=LIMIT).split()

    assert kept == title[: len(kept)]
    assert len(kept) <= LEAD_TOKENS
    assert count > LEAD_TOKENS or len(kept) == count
    assert count <= LEAD_TOKENS or len(kept) > LEAD_TOKENS - 8


@given(st.integers(0, 80), st.integers(0, 1000))
def test_the_lead_takes_no_more_than_a_quarter_of_the_limit(count: int, limit: int) -> None:
    title = " ".join(["w"] * count)

    kept = lead(title, (), count_tokens=words, limit=limit).split()

    assert len(kept) <= min(LEAD_TOKENS, limit // 4)
    assert count > min(LEAD_TOKENS, limit // 4) or len(kept) == count


def test_the_lead_goes_on_a_line_before_the_text() -> None:
    assert enriched("Tax > Rates", "It is 15%.\n") == "Tax > Rates\nIt is 15%.\n"
    assert enriched("", "It is 15%.") == "It is 15%."

"""Two quotes contradict each other where they give different values for one thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.claims import Statement
from gbaqa.answering.contradicting import Relation, compare
from gbaqa.types import Document, Language


def said(quote: str, date: str = "", language: Language = "en", doc_id: str = "") -> Statement:
    name = doc_id or f"{language} {date} {quote}"
    return Statement(quote, Document(name, "A brief", quote, date=date, language=language))


def told(one: Statement, other: Statement, question: str) -> tuple[str, str, str] | None:
    """The kind of the relation and the two values in the words of the quotes."""
    found = compare(one, other, question)
    if found is None:
        return None
    return found.kind, found.values[0].of(one.quote), found.values[1].of(other.quote)


HALLS = "How many halls does the harbour centre have?"


def test_a_later_figure_supersedes_an_earlier_one() -> None:
    old = said("The harbour centre has 63 halls, as stated in January 2019.", "2019-01")
    new = said("The harbour centre has 93 halls, News Daily reported on 5 May 2026.", "2026-05-05")
    assert told(old, new, HALLS) == ("superseded", "63", "93")
    found = compare(old, new, HALLS)
    assert found is not None
    assert found.dates == ("2019-01", "2026-05-05")


def test_sources_of_one_month_or_without_a_date_are_in_conflict() -> None:
    one = said("The harbour centre has 63 halls.", "2026-05-05")
    for date in ("2026-05", "2026-05-31", "2026", ""):
        assert told(one, said("The harbour centre has 93 halls.", date), HALLS) == (
            "conflict",
            "63",
            "93",
        )
    assert told(one, said("The harbour centre has 93 halls.", "2026-06"), HALLS) == (
        "superseded",
        "63",
        "93",
    )


@pytest.mark.parametrize(
    ("one", "other", "question"),
    [
        # the same value, and one that is rounded
        ("The island covers 56,000 km2.", "The island covers 56 thousand sq km.", "area island"),
        ("The island has about 70 million people.", "The island has 70.2 million people.", HALLS),
        # other things: another noun, another part, another turn, names on both sides
        ("The harbour centre has 63 halls.", "The harbour centre has 93 lifts.", HALLS),
        ("The Lantau centre has 63 halls.", "The Taipa centre has 93 halls.", HALLS),
        ("The first batch has 63 halls.", "The second batch has 93 halls.", HALLS),
        # how it was before, and a range
        ("The centre has 63 halls.", "The centre rose from 93 to 63 halls.", HALLS),
        ("A group has 16 people.", "A group has 2 to 40 people.", "How many people in a group?"),
        # nothing of the kind asked for
        ("The harbour centre has 63 halls.", "The harbour centre has 93 halls.", "Who runs it?"),
    ],
)
def test_no_contradiction_in(one: str, other: str, question: str) -> None:
    assert compare(said(one, "2020"), said(other, "2024"), question) is None


def test_the_figure_is_the_one_that_the_question_asks_for() -> None:
    one = said("In 2020 the island had an area of 12 km2, 4,100 people and 63 halls.", "2020")
    other = said("The island had an area of 12 km2, 5,200 people and 93 halls.", "2024")
    # the area is the same in both, but nobody asks for it
    found = told(one, other, "How many people live on the island?")
    assert found == ("superseded", "4,100", "5,200")
    assert compare(one, other, "How large is the island?") is None


def test_where_the_question_names_no_noun_one_equal_figure_is_agreement() -> None:
    asked = "海港中心有幾多？"  # its words are in neither quote
    one = said("The harbour centre has 63 halls and 12 lifts.")
    assert compare(one, said("The harbour centre has 12 lifts and 93 halls."), asked) is None
    assert told(one, said("The harbour centre has 7 lifts and 93 halls."), asked) == (
        "conflict",
        "63",
        "93",
    )


def test_a_slip_of_the_unit_is_told_and_a_far_off_number_is_another_thing() -> None:
    area = "How large is the harbour zone?"
    right = said("The harbour zone covers an area of 56.39 square kilometres.")
    slip = said("The harbour zone covers an area of 56.39 square metres.")
    assert told(right, slip, area) == (
        "conflict",
        "56.39 square kilometres",
        "56.39 square metres",
    )
    far = said("The harbour zone covers an area of 1.2 square metres.")
    assert compare(right, far, area) is None


def test_another_year_than_the_one_asked_for_is_no_rival() -> None:
    one = said("The output of the harbour zone was 9 billion yuan in 2021.")
    other = said("The output of the harbour zone was 14 billion yuan in 2023.")
    asked = "How much was the output of the harbour zone{}?"
    assert compare(one, other, asked.format(" in 2021")) is None
    assert told(one, other, asked.format("")) == ("superseded", "9 billion yuan", "14 billion yuan")


def test_the_day_of_one_happening_is_no_other_day_of_another() -> None:
    when = "When did the harbour bridge open?"
    opened = said("The harbour bridge opened on 24 October 2018.", "2018-10-24")
    plan = said("The harbour bridge was to open in July 2018.", "2018-01-02")
    signed = said("The harbour bridge contract was signed on 3 May 2009.", "2018-01-02")
    assert told(opened, plan, when) == ("superseded", "24 October 2018", "July 2018")
    assert compare(opened, signed, when) is None


def test_one_meeting_of_one_day_in_two_places_is_a_conflict() -> None:
    where = "Where was the 19th meeting of the harbour group held?"
    one = said("The harbour group held its 19th meeting in Guangzhou on 9 October 2024.")
    other = said("The nineteenth meeting of the group was held in Hong Kong on 9 October 2024.")
    later = said("The 20th meeting of the group was held in Hong Kong on 9 October 2025.")
    assert told(one, other, where) == ("conflict", "Guangzhou", "Hong Kong")
    assert compare(one, later, where) is None


def test_a_contradiction_in_chinese() -> None:
    one = said("據2023年8月的資料，橫琴有澳資企業5,763家。", "2023-08", "zh-Hant")
    other = said("橫琴有澳資企業6,600家。", "2025-01", "zh-Hant")
    found = told(one, other, "橫琴有幾多家澳資企業？")
    assert found is not None
    assert found[0] == "superseded"
    assert found[1].startswith("5,763")
    assert found[2].startswith("6,600")
    # of two languages nothing is compared word by word
    english = said("Hengqin has 6,600 firms of Macao.", "2025-01")
    assert compare(one, english, "橫琴有幾多家澳資企業？") is None


def test_a_contradiction_in_portuguese() -> None:
    one = said("A ilha de Hengqin tem 4.870 empresas de Macau.", "2022-07", "pt")
    other = said("Segundo o jornal, a ilha de Hengqin tem 6.600 empresas de Macau.", "2025", "pt")
    found = told(one, other, "Quantas empresas de Macau tem a ilha de Hengqin?")
    assert found is not None
    assert found[0] == "superseded"
    assert (found[1][:5], found[2][:5]) == ("4.870", "6.600")


PIECES = st.tuples(
    st.sampled_from(["The harbour centre", "The Taipa centre", "The GBA", "The Greater Bay Area"]),
    st.sampled_from(["has", "rose from 12 to", "has the first", "is said to have"]),
    st.sampled_from(["63 halls", "93 halls", "over 93 halls", "5 km2", "two halls", "7 lifts"]),
    st.sampled_from(["", " in 2019", ", as stated in May 2020", " and 4 lifts"]),
    st.sampled_from(["", "2019", "2020-05-06"]),
).map(lambda parts: said(" ".join(parts[:3]) + parts[3] + ".", parts[4]))


@given(PIECES, PIECES, st.sampled_from([HALLS, "gba area", "How many halls in 2019?"]))
def test_the_relation_is_the_same_from_both_sides(
    one: Statement, other: Statement, question: str
) -> None:
    there, back = compare(one, other, question), compare(other, one, question)
    assert back == (there and Relation(there.values[::-1], there.dates[::-1]))
    assert compare(one, one, question) is None


@pytest.mark.parametrize("other", ["rose from 63 to 93 halls", "has 93 halls, up from 63 halls"])
def test_how_it_was_before_is_no_value_of_now(other: str) -> None:
    one = said("The harbour centre has 63 halls.", "2019")
    found = told(one, said(f"The harbour centre {other}.", "2024"), HALLS)
    assert found is not None
    assert (found[0], found[2][:2]) == ("superseded", "93")

"""Filters are checked where they are made; one that could only find nothing is refused."""

from __future__ import annotations

import calendar
import unicodedata
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gbaqa.answering.filtering import MAX_FILTER, check_held, nearest_values, read_filters
from gbaqa.errors import QuestionRefused
from gbaqa.types import ANY, LANGUAGES, Collection, Document, Filters

FIELDS = ("language", "publisher", "topic", "since", "until")


def refusal(**typed: str) -> str:
    with pytest.raises(QuestionRefused) as caught:
        read_filters(**typed)
    return str(caught.value)


def test_every_field_is_kept_with_its_white_space_folded() -> None:
    assert read_filters() == ANY
    assert read_filters(language="", publisher=" \u3000 ", topic="", since=" ", until="") == ANY
    found = read_filters(
        language=" zh-Hant ",
        publisher="HKSAR  Government",
        topic="elderly\u3000care",
        since="2023",
        until="2024-02-29",
    )
    assert found == Filters("zh-Hant", "HKSAR Government", "elderly care", "2023", "2024-02-29")


@pytest.mark.parametrize("language", ["fr", "EN", "zh", "en pt"])
def test_another_language_is_refused_with_the_four(language: str) -> None:
    assert refusal(language=language) == (
        f"filter language is {language!r}, expected one of en, zh-Hant, zh-Hans, pt; "
        "correct it or leave it out"
    )


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize(
    "day",
    "2024-02-30 2023-02-29 2024-13 2024-00 2024-1 2024-1-1 24 20240101 2024-W01 2024-W01-1 "
    "0000 2024- 2024-01-01T00 2024-01-01x soon -2024 ２０２４ 2024/05".split(),
)
def test_what_is_no_date_is_refused(name: str, day: str) -> None:
    assert refusal(**{name: day}) == (
        f"filter {name} is {day!r}, expected a day, month or year as YYYY-MM-DD, YYYY-MM or "
        "YYYY; correct it or leave it out"
    )


@given(st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32))
def test_a_day_is_read_exactly_when_the_calendar_has_it(year: int, month: int, day: int) -> None:
    exists = year >= 1 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
    typed = f"{year:04}-{month:02}-{day:02}"
    if exists:
        assert read_filters(since=typed, until=typed) == Filters(since=typed, until=typed)
    else:
        assert refusal(until=typed).startswith("filter until is ")


@pytest.mark.parametrize(
    ("since", "until"), [("2024", "2023"), ("2024-05", "2024-04-30"), ("2024-05-02", "2024-05-01")]
)
def test_a_range_that_ends_before_it_begins_is_refused(since: str, until: str) -> None:
    assert refusal(since=since, until=until) == (
        f"filter since is {since!r}, expected a date not after until, {until!r}; "
        "correct it or leave it out"
    )


@pytest.mark.parametrize(
    ("since", "until"),
    [("2024", "2024"), ("2024-05", "2024"), ("2024", "2024-05-01"), ("2024-05-31", "2024-05")],
)
def test_bounds_are_compared_at_the_precision_they_share(since: str, until: str) -> None:
    assert read_filters(since=since, until=until) == Filters(since=since, until=until)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("character", ["\0", "\n", "\x1b", "\x7f", "\x85", "\ud800"])
def test_a_control_character_is_refused_and_not_printed(name: str, character: str) -> None:
    told = refusal(**{name: f"en{character}"})
    assert told == (
        f"filter {name} is {f'en{character}'!r}, expected no control character; "
        "correct it or leave it out"
    )
    assert told.isprintable()


@pytest.mark.parametrize("name", FIELDS)
def test_an_over_long_value_is_refused_without_repeating_it(name: str) -> None:
    assert refusal(**{name: "x" * (MAX_FILTER + 1)}) == (
        "filter " + name + " has 201 characters, at most 200 are read; shorten it"
    )


def test_a_value_of_the_greatest_length_is_read() -> None:
    assert read_filters(publisher="x" * MAX_FILTER).publisher == "x" * MAX_FILTER


@given(st.fixed_dictionaries({name: st.text(max_size=12) for name in ("publisher", "topic")}))
def test_any_text_is_read_or_refused_in_one_line(typed: dict[str, str]) -> None:
    held = any(unicodedata.category(one) in ("Cc", "Cs") for one in "".join(typed.values()))
    if held:
        assert "\n" not in refusal(**typed)
    else:
        found = read_filters(**typed)
        assert found.publisher.split() == typed["publisher"].split()
        assert found.topic.split() == typed["topic"].split()


DOCUMENTS = (
    Document("a", "A", "Text.", publisher="HKSAR Government (info.gov.hk)", topics=("tax",)),
    Document("b", "B", "Text.", publisher="Xinhua", topics=("tax", "finance")),
    Document("c", "C", "Text.", publisher="The Macau Post Daily", topics=("elderly care",)),
    Document("d", "D", "Text."),
)
COLLECTION = Collection({one.doc_id: one for one in DOCUMENTS}, {})


def held_refusal(filters: Filters, collection: Collection = COLLECTION) -> str:
    with pytest.raises(QuestionRefused) as caught:
        check_held(filters, collection)
    return str(caught.value)


@pytest.mark.parametrize(
    "filters",
    [
        ANY,
        Filters(publisher="gov"),
        Filters(publisher="xinhua", topic="ELDERLY  care"),  # each is held, though by no document
        Filters(language="pt", since="2030"),
    ],
)
def test_a_publisher_and_a_topic_that_documents_have_pass(filters: Filters) -> None:
    check_held(filters, COLLECTION)


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (
            Filters(publisher="Macao Post Dayly"),
            "filter publisher is 'Macao Post Dayly', expected one that a document has, such as "
            "'The Macau Post Daily'; correct it or leave it out",
        ),
        (
            Filters(publisher="Goverment"),
            "filter publisher is 'Goverment', expected one that a document has, such as "
            "'HKSAR Government (info.gov.hk)'; correct it or leave it out",
        ),
        (
            Filters(topic="elderly"),  # a topic is named whole
            "filter topic is 'elderly', expected one that a document has, such as "
            "'elderly care'; correct it or leave it out",
        ),
        (
            Filters(topic="zzz"),
            "filter topic is 'zzz', expected one that a document has, such as "
            "'tax', 'elderly care', 'finance'; correct it or leave it out",
        ),
    ],
)
def test_a_value_of_no_document_is_refused_with_the_nearest(filters: Filters, told: str) -> None:
    assert held_refusal(filters) == told


def test_where_no_document_has_any_value_none_is_named() -> None:
    bare = Collection({"d": DOCUMENTS[3]}, {})
    assert held_refusal(Filters(topic="tax"), bare) == (
        "filter topic is 'tax', expected one that a document has; correct it or leave it out"
    )
    check_held(ANY, Collection({}, {}))
    check_held(Filters(language=LANGUAGES[0]), Collection({}, {}))


@given(st.text(max_size=8), st.lists(st.text("abc de", max_size=8), max_size=9).map(Counter))
def test_at_most_three_values_are_named_each_once_and_each_held(
    typed: str, held: Counter[str]
) -> None:
    named = nearest_values(typed, held)
    assert len(named) <= 3
    assert len(named) == len(set(named))
    assert set(named) <= set(held)
    assert bool(named) is bool(held)


@given(st.sampled_from(["finance", "elderly care", "Hengqin"]), st.data())
def test_a_value_with_one_letter_missing_is_named_first(value: str, data: st.DataObject) -> None:
    gap = data.draw(st.integers(0, len(value) - 1))
    typed = value[:gap] + value[gap + 1 :]
    assume(typed.split() == typed.split(" "))  # no space at an end
    held = Counter(["tax", "finance", "elderly care", "Hengqin"])
    assert nearest_values(typed, held)[0] == value

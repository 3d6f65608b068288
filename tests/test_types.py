"""The records that every room shares check themselves and keep one order."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.types import (
    ANY,
    LANGUAGES,
    Collection,
    Document,
    Filters,
    Hit,
    Passage,
    Query,
    Span,
    folded,
    ranked,
)


@given(st.text(min_size=1), st.data())
def test_a_span_covers_what_a_slice_does(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    assert Span(start, end).of(text) == text[start:end]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2), (0, 0)])
def test_an_empty_or_negative_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        Span(start, end)
    assert str(caught.value) == f"need 0 <= start < end, got [{start}, {end})"


def test_spans_are_ordered_by_where_they_begin_then_end() -> None:
    spans = [Span(2, 3), Span(1, 9), Span(1, 2)]

    assert sorted(spans) == [Span(1, 2), Span(1, 9), Span(2, 3)]


def test_a_record_cannot_be_changed() -> None:
    span = Span(0, 1)

    with pytest.raises(FrozenInstanceError):
        span.end = 2  # type: ignore[misc]  # that it is refused is the point
    assert span == Span(0, 1)


def test_a_ranking_goes_by_score_down_then_passage_id() -> None:
    scores = {"b": 1.0, "a": 1.0, "d": -1.0, "c": 2.0}

    assert ranked(scores, cutoff=3) == (Hit("c", 2.0), Hit("a", 1.0), Hit("b", 1.0))


@given(
    st.dictionaries(st.text("abc", max_size=3), st.sampled_from([-1.0, 0.0, 0.5, 1.0])),
    st.integers(0, 6),
)
def test_a_ranking_is_the_head_of_the_one_total_order(
    scores: dict[str, float], cutoff: int
) -> None:
    left = dict(scores)
    expected: list[Hit] = []
    while left and len(expected) < cutoff:  # take the best, again and again
        best = min(name for name in left if left[name] == max(left.values()))
        expected.append(Hit(best, left.pop(best)))

    assert ranked(scores, cutoff=cutoff) == tuple(expected)


DOCUMENT = Document(
    "tax",
    "Tax",
    "Text.",
    publisher="HKSAR Government (press  release)",
    date="2024-05",
    language="pt",
    topics=("tax", "People of Macao"),
)


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (ANY, True),
        (Filters(language="pt"), True),
        (Filters(language="en"), False),
        (Filters(publisher="HKSAR Government (press  release)"), True),
        (Filters(publisher="government (Press release)"), True),
        (Filters(publisher=" sar "), True),
        (Filters(publisher="Macao"), False),
        (Filters(publisher="press release of"), False),
        (Filters(topic="tax"), True),
        (Filters(topic="people\u3000of  MACAO"), True),
        (Filters(topic="People"), False),
        (Filters(topic="people of Macao, tax"), False),
        (Filters(since="2024"), True),
        (Filters(since="2024-05"), True),
        (Filters(since="2024-06"), False),
        (Filters(since="2025"), False),
        (Filters(until="2024"), True),
        (Filters(until="2024-05"), True),
        (Filters(until="2024-05-01"), True),
        (Filters(until="2024-04"), False),
        (Filters(until="2023"), False),
        (Filters("pt", "hksar", "Tax", "2024", "2024"), True),
        (Filters("pt", "hksar", "Tax", "2024", "2023"), False),
    ],
)
def test_a_document_passes_the_filters_that_are_set(filters: Filters, admitted: bool) -> None:
    assert filters.admits(DOCUMENT) is admitted


@pytest.mark.parametrize("filters", [Filters(since="1900"), Filters(until="2100")])
def test_a_document_without_a_date_passes_no_bound(filters: Filters) -> None:
    assert filters.admits(Document("a", "A", "Text.")) is False


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("STRASSE", "straße"),
        ("  a\t b\n", "A B"),
        ("Cooperac\u0327a\u0303o", "COOPERAÇÃO"),
        ("ＧＢＡ\u3000１", "gba 1"),
        ("港機聯", "港機聯"),
    ],
)
def test_spellings_that_differ_in_case_width_or_space_are_folded_into_one(
    text: str, same: str
) -> None:
    assert folded(text) == folded(same)


@given(st.text())
def test_what_is_folded_stays_so(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_a_document_without_publisher_or_topics_passes_no_filter_of_them() -> None:
    bare = Document("a", "A", "Text.")

    assert ANY.admits(bare) is True
    assert Filters(publisher="HK").admits(bare) is False
    assert Filters(topic="tax").admits(bare) is False


def test_a_collection_gives_a_passage_verbatim_and_its_document() -> None:
    document = Document("a", "A", "One. 兩句😀。 Three.")
    passage = Passage("a#0001", "a", Span(5, 9), (), "en")
    collection = Collection({"a": document}, {"a#0001": passage})

    assert collection.document_of("a#0001") is document
    assert collection.text("a#0001") == "兩句😀。"


def test_a_query_is_english_and_unfiltered_unless_told() -> None:
    assert Query("Where?") == Query("Where?", "en", Filters("", "", "", "", ""))
    assert LANGUAGES == ("en", "zh-Hant", "zh-Hans", "pt")

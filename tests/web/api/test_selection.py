"""Documents are chosen by words and filters, in one order, with the dates they reach over."""

from __future__ import annotations

import pytest

from gbaqa.types import Document, Filters
from gbaqa.web.documents import Selection, select

OLD = Document("old", "Bridge", "It opened.", publisher="The Gazette", date="2018-10")
YEAR = Document("year", "Tunnel", "It was dug.", date="2018", topics=("Roads", "Tax"))
NEW = Document("new", "The painted bridge", "In red.", date="2024-05-01", language="pt")
TWIN = Document("old.pt", "Ponte", "Abriu.", date="2018-10", language="pt", translation_of="old")
BARE = Document("bare", "A note", "Of the ＢＲＩＤＧＥ.")
LAST = Document("last", "a note", "Of nothing.")
ALL = (BARE, OLD, TWIN, LAST, NEW, YEAR)


def test_the_newest_is_first_and_undated_ones_come_last_by_title_and_id() -> None:
    expected = Selection((NEW, OLD, TWIN, YEAR, BARE, LAST), "2018", "2024-05-01")
    assert select(ALL) == expected
    assert select(reversed(ALL)) == expected


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["new", "old", "old.pt", "year", "bare", "last"]),
        (" \u3000", ["new", "old", "old.pt", "year", "bare", "last"]),
        ("bridge", ["new", "old", "bare"]),  # title and text, whatever the case and width
        ("ｂＲidge RED", ["new"]),
        ("gazette", ["old"]),
        ("tax", ["year"]),
        ("open", ["old"]),  # within a word
        ("bridge tunnel", []),
        ("2018", []),  # a date is a filter
    ],
)
def test_every_word_must_occur_in_title_publisher_topics_or_text(
    words: str, found: list[str]
) -> None:
    assert [one.doc_id for one in select(ALL, words=words).documents] == found


def test_a_word_does_not_reach_over_two_fields() -> None:
    one = Document("a", "Macao", "bridge")
    assert select([one], words="macaobridge").documents == ()


def test_filters_choose_with_the_words_and_dates_are_of_what_is_chosen() -> None:
    chosen = select(ALL, words="bridge", filters=Filters(since="2018", until="2018"))
    assert chosen == Selection((OLD,), "2018-10", "2018-10")
    assert select(ALL, words="note").oldest == ""
    assert select([]) == Selection((), "", "")


def test_a_twin_is_hidden_behind_its_original_only_where_that_is_chosen() -> None:
    assert TWIN not in select(ALL, hide_twins=True).documents
    assert OLD in select(ALL, hide_twins=True).documents
    portuguese = Filters(language="pt")
    assert select(ALL, filters=portuguese, hide_twins=True).documents == (NEW, TWIN)
    assert select(ALL, words="ponte", hide_twins=True).documents == (TWIN,)

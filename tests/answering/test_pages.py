"""A citation into a document that has pages carries the page, and verify holds it to that."""

from __future__ import annotations

from typing import Any

import pytest

from gbaqa.answering.citing import cite
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.exporting import as_markdown, changed_line
from gbaqa.answering.notices import notices
from gbaqa.answering.printing import as_text
from gbaqa.answering.receipts import as_json, passages_json
from gbaqa.answering.replaying import digest, faults
from gbaqa.types import (
    Answer,
    Collection,
    Document,
    Evidence,
    Hit,
    Language,
    Passage,
    Query,
    Sentence,
    Span,
)

TEXT = "One page.\n\nThe fee is 100.\n\nIt is due in May."
PAGED = Document("fee", "Fees", TEXT, date="2024", sha256="a" * 64, pages=(0, 11, 11, 28))
PLAIN = Document("park", "Park", "The park opened.", date="2024", sha256="b" * 64)
COLLECTION = Collection(
    {"fee": PAGED, "park": PLAIN},
    {
        "fee#0000": Passage("fee#0000", "fee", Span(11, 45), (), "en"),
        "park#0000": Passage("park#0000", "park", Span(0, 16), (), "en"),
    },
)


def answer(language: Language = "en") -> Exchange:
    evidence = [
        Evidence("fee#0000", Span(11, 26), 0.9),
        Evidence("fee#0000", Span(28, 45), 0.8),
        Evidence("park#0000", Span(0, 16), 0.7),
    ]
    cited = cite(evidence, COLLECTION)
    sentences = tuple(Sentence(one.quote, (one.marker,)) for one in cited)
    told = notices(cited, COLLECTION.documents, "fee?", language)
    reply = Answer(Query("fee?", language), sentences, cited, 0.9, told)
    return Exchange("fee?", "fee?", reply, "g1", "small", {})


def told() -> dict[str, Any]:
    return as_json(answer())


def test_the_page_is_that_on_which_the_quote_begins() -> None:
    assert [PAGED.page_of(start) for start in (0, 10, 11, 27, 28, 44)] == [1, 1, 3, 3, 4, 4]
    assert PLAIN.page_of(0) is None


def test_the_object_has_the_page_behind_the_address_and_none_where_there_is_none() -> None:
    citations = told()["citations"]

    assert [one.get("page") for one in citations] == [3, 4, None]
    assert list(citations[0])[6:9] == ["url", "page", "quote"]
    assert "page" not in citations[2]


def test_a_passage_that_was_found_has_its_page_too() -> None:
    found = passages_json("q", (Hit("fee#0000", 2.0), Hit("park#0000", 1.0)), COLLECTION)

    assert [one.get("page") for one in found["hits"]] == [3, None]


@pytest.mark.parametrize(
    ("place", "page", "fault"),
    [
        (0, None, "citation 1: page is None, the document's is 3"),
        (0, 2, "citation 1: page is 2, the document's is 3"),
        (0, 3.0, "citation 1: page is 3.0, the document's is 3"),
        (1, "4", "citation 2: page is '4', the document's is 4"),
        (2, 1, "citation 3: page is 1, the document's is None"),
    ],
)
def test_every_other_page_is_caught(place: int, page: Any, fault: str) -> None:
    forged = told()
    if page is None:
        del forged["citations"][place]["page"]
    else:
        forged["citations"][place]["page"] = page
    forged["sha256"] = digest(forged)

    assert faults(told(), COLLECTION.documents) == []
    assert faults(forged, COLLECTION.documents)[0] == fault


def test_a_page_that_says_null_is_no_page_left_out() -> None:
    forged = told()
    forged["citations"][2]["page"] = None
    forged["sha256"] = digest(forged)

    assert faults(forged, COLLECTION.documents) == [
        "citation 3: page is None, the document's is None"
    ]


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("en", "1. Fees, 2024, p. 3"),
        ("zh-Hant", "1. Fees，2024，第 3 頁"),
        ("zh-Hans", "1. Fees，2024，第 3 页"),
        ("pt", "1. Fees, 2024, pág. 3"),
    ],
)
def test_an_exported_answer_names_the_page_and_is_accepted(language: Language, source: str) -> None:
    exported = as_markdown(as_json(answer(language)))

    assert source in exported.split("\n")
    assert changed_line(exported, as_json(answer(language))) == ""
    changed = changed_line(exported.replace(source, source.replace("3", "5")), told())
    assert changed.startswith("line ")


def test_a_terminal_shows_the_page() -> None:
    assert as_text(answer()).split("\n")[-3:] == [
        "[1] Fees, 2024, p. 3",
        "[2] Fees, 2024, p. 4",
        "[3] Park, 2024",
    ]

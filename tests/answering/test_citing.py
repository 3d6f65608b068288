"""Receipts hold the document's own words and data; the nearest are of different documents."""

from __future__ import annotations

from gbaqa.answering.citing import cite, nearest
from gbaqa.answering.evidence import Candidate
from gbaqa.answering.notices import notices
from gbaqa.types import Citation, Collection, Document, Evidence, Notice, Passage, Span
from tests.answering.candidates import candidate

TWIN = Document(
    "b.zh-Hant",
    "橫琴",
    "稅率是15%。",
    publisher="Gazette",
    date="2024-05",
    url="https://example.org/b",
    language="zh-Hant",
    note="The figure differs from the English one.",
    sha256="b" * 64,
    translation_of="b",
)
DOCUMENTS = {
    "a": Document("a", "Fees", "The fee is 100. It is due in May.", sha256="a" * 64),
    "b.zh-Hant": TWIN,
    "c": Document("c", "Park", "The park opened.", date="2020", sha256="c" * 64),
    "d": Document("d", "Port", "The port opened.", sha256="d" * 64, note="Once a pier."),
}
COLLECTION = Collection(
    DOCUMENTS,
    {
        f"{name}#0000": Passage(f"{name}#0000", name, Span(0, len(one.text)), (), one.language)
        for name, one in DOCUMENTS.items()
    },
)
FEE = Evidence("a#0000", Span(0, 15), 0.9)
DUE = Evidence("a#0000", Span(16, 33), 0.8)
RATE = Evidence("b.zh-Hant#0000", Span(0, 8), 0.7)
PARK = Evidence("c#0000", Span(0, 16), 0.6)
PORT = Evidence("d#0000", Span(0, 16), 0.5)


def candidates(*found: Evidence) -> list[Candidate]:
    return [candidate(one, document=COLLECTION.document_of(one.passage_id)) for one in found]


def test_a_citation_holds_the_quote_and_all_that_is_known_of_its_document() -> None:
    assert cite([RATE], COLLECTION) == (
        Citation(
            marker=1,
            doc_id="b.zh-Hant",
            passage_id="b.zh-Hant#0000",
            span=Span(0, 8),
            quote="稅率是15%。",
            doc_sha256="b" * 64,
            title="橫琴",
            publisher="Gazette",
            date="2024-05",
            url="https://example.org/b",
            translation_of="b",
        ),
    )


def test_markers_count_from_one_in_the_order_given() -> None:
    found = cite([DUE, PARK, FEE], COLLECTION)
    assert [(one.marker, one.quote) for one in found] == [
        (1, "It is due in May."),
        (2, "The park opened."),
        (3, "The fee is 100."),
    ]
    assert cite([], COLLECTION) == ()


def test_the_nearest_are_the_best_of_up_to_three_documents() -> None:
    assert nearest(candidates(FEE, DUE, RATE, PARK, PORT)) == (FEE, RATE, PARK)
    assert nearest(candidates(DUE, FEE)) == (DUE,)
    assert nearest([]) == ()


def test_a_document_and_its_twin_are_one_of_the_nearest() -> None:
    original = Document("b", "Hengqin", "The rate is 15%.")
    in_english = candidate(Evidence("b#0000", Span(0, 16), 0.75), document=original)
    assert nearest([in_english, *candidates(RATE, PARK)]) == (in_english.evidence, PARK)


def test_sources_without_a_date_are_told_once_and_notes_with_their_markers() -> None:
    citations = cite([PORT, RATE, FEE, PORT], COLLECTION)
    assert notices(citations, COLLECTION.documents) == (
        Notice("undated", "The source does not say when it was published.", (1, 3, 4)),
        Notice("stated-as-is", "Once a pier.", (1, 4)),
        Notice("stated-as-is", "The figure differs from the English one.", (2,)),
    )


def test_a_dated_source_without_a_note_needs_no_notice() -> None:
    assert notices(cite([PARK], COLLECTION), COLLECTION.documents) == ()

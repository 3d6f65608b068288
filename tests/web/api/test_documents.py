"""`GET /api/documents` lists what there is to quote from, and gives each document whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest
from fastapi.testclient import TestClient

from gbaqa.types import Collection, Document, Passage, Span
from gbaqa.web.api.models import MAX_DOCUMENTS
from tests.web.api.small_app import started
from tests.web.scripted import ALLIANCE, ScriptedAssistant

ORIGINAL = Document(
    doc_id="bridges/opening",
    title="The bridge",
    text="It opened. It is long.",
    publisher="The Gazette",
    date="2018-10",
    url="https://example.org/bridge",
    topics=("transport",),
    note="Told twice.",
    sha256="c" * 64,
    source_language="zh-Hant",
    also=("bridges/again",),
)
TWIN = Document(
    doc_id="bridges/opening.pt",
    title="A ponte",
    text="Abriu.",
    date="2018-10",
    language="pt",
    sha256="d" * 64,
    translation_of="bridges/opening",
)
OTHERS = tuple(
    Document(f"others/{number:02}", f"Other {number:02}", "Text.", date="2020")
    for number in range(25)
)


class Listed(ScriptedAssistant):
    """Holds twenty-seven documents, two of them twins."""

    def __init__(self) -> None:
        super().__init__()
        documents = {one.doc_id: one for one in (TWIN, ORIGINAL, *OTHERS)}
        spans = {"bridges/opening#0001": Span(11, 22), "bridges/opening#0000": Span(0, 10)}
        self.collection = Collection(
            documents=documents,
            passages={
                **{
                    name: Passage(name, "bridges/opening", span, ("Bridges", "Opening"), "en")
                    for name, span in spans.items()
                },
                "bridges/opening.pt#0000": Passage(
                    "bridges/opening.pt#0000", "bridges/opening.pt", Span(0, 6), (), "pt"
                ),
            },
        )


@pytest.fixture(scope="module")
def listed() -> Iterator[TestClient]:
    with started(Listed) as opened:
        yield opened


def test_a_list_tells_of_each_document_and_of_the_whole(listed: TestClient) -> None:
    found = listed.get("/api/documents", params={"q": "BRIDGE opened", "lang": "pt"})
    assert found.status_code == 200
    assert found.json() == {
        "total": 1,
        "page": 1,
        "size": 20,
        "oldest": "2018-10",
        "newest": "2018-10",
        "documents": [
            {
                "doc_id": "bridges/opening",
                "title": "The bridge",
                "publisher": "The Gazette",
                "date": "2018-10",
                "url": "https://example.org/bridge",
                "language": "en",
                "topics": ["transport"],
                "translation_of": None,
                "sha256": "c" * 64,
            }
        ],
    }


def ids(listed: TestClient, **parameters: object) -> list[str]:
    response = listed.get("/api/documents", params=parameters)  # type: ignore[arg-type]
    return [one["doc_id"] for one in response.json()["documents"]]


def test_pages_hold_each_document_once_and_end_empty(listed: TestClient) -> None:
    pages = [ids(listed, size=10, page=page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [10, 10, 7, 0]
    whole = ids(listed, size=100)
    assert [*chain.from_iterable(pages)] == whole
    assert whole == [
        *(one.doc_id for one in OTHERS),
        "bridges/opening.pt",
        "bridges/opening",
    ]
    beyond = listed.get("/api/documents", params={"page": 9}).json()
    assert (beyond["total"], beyond["page"], beyond["oldest"]) == (27, 9, "2018-10")


def test_twins_are_left_out_when_asked(listed: TestClient) -> None:
    assert ids(listed, until="2018") == ["bridges/opening.pt", "bridges/opening"]
    assert ids(listed, until="2018", twins="false") == ["bridges/opening"]
    assert ids(listed, language="pt", twins="false") == ["bridges/opening.pt"]


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({"page": "0"}, "page: Input should be greater than or equal to 1"),
        ({"page": "9" * 30}, "page: Input should be less than or equal to 1000000"),
        ({"size": "0"}, "size: Input should be greater than or equal to 1"),
        (
            {"size": str(MAX_DOCUMENTS + 1)},
            f"size: Input should be less than or equal to {MAX_DOCUMENTS}",
        ),
        ({"k": "3"}, "k: there is no such field or parameter; /docs lists them"),
        (
            {"language": "fr"},
            "filter language is 'fr', expected one of en, zh-Hant, zh-Hans, pt; "
            "correct it or leave it out",
        ),
        (
            {"publisher": "Gazzette"},
            "filter publisher is 'Gazzette', expected one that a document has, such as "
            "'The Gazette'; correct it or leave it out",
        ),
    ],
)
def test_a_list_that_cannot_be_made_is_refused(
    listed: TestClient, parameters: dict[str, str], detail: str
) -> None:
    response = listed.get("/api/documents", params=parameters)
    assert (response.status_code, response.json()["detail"]) == (422, detail)


def test_a_document_is_given_whole(listed: TestClient) -> None:
    response = listed.get("/api/documents/bridges/opening?lang=zh-Hant")
    assert response.status_code == 200
    assert response.json() == {
        "doc_id": "bridges/opening",
        "title": "The bridge",
        "publisher": "The Gazette",
        "date": "2018-10",
        "url": "https://example.org/bridge",
        "language": "en",
        "topics": ["transport"],
        "translation_of": None,
        "sha256": "c" * 64,
        "note": "Told twice.",
        "source_language": "zh-Hant",
        "also": ["bridges/again"],
        "text": "It opened. It is long.",
        "passages": [
            {
                "passage_id": "bridges/opening#0000",
                "start": 0,
                "end": 10,
                "headings": ["Bridges", "Opening"],
            },
            {
                "passage_id": "bridges/opening#0001",
                "start": 11,
                "end": 22,
                "headings": ["Bridges", "Opening"],
            },
        ],
        "twins": [{"doc_id": "bridges/opening.pt", "language": "pt", "title": "A ponte"}],
    }


def test_a_twin_names_its_original(listed: TestClient) -> None:
    twin = listed.get("/api/documents/bridges%2Fopening.pt").json()
    assert twin["translation_of"] == "bridges/opening"
    assert twin["twins"] == [{"doc_id": "bridges/opening", "language": "en", "title": "The bridge"}]


def test_a_text_is_given_as_it_is(api: TestClient) -> None:
    response = api.get("/api/documents/people/alliance")
    assert response.json()["text"] == ALLIANCE.text
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize("doc_id", ["nowhere", "%2e%2e/etc/passwd", "a%00b%0a", ""])
def test_a_document_that_is_not_held_is_not_found(listed: TestClient, doc_id: str) -> None:
    response = listed.get(f"/api/documents/{doc_id}")
    told = response.json()
    assert (response.status_code, told["type"]) == (404, "/problems/not-found")
    assert "\n" not in told["detail"]


def test_a_long_id_is_not_repeated(listed: TestClient) -> None:
    detail = listed.get(f"/api/documents/{'x' * 500}").json()["detail"]
    shown = "x" * 80
    assert detail == f"there is no document '{shown}…'; /api/documents lists those there are"


def test_one_document_takes_no_other_parameter(listed: TestClient) -> None:
    told = listed.get("/api/documents/bridges/opening?start=3").json()
    assert told["detail"] == "start: there is no such field or parameter; /docs lists them"

"""`GET /api/search` gives ranked passages, of the documents that the filters admit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from gbaqa.answering import asking
from gbaqa.answering.asking import open_assistant
from gbaqa.types import ANY, Filters
from gbaqa.web.api.models import MAX_LENGTH, MAX_PASSAGES
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files
from tests.web.api.small_app import started
from tests.web.scripted import ALLIANCE, ALSO, ScriptedAssistant

ALL_FILTERS = {
    "language": "en",
    "publisher": "alliance  <",
    "topic": "macao",
    "since": "2024",
    "until": "2024-10",
}


def test_search_gives_ranked_passages_with_their_text(api: TestClient) -> None:
    response = api.get("/api/search", params={"q": "members", "k": 1})
    assert response.status_code == 200
    assert response.json() == {
        "query": "members",
        "hits": [
            {
                "rank": 1,
                "passage_id": "people/alliance#0000",
                "doc_id": "people/alliance",
                "title": "The alliance & its members",
                "publisher": "Alliance <office>",
                "date": "2024-10-09",
                "language": "en",
                "url": "https://example.org/alliance?a=1&b=2",
                "score": 0.75,
                "text": ALLIANCE.text[12:],
            }
        ],
    }


@pytest.mark.parametrize("question", ["聯盟有多少成員？", "How many membres?"])
def test_what_else_was_searched_is_told(api: TestClient, question: str) -> None:
    found = api.get("/api/search", params={"q": f" {question} ", "since": "2024"}).json()
    assert list(found) == ["query", "also_searched", "filters", "hits"]
    assert (found["query"], found["also_searched"]) == (question, ALSO[question])


def test_filters_reach_the_assistant_and_are_told(
    api: TestClient, scripted: ScriptedAssistant
) -> None:
    expected = ALL_FILTERS | {"publisher": "alliance <"}
    found = api.get("/api/search", params={"q": "members", "lang": "pt"} | ALL_FILTERS)
    assert scripted.filtered[-1] == Filters(**expected)
    assert list(found.json()) == ["query", "filters", "hits"]
    assert found.json()["filters"] == expected
    one = api.get("/api/search", params={"q": "members", "topic": "tax"})
    assert one.json()["filters"] == {"topic": "tax"}
    none = api.get("/api/search", params={"q": "members"} | dict.fromkeys(ALL_FILTERS, ""))
    assert scripted.filtered[-1] == ANY
    assert list(none.json()) == ["query", "hits"]


@pytest.mark.parametrize(
    ("parameters", "kind", "detail"),
    [
        ({}, "bad-input", "q: Field required"),
        ({"q": ""}, "bad-input", "q: String should have at least 1 character"),
        (
            {"q": "x" * (MAX_LENGTH + 1)},
            "bad-input",
            f"q: String should have at most {MAX_LENGTH} characters",
        ),
        ({"q": " "}, "question-refused", "The question is empty. Type one."),
        ({"q": "x", "k": "0"}, "bad-input", "k: Input should be greater than or equal to 1"),
        (
            {"q": "x", "k": str(MAX_PASSAGES + 1)},
            "bad-input",
            f"k: Input should be less than or equal to {MAX_PASSAGES}",
        ),
        (
            {"q": "x", "publishr": "y"},
            "bad-input",
            "publishr: there is no such field or parameter; /docs lists them",
        ),
        (
            {"q": "x", "language": "fr"},
            "question-refused",
            "filter language is 'fr', expected one of en, zh-Hant, zh-Hans, pt; "
            "correct it or leave it out",
        ),
        (
            {"q": "x", "until": "2024-02-30"},
            "question-refused",
            "filter until is '2024-02-30', expected a day, month or year as YYYY-MM-DD, YYYY-MM "
            "or YYYY; correct it or leave it out",
        ),
        (
            {"q": "x", "since": "2025", "until": "2024"},
            "question-refused",
            "filter since is '2025', expected a date not after until, '2024'; "
            "correct it or leave it out",
        ),
        (
            {"q": "x", "topic": "a\x00"},
            "question-refused",
            "filter topic is 'a\\x00', expected no control character; correct it or leave it out",
        ),
        (
            {"q": "x", "publisher": "x" * 201},
            "question-refused",
            "filter publisher has 201 characters, at most 200 are read; shorten it",
        ),
    ],
)
def test_a_search_that_cannot_be_made_is_refused_in_one_line(
    api: TestClient, parameters: dict[str, str], kind: str, detail: str
) -> None:
    told = api.get("/api/search", params=parameters).json()
    assert (told["type"], told["detail"]) == (f"/problems/{kind}", detail)
    if "q" in parameters and kind == "question-refused" and parameters["q"].strip():
        filters = {name: value for name, value in parameters.items() if name != "q"}
        asked = api.post("/api/ask", json={"question": "x", "filters": filters}).json()
        assert (asked["type"], asked["detail"]) == (f"/problems/{kind}", detail)


@pytest.fixture(scope="module")
def bridges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Three documents about the bridge: by the Gazette, by the Bureau, and by nobody."""
    folder = tmp_path_factory.mktemp("filters")
    head = "---\ntitle: Bridge\npublisher: {}\ndate: {}\nlanguage: {}\ntopics: [{}]\n---\n\n"
    files = {
        "old.md": head.format("The Gazette", "2018-10", "en", "transport")
        + "The bridge opened in October 2018.\n",
        "new.md": head.format("Bureau of Roads", "2024-05-01", "pt", "tax")
        + "The bridge bridge was painted.\n",
        "bare.txt": "The bridge bridge bridge is long.",
    }
    build_index(write_files(folder / "corpus", files), folder / "index")
    with started(
        lambda: open_assistant(
            folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
        )
    ) as opened:
        yield opened


@pytest.mark.parametrize(
    ("filters", "documents"),
    [
        ({}, {"bare", "new", "old"}),
        ({"publisher": "gazette"}, {"old"}),
        ({"topic": "TAX"}, {"new"}),
        ({"language": "pt"}, {"new"}),
        ({"language": "zh-Hans"}, set()),
        ({"since": "2018-10-31"}, {"old", "new"}),
        ({"until": "2020"}, {"old"}),
        ({"publisher": "gazette", "topic": "tax"}, set()),
    ],
)
def test_only_documents_that_pass_are_found_and_shown(
    bridges: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    filters: dict[str, str],
    documents: set[str],
) -> None:
    # which of them are shown must not hang on the calibration
    monkeypatch.setattr(asking, "answers", lambda probability, *, risk: False)
    found = bridges.get("/api/search", params={"q": "bridge"} | filters).json()
    assert {hit["doc_id"] for hit in found["hits"]} == documents
    first = bridges.get("/api/search", params={"q": "bridge", "k": "1", **filters}).json()
    assert first["hits"] == found["hits"][:1]  # filters come before the cutoff
    listed = bridges.get("/api/documents", params=filters).json()
    assert {one["doc_id"] for one in listed["documents"]} == documents
    body = {"question": "Which cup was won by whom?", "filters": filters}
    answer = bridges.post("/api/ask", json=body).json()
    assert (answer["status"], answer["language"]) == ("not_found", "en")
    assert {one["doc_id"] for one in answer["nearest"]} == documents


def test_a_publisher_or_topic_of_no_document_is_refused_with_the_nearest(
    bridges: TestClient,
) -> None:
    for filters, detail in (
        (
            {"publisher": "Gazzette"},
            "filter publisher is 'Gazzette', expected one that a document has, such as "
            "'The Gazette'; correct it or leave it out",
        ),
        (
            {"topic": "trans"},
            "filter topic is 'trans', expected one that a document has, such as 'transport'; "
            "correct it or leave it out",
        ),
    ):
        for response in (
            bridges.post("/api/ask", json={"question": "x", "filters": filters}),
            bridges.get("/api/search", params={"q": "x"} | filters),
            bridges.get("/api/documents", params=filters),
        ):
            told = response.json()
            assert (response.status_code, told["type"]) == (422, "/problems/question-refused")
            assert told["detail"] == detail

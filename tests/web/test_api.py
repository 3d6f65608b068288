"""The API gives the one object of all interfaces, and refuses in one line."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from gbaqa.answering import asking
from gbaqa.answering.asking import MAX_QUESTION, open_assistant
from gbaqa.answering.receipts import as_json, faults
from gbaqa.errors import EncoderUnusable, IndexUnusable
from gbaqa.types import ANY, Filters, Turn
from gbaqa.web.guards import BODY_LIMIT
from gbaqa.web.history import MAX_SHOWN
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files
from tests.web.scripted import ALLIANCE, ALSO, COLLECTION, ScriptedAssistant
from tests.web.serving import client, wait_until_settled

QUESTION = "How many members has the alliance?"


def test_an_answer_is_the_object_that_gbaqa_ask_prints(ready_app: TestClient) -> None:
    response = ready_app.post("/api/ask", json={"question": QUESTION})
    assert response.status_code == 200
    assert response.json() == as_json(ScriptedAssistant().ask(QUESTION))
    assert faults(response.json(), COLLECTION.documents) == []


def test_a_real_assistant_answers_over_http_with_receipts_that_hold(tmp_path: Path) -> None:
    corpus = write_files(tmp_path / "corpus", {"bridge.md": "The bridge opened in October 2018."})
    build_index(corpus, tmp_path / "index")
    assistant = open_assistant(
        tmp_path / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )
    with client(lambda: assistant) as opened:
        wait_until_settled(opened)
        answer = opened.post("/api/ask", json={"question": "When was the bridge opened?"}).json()
    expected = as_json(assistant.ask("When was the bridge opened?"))
    assert {**answer, "timings_ms": {}} == {**expected, "timings_ms": {}}
    assert faults(answer, assistant.collection.documents) == []


def test_history_and_language_reach_the_assistant(
    ready_app: TestClient, assistant: ScriptedAssistant
) -> None:
    body = {
        "question": "And who leads it?",
        "history": [{"question": QUESTION, "answer": "23."}],
        "language": "pt",
    }
    answer = ready_app.post("/api/ask", json=body).json()
    assert assistant.asked[-1] == ("And who leads it?", (Turn(QUESTION, "23."),), "pt")
    assert answer["standalone_question"] == "And who leads it? (alliance)"


@pytest.mark.parametrize("follow", [True, False])
def test_a_question_follows_the_history_or_is_asked_by_itself(
    ready_app: TestClient, assistant: ScriptedAssistant, *, follow: bool
) -> None:
    history = [{"question": QUESTION, "answer": "23."}]
    body = {"question": "And who leads it?", "history": history, "follow": follow}
    answer = ready_app.post("/api/ask", json=body).json()
    turns = (Turn(QUESTION, "23."),) if follow else ()
    assert assistant.asked[-1] == ("And who leads it?", turns, None)
    assert answer.get("carried_over") == (["alliance"] if follow else None)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({}, "question: Field required"),
        ({"question": "x", "follow": "no"}, "follow: Input should be a valid boolean"),
        ({"question": " "}, "the question is empty; type one"),
        (
            {"question": "x" * (MAX_QUESTION + 1)},
            f"the question has {MAX_QUESTION + 1} characters, at most {MAX_QUESTION} are read; "
            "shorten it",
        ),
        ({"question": 7}, "question: Input should be a valid string"),
        (
            {"question": "x", "language": "fr"},
            "language: Input should be 'en', 'zh-Hant', 'zh-Hans' or 'pt'",
        ),
        ({"question": "x", "histroy": []}, "histroy: Extra inputs are not permitted"),
        (
            {"question": "x", "history": [{"answer": "y"}]},
            "history.0.question: Field required",
        ),
        (
            {"question": "x", "history": [{"question": "y"}] * (MAX_SHOWN + 1)},
            f"history: List should have at most {MAX_SHOWN} items after validation, "
            f"not {MAX_SHOWN + 1}",
        ),
    ],
)
def test_input_that_cannot_be_used_is_refused_in_one_line(
    ready_app: TestClient, body: dict[str, object], detail: str
) -> None:
    response = ready_app.post("/api/ask", json=body)
    assert (response.status_code, response.json()) == (422, {"detail": detail})


def test_a_body_that_is_not_json_is_refused_in_one_line(ready_app: TestClient) -> None:
    response = ready_app.post(
        "/api/ask", content="{question", headers={"content-type": "application/json"}
    )
    assert (response.status_code, response.json()) == (422, {"detail": "1: JSON decode error"})


def test_a_body_beyond_the_limit_is_refused_before_it_is_parsed(ready_app: TestClient) -> None:
    response = ready_app.post("/api/ask", content=b"{" * (BODY_LIMIT + 1))
    expected = {"detail": f"a body of at most {BODY_LIMIT} bytes is read"}
    assert (response.status_code, response.json()) == (413, expected)


def test_search_gives_ranked_passages_with_their_text(ready_app: TestClient) -> None:
    response = ready_app.get("/api/search", params={"q": "members", "k": 1})
    assert response.status_code == 200
    assert response.json() == {
        "query": "members",
        "hits": [
            {
                "rank": 1,
                "passage_id": "people/alliance#0000",
                "doc_id": "people/alliance",
                "title": "The alliance & its members",
                "score": 0.75,
                "text": ALLIANCE.text[12:],
            }
        ],
    }


@pytest.mark.parametrize("question", ["聯盟有多少成員？", "How many membres?"])
def test_what_else_was_searched_is_told_by_ask_and_search(
    ready_app: TestClient, question: str
) -> None:
    answer = ready_app.post("/api/ask", json={"question": question}).json()
    assert answer["also_searched"] == ALSO[question]
    assert faults(answer, COLLECTION.documents) == []
    found = ready_app.get("/api/search", params={"q": f" {question} ", "since": "2024"}).json()
    assert list(found) == ["query", "also_searched", "filters", "hits"]
    assert (found["query"], found["also_searched"]) == (question, ALSO[question])
    without = ready_app.post("/api/ask", json={"question": QUESTION}).json()
    assert "also_searched" not in without


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({}, "q: Field required"),
        ({"q": ""}, "q: String should have at least 1 character"),
        ({"q": " "}, "the question is empty; type one"),
        ({"q": "x", "k": 0}, "k: Input should be greater than or equal to 1"),
        ({"q": "x", "k": 51}, "k: Input should be less than or equal to 50"),
    ],
)
def test_a_search_that_cannot_be_done_is_refused_in_one_line(
    ready_app: TestClient, parameters: dict[str, str | int], detail: str
) -> None:
    response = ready_app.get("/api/search", params=parameters)
    assert (response.status_code, response.json()) == (422, {"detail": detail})


ALL_FILTERS = {
    "language": "en",
    "publisher": "alliance  <",
    "topic": "MACAO",
    "since": "2024",
    "until": "2024-10",
}


def test_filters_reach_the_assistant_and_search_names_them(
    ready_app: TestClient, assistant: ScriptedAssistant
) -> None:
    expected = Filters("en", "alliance <", "MACAO", "2024", "2024-10")
    answer = ready_app.post("/api/ask", json={"question": QUESTION, "filters": ALL_FILTERS})
    assert answer.json() == as_json(ScriptedAssistant().ask(QUESTION))  # no key more or less
    found = ready_app.get("/api/search", params={"q": "members", "k": "1", **ALL_FILTERS})
    assert (answer.status_code, found.status_code) == (200, 200)
    assert assistant.filtered[-2:] == [expected, expected]
    assert list(found.json()) == ["query", "filters", "hits"]
    assert found.json()["filters"] == ALL_FILTERS | {"publisher": "alliance <"}
    one = ready_app.get("/api/search", params={"q": "members", "topic": "tax"})
    assert one.json()["filters"] == {"topic": "tax"}


@pytest.mark.parametrize(
    "body", [{}, {"filters": None}, {"filters": {}}, {"filters": {"topic": None, "since": ""}}]
)
def test_filters_that_are_left_out_null_or_empty_admit_all(
    ready_app: TestClient, assistant: ScriptedAssistant, body: dict[str, object]
) -> None:
    answer = ready_app.post("/api/ask", json={"question": QUESTION, "language": "pt"} | body)
    empty = dict.fromkeys(ALL_FILTERS, "")
    found = ready_app.get("/api/search", params={"q": "members"} | empty)
    assert (answer.status_code, found.status_code) == (200, 200)
    assert assistant.asked[-1][2] == "pt"  # the question's language is no filter
    assert assistant.filtered[-2:] == [ANY, ANY]
    assert list(found.json()) == ["query", "hits"]


@pytest.mark.parametrize(
    ("filters", "detail"),
    [
        (
            {"language": "fr"},
            "filter language is 'fr', expected one of en, zh-Hant, zh-Hans, pt; "
            "correct it or leave it out",
        ),
        (
            {"until": "2024-02-30"},
            "filter until is '2024-02-30', expected a day, month or year as YYYY-MM-DD, YYYY-MM "
            "or YYYY; correct it or leave it out",
        ),
        (
            {"since": "2025", "until": "2024"},
            "filter since is '2025', expected a date not after until, '2024'; "
            "correct it or leave it out",
        ),
        (
            {"topic": "a\x00"},
            "filter topic is 'a\\x00', expected no control character; correct it or leave it out",
        ),
        (
            {"publisher": "x" * 201},
            "filter publisher has 201 characters, at most 200 are read; shorten it",
        ),
    ],
)
def test_a_filter_that_cannot_be_used_is_refused_in_one_line(
    ready_app: TestClient, filters: dict[str, str], detail: str
) -> None:
    for response in (
        ready_app.post("/api/ask", json={"question": "x", "filters": filters}),
        ready_app.get("/api/search", params={"q": "x"} | filters),
    ):
        assert (response.status_code, response.json()) == (422, {"detail": detail})


@pytest.mark.parametrize(
    ("filters", "detail"),
    [
        ({"publishr": "x"}, "filters.publishr: Extra inputs are not permitted"),
        ({"since": 2024}, "filters.since: Input should be a valid string"),
        ("en", "filters: Input should be a valid dictionary or object to extract fields from"),
    ],
)
def test_filters_of_another_shape_are_refused_in_one_line(
    ready_app: TestClient, filters: object, detail: str
) -> None:
    response = ready_app.post("/api/ask", json={"question": "x", "filters": filters})
    assert (response.status_code, response.json()) == (422, {"detail": detail})


@pytest.fixture(scope="module")
def real_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
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
    with client(
        lambda: open_assistant(
            folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
        )
    ) as opened:
        wait_until_settled(opened)
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
    real_app: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    filters: dict[str, str],
    documents: set[str],
) -> None:
    # which of them are shown must not hang on the calibration
    monkeypatch.setattr(asking, "answers", lambda probability, *, risk: False)
    found = real_app.get("/api/search", params={"q": "bridge"} | filters).json()
    assert {hit["doc_id"] for hit in found["hits"]} == documents
    first = real_app.get("/api/search", params={"q": "bridge", "k": "1", **filters}).json()
    assert first["hits"] == found["hits"][:1]  # filters come before the cutoff
    body = {"question": "Which cup was won by whom?", "filters": filters}
    answer = real_app.post("/api/ask", json=body).json()
    assert (answer["status"], answer["language"]) == ("not_found", "en")
    assert {one["doc_id"] for one in answer["nearest"]} == documents


def test_a_publisher_or_topic_of_no_document_is_refused_with_the_nearest(
    real_app: TestClient,
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
            real_app.post("/api/ask", json={"question": "x", "filters": filters}),
            real_app.get("/api/search", params={"q": "x"} | filters),
        ):
            assert (response.status_code, response.json()) == (422, {"detail": detail})


def test_every_filter_is_described_on_the_docs_page(ready_app: TestClient) -> None:
    parameters = ready_app.get("/openapi.json").json()["paths"]["/api/search"]["get"]["parameters"]
    names = [one["name"] for one in parameters]
    assert sorted(names) == sorted(["q", "k", *ALL_FILTERS])
    assert all(one["description"] for one in parameters)
    page = ready_app.get("/docs").text
    assert "which documents may answer: language, publisher, topic, since, until" in page
    assert "documents of this date or later" in page


def test_the_process_is_alive_and_answers_503_while_the_assistant_loads() -> None:
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return ScriptedAssistant()

    with client(load) as opened:
        try:
            assert opened.get("/healthz").json() == {"status": "alive"}
            waiting = "the assistant is loading; ask again in some seconds"
            for response in (
                opened.get("/readyz"),
                opened.post("/api/ask", json={"question": "x"}),
            ):
                assert (response.status_code, response.json()["detail"]) == (503, waiting)
                assert response.headers["retry-after"] == "5"
            assert opened.get("/").status_code == 200
        finally:
            loaded.set()
        wait_until_settled(opened)
        assert opened.get("/readyz").json() == {"status": "ready"}
        assert opened.post("/api/ask", json={"question": "x"}).status_code == 200


def test_a_failed_load_is_told_in_one_line_and_the_process_lives() -> None:
    def load() -> ScriptedAssistant:
        raise IndexUnusable('there is no index in index; run "gbaqa index"')

    with client(load) as opened:
        wait_until_settled(opened)
        problem = 'there is no index in index; run "gbaqa index"'
        readiness = opened.get("/readyz")
        assert (readiness.status_code, readiness.json()) == (
            503,
            {"status": "failed", "detail": problem},
        )
        answer = opened.post("/api/ask", json={"question": "x"})
        assert (answer.status_code, answer.json()) == (503, {"detail": problem})
        assert opened.get("/healthz").status_code == 200


def test_an_encoder_that_breaks_in_use_is_a_503_in_one_line() -> None:
    class Broken(ScriptedAssistant):
        def search(self, *_: object, **__: object) -> tuple[()]:
            raise EncoderUnusable("the weights are gone")

    with client(Broken) as opened:
        wait_until_settled(opened)
        response = opened.get("/api/search", params={"q": "x"})
    assert (response.status_code, response.json()) == (503, {"detail": "the weights are gone"})


def test_the_docs_page_lists_every_operation_and_loads_nothing(ready_app: TestClient) -> None:
    page = ready_app.get("/docs").text
    operations = ready_app.get("/openapi.json").json()["paths"]
    assert sorted(operations) == ["/api/ask", "/api/search", "/healthz", "/readyz"]
    for path in operations:
        assert path in page
    assert "<script" not in page
    assert "src=" not in page

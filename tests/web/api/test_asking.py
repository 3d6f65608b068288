"""`POST /api/ask` gives the one object of all interfaces, in three forms."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from gbaqa.answering.asking import MAX_QUESTION, open_assistant
from gbaqa.answering.exporting import as_markdown, read_answer
from gbaqa.answering.receipts import as_json, faults
from gbaqa.types import ANY, Filters, Turn
from gbaqa.web.api.models import MAX_LENGTH, MAX_READ, MAX_SHOWN
from gbaqa.web.guarding.limits import BODY_LIMIT
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files
from tests.web.api.small_app import HeldAssistant, Visitor, built, started, until
from tests.web.scripted import ALSO, COLLECTION, ScriptedAssistant

QUESTION = "How many members has the alliance?"
ALL_FILTERS = {
    "language": "en",
    "publisher": "alliance  <",
    "topic": "macao",
    "since": "2024",
    "until": "2024-10",
}


def test_an_answer_is_the_object_that_gbaqa_ask_prints(api: TestClient) -> None:
    response = api.post("/api/ask", json={"question": QUESTION})
    assert response.status_code == 200
    expected = as_json(ScriptedAssistant().ask(QUESTION))
    assert {**response.json(), "timings_ms": {}} == {**expected, "timings_ms": {}}
    assert faults(response.json(), COLLECTION.documents) == []
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["vary"] == "Accept"


def test_a_real_assistant_answers_over_http_with_receipts_that_hold(tmp_path: Path) -> None:
    corpus = write_files(tmp_path / "corpus", {"bridge.md": "The bridge opened in October 2018."})
    build_index(corpus, tmp_path / "index")
    assistant = open_assistant(
        tmp_path / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )
    with started(lambda: assistant) as opened:
        answer = opened.post("/api/ask", json={"question": "When was the bridge opened?"}).json()
    expected = as_json(assistant.ask("When was the bridge opened?"))
    assert {**answer, "timings_ms": {}} == {**expected, "timings_ms": {}}
    assert faults(answer, assistant.collection.documents) == []


@pytest.mark.parametrize("question", [QUESTION, "Where is the unicorn?"])
def test_an_answer_as_markdown_holds_the_object(api: TestClient, question: str) -> None:
    response = api.post(
        "/api/ask", json={"question": question}, headers={"accept": "text/markdown"}
    )
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    answer, text = read_answer(response.content)
    assert faults(answer, COLLECTION.documents) == []
    assert text == as_markdown(answer)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        ("application/json, text/event-stream", "application/json"),
        ("text/event-stream, application/json;q=0.9", "text/event-stream; charset=utf-8"),
        ("text/markdown;q=0.5, application/json;q=0.4", "text/markdown; charset=utf-8"),
        ("text/*, text/event-stream;q=0", "text/markdown; charset=utf-8"),
    ],
)
def test_the_form_of_the_answer_is_the_one_most_wanted(
    api: TestClient, accept: str, form: str
) -> None:
    response = api.post("/api/ask", json={"question": QUESTION}, headers={"accept": accept})
    assert (response.status_code, response.headers["content-type"]) == (200, form)


def test_history_and_language_reach_the_assistant(
    api: TestClient, scripted: ScriptedAssistant
) -> None:
    body = {
        "question": "And who leads it?",
        "history": [{"question": QUESTION, "answer": "23."}],
        "language": "pt",
    }
    answer = api.post("/api/ask", json=body).json()
    assert scripted.asked[-1] == ("And who leads it?", (Turn(QUESTION, "23."),), "pt")
    assert answer["standalone_question"] == "And who leads it? (alliance)"


def test_only_the_last_turns_are_read(api: TestClient, scripted: ScriptedAssistant) -> None:
    turns = [{"question": f"q{number}"} for number in range(MAX_SHOWN)]
    api.post("/api/ask", json={"question": "And the last ones?", "history": turns})
    expected = tuple(Turn(one["question"]) for one in turns[-MAX_READ:])
    assert scripted.asked[-1] == ("And the last ones?", expected, None)


@pytest.mark.parametrize("follow", [True, False])
def test_a_question_follows_the_history_or_is_asked_by_itself(
    api: TestClient, scripted: ScriptedAssistant, *, follow: bool
) -> None:
    history = [{"question": QUESTION, "answer": "23."}]
    body = {"question": f"Follows {follow}?", "history": history, "follow": follow}
    answer = api.post("/api/ask", json=body).json()
    turns = (Turn(QUESTION, "23."),) if follow else ()
    assert scripted.asked[-1] == (f"Follows {follow}?", turns, None)
    assert answer.get("carried_over") == (["alliance"] if follow else None)


def test_filters_reach_the_assistant(api: TestClient, scripted: ScriptedAssistant) -> None:
    body = {"question": "With filters?", "language": "pt", "filters": ALL_FILTERS}
    assert api.post("/api/ask", json=body).status_code == 200
    assert scripted.filtered[-1] == Filters(**(ALL_FILTERS | {"publisher": "alliance <"}))
    assert scripted.asked[-1][2] == "pt"  # the question's language is no filter


@pytest.mark.parametrize(
    "body", [{}, {"filters": None}, {"filters": {}}, {"filters": {"topic": None, "since": ""}}]
)
def test_filters_that_are_left_out_null_or_empty_admit_all(body: dict[str, object]) -> None:
    assistant = ScriptedAssistant()
    with started(lambda: assistant) as opened:
        opened.post("/api/ask", json={"question": QUESTION} | body)
    assert assistant.filtered == [ANY]


@pytest.mark.parametrize("question", ["聯盟有多少成員？", "How many membres?"])
def test_what_else_was_searched_is_told(api: TestClient, question: str) -> None:
    answer = api.post("/api/ask", json={"question": question}).json()
    assert answer["also_searched"] == ALSO[question]
    assert faults(answer, COLLECTION.documents) == []
    assert "also_searched" not in api.post("/api/ask", json={"question": QUESTION}).json()


@pytest.mark.parametrize(
    ("body", "kind", "detail"),
    [
        ({}, "bad-input", "question: Field required"),
        (
            {"question": "x", "follow": "no"},
            "bad-input",
            "follow: Input should be a valid boolean",
        ),
        ({"question": " "}, "question-refused", "The question is empty. Type one."),
        (
            {"question": "x" * (MAX_QUESTION + 1)},
            "question-refused",
            f"The question has {MAX_QUESTION + 1} characters; at most {MAX_QUESTION} are read. "
            "Shorten it.",
        ),
        ({"question": 7}, "bad-input", "question: Input should be a valid string"),
        (
            {"question": "x", "language": "fr"},
            "bad-input",
            "language: Input should be 'en', 'zh-Hant', 'zh-Hans' or 'pt'",
        ),
        (
            {"question": "x", "histroy": []},
            "bad-input",
            "histroy: there is no such field or parameter; /docs lists them",
        ),
        (
            {"question": "x", "history": [{"answer": "y"}]},
            "bad-input",
            "history.0.question: Field required",
        ),
        (
            {"question": "x", "history": [{"question": "y" * (MAX_LENGTH + 1)}]},
            "bad-input",
            f"history.0.question: String should have at most {MAX_LENGTH} characters",
        ),
        (
            {"question": "x", "history": [{"question": "y"}] * (MAX_SHOWN + 1)},
            "bad-input",
            f"history: List should have at most {MAX_SHOWN} items after validation, "
            f"not {MAX_SHOWN + 1}",
        ),
        (
            {"question": "x", "filters": {"publishr": "x"}},
            "bad-input",
            "filters.publishr: there is no such field or parameter; /docs lists them",
        ),
        (
            {"question": "x", "filters": {"since": 2024}},
            "bad-input",
            "filters.since: Input should be a valid string",
        ),
        (
            {"question": "x", "filters": "en"},
            "bad-input",
            "filters: Input should be a valid dictionary or object to extract fields from",
        ),
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "text/markdown", "text/event-stream"])
def test_input_that_cannot_be_used_is_refused_in_one_line(
    api: TestClient, body: dict[str, object], kind: str, detail: str, accept: str
) -> None:
    response = api.post("/api/ask", json=body, headers={"accept": accept})
    told = response.json()
    assert response.status_code == told["status"] == 422
    assert (told["type"], told["detail"]) == (f"/problems/{kind}", detail)


def test_a_body_that_is_not_json_is_refused_in_one_line(api: TestClient) -> None:
    response = api.post(
        "/api/ask", content="{question", headers={"content-type": "application/json"}
    )
    told = response.json()
    assert (response.status_code, told["type"]) == (422, "/problems/bad-input")
    assert told["detail"] == "1: JSON decode error"


def test_a_body_beyond_the_limit_is_refused_before_it_is_parsed(api: TestClient) -> None:
    response = api.post("/api/ask", content=b"{" * (BODY_LIMIT + 1))
    told = response.json()
    assert (response.status_code, told["type"]) == (413, "/problems/too-large")
    assert told["detail"].startswith(f"At most {BODY_LIMIT} bytes are read.")


@pytest.mark.parametrize("accept", ["application/json", "text/markdown", "text/event-stream"])
def test_a_client_that_leaves_no_longer_waits(
    accept: str, caplog: pytest.LogCaptureFixture
) -> None:
    assistant = HeldAssistant()
    app = built(lambda: assistant, at_once=1)

    async def leaves() -> list[int]:
        async with app.router.lifespan_context(app):
            desk = app.state.desk
            await desk.settled()
            first = Visitor(app, {"question": "slow"}, accept="application/json")
            working = asyncio.create_task(first.ask())
            await asyncio.to_thread(until, assistant.begun.is_set)
            second = Visitor(app, {"question": "second"}, accept=accept)
            waiting = asyncio.create_task(second.ask())
            while desk.waiting != 1:
                await asyncio.sleep(0.001)
            second.leave()
            await asyncio.wait_for(waiting, 5)
            lengths = [desk.waiting]
            assistant.let_go.set()
            await working
            assert first.sent[0]["status"] == 200
            return lengths

    assert asyncio.run(leaves()) == [0]
    assert caplog.messages == []  # who leaves is no fault
    assert [question for question, *_ in assistant.asked] == ["slow"]

"""The events of an answer come in their order, and a fault is the last of them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response as Reply

from gbaqa.answering.exporting import as_markdown
from gbaqa.answering.receipts import as_json
from gbaqa.errors import EncoderUnusable, IndexUnusable, QuestionRefused
from gbaqa.web.chat.showing import shown
from gbaqa.web.wording import read_words
from tests.web.api.small_app import (
    EVENT_STREAM,
    BrokenAssistant,
    HeldAssistant,
    desk_of,
    events_of,
    listening,
    started,
    until,
)
from tests.web.scripted import COLLECTION, ScriptedAssistant

QUESTION = "How many members has the alliance?\u2028聯盟"  # a line break that JSON need not escape


def streamed(opened: TestClient, question: str, **headers: str) -> Reply:
    """The reply as events."""
    return opened.post("/api/ask", json={"question": question}, headers=EVENT_STREAM | headers)


def states(events: list[tuple[str, dict[str, Any]]]) -> list[object]:
    """What happened: the state where there is one, else the event's name."""
    return [told.get("state", name) if name == "status" else name for name, told in events]


def test_an_answer_comes_with_its_passages_and_an_end(api: TestClient) -> None:
    expected = ScriptedAssistant().ask(QUESTION)
    for _ in range(2):  # the second time it is remembered
        response = streamed(api, QUESTION)
        events = events_of(response.text)
        assert states(events) == ["searching", "answer", "passages", "done"]
        answer = events[1][1]
        assert {**answer, "timings_ms": {}} == {**as_json(expected), "timings_ms": {}}
        beside = shown(expected, COLLECTION)
        assert events[2][1]["markdown"] == as_markdown(answer)
        assert events[2][1]["assurance"] == beside["assurance"] == "sure"
        assert len(events[2][1]["passages"]) == len(answer["citations"]) == 3
        assert events[3][1] == {}


def test_the_stream_is_not_held_back(api: TestClient) -> None:
    headers = streamed(api, QUESTION).headers
    assert headers["content-type"] == "text/event-stream; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert headers["x-accel-buffering"] == "no"
    assert "content-length" not in headers


def test_a_stream_waits_while_the_assistant_loads() -> None:
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return ScriptedAssistant()

    asked = {"question": QUESTION}
    with (
        listening(load) as address,
        httpx.Client(base_url=address, trust_env=False) as client,
        client.stream("POST", "/api/ask", json=asked, headers=EVENT_STREAM) as response,
    ):
        pieces = response.iter_text()
        text = next(pieces)
        assert events_of(text) == [("status", {"state": "loading"})]  # sent at once
        loaded.set()
        text += "".join(pieces)
    assert states(events_of(text)) == ["loading", "searching", "answer", "passages", "done"]


def test_a_stream_tells_that_loading_failed() -> None:
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        raise IndexUnusable('there is no index in index; run "gbaqa index"')

    with started(load, settled=False) as opened, ThreadPoolExecutor(1) as pool:
        reply = pool.submit(streamed, opened, QUESTION)
        loaded.set()
        response = reply.result()
        again = streamed(opened, QUESTION)
    if response.status_code == 200:  # it was asked while loading
        events = events_of(response.text)
        assert states(events) == ["loading", "problem"]
        assert events[-1][1]["type"] == "/problems/failed"
    assert (again.status_code, again.json()["type"]) == (503, "/problems/failed")
    assert again.json()["detail"] == (
        'No question can be answered at present: there is no index in index; run "gbaqa index"'
    )


def test_a_stream_tells_how_many_are_ahead() -> None:
    assistant = HeldAssistant()
    with started(lambda: assistant, at_once=1) as opened, ThreadPoolExecutor(3) as pool:
        first = pool.submit(streamed, opened, "slow")
        until(assistant.begun.is_set)
        replies = []
        for number, question in enumerate(("second", "third"), start=1):
            replies.append(pool.submit(streamed, opened, question))
            until(lambda length=number: desk_of(opened).waiting == length)  # type: ignore[misc]
        assistant.let_go.set()
        found = [events_of(reply.result().text) for reply in (first, *replies)]
    rest = ["searching", "answer", "passages", "done"]
    assert [states(events) for events in found] == [rest, ["waiting", *rest], ["waiting", *rest]]
    assert [events[0][1] for events in found[1:]] == [
        {"state": "waiting", "ahead": 0},
        {"state": "waiting", "ahead": 1},
    ]


def test_a_full_queue_is_told_before_the_stream_begins() -> None:
    assistant = HeldAssistant()
    with started(lambda: assistant, at_once=1, waiting=0) as opened, ThreadPoolExecutor(1) as pool:
        first = pool.submit(streamed, opened, "slow")
        until(assistant.begun.is_set)
        busy = streamed(opened, "second")
        assistant.let_go.set()
        assert first.result().status_code == 200
    assert (busy.status_code, busy.json()["type"]) == (503, "/problems/busy")
    assert busy.headers["retry-after"] == "5"


@pytest.mark.parametrize(
    ("error", "kind", "detail"),
    [
        (RuntimeError("secret /srv/place"), "failed", read_words("pt")["problem_fault_means"]),
        (EncoderUnusable("the weights are gone"), "failed", "the weights are gone"),
        (QuestionRefused("filter topic is 'x'"), "question-refused", "filter topic is 'x'"),
    ],
)
def test_a_fault_after_the_start_is_the_last_event(
    error: Exception, kind: str, detail: str, caplog: pytest.LogCaptureFixture
) -> None:
    with started(lambda: BrokenAssistant(error)) as opened:
        headers = {"accept-language": "pt", "x-request-id": "mine"}
        response = streamed(opened, QUESTION, **headers)
    assert response.status_code == 200
    events = events_of(response.text)
    assert states(events) == ["searching", "problem"]
    told = events[-1][1]
    assert list(told) == ["type", "title", "status", "detail", "request_id"]
    assert (told["type"], told["request_id"]) == (f"/problems/{kind}", "mine")
    assert detail in told["detail"]
    assert "secret" not in response.text
    assert "mine" in caplog.text

"""gradio_client, as Gradio's own guide shows it, gets the answer object from the page's queue."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import gradio as gr
import httpx
import pytest
from fastapi import FastAPI
from gradio_client import Client
from gradio_client.exceptions import AppError

from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.receipts import faults
from gbaqa.errors import IndexUnusable
from gbaqa.types import Filters, Turn
from gbaqa.web.api.gradio_tools import AT_ONCE
from gbaqa.web.chat.page import chat_page
from tests.web.api.machines import Load, machines
from tests.web.scripted import ALLIANCE, COLLECTION, ScriptedAssistant
from tests.web.serving import running

TOGETHER = 8
WAIT = 30  # seconds; none are needed where calls do not wait for one another


class Odd(ScriptedAssistant):
    """Waits for company or fails where its question says so."""

    def __init__(self) -> None:
        super().__init__()
        self._together = threading.Barrier(TOGETHER, timeout=WAIT)

    def ask(self, question: str, **more: Any) -> Exchange:
        if "together" in question:
            self._together.wait()
        if "index" in question:
            raise IndexUnusable('the index is gone; run "gbaqa index"')
        if "bug" in question:
            raise ZeroDivisionError("secret")
        return super().ask(question, **more)


def with_page(load: Load) -> FastAPI:
    """The app with the chat page and its queue, and no other part."""

    async def make() -> FastAPI:  # where an event loop runs: Gradio else makes some
        app, desk = machines(load, at_once=AT_ONCE)
        mounted: FastAPI = gr.mount_gradio_app(
            app, chat_page(desk), path="/", show_error=False, ssr_mode=False, footer_links=[]
        )
        return mounted

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(lambda: asyncio.run(make())).result()


@pytest.fixture(scope="module")
def assistant() -> Odd:
    return Odd()


@pytest.fixture(scope="module")
def base(assistant: Odd) -> Iterator[str]:
    with running(with_page(lambda: assistant)) as address:
        yield address


@pytest.fixture(scope="module")
def client(base: str) -> Client:
    return Client(base, verbose=False, analytics_enabled=False)


def test_ask_gives_the_answer_object(client: Client) -> None:
    answer = client.predict("How many?", api_name="/ask")
    assert faults(answer, COLLECTION.documents) == []
    assert answer["status"] == "answered"


def test_every_argument_of_ask_reaches_the_assistant(client: Client, assistant: Odd) -> None:
    client.predict(
        question="And now?",
        language="pt",
        history=[{"question": "How many?", "answer": "23."}],
        filters={"topic": "macao"},
        api_name="/ask",
    )
    assert assistant.asked[-1] == ("And now?", (Turn("How many?", "23."),), "pt")
    assert assistant.filtered[-1] == Filters(topic="macao")


def test_search_gives_passages(client: Client) -> None:
    found = client.predict("alliance", limit=1, api_name="/search")
    assert [(hit["doc_id"], hit["start"]) for hit in found["hits"]] == [("people/alliance", 12)]


def test_get_document_gives_a_stretch_of_its_text(client: Client) -> None:
    held = client.predict("people/alliance", 12, 30, api_name="/get_document")
    assert (held["text"], held["left"]) == (ALLIANCE.text[12:30], len(ALLIANCE.text) - 30)


@pytest.mark.parametrize(
    ("tool", "argument", "line"),
    [
        ("/ask", " ", "the question is empty; type one"),
        ("/ask", "index?", 'the index is gone; run "gbaqa index"'),
        ("/ask", "bug?", "the assistant failed at this question; the server's log says why"),
        (
            "/get_document",
            "nowhere",
            "no document has the id 'nowhere'; take doc_id from a citation or passage",
        ),
    ],
)
def test_an_error_is_one_line(client: Client, tool: str, argument: str, line: str) -> None:
    with pytest.raises(AppError) as raised:
        client.predict(argument, api_name=tool)
    assert raised.value.message == line


def test_the_endpoints_are_described_with_types(client: Client) -> None:
    named = client.view_api(return_format="dict")["named_endpoints"]
    assert sorted(named) == ["/ask", "/get_document", "/search"]
    assert named["/ask"]["description"].startswith("Answers with verbatim quotes")
    assert [
        (one["parameter_name"], one["type"], one["parameter_has_default"])
        for one in named["/search"]["parameters"]
    ] == [
        ("query", {"type": "string"}, False),
        ("limit", {"type": "integer"}, True),
        (
            "filters",
            {
                "oneOf": [
                    {"type": "null"},
                    {"type": "object", "additionalProperties": {"type": "string"}},
                ]
            },
            True,
        ),
    ]
    assert [one["type"] for one in named["/ask"]["returns"]] == [
        {"type": "object", "additionalProperties": {}}
    ]


def test_the_queue_cannot_be_gone_around(base: str) -> None:
    for path in ("run/ask", "api/ask"):
        reply = httpx.post(f"{base}/gradio_api/{path}", json={"data": ["How many?", None, [], {}]})
        assert reply.status_code == 404


def test_calls_are_worked_on_at_once(client: Client) -> None:
    jobs = [client.submit(f"together {number}?", api_name="/ask") for number in range(TOGETHER)]
    assert [job.result()["status"] for job in jobs] == ["answered"] * TOGETHER

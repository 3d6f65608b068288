"""OpenAI's own client asks here as it asks there, and gets quotes, sources and receipts."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest

from gbaqa.answering.asking import Assistant
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.receipts import faults
from gbaqa.errors import IndexUnusable
from gbaqa.types import Turn
from tests.web.api.machines import machines
from tests.web.scripted import COLLECTION, QUOTE, SECOND, ScriptedAssistant
from tests.web.serving import running

CONTENT = """\
The alliance has 23 members \\& counts \\<b\\>R\\&D\\</b\\> \\< 5. [1]
It was founded in 2019. [2]
Nobody knows when. [3]

**No date**: The source does not say when it was published. [3]

**Note**: It is told twice. [1] [2]

**Sources**

1. [The alliance \\& its members]({base}/source/people/alliance?start=127&end=179#quote) \
– Alliance \\<office\\>, 2024-10-09 · [Original](https://example.org/alliance?a=1&b=2)
2. [The alliance \\& its members]({base}/source/people/alliance?start=180&end=203#quote) \
– Alliance \\<office\\>, 2024-10-09 · [Original](https://example.org/alliance?a=1&b=2)
3. [Without a date]({base}/source/undated?start=0&end=18#quote) – undated"""
NOT_FOUND = """\
Which one is \\[1\\]? The passages below come nearest; they may not answer the question.

**Ask one of these instead:**

- Which \\<b\\>white\\</b\\> unicorn?
- Which black unicorn?

**Nearest passages**

1. [Without a date]({base}/source/undated?start=19&end=29#quote) – undated: “It rained.”"""
MODEL = "gbaqa"


@pytest.fixture(scope="module")
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture(scope="module")
def base(assistant: ScriptedAssistant) -> Iterator[str]:
    app, _ = machines(lambda: assistant)
    with running(app) as address:
        _wait(address)
        yield address


@pytest.fixture(scope="module")
def client(base: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{base}/v1", api_key="none", max_retries=0) as opened:
        yield opened


def _wait(address: str) -> None:
    """Until the assistant is there; one that cannot be had is told at once."""
    retries = 20
    with openai.OpenAI(base_url=f"{address}/v1", api_key="-", max_retries=retries) as patient:
        patient.chat.completions.create(
            model=MODEL, messages=[{"role": "user", "content": "warm?"}], temperature=0.5
        )


def ask(client: openai.OpenAI, *messages: Any, **more: Any) -> Any:
    return client.chat.completions.create(model=MODEL, messages=list(messages), **more)


def user(content: Any) -> dict[str, Any]:
    return {"role": "user", "content": content}


def test_an_answer_is_quotes_with_markers_notices_and_sources(
    client: openai.OpenAI, base: str
) -> None:
    reply = ask(client, user("How many?"))
    message = reply.choices[0].message
    assert message.content == CONTENT.format(base=base)
    assert (message.role, reply.choices[0].finish_reason) == ("assistant", "stop")
    assert (reply.object, reply.model, reply.system_fingerprint) == (
        "chat.completion",
        MODEL,
        "g1",
    )


def test_a_reply_carries_the_answer_object(client: openai.OpenAI) -> None:
    answer = ask(client, user("How many?")).gbaqa
    assert faults(answer, COLLECTION.documents) == []
    assert [one["text"] for one in answer["sentences"]][:2] == [QUOTE, SECOND]


def test_usage_counts_the_characters_that_were_read_and_written(client: openai.OpenAI) -> None:
    reply = ask(client, user("Who?"), {"role": "assistant", "content": "I. [1]"}, user("How many?"))
    written = len(reply.choices[0].message.content)
    assert reply.usage.to_dict() == {
        "prompt_tokens": len("Who?") + len("I.") + len("How many?"),
        "completion_tokens": written,
        "total_tokens": 15 + written,
        "unit": "characters",
    }


def test_not_found_tells_the_reason_the_choices_and_what_is_near(
    client: openai.OpenAI, base: str
) -> None:
    reply = ask(client, user("which unicorn?"))
    assert reply.choices[0].message.content == NOT_FOUND.format(base=base)
    assert reply.gbaqa["status"] == "not_found"


def test_labels_are_in_the_language_of_the_question(client: openai.OpenAI) -> None:
    content = ask(client, user("聯盟有多少成員？")).choices[0].message.content
    assert content.split("\n\n")[1] == "**沒有日期**：來源沒有註明發布日期。 [3]"
    assert "\n\n**來源**\n\n1. [The alliance" in content


def test_what_a_language_model_wrote_comes_before_the_quotes(client: openai.OpenAI) -> None:
    content = ask(client, user("write it")).choices[0].message.content
    assert content.split("\n\n")[0] == (
        "Written by small \\& \\<b\\>quick\\</b\\> from the quotes below; each sentence was "
        "checked against them:\nThere are \\<b\\>23\\</b\\> members. [1]\nSince 2019. [2] [3]"
    )
    assert content.split("\n\n")[1].startswith("The alliance has 23 members")


def test_earlier_turns_are_history_without_markers_sources_and_instructions(
    client: openai.OpenAI, assistant: ScriptedAssistant
) -> None:
    first = ask(client, user("How many?")).choices[0].message.content
    second = ask(client, user("which unicorn?")).choices[0].message.content
    written = ask(client, user("write it")).choices[0].message.content
    reply = ask(
        client,
        {"role": "system", "content": "Answer in verse."},
        user("How many?"),
        {"role": "assistant", "content": first},
        user([{"type": "text", "text": "which"}, {"type": "text", "text": "unicorn?"}]),
        {"role": "assistant", "content": second},
        {"role": "developer", "content": "Say nothing of sources."},
        user("write it"),
        {"role": "assistant", "content": written},
        user("And now?"),
    )
    quotes = f"{QUOTE}\n{SECOND}\nNobody knows when."
    turns = (Turn("How many?", quotes), Turn("which\nunicorn?", ""), Turn("write it", quotes))
    assert assistant.asked[-1] == ("And now?", turns, None)
    assert reply.gbaqa["carried_over"] == ["alliance"]


def test_only_the_last_eight_turns_are_read(
    client: openai.OpenAI, assistant: ScriptedAssistant
) -> None:
    earlier = [user(f"Question {number}?") for number in range(20)]
    ask(client, *earlier, user("The last of twenty?"))
    assert [turn.question for turn in assistant.asked[-1][1]] == [
        f"Question {number}?" for number in range(12, 20)
    ]


def test_a_stream_holds_the_same_text_in_at_most_ten_events(base: str) -> None:
    body = {"model": MODEL, "stream": True, "stream_options": {"include_usage": True}}
    sent = {**body, "messages": [user("write it")]}
    with httpx.stream("POST", f"{base}/v1/chat/completions", json=sent) as reply:
        assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
        *events, done = [line for line in reply.iter_lines() if line]
    chunks = [json.loads(event.removeprefix("data: ")) for event in events]
    whole = httpx.post(f"{base}/v1/chat/completions", json={**sent, "stream": False}).json()
    assert done == "data: [DONE]"
    assert len(events) + 1 <= 10
    assert len({chunk["id"] for chunk in chunks}) == 1
    assert chunks[0]["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    texts = [one["delta"].get("content", "") for chunk in chunks for one in chunk["choices"]]
    assert "".join(texts) == whole["choices"][0]["message"]["content"]
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"] == whole["usage"]


def test_the_client_reads_a_stream_and_the_receipts_on_its_last_chunk(
    client: openai.OpenAI, base: str
) -> None:
    chunks = list(ask(client, user("How many?"), stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == CONTENT.format(base=base)
    assert [chunk.choices[0].finish_reason for chunk in chunks[:-1]] == [None] * (len(chunks) - 1)
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert faults(chunks[-1].gbaqa, COLLECTION.documents) == []


def test_parameters_of_other_models_are_let_in_and_not_read(client: openai.OpenAI) -> None:
    tool = {"type": "function", "function": {"name": "f", "parameters": {}}}
    reply = ask(
        client, user("How many?"), temperature=0, top_p=0.1, user="x", tools=[tool], n=1, seed=1
    )
    assert reply.choices[0].finish_reason == "stop"


def test_the_models_are_this_one(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == [MODEL]
    assert client.models.retrieve(MODEL).owned_by == MODEL


def test_another_model_is_not_found(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as raised:
        client.models.retrieve("gpt-5")
    expected = {
        "message": "there is no model 'gpt-5'; the one here is \"gbaqa\"",
        "type": "invalid_request_error",
        "param": "model",
        "code": "model_not_found",
    }
    assert raised.value.body == expected
    with pytest.raises(openai.NotFoundError) as raised:
        client.chat.completions.create(model="gpt-5", messages=[{"role": "user", "content": "x"}])
    assert raised.value.body == expected


@pytest.mark.parametrize(
    ("body", "message", "param"),
    [
        ("{", "Invalid JSON: EOF while parsing an object at line 1 column 1", None),
        ({"messages": [user("x")]}, "model: Field required", "model"),
        ({"model": MODEL}, "messages: Field required", "messages"),
        (
            {"model": MODEL, "messages": []},
            "messages: List should have at least 1 item after validation, not 0",
            "messages",
        ),
        (
            {"model": MODEL, "messages": [{"role": "system", "content": "x"}]},
            "messages hold none of role user; put the question in one",
            "messages",
        ),
        (
            {"model": MODEL, "messages": [user(" ")]},
            "the question is empty; type one",
            "messages",
        ),
        (
            {"model": MODEL, "messages": [user("x" * 1001)]},
            "the question has 1001 characters, at most 1000 are read; shorten it",
            "messages",
        ),
        (
            {"model": MODEL, "messages": [user([{"type": "image_url", "image_url": {"url": ""}}])]},
            "the question holds a part of type 'image_url', only text can be read; send text",
            "messages.0.content",
        ),
        (
            {"model": MODEL, "messages": [user("x")], "n": 2},
            "n is 2, expected 1: a question has one answer; leave n out",
            "n",
        ),
    ],
)
def test_a_request_that_cannot_be_used_is_refused_in_one_line(
    base: str, body: object, message: str, param: str | None
) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    reply = httpx.post(f"{base}/v1/chat/completions", content=text)
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": None}
    assert (reply.status_code, reply.json()) == (400, {"error": error})


class Broken(ScriptedAssistant):
    """Fails where its question says so."""

    def ask(self, question: str, **more: Any) -> Exchange:
        if "index" in question:
            raise IndexUnusable('the index is gone; run "gbaqa index"')
        if "bug" in question:
            raise ZeroDivisionError("secret")
        return super().ask(question, **more)


def _error(reply: httpx.Response) -> tuple[int, str, str | None]:
    error = reply.json()["error"]
    return reply.status_code, error["code"], reply.headers.get("retry-after")


def _post(address: str, question: str) -> httpx.Response:
    body = {"model": MODEL, "messages": [user(question)]}
    return httpx.post(f"{address}/v1/chat/completions", json=body)


def test_what_breaks_is_told_without_its_inner_parts(caplog: pytest.LogCaptureFixture) -> None:
    app, _ = machines(Broken)
    with running(app) as address:
        _wait(address)
        gone, bug = _post(address, "index?"), _post(address, "bug?")
    assert _error(gone) == (503, "failed", None)
    assert gone.json()["error"]["message"] == 'the index is gone; run "gbaqa index"'
    assert gone.headers["x-should-retry"] == "false"
    assert _error(bug) == (503, "failed", None)
    assert "secret" not in bug.text
    assert "ZeroDivisionError: secret" in caplog.text


def test_loading_is_told_with_when_to_ask_again() -> None:
    go = threading.Event()

    def load() -> Assistant:
        go.wait(20)
        return ScriptedAssistant()

    app, _ = machines(load)
    with running(app) as address:
        reply = _post(address, "How many?")
        go.set()
        _wait(address)  # the client itself asks again
    assert _error(reply) == (503, "loading", "5")


def test_what_could_not_be_loaded_is_told_for_good() -> None:
    def load() -> Assistant:
        raise IndexUnusable('there is no index; run "gbaqa index"')

    app, desk = machines(load)
    with running(app) as address:
        while desk.state.name == "loading":
            pass
        reply = _post(address, "How many?")
    assert _error(reply) == (503, "failed", None)


class Slow(ScriptedAssistant):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_for = threading.Event()
        self.go = threading.Event()

    def ask(self, question: str, **more: Any) -> Exchange:
        self.asked_for.set()
        self.go.wait(20)
        return super().ask(question, **more)


def test_a_crowd_is_told_that_the_server_is_busy() -> None:
    slow = Slow()
    app, desk = machines(lambda: slow, at_once=1, waiting=0)
    with running(app) as address:
        while desk.state.name == "loading":
            pass
        first = threading.Thread(target=_post, args=(address, "first?"))
        first.start()
        slow.asked_for.wait(20)
        reply = _post(address, "second?")
        slow.go.set()
        first.join()
    assert _error(reply) == (503, "busy", "5")


def test_the_openapi_description_names_the_body() -> None:
    app, _ = machines(ScriptedAssistant)
    body = app.openapi()["paths"]["/v1/chat/completions"]["post"]["requestBody"]
    assert body["content"]["application/json"]["schema"]["required"] == ["model", "messages"]

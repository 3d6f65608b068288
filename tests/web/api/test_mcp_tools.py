"""The official MCP client finds three tools, and what they give can be cited and verified."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Literal, TypeVar

import httpx
import pytest
from mcp import Client
from mcp.types import CallToolResult, TextContent

from gbaqa.answering.asking import Assistant
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.receipts import faults
from gbaqa.errors import IndexUnusable
from gbaqa.types import Filters, Turn
from tests.web.api.machines import machines
from tests.web.scripted import ALLIANCE, COLLECTION, ScriptedAssistant
from tests.web.serving import running

PATH = "/gradio_api/mcp"
ANSWER = """\
The alliance has 23 members & counts <b>R&D</b> < 5. [1]
It was founded in 2019. [2]
Nobody knows when. [3]

No date: The source does not say when it was published. [3]

Note: It is told twice. [1] [2]

Sources

[1] The alliance & its members – Alliance <office>, 2024-10-09
    {base}/source/people/alliance?start=127&end=179#quote
    Original: https://example.org/alliance?a=1&b=2
[2] The alliance & its members – Alliance <office>, 2024-10-09
    {base}/source/people/alliance?start=180&end=203#quote
    Original: https://example.org/alliance?a=1&b=2
[3] Without a date – undated
    {base}/source/undated?start=0&end=18#quote"""
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
HEADERS = {"Accept": "application/json, text/event-stream"}

Given = TypeVar("Given")


@pytest.fixture(scope="module")
def assistant() -> ScriptedAssistant:
    return ScriptedAssistant()


@pytest.fixture(scope="module")
def base(assistant: ScriptedAssistant) -> Iterator[str]:
    app, _ = machines(lambda: assistant)
    with running(app) as address:
        yield address


def within(
    address: str,
    work: Callable[[Client], Awaitable[Given]],
    *,
    mode: Literal["auto", "legacy"] = "auto",
) -> Given:
    """What is done with an open client."""

    async def run() -> Given:
        async with Client(address, mode=mode) as client:
            return await work(client)

    return asyncio.run(run())


def call(base: str, tool: str, **arguments: Any) -> CallToolResult:
    return within(base + PATH, lambda client: client.call_tool(tool, arguments))


def text(result: CallToolResult) -> str:
    (part,) = result.content
    assert isinstance(part, TextContent)
    return part.text


@pytest.mark.parametrize("path", [PATH, f"{PATH}/"])
@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_there_are_exactly_three_tools_that_only_read(
    base: str, mode: Literal["auto", "legacy"], path: str
) -> None:
    tools = within(base + path, lambda client: client.list_tools(), mode=mode).tools
    assert [tool.name for tool in tools] == ["ask", "search", "get_document"]
    for tool in tools:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.open_world_hint is False
        assert tool.output_schema is not None
    assert [tool.input_schema["required"] for tool in tools] == [
        ["question"],
        ["query"],
        ["doc_id"],
    ]


def test_a_model_is_told_to_cite_to_pass_notices_on_and_not_to_fill_in(base: str) -> None:
    tools = within(base + PATH, lambda client: client.list_tools()).tools
    told = tools[0].description or ""
    for words in ("verbatim", "cite", "title, publisher, date and link", "notices", "not_found"):
        assert words in told
    assert "do not fill in from memory" in told


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_ask_gives_the_answer_object_and_a_text_to_cite_from(
    base: str, mode: Literal["auto", "legacy"]
) -> None:
    result = within(
        base + PATH, lambda client: client.call_tool("ask", {"question": "How many?"}), mode=mode
    )
    assert (result.is_error, text(result)) == (False, ANSWER.format(base=base))
    assert faults(result.structured_content, COLLECTION.documents) == []


def test_history_language_and_filters_reach_the_assistant(
    base: str, assistant: ScriptedAssistant
) -> None:
    result = call(
        base,
        "ask",
        question="And now?",
        language="pt",
        history=[{"question": "How many?", "answer": "23."}, {"question": "Why?"}],
        filters={"publisher": "Alliance", "since": None},
    )
    assert result.structured_content["carried_over"] == ["alliance"]
    assert assistant.asked[-1] == ("And now?", (Turn("How many?", "23."), Turn("Why?")), "pt")
    assert assistant.filtered[-1] == Filters(publisher="Alliance")


def test_not_found_is_no_error_and_says_why(base: str) -> None:
    result = call(base, "ask", question="which unicorn?")
    assert (result.is_error, result.structured_content["status"]) == (False, "not_found")
    assert text(result).startswith("Which one is [1]? The passages below come nearest;")


def test_search_gives_passages_with_what_it_takes_to_cite_them(base: str) -> None:
    result = call(base, "search", query="alliance", limit=1)
    passage = ALLIANCE.text[12:]
    link = f"{base}/source/people/alliance?start=12&end={len(ALLIANCE.text)}#quote"
    assert result.structured_content == {
        "query": "alliance",
        "hits": [
            {
                "rank": 1,
                "passage_id": "people/alliance#0000",
                "doc_id": "people/alliance",
                "title": ALLIANCE.title,
                "publisher": ALLIANCE.publisher,
                "date": ALLIANCE.date,
                "language": "en",
                "url": ALLIANCE.url,
                "score": 0.75,
                "text": passage,
                "start": 12,
                "end": len(ALLIANCE.text),
            }
        ],
    }
    assert text(result) == (
        f"1. The alliance & its members, Alliance <office>, 2024-10-09\n{link}\n"
        f"Original: https://example.org/alliance?a=1&b=2\n{passage}"
    )


def test_get_document_gives_what_is_known_and_the_text(base: str) -> None:
    result = call(base, "get_document", doc_id="people/alliance", start=12, end=30)
    length = len(ALLIANCE.text)
    assert result.structured_content == {
        "doc_id": "people/alliance",
        "title": ALLIANCE.title,
        "publisher": ALLIANCE.publisher,
        "date": "2024-10-09",
        "url": ALLIANCE.url,
        "language": "en",
        "topics": ["members", "Macao"],
        "note": "It is told twice.",
        "sha256": "a" * 64,
        "translation_of": None,
        "characters": length,
        "start": 12,
        "end": 30,
        "text": ALLIANCE.text[12:30],
        "left": length - 30,
    }
    assert text(result) == (
        "The alliance & its members, Alliance <office>, 2024-10-09\n"
        f"{base}/source/people/alliance?start=12&end=30#quote\n"
        "Original: https://example.org/alliance?a=1&b=2\n"
        "Note: It is told twice.\n"
        f"Characters 12 to 30 of {length}; {length - 30} follow.\n\n{ALLIANCE.text[12:30]}"
    )


@pytest.mark.parametrize(
    ("tool", "arguments", "line"),
    [
        ("ask", {}, "question: Field required; correct it and call again"),
        ("ask", {"question": " "}, "the question is empty; type one"),
        (
            "ask",
            {"question": "x", "speed": 1},
            "speed: Extra inputs are not permitted; correct it and call again",
        ),
        (
            "ask",
            {"question": "x", "filters": {"language": "fr"}},
            "filter language is 'fr', expected one of en, zh-Hant, zh-Hans, pt; "
            "correct it or leave it out",
        ),
        (
            "search",
            {"query": "x", "limit": 51},
            "limit: Input should be less than or equal to 50; correct it and call again",
        ),
        (
            "get_document",
            {"doc_id": "nowhere"},
            "no document has the id 'nowhere'; take doc_id from a citation or passage",
        ),
        (
            "get_document",
            {"doc_id": "undated", "start": 900},
            "there is no text from 900 to 29; the document has 29 characters: choose start below "
            "end and below that",
        ),
        ("delete", {}, "there is no tool 'delete'; there are ask, search, get_document"),
    ],
)
def test_a_wrong_call_is_an_error_of_the_tool_in_one_line(
    base: str, tool: str, arguments: dict[str, Any], line: str
) -> None:
    result = call(base, tool, **arguments)
    assert (result.is_error, text(result)) == (True, line)


class Broken(ScriptedAssistant):
    """Fails where its question says so."""

    def ask(self, question: str, **more: Any) -> Exchange:
        if "index" in question:
            raise IndexUnusable('the index is gone; run "gbaqa index"')
        if "bug" in question:
            raise ZeroDivisionError("secret")
        return super().ask(question, **more)


def test_what_breaks_is_one_line_without_its_inner_parts(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app, _ = machines(Broken)
    with running(app) as address:
        gone = call(address, "ask", question="index?")
        bug = call(address, "ask", question="bug?")
    assert (gone.is_error, text(gone)) == (True, 'the index is gone; run "gbaqa index"')
    assert (bug.is_error, text(bug)) == (
        True,
        "the assistant failed at this question; the server's log says why",
    )
    assert "ZeroDivisionError: secret" in caplog.text


def test_a_call_waits_while_the_assistant_loads() -> None:
    asked = threading.Event()

    def load() -> Assistant:
        asked.wait(20)
        return ScriptedAssistant()

    app, desk = machines(load)
    threading.Timer(0.5, asked.set).start()
    with running(app) as address:
        state = desk.state.name
        result = call(address, "ask", question="How many?")
    assert (state, result.is_error) == ("loading", False)


def test_what_could_not_be_loaded_is_told() -> None:
    def load() -> Assistant:
        raise IndexUnusable('there is no index; run "gbaqa index"')

    app, _ = machines(load)
    with running(app) as address:
        result = call(address, "search", query="x")
    assert (result.is_error, text(result)) == (True, 'there is no index; run "gbaqa index"')


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "gba.example.org"},
        {"Host": "gba.example.org", "Origin": "https://gba.example.org"},
        {"Origin": "https://gba.example.org", "X-Forwarded-Host": "gba.example.org"},
    ],
)
def test_any_name_of_the_server_and_its_own_pages_may_call(
    base: str, headers: dict[str, str]
) -> None:
    reply = httpx.post(base + PATH, json=PING, headers={**HEADERS, **headers})
    assert (reply.status_code, reply.json()["result"]) == (200, {})


def test_links_are_under_the_name_that_the_caller_used(base: str) -> None:
    asked = {"name": "get_document", "arguments": {"doc_id": "undated"}}
    sent = {**PING, "method": "tools/call", "params": asked}
    reply = httpx.post(base + PATH, json=sent, headers={**HEADERS, "Host": "gba.example.org"})
    line = reply.json()["result"]["content"][0]["text"].split("\n")[1]
    assert line == "http://gba.example.org/source/undated?start=0&end=29#quote"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://[", ""])
def test_a_page_of_another_site_may_not_call(base: str, origin: str) -> None:
    reply = httpx.post(base + PATH, json=PING, headers={**HEADERS, "Origin": origin})
    assert (reply.status_code, reply.json()["error"]["message"]) == (
        403,
        "pages of other sites may not call; call without a browser",
    )


@pytest.mark.parametrize("method", ["GET", "DELETE", "OPTIONS"])
def test_messages_are_posted(base: str, method: str) -> None:
    reply = httpx.request(method, base + PATH, headers=HEADERS)
    assert (reply.status_code, reply.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("ask", {"question": "How many?"}),
        ("ask", {"question": "which unicorn?"}),
        ("ask", {"question": "write it", "history": [{"question": "How many?"}]}),
        ("ask", {"question": "fail"}),
        ("ask", {"question": "聯盟有多少成員？"}),
        ("search", {"query": "聯盟有多少成員？", "filters": {"language": "en"}}),
        ("get_document", {"doc_id": "undated"}),
    ],
)
def test_what_a_tool_gives_is_what_its_schema_says(
    base: str, tool: str, arguments: dict[str, Any]
) -> None:
    async def work(client: Client) -> tuple[dict[str, Any], Any]:
        tools = {one.name: one for one in (await client.list_tools()).tools}
        result = await client.call_tool(tool, arguments)
        return tools[tool].output_schema or {}, result.structured_content

    schema, given = within(base + PATH, work)
    # the client itself raises where what it is given does not fit
    assert schema["additionalProperties"] is False
    assert set(given) <= set(schema["properties"])

"""What is closed stays closed, and every reply carries an id and the security headers."""

from __future__ import annotations

import asyncio
import re

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from gbaqa.web.guards import BODY_LIMIT, CLOSED, CONTENT_SECURITY_POLICY, LIMITS, Guards
from tests.web.api.small_app import BrokenAssistant, built, started
from tests.web.scripted import ScriptedAssistant

CLOSED_PATHS = [
    "/gradio_api/upload",
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/proxy=https://example.org",
    "/gradio_api/openapi.json",
    "/gradio_api/vibe-edit/",
    "/monitoring",
    "/monitoring/summary",
]
NEW_ID = re.compile(r"[0-9a-f]{32}")


@pytest.mark.parametrize("path", CLOSED_PATHS)
def test_what_gradio_serves_and_this_page_does_not_use_is_closed(
    api: TestClient, path: str
) -> None:
    for response in (api.get(path), api.post(path, content=b"x")):
        assert (response.status_code, response.json()["type"]) == (404, "/problems/not-found")
        assert response.headers["content-type"] == "application/problem+json"


def test_what_is_closed_is_closed_behind_a_prefix_too() -> None:
    reached: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope["path"])

    async def ask(path: str) -> None:
        async def receive() -> Message:
            raise AssertionError

        async def send(message: Message) -> None:
            pass

        scope = {"type": "http", "method": "GET", "path": path, "root_path": "/gba"}
        await Guards(app)({**scope, "headers": [], "query_string": b""}, receive, send)

    for closed in CLOSED:
        asyncio.run(ask(closed))
        asyncio.run(ask(f"/gba{closed}"))
    assert reached == []
    asyncio.run(ask("/gba/config"))
    assert reached == ["/gba/config"]


@pytest.mark.parametrize("path", ["/docs", "/healthz", "/api/search", "/nothing", "/monitoring"])
def test_every_reply_has_the_security_headers_and_an_id(api: TestClient, path: str) -> None:
    headers = api.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert NEW_ID.fullmatch(headers["x-request-id"])
    assert headers["x-request-id"] != api.get(path).headers["x-request-id"]


@pytest.mark.parametrize("given", ["a", "A1._-z", "0" * 64])
def test_the_clients_own_id_is_kept(api: TestClient, given: str) -> None:
    for path in ("/healthz", "/api/nothing", "/monitoring"):
        assert api.get(path, headers={"x-request-id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given",
    [
        "",
        "0" * 65,
        "a b",
        "a\n",
        "<script>alert(1)</script>",
        "a\r\nset-cookie: x=1",
        "id\u00e9",
        "../../etc",
        "%0a",
        "a\x00",
    ],
)
def test_a_hostile_id_is_replaced(given: str) -> None:
    started_with = identified([(b"x-request-id", given.encode("latin-1"))])
    assert NEW_ID.fullmatch(started_with)


def test_two_ids_are_none() -> None:
    assert NEW_ID.fullmatch(identified([(b"x-request-id", b"a"), (b"x-request-id", b"b")]))


def identified(headers: list[tuple[bytes, bytes]]) -> str:
    """The id of the reply of an app that would set another one; the same is in the scope."""
    seen: list[str] = []
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["state"]["request_id"])
        own = [(b"X-Request-ID", b"another"), (b"x-frame-options", b"ALLOWALL")]
        await send({"type": "http.response.start", "status": 200, "headers": own})
        await send({"type": "http.response.body", "body": b""})

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers}
    asyncio.run(Guards(app)(scope, receive, send))
    found = [value for name, value in sent[0]["headers"] if name.lower() == b"x-request-id"]
    assert [one.decode() for one in found] == seen
    assert (b"x-frame-options", b"ALLOWALL") not in sent[0]["headers"]
    return seen[0]


def test_an_unexpected_fault_is_a_problem_and_logged_with_its_id(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with started(lambda: BrokenAssistant(KeyError("secret"))) as opened:
        response = opened.get("/api/search?q=x", headers={"x-request-id": "mine"})
    assert (response.status_code, response.json()["type"]) == (500, "/problems/fault")
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "secret" not in response.text
    assert "request mine failed: GET '/api/search'" in caplog.text
    assert "secret" in caplog.text  # where whoever mends it looks


def test_a_fault_in_the_middle_of_a_reply_is_not_hidden() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise KeyError("late")

    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    with pytest.raises(KeyError, match="late"):
        asyncio.run(Guards(app)(scope, receive, send))
    assert [message["type"] for message in sent] == ["http.response.start"]


def test_what_is_no_request_passes() -> None:
    with TestClient(built(ScriptedAssistant)) as opened:  # its lifespan goes through Guards
        assert opened.get("/healthz").status_code == 200


def exchanged(chunks: list[bytes], *, path: str, length: str = "") -> tuple[int, bytes]:
    """What an app that echoes its body replies through the guards: status and body."""
    incoming: list[Message] = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
        for number, chunk in enumerate(chunks, start=1)
    ]
    sent: list[Message] = []

    async def echo(scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive()
        assert not message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": message["body"]})

    async def receive() -> Message:
        return incoming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-length", length.encode())] if length else []
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
    asyncio.run(Guards(echo)({**scope, "query_string": b""}, receive, send))
    return sent[0]["status"], sent[1]["body"]


def test_a_body_in_pieces_reaches_the_app_whole() -> None:
    assert exchanged([b"one ", b"two"], path="/api/ask") == (200, b"one two")


def test_a_long_body_in_pieces_without_a_length_is_refused() -> None:
    status, body = exchanged([b"x" * BODY_LIMIT, b"x"], path="/api/ask")
    assert status == 413
    assert b'"/problems/too-large"' in body


def test_a_long_body_that_claims_to_be_short_is_refused() -> None:
    status, _ = exchanged([b"x" * (BODY_LIMIT + 1)], path="/api/ask", length="5")
    assert status == 413


def test_a_body_that_announces_its_length_is_refused_unread() -> None:
    status, _ = exchanged([], path="/api/ask", length=str(BODY_LIMIT + 1))
    assert status == 413


def test_a_conversation_may_be_longer_than_a_question() -> None:
    path = "/gradio_api/queue/join"
    assert exchanged([b"x" * LIMITS[path]], path=path)[0] == 200
    assert exchanged([b"x" * (LIMITS[path] + 1)], path=path)[0] == 413

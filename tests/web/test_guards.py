"""What is closed stays closed, and every reply carries the security headers."""

from __future__ import annotations

import asyncio

import pytest
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from gbaqa.web.guards import BODY_LIMIT, CONTENT_SECURITY_POLICY, LIMITS, Guards


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=https://example.org",
        "/gradio_api/openapi.json",
        "/gradio_api/vibe-edit/",
        "/monitoring",
        "/monitoring/summary",
    ],
)
def test_what_gradio_serves_and_this_page_does_not_use_is_closed(
    ready_app: TestClient, path: str
) -> None:
    for response in (ready_app.get(path), ready_app.post(path, content=b"x")):
        assert (response.status_code, response.json()) == (404, {"detail": "not found"})


def test_the_queue_cannot_be_gone_round(ready_app: TestClient) -> None:
    response = ready_app.post("/gradio_api/run/respond", json={"data": ["x", []]})
    assert response.status_code in (401, 404)


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/search", "/source/none", "/monitoring"])
def test_every_reply_has_the_security_headers(ready_app: TestClient, path: str) -> None:
    headers = ready_app.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/config", "/healthz"])
def test_no_other_site_may_read_a_reply(ready_app: TestClient, path: str) -> None:
    headers = ready_app.get(path, headers={"origin": "https://evil.example"}).headers
    assert [name for name in headers if name.startswith("access-control-allow-origin")] == []
    preflight = {
        "origin": "https://evil.example",
        "access-control-request-method": "POST",
    }
    assert ready_app.options("/api/ask", headers=preflight).status_code == 400


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
    asyncio.run(Guards(echo)(scope, receive, send))
    return sent[0]["status"], sent[1]["body"]


def test_a_body_in_pieces_reaches_the_app_whole() -> None:
    assert exchanged([b"one ", b"two"], path="/api/ask") == (200, b"one two")


def test_a_long_body_in_pieces_without_a_length_is_refused() -> None:
    status, _ = exchanged([b"x" * BODY_LIMIT, b"x"], path="/api/ask")
    assert status == 413


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

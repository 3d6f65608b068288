"""Refuse large bodies and closed paths, and set security headers, before anything is parsed.

Plain ASGI: Starlette's BaseHTTPMiddleware would stand between a streamed answer and its reader.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY_LIMIT = 64 * 1024
# The chat page sends the conversation with each question: 40 turns (history.MAX_SHOWN) of Chinese.
LIMITS: Mapping[str, int] = {"/gradio_api/queue/join": 512 * 1024}

# Gradio serves these for components and modes that this page does not have.
CLOSED = (
    "/gradio_api/upload",
    "/gradio_api/component_server",
    "/gradio_api/custom_component",
    "/gradio_api/deep_link",
    "/gradio_api/dev/",
    "/gradio_api/file",
    "/gradio_api/openapi.json",
    "/gradio_api/process_recording",
    "/gradio_api/proxy=",
    "/gradio_api/stream/",
    "/gradio_api/vibe-",
    "/gradio_api/undo-vibe-edit",
    "/monitoring",
)

# 'unsafe-eval': Gradio compiles the page's templates; what a document says never enters one.
# Inline scripts stay forbidden, and Gradio then asks for its configuration in a second request.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "form-action 'none'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'self'",
    )
)
HEADERS = (
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
BODILESS = ("GET", "HEAD", "OPTIONS")


class Guards:
    """Wraps an ASGI app; refusals are one line of JSON like the API's own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _guarded(message.get("headers", ()))}
            await send(message)

        path = scope["path"]
        if path.startswith(CLOSED):
            await _refuse(send_guarded, 404, "not found")
            return
        if scope["method"] not in BODILESS:
            limit = LIMITS.get(path.rstrip("/"), BODY_LIMIT)
            body = await _read(scope, receive, limit)
            if body is None:
                await _refuse(send_guarded, 413, f"a body of at most {limit} bytes is read")
                return
            receive = _replayed(body, receive)
        await self._app(scope, receive, send_guarded)


def _guarded(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    own = {name for name, _ in HEADERS}
    return [*((name, value) for name, value in headers if name.lower() not in own), *HEADERS]


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes | None:
    """The whole body, or None when it is longer than the limit, whatever its header claims."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    if any(value.isdigit() and int(value) > limit for value in lengths):
        return None
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":  # a body that was cut off is no body
            return None
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was read, once, and then what the connection says next."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay


async def _refuse(send: Send, status: int, detail: str) -> None:
    body = json.dumps({"detail": detail}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

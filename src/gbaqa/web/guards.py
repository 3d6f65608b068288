"""Refuse large bodies and closed paths, and set security headers, before anything is parsed.

Plain ASGI: Starlette's BaseHTTPMiddleware would stand between a streamed answer and its reader.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from uuid import uuid4

from gbaqa.web.api.problems import path_of, problem_response, words_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

BODY_LIMIT = 64 * 1024
# a conversation of 40 turns of Chinese (api.models.MAX_SHOWN) is longer than a question
CONVERSATION_LIMIT = 512 * 1024
LIMITS: Mapping[str, int] = dict.fromkeys(
    ("/gradio_api/queue/join", "/gradio_api/mcp", "/v1/chat/completions"),
    CONVERSATION_LIMIT,
)

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
        "form-action 'self'",
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
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")  # what may stand in a header, a log and a page


class Guards:
    """Wraps an ASGI app; refusals and unexpected faults are problems like the API's own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = _identity(scope)
        scope.setdefault("state", {})["request_id"] = identity
        reply = _Reply(send, identity)
        try:
            await self._guarded(scope, receive, reply.send)
        except Exception:
            # repr: a path may hold line breaks, and must not write lines of its own into the log
            logger.exception("request %s failed: %s %r", identity, scope["method"], scope["path"])
            if reply.started:
                raise
            await problem_response(scope, "fault")(scope, receive, reply.send)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = path_of(scope)
        if path.startswith(CLOSED):
            await problem_response(scope, "not-found")(scope, receive, send)
            return
        if scope["method"] not in BODILESS:
            limit = LIMITS.get(path.rstrip("/"), BODY_LIMIT)
            body = await _read(scope, receive, limit)
            if body is None:
                detail = words_of(scope)["problem_too_large_detail"].format(limit=limit)
                await problem_response(scope, "too-large", detail)(scope, receive, send)
                return
            receive = _replayed(body, receive)
        await self._app(scope, receive, send)


class _Reply:
    """Sends a reply with the headers that every one has."""

    def __init__(self, send: Send, identity: str) -> None:
        self.started = False
        self._send = send
        self._own = (*HEADERS, (b"x-request-id", identity.encode()))

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            message = {**message, "headers": _with(self._own, message.get("headers", ()))}
        await self._send(message)


def _identity(scope: Scope) -> str:
    """The request's own id where it is harmless and the only one, else a new one."""
    given = [value for name, value in scope["headers"] if name == b"x-request-id"]
    claimed = given[0].decode("latin-1") if len(given) == 1 else ""
    return claimed if REQUEST_ID.fullmatch(claimed) else uuid4().hex


def _with(
    own: Iterable[tuple[bytes, bytes]], headers: Iterable[tuple[bytes, bytes]]
) -> list[tuple[bytes, bytes]]:
    names = {name for name, _ in own}
    return [*((name, value) for name, value in headers if name.lower() not in names), *own]


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

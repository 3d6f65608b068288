"""Tell whoever runs the server of each request when it has ended: what, how it went, how long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from time import perf_counter
from typing import TYPE_CHECKING

from gbaqa.web.api.problems import path_of, request_id

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# a proxy on this machine passes on what others ask, and says so
PASSED_ON = frozenset({b"forwarded", b"x-forwarded-for", b"x-real-ip", b"via"})
OTHER = "other"  # every address that is no operation's: any number of them, under one name
# what is refused before an operation is looked for still counts for it
KNOWN = frozenset(
    {
        "/api/ask",
        "/api/suggestions",
        "/api/feedback",
        "/v1/chat/completions",
        "/gradio_api/mcp",
        "/gradio_api/mcp/",
        "/gradio_api/queue/join",
        "/openapi.json",
    }
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
CUT_OFF = 499  # nothing was sent: the client had gone


@dataclass(frozen=True, slots=True)
class Served:
    """A request that has ended; nothing in it is the asker's own words but the id."""

    request_id: str
    method: str
    route: str
    status: int
    seconds: float
    sent: int  # bytes of the body


class Watched:
    """Wraps an ASGI app; each of `tell` is called when a request has ended, however it did."""

    def __init__(self, app: ASGIApp, tell: Sequence[Callable[[Served], None]]) -> None:
        self._app = app
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, path = perf_counter(), path_of(scope)
        state = scope.setdefault("state", {})  # shared by all that wraps and routes the request
        state["from_here"] = _from_here(scope)
        status, sent = CUT_OFF, 0

        async def counted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            served = Served(
                request_id=request_id(scope),  # guards.py gives one to each
                method=scope["method"] if scope["method"] in METHODS else OTHER,
                route=state.get("route") or (path if path in KNOWN else OTHER),
                status=status,
                seconds=perf_counter() - began,
                sent=sent,
            )
            for tell in self._tell:
                tell(served)


class Routed:
    """Wraps what routes; keeps which operation's template it was, as `/source/{doc_id}`.

    A path itself may say what was asked.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        finally:
            if scope["type"] == "http":
                scope["state"]["route"] = getattr(scope.get("route"), "path", "")


def _from_here(scope: Scope) -> bool:
    """Whether a program of this machine asks, and no proxy for somebody else."""
    client = scope.get("client")
    if not client or any(name in PASSED_ON for name, _ in scope["headers"]):
        return False
    try:
        return ip_address(client[0]).is_loopback
    except ValueError:  # no address, as of a test client
        return False

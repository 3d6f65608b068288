"""Leave in order: say that the server goes, end what has no end, let the rest be finished."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from gbaqa.web.api.problems import path_of

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's page keeps this one open for as long as it is looked at
ENDLESS = "/gradio_api/heartbeat/"
DISCONNECT: Message = {"type": "http.disconnect"}
CLOSING = (b"connection", b"close")


class Draining:
    """Whether the server is on its way out; it goes from no to yes, once."""

    def __init__(self) -> None:
        self.begun = False
        self._leaving = asyncio.Event()

    def begin(self) -> None:
        """To be called in the event loop."""
        self.begun = True
        self._leaving.set()

    async def wait(self) -> None:
        """Until it has begun."""
        await self._leaving.wait()


class Drained:
    """Wraps an ASGI app: once draining has begun each reply is the last of its connection.

    A proxy or client then opens its next connection elsewhere, instead of finding this one closed
    while it sends.
    """

    def __init__(self, app: ASGIApp, draining: Draining) -> None:
        self._app = app
        self._draining = draining

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if path_of(scope).startswith(ENDLESS):
            await self._until_draining(scope, receive, send)
            return

        async def closing(message: Message) -> None:
            if self._draining.begun and message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), CLOSING]}
            await send(message)

        await self._app(scope, receive, closing)

    async def _until_draining(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The app's reply, which takes the server's leaving for the client's."""
        last: MutableMapping[str, Any] = {"type": ""}

        async def sending(message: Message) -> None:
            nonlocal last
            last = message
            await send(message)

        await self._app(scope, self._or_leaving(receive), sending)
        if last["type"] == "http.response.start" or last.get("more_body"):
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _or_leaving(self, receive: Receive) -> Receive:
        async def received() -> Message:
            coming = asyncio.ensure_future(receive())
            leaving = asyncio.ensure_future(self._draining.wait())
            try:
                await asyncio.wait((coming, leaving), return_when=asyncio.FIRST_COMPLETED)
                return coming.result() if coming.done() else DISCONNECT
            finally:
                coming.cancel()
                leaving.cancel()

        return received

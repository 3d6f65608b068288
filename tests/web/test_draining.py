"""A server that leaves says so, ends what has no end, and closes connections after their reply."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gbaqa.web.draining import Drained, Draining


def scope(path: str) -> dict[str, Any]:
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [],
        "asgi": {"spec_version": "2.3"},
    }


async def asked(app: ASGIApp, path: str) -> list[Message]:
    """What is sent to a client that stays."""
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(60)
        raise AssertionError("nobody waits so long")

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope(path), receive, send)
    return sent


async def alive(scope: Scope, receive: Receive, send: Send) -> None:
    """As Gradio does: a line now and then, for ever."""

    async def lines() -> Any:
        while True:
            yield "data: ALIVE\n\n"
            await asyncio.sleep(60)

    await StreamingResponse(lines())(scope, receive, send)


@pytest.mark.parametrize("begun", [False, True])
def test_a_reply_closes_its_connection_only_while_draining(begun: bool) -> None:
    async def run() -> list[Message]:
        draining = Draining()
        if begun:
            draining.begin()
        return await asked(Drained(PlainTextResponse("x"), draining), "/api/ask")

    start = asyncio.run(run())[0]
    assert ((b"connection", b"close") in start["headers"]) is begun


def test_a_heartbeat_ends_in_order_when_draining_begins() -> None:
    async def run() -> list[Message]:
        draining = Draining()
        asking = asyncio.create_task(asked(Drained(alive, draining), "/gradio_api/heartbeat/x"))
        await asyncio.sleep(0.02)
        assert not asking.done()
        draining.begin()
        return await asyncio.wait_for(asking, 5)

    sent = asyncio.run(run())
    assert [message.get("body") for message in sent] == [None, b"data: ALIVE\n\n", b""]
    assert sent[-1]["more_body"] is False


def test_any_other_stream_goes_on_to_its_end() -> None:
    async def lines() -> Any:
        for line in ("a", "b"):
            yield line
            await asyncio.sleep(0.02)

    async def stream(scope: Scope, receive: Receive, send: Send) -> None:
        await StreamingResponse(lines())(scope, receive, send)

    async def run() -> list[Message]:
        draining = Draining()
        asking = asyncio.create_task(asked(Drained(stream, draining), "/api/ask"))
        await asyncio.sleep(0.01)
        draining.begin()
        return await asyncio.wait_for(asking, 5)

    sent = asyncio.run(run())
    assert b"".join(message.get("body", b"") for message in sent) == b"ab"

"""Who asks for a part before it is there waits for it, and the rest of the server does not."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from gbaqa.web import arriving as module
from gbaqa.web.arriving import Arriving, Part, arriving

SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "GET",
    "path": "/",
    "query_string": b"",
    "headers": [],
}


IMPORTING = 5.0  # seconds


async def at_once() -> None:
    """Loading that has ended."""


def part(name: str, told: list[str]) -> Part:
    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        told.append(f"{name} begins")
        try:
            yield
        finally:
            told.append(f"{name} ends")

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse(name)(scope, receive, send)

    return Part(app, running)


async def asked(of: Arriving) -> list[Message]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await of(dict(SCOPE), receive, send)
    return sent


def body_of(sent: list[Message]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent)


def test_who_asks_first_sets_it_off_and_both_parts_live_as_long_as_the_server() -> None:
    told: list[str] = []

    async def run() -> None:
        first = Arriving("first", lambda: part("first", told))
        second = Arriving("second", lambda: part("second", told))
        async with arriving([first, second], after=at_once, quiet=60):
            await asyncio.sleep(0.02)
            assert told == []
            assert body_of(await asked(second)) == b"second"
            assert body_of(await asked(first)) == b"first"
            assert told == ["first begins", "second begins"]
        assert told == ["first begins", "second begins", "second ends", "first ends"]

    asyncio.run(run())


def test_a_part_on_demand_waits_until_it_is_asked_for_and_lives_as_long_too() -> None:
    told: list[str] = []

    async def run() -> None:
        rare = Arriving("rare", lambda: part("rare", told), on_demand=True)
        usual = Arriving("usual", lambda: part("usual", told))
        async with arriving([rare, usual], after=at_once, quiet=0):
            assert body_of(await asked(usual)) == b"usual"
            await asyncio.sleep(0.02)
            assert told == ["usual begins"]
            assert body_of(await asked(rare)) == b"rare"
        assert told == ["usual begins", "rare begins", "rare ends", "usual ends"]

    asyncio.run(run())


def test_leaving_is_at_once_where_nobody_asked_for_a_part_on_demand() -> None:
    told: list[str] = []

    async def run() -> None:
        rare = Arriving("rare", lambda: part("rare", told), on_demand=True)
        usual = Arriving("usual", lambda: part("usual", told))
        async with arriving([rare, usual], after=at_once, quiet=0):
            await asked(usual)
        assert told == ["usual begins", "usual ends"]

    asyncio.run(run())


def test_nothing_is_imported_before_loading_has_ended_and_a_quiet_moment_passed() -> None:
    told: list[str] = []

    async def run() -> None:
        loaded = asyncio.Event()
        one = Arriving("one", lambda: part("one", told))
        async with arriving([one], after=loaded.wait, quiet=0):
            waiting = asyncio.create_task(asked(one))
            await asyncio.sleep(0.02)
            assert not one.arrived
            assert not waiting.done()
            loaded.set()
            assert body_of(await waiting) == b"one"

    asyncio.run(run())


def test_who_asks_while_loading_goes_on_and_on_is_served_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.05)

    async def run() -> None:
        one = Arriving("one", lambda: part("one", []))
        async with arriving([one], after=asyncio.Event().wait, quiet=60):
            assert body_of(await asked(one)) == b"one"

    asyncio.run(run())


def test_a_part_that_cannot_be_made_is_told_and_the_next_arrives(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[str] = []

    def broken() -> Part:
        raise ImportError("secret")

    async def run() -> None:
        bad, good = Arriving("bad", broken), Arriving("good", lambda: part("good", told))
        async with arriving([bad, good], after=at_once, quiet=0):
            assert body_of(await asked(good)) == b"good"
            refused = await asked(bad)
            assert refused[0]["status"] == 503
            assert b'"/problems/failed"' in body_of(refused)
            assert b"secret" not in body_of(refused)

    asyncio.run(run())
    assert "bad cannot be served" in caplog.text


def test_leaving_does_not_wait_for_an_import() -> None:
    let_go = threading.Event()

    def slow() -> Part:
        let_go.wait(IMPORTING)
        return part("slow", [])

    async def run() -> None:
        one = Arriving("slow", slow)
        async with arriving([one], after=at_once, quiet=0):
            await asyncio.sleep(0.02)

    began = time.monotonic()
    try:
        asyncio.run(run())
        assert time.monotonic() - began < IMPORTING
    finally:
        let_go.set()

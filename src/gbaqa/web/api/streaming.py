"""Tell an answer as server-sent events, so that a page can say what it waits for."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi.responses import StreamingResponse

from gbaqa.answering.receipts import as_json
from gbaqa.web.api.connecting import Gone, while_connected
from gbaqa.web.api.problems import problem_object, problem_of, request_id, words_of
from gbaqa.web.chat.showing import shown
from gbaqa.web.warming import Loading

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from gbaqa.web.desk import Desk, Question

logger = logging.getLogger(__name__)

MEDIA_TYPE = "text/event-stream"
# a proxy that gathers a reply before it passes it on would hold the first events back
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Vary": "Accept"}
STEPS = 8  # of the event loop, in which a remembered answer or a refusal is there


@dataclass(frozen=True, slots=True)
class Event:
    """A name and its object."""

    name: str
    told: dict[str, Any]

    def line(self) -> bytes:
        """As it is sent: JSON never holds a line break outside its escapes."""
        told = json.dumps(self.told, ensure_ascii=False, separators=(",", ":"))
        return f"event: {self.name}\ndata: {told}\n\n".encode()


async def event_stream(
    desk: Desk, question: Question, *, client: str, scope: Scope
) -> StreamingResponse:
    """The reply, once there is a first event; raises as `Desk.ask` where there is none."""
    events = _until_fault(answer_events(desk, question, client=client), scope)
    first = await anext(events)
    return EventStream(_lines(first, events))


async def answer_events(
    desk: Desk, question: Question, *, client: str
) -> AsyncGenerator[Event, None]:
    """What happens to a question, in at most six events; raises as `Desk.ask` does."""
    if isinstance(desk.state, Loading):
        yield _status("loading")
        await desk.settled()
    assistant = desk.assistant()  # kept: another one need not hold the passages of its answer
    ahead, begun = desk.waiting, asyncio.Event()
    work = desk.ask(question, client=client, begun=begun, assistant=assistant)
    asking = asyncio.create_task(work)
    turn = asyncio.create_task(begun.wait())
    try:
        await _begun(asking)
        if not asking.done() and not begun.is_set() and desk.waiting > ahead:
            yield Event("status", {"state": "waiting", "ahead": ahead})
            await asyncio.wait((asking, turn), return_when=asyncio.FIRST_COMPLETED)
        if asking.done():
            asking.result()  # a refusal tells nothing of searching
        yield _status("searching")
        exchange = await asking
    finally:
        asking.cancel()
        turn.cancel()
    yield Event("answer", as_json(exchange))
    yield Event("passages", shown(exchange, assistant.collection))
    yield Event("done", {})


class EventStream(StreamingResponse):
    """Sends its lines as they come, and stops what makes them when the client leaves."""

    def __init__(self, lines: AsyncGenerator[bytes, None]) -> None:
        super().__init__(lines, media_type=MEDIA_TYPE, headers=HEADERS)
        self._lines = lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with aclosing(self._lines):
            try:
                await while_connected(receive, self.stream_response(send))
            except Gone:
                logger.debug("request %s: the client has gone", request_id(scope))


def _status(state: str) -> Event:
    return Event("status", {"state": state})


async def _begun(asking: asyncio.Task[Any]) -> None:
    """Lets the question reach its place in the queue."""
    for _ in range(STEPS):
        if asking.done():
            return
        await asyncio.sleep(0)


async def _until_fault(
    events: AsyncGenerator[Event, None], scope: Scope
) -> AsyncGenerator[Event, None]:
    """The events; a fault after the first is told as the last one."""
    started = False
    async with aclosing(events):
        try:
            async for event in events:
                yield event
                started = True
        except Exception as error:
            if not started:
                raise
            logger.exception("request %s failed after its first event", request_id(scope))
            yield Event("problem", problem_object(scope, problem_of(error, words_of(scope))))


async def _lines(first: Event, rest: AsyncIterator[Event]) -> AsyncGenerator[bytes, None]:
    yield first.line()
    async for event in rest:
        yield event.line()

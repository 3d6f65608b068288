"""The API by itself, without the chat's app: it starts in milliseconds."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.types import Message

from gbaqa import __version__
from gbaqa.answering.asking import Assistant
from gbaqa.answering.exchanges import Exchange
from gbaqa.types import ANY, Filters, Language, Turn
from gbaqa.web.api.describing import describe
from gbaqa.web.api.problems import add_problem_handlers
from gbaqa.web.api.routes import api_routes, closing_routes
from gbaqa.web.desk import Desk
from gbaqa.web.guards import Guards
from gbaqa.web.pages.api_page import api_page_routes
from gbaqa.web.warming import Warming
from tests.web.scripted import ScriptedAssistant
from tests.web.serving import running

WAIT = 20  # seconds; nothing takes any here, but the machine may be busy
EVENT_STREAM = {"accept": "text/event-stream"}


class HeldAssistant(ScriptedAssistant):
    """Answers a question that holds "slow" only when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()
        self.let_go = threading.Event()

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: Language | None = None,
        filters: Filters = ANY,
    ) -> Exchange:
        exchange = super().ask(question, history=history, language=language, filters=filters)
        if "slow" in question:
            self.begun.set()
            assert self.let_go.wait(WAIT)
        return exchange


class BrokenAssistant(ScriptedAssistant):
    """Fails at every question, a moment after it was asked."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def ask(self, *_: object, **__: object) -> Exchange:
        time.sleep(0.05)
        raise self.error

    def search(self, *_: object, **__: object) -> tuple[()]:
        raise self.error


def built(load: Callable[[], Assistant], *, at_once: int = 4, waiting: int = 8) -> FastAPI:
    """The app; its desk is `app.state.desk`."""
    warming = Warming(load)
    desk = Desk(warming, at_once=at_once, waiting=waiting)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warming.start()
        yield

    app = FastAPI(
        title="API",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.desk = desk
    add_problem_handlers(app)
    for routes in (api_routes(desk), api_page_routes(), closing_routes()):
        app.include_router(routes)
    describe(app)
    app.add_middleware(Guards)
    return app


def desk_of(opened: TestClient) -> Desk:
    """The desk of a client's app."""
    app = opened.app
    assert isinstance(app, FastAPI)
    desk = app.state.desk
    assert isinstance(desk, Desk)
    return desk


@contextmanager
def started(
    load: Callable[[], Assistant], *, at_once: int = 4, waiting: int = 8, settled: bool = True
) -> Iterator[TestClient]:
    """A client of the app, by default when its assistant is loaded."""
    with TestClient(built(load, at_once=at_once, waiting=waiting)) as opened:
        if settled:
            until(lambda: opened.get("/readyz").json()["status"] != "loading")
        yield opened


@contextmanager
def listening(load: Callable[[], Assistant]) -> Iterator[str]:
    """The address of the app on a free port of this machine."""
    with running(built(load)) as url:
        yield url


def until(holds: Callable[[], bool]) -> None:
    """Waits for it."""
    deadline = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.005)


def events_of(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The names and objects of a stream of events, each of which has two lines."""
    found = []
    for part in text.split("\n\n")[:-1]:
        name, told = part.split("\n")
        assert name.startswith("event: ")
        assert told.startswith("data: ")
        found.append((name.removeprefix("event: "), json.loads(told.removeprefix("data: "))))
    assert text.endswith("\n\n")
    return found


class Visitor:
    """One request to an app without a server between, whose client can leave."""

    def __init__(self, app: FastAPI, body: dict[str, Any], *, accept: str) -> None:
        self.sent: list[Message] = []
        self._app = app
        self._body = json.dumps(body).encode()
        self._accept = accept
        self._asked = False
        self._gone = asyncio.Event()

    async def ask(self) -> None:
        """Sends the request and waits for the end of the reply."""
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": "POST",
            "path": "/api/ask",
            "raw_path": b"/api/ask",
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "server": ("testserver", 80),
            "client": ("testclient", 1),
            "headers": [
                (b"content-type", b"application/json"),
                (b"accept", self._accept.encode()),
            ],
        }
        await self._app(scope, self._receive, self._send)

    def leave(self) -> None:
        self._gone.set()

    async def _receive(self) -> Message:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": self._body, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.sent.append(message)

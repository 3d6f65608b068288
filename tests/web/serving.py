"""Run the app in this process: without a socket, or in a thread on a free port."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gbaqa.answering.asking import Assistant
from gbaqa.web.guarding.policy import Policy
from gbaqa.web.serving import listen

WAIT = 20  # seconds; loading takes none here, but the machine may be busy


def built(
    load: Callable[[], Assistant], *, feedback: Path | None = None, policy: Policy | None = None
) -> FastAPI:
    """The app, made where an event loop runs: Gradio else makes some and leaves them open."""

    from gbaqa.web.application import create_app  # with Gradio, which takes seconds

    async def make() -> FastAPI:
        return create_app(load, feedback=feedback, policy=policy)

    with ThreadPoolExecutor(1) as beside:  # this thread may belong to playwright's own loop
        return beside.submit(lambda: asyncio.run(make())).result()


@contextmanager
def client(load: Callable[[], Assistant]) -> Iterator[TestClient]:
    """A client of the started app, which may still be loading."""
    with TestClient(built(load)) as opened:
        yield opened


def wait_until_settled(opened: TestClient) -> None:
    """Waits until loading has ended, well or badly."""
    deadline = time.monotonic() + WAIT
    while opened.get("/readyz").json()["status"] == "loading":
        assert time.monotonic() < deadline, "the assistant is still loading"
        time.sleep(0.01)


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """The address of an app on a free port of this machine, with a socket as the product has it."""
    with listen("127.0.0.1", 0) as listener:
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def served(load: Callable[[], Assistant], *, feedback: Path | None = None) -> Iterator[str]:
    """The address of the whole app."""
    with running(built(load, feedback=feedback)) as url:
        yield url

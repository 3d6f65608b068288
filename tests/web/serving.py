"""Run the app in this process: without a socket, or in a thread on a free port."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gbaqa.answering.asking import Assistant
from gbaqa.web.application import create_app

WAIT = 20  # seconds; loading takes none here, but the machine may be busy


def built(load: Callable[[], Assistant]) -> FastAPI:
    """The app, made where an event loop runs: Gradio else makes some and leaves them open."""

    async def make() -> FastAPI:
        return create_app(load)

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
def served(load: Callable[[], Assistant]) -> Iterator[str]:
    """The address of the app on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(
            uvicorn.Config(built(load), log_level="warning", timeout_graceful_shutdown=1)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()

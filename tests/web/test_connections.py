"""A connection that never asks, asks drop by drop or never reads is given up; others are not."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from gbaqa.web import connections, guards
from gbaqa.web.connections import PatientProtocol
from gbaqa.web.guards import Guards
from gbaqa.web.serving import listen

SHORT = 0.3  # seconds that a server waits here
ENOUGH = 1.5  # seconds in which a client gets along on a busy machine
LONG = 10.0  # more than it may take
LARGE = 32 * 1024 * 1024  # bytes: more than the buffers of two sockets
HEAD = b"POST /api/ask HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n"


async def replying(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        size = LARGE if scope["path"] == "/large" else 2
        await PlainTextResponse("x" * size)(scope, receive, send)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "ASKING", SHORT)
    monkeypatch.setattr(connections, "TAKING", SHORT)
    monkeypatch.setattr(guards, "BODY_TIME", SHORT)


@contextmanager
def listening() -> Iterator[tuple[str, int]]:
    with listen("127.0.0.1", 0) as listener:
        config = uvicorn.Config(
            Guards(replying), http=PatientProtocol, lifespan="off", log_level="warning"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield listener.getsockname()
        finally:
            server.should_exit = True
            thread.join()


def closed_after(connection: socket.socket, feed: Callable[[], None] | None = None) -> float:
    """Seconds until the server closes; what it sends before is read past."""
    began = time.monotonic()
    connection.settimeout(0.05)
    while time.monotonic() - began < LONG:
        try:
            if feed is not None:
                feed()
            if not connection.recv(65536):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - began


@pytest.mark.parametrize("begin", [b"", b"GET / HTTP/1.1\r\nhost: local"])
def test_a_connection_without_a_whole_request_is_closed(begin: bytes) -> None:
    with listening() as address, socket.create_connection(address) as connection:
        connection.sendall(begin)
        assert SHORT * 0.9 < closed_after(connection) < LONG


def test_one_that_drips_its_headers_is_closed_all_the_same() -> None:
    with listening() as address, socket.create_connection(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nhost: localhost\r\n")
        drip = lambda: connection.sendall(b"x-a: b\r\n")  # noqa: E731
        assert SHORT * 0.9 < closed_after(connection, drip) < LONG


def test_one_that_drips_its_second_request_is_closed_all_the_same() -> None:
    with listening() as address, socket.create_connection(address) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        connection.sendall(b"GET / HTTP/1.1\r\n")
        drip = lambda: connection.sendall(b"x-a: b\r\n")  # noqa: E731
        assert SHORT * 0.9 < closed_after(connection, drip) < LONG


def test_a_body_that_drips_is_told_and_its_connection_closed() -> None:
    with listening() as address, socket.create_connection(address) as connection:
        connection.sendall(HEAD + b"{")
        told = b""
        while part := connection.recv(65536):
            told += part
    assert told.startswith(b"HTTP/1.1 408")
    assert b"/problems/too-slow" in told


def test_one_that_never_reads_is_cut_off() -> None:
    with listening() as address, socket.create_connection(address) as connection:
        connection.sendall(b"GET /large HTTP/1.1\r\nhost: localhost\r\n\r\n")
        time.sleep(ENOUGH)
        read = 0
        try:
            while part := connection.recv(1 << 20):
                read += len(part)
        except ConnectionError:
            pass
    assert read < LARGE


def test_who_reads_and_asks_again_in_time_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "ASKING", ENOUGH)
    monkeypatch.setattr(connections, "TAKING", ENOUGH)
    with listening() as (host, port), httpx.Client(base_url=f"http://{host}:{port}") as client:
        for _ in range(6):
            assert client.get("/").text == "xx"
            time.sleep(ENOUGH / 5)
        assert len(client.get("/large").content) == LARGE

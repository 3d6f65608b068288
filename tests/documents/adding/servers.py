"""A web server on loopback that answers what a test tells it to, byte by byte where it must."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from ssl import SSLContext

from gbaqa.documents.adding.addresses import Address
from gbaqa.documents.adding.fetching import Rules

LOOPBACK = ip_address("127.0.0.1")
Answer = bytes | Callable[[socket.socket], None]


@dataclass
class Server:
    """Answers by path; `asked` are the requests as they came."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[bytes] = field(default_factory=list)

    def url(self, path: str, host: str = "site.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def rules(self, **others: object) -> Rules:
        """Rules under which this server alone may be asked, by whatever name."""
        given = {
            "ports": frozenset([self.port]),
            "allowed": lambda address: address == LOOPBACK,
            "resolve": lambda host, port: [LOOPBACK],
            "whole": 5.0,
            **others,
        }
        return Rules(**given)  # type: ignore[arg-type]


def answer(
    body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None
) -> bytes:
    """The bytes of an answer, with its length unless a header says how it is sent."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, "Connection: close", *headers, "", ""]).encode() + body


def moved(to: str, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {to}", status=status)


def dripping(pieces: Sequence[bytes], pause: float) -> Answer:
    """Sends one piece after another, until nobody listens."""

    def send(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)

    return send


@contextmanager
def serving(context: SSLContext | None = None) -> Iterator[Server]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(listening.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(server, listening, context), daemon=True)
        thread.start()
        yield server


def _serve(server: Server, listening: socket.socket, context: SSLContext | None) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:  # the test is over
            return
        threading.Thread(target=_answer, args=(server, connection, context), daemon=True).start()


def _answer(server: Server, connection: socket.socket, context: SSLContext | None) -> None:
    try:
        if context:
            connection = context.wrap_socket(connection, server_side=True)
        request = connection.recv(65536)
        server.asked.append(request)
        path = request.split(b" ")[1].decode()
        found = server.answers.get(path, answer(b"", status="404 Not Found"))
        if isinstance(found, bytes):
            connection.sendall(found)
        else:
            found(connection)
    except OSError:  # the client went away, as some tests want
        pass
    finally:
        connection.close()


def addresses(*texts: str) -> list[Address]:
    return [ip_address(text) for text in texts]

"""A language model's server on a free port of this machine, which answers as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Response:
    """What the server says to one request; `pause` is in seconds before each of `pieces` parts."""

    body: bytes
    status: int = 200
    content_type: str = "application/json"
    pause: float = 0.0
    pieces: int = 1
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked of the server."""

    path: str
    headers: dict[str, str]
    body: str


@dataclass(slots=True)
class ModelServer:
    """Gives its responses in turn, the last one for ever; keeps every request."""

    url: str
    responses: list[Response]
    requests: list[Request] = field(default_factory=list)

    def next(self) -> Response:
        return self.responses.pop(0) if len(self.responses) > 1 else self.responses[0]


def completion(text: object) -> Response:
    """A chat completion whose only choice says the text."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return Response(json.dumps({"object": "chat.completion", "choices": [choice]}).encode())


@contextmanager
def serving(*responses: Response) -> Iterator[ModelServer]:
    """A server that gives the responses, in a thread."""
    state = ModelServer("", list(responses))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            state.requests.append(Request(self.path, dict(self.headers), body))
            self._say(state.next())

        def _say(self, response: Response) -> None:
            try:
                self.send_response(response.status)
                self.send_header("Content-Type", response.content_type)
                self.send_header("Content-Length", str(len(response.body)))
                for name, value in response.headers:
                    self.send_header(name, value)
                self.end_headers()
                size = -(-len(response.body) // response.pieces) or 1
                for start in range(0, len(response.body), size):
                    time.sleep(response.pause)
                    self.wfile.write(response.body[start : start + size])
                    self.wfile.flush()
            except OSError:
                pass  # the client has gone, as it does when the time is over

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Nothing: the tests look at what is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

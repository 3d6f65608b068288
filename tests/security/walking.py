"""Every route of the app, its own and Gradio's, and what a request to one does to the machine."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp, Message

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "MKCOL")
PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
# what may stand in a path, so that the routes of real things are met with real names
NAMES = {"doc_id": "people/alliance", "kind": "busy", "api_name": "ask", "name": "chat.js"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
ALWAYS = (
    *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.chown"),
    *("os.link", "os.symlink", "os.utime", "shutil.copyfile", "shutil.move", "shutil.rmtree"),
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"),
    *(
        "socket.connect",
        "socket.getaddrinfo",
        "socket.bind",
        "tempfile.mkstemp",
        "tempfile.mkdtemp",
    ),
)
STAYS = 0.3  # seconds that a client waits for more before it leaves
SECONDS = 8.0  # after which a stream without an end is left: the machine may be busy
_HOST = (("host", "testserver"),)


def paths_of(app: FastAPI, gradio: FastAPI) -> list[str]:
    """The paths of all routes, with something in place of their parameters, in order."""
    templates = {*_templates(app.router.routes), *_templates(gradio.router.routes)}
    return sorted(PARAMETER.sub(lambda found: NAMES.get(found[1], "x"), one) for one in templates)


def _templates(routes: Any) -> Iterator[str]:
    for route in routes:
        inner = getattr(route, "routes", None)
        if inner is None and hasattr(route, "original_router"):
            inner = route.original_router.routes
        if getattr(route, "path", ""):
            yield str(route.path)
        yield from _templates(inner or ())


async def reply_of(
    app: ASGIApp,
    method: str,
    path: str,
    body: bytes = b"",
    *,
    stays: float = STAYS,
    headers: Sequence[tuple[str, str]] = (("content-type", "application/json"),),
) -> tuple[int, dict[str, str]]:
    """Status and headers of the reply of an app whose client leaves once it has asked."""
    sent: list[Message] = []
    leaves = 0.0

    async def receive() -> Message:
        nonlocal leaves
        now = asyncio.get_running_loop().time()
        if leaves:
            if now < leaves:  # whoever looks whether the client has gone is not held up
                await asyncio.sleep(leaves - now)
            return {"type": "http.disconnect"}
        leaves = now + stays
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("203.0.113.7", 1),
        "headers": [(name.encode(), value.encode()) for name, value in (*_HOST, *headers)],
    }
    try:
        async with asyncio.timeout(stays + SECONDS):
            await app(scope, receive, send)
    except TimeoutError:  # a stream without an end
        pass
    except RuntimeError:  # Gradio begins a stream before it knows that there is none of that name
        assert sent
    if not sent:
        return 0, {}
    told = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return int(sent[0]["status"]), told


class Watch:
    """What Python tells of files written, programs run and connections made, while it is on."""

    def __init__(self) -> None:
        self.on = False
        self.seen: list[tuple[str, str]] = []
        sys.addaudithook(self._heard)  # for good: a hook cannot be taken away

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        writes = event == "open" and _writes(*arguments)
        if writes or event in ALWAYS:
            self.seen.append((event, str(arguments[0])))


def _writes(path: object, mode: str | None, flags: int) -> bool:
    return isinstance(path, str | bytes) and bool(
        flags & WRITING if flags else set(mode or "") & set("wax+")
    )


@contextmanager
def watched(watch: Watch) -> Iterator[list[tuple[str, str]]]:
    """The list of what was done within it."""
    watch.seen, watch.on = [], True
    try:
        yield watch.seen
    finally:
        watch.on = False

"""Our own page for people where an address leads nowhere or something broke."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import HTMLResponse

from gbaqa.types import Collection
from gbaqa.web.pages.addresses import Addresses
from gbaqa.web.pages.plain_page import plain_page
from gbaqa.web.wording import read_words

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

REPLACED = (404, 405, 500)
TITLES = {
    404: "page_404_title",
    405: "page_405_title",
    500: "page_500_title",
    503: "failed_title",
}
FOR_MACHINES = ("/api", "/v1", "/gradio_api")
# what is said beside the body stays true when the body is replaced
KEPT = (b"allow", b"retry-after", b"x-request-id")
PAGE = "text/html"


def error_page(
    request: Request | Scope,
    status: int,
    *,
    title: str = "",
    text: str = "",
    collection: Collection | None = None,
) -> HTMLResponse:
    """A page for 404, 405, 500 or 503, with ways out; `title` and `text` may say it more nearly.

    Any other status reads as 500 does, or as 404 where the fault is the asker's.
    """
    asked = request if isinstance(request, Request) else Request(request)
    words = read_words(Addresses(asked).language)
    known = status if status in TITLES else 500 if status >= 500 else 404
    return plain_page(
        asked,
        "error.html",
        status=status,
        title=title or words[TITLES[known]],
        text=text or words[f"page_{known}"],
        collection=collection,
        problem="",
    )


class ErrorPages:
    """Gives people our page where the app below would send them an error for machines.

    Plain ASGI, and inside whatever sets headers: an answer that is no error passes unread.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _of_a_person(scope):
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, receive, send)
        try:
            await self._app(scope, receive, answer.send)
        except Exception:  # whatever broke, the reader is owed a page
            if answer.started:
                raise
            logger.exception("%r failed", scope["path"])
            await error_page(scope, 500)(scope, receive, send)


class _Answer:
    """What the app below sends, with an error's body left out for our page."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self.started = False
        self._replaced = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = list(message.get("headers", ()))
            self._replaced = message["status"] in REPLACED and not _is_page(headers)
            if self._replaced:
                await self._send_page(message["status"], headers)
        if not self._replaced:
            await self._send(message)

    async def _send_page(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        page = error_page(self._scope, status)
        kept = [(name, value) for name, value in headers if name.lower() in KEPT]
        page.raw_headers.extend(kept)
        await page(self._scope, self._receive, self._send)


def _of_a_person(scope: Scope) -> bool:
    """Whether a browser asks for a page, and not a program for one of its own addresses."""
    path = Addresses(Request(scope)).path
    machine = any(path == one or path.startswith(f"{one}/") for one in FOR_MACHINES)
    return scope["method"] == "GET" and not machine and _prefers_page(_accepted(scope))


def _accepted(scope: Scope) -> str:
    values = [value for name, value in scope["headers"] if name == b"accept"]
    return b",".join(values).decode("latin-1")


def _prefers_page(accepted: str) -> bool:
    """Whether HTML is named, and JSON not wanted more.

    >>> _prefers_page("text/html,*/*;q=0.8"), _prefers_page("*/*")
    (True, False)
    >>> _prefers_page("application/json, text/html;q=0.5"), _prefers_page("text/html;q=0")
    (False, False)
    """
    wishes = dict(map(_wish, accepted.split(",")))
    page = wishes.get(PAGE, 0.0)
    return page > 0 and page >= wishes.get("application/json", 0.0)


def _wish(part: str) -> tuple[str, float]:
    name, *parameters = part.lower().split(";")
    for parameter in parameters:
        key, _, value = parameter.strip().partition("=")
        if key == "q":
            try:
                return name.strip(), float(value)
            except ValueError:
                return name.strip(), 0.0
    return name.strip(), 1.0


def _is_page(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(
        name.lower() == b"content-type" and value.lower().startswith(PAGE.encode())
        for name, value in headers
    )

"""Bound what a request may hold, before anything in it is parsed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope

BODY_LIMIT = 64 * 1024
# a conversation of 40 turns of Chinese (api.models.MAX_SHOWN) is longer than a question
CONVERSATION_LIMIT = 512 * 1024
LIMITS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(
        ("/gradio_api/queue/join", "/gradio_api/mcp", "/v1/chat/completions"),
        CONVERSATION_LIMIT,
    )
)
MOST_HEADERS = 64
HEADER_BYTES = 12 * 1024  # of all; uvicorn closes the connection at 16 KiB with the address
ADDRESS_BYTES = 4 * 1024  # path and query, percent-encoded; 1,000 ideographs take 9 bytes each in
QUERY_BYTES = 10 * 1024  # a search, which may be as long as a question
MOST_FIELDS = 64  # of a query
DEEPEST = 32  # lists and objects within each other; a question with its history has four

# Strings are skipped, so that brackets in a text do not count. One that does not end goes to the
# end of the body, and nothing is tried twice: the time is that of reading it once.
BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|([\[{])|([\]}])', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Excess:
    """What is too long, how long it may be, and the status that says so."""

    what: Literal["detail", "head", "count", "depth"]  # the end of the name of the text about it
    limit: int
    status: int


def excess_of_head(scope: Scope) -> Excess | None:
    """Whether the address or the headers are longer than any that this app is sent."""
    query = scope.get("query_string", b"")
    if len(scope.get("raw_path") or scope["path"].encode()) > ADDRESS_BYTES:
        return Excess("head", ADDRESS_BYTES, 414)
    if len(query) > QUERY_BYTES:
        return Excess("head", QUERY_BYTES, 414)
    if query.count(b"&") >= MOST_FIELDS:
        return Excess("count", MOST_FIELDS, 414)
    headers = scope["headers"]
    if len(headers) > MOST_HEADERS:
        return Excess("count", MOST_HEADERS, 431)
    if sum(len(name) + len(value) for name, value in headers) > HEADER_BYTES:
        return Excess("head", HEADER_BYTES, 431)
    return None


async def read_body(scope: Scope, receive: Receive, path: str, *, seconds: float) -> bytes | Excess:
    """The whole body, or what of it is too much, whatever its header claims.

    Raises TimeoutError where it does not arrive in time.
    """
    limit = LIMITS.get(path.rstrip("/"), BODY_LIMIT)
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    if any(value.isdigit() and int(value) > limit for value in lengths):
        return Excess("detail", limit, 413)
    async with asyncio.timeout(seconds):
        body = await _read(receive, limit)
    if body is None:
        return Excess("detail", limit, 413)
    return Excess("depth", DEEPEST, 413) if depth(body) > DEEPEST else body


def depth(body: bytes) -> int:
    """How deep lists and objects of JSON lie in each other.

    Parsers go down a call for each, and a body of brackets alone would take them to their end. 0
    where there are too few brackets to lie deeper than DEEPEST.

    >>> depth(b"[" * 1000), depth(b"[]" * 1000), depth(b'["[[["]')
    (1000, 1, 0)
    """
    if body.count(b"[") + body.count(b"{") <= DEEPEST:
        return 0  # as most are; not worth a look
    deepest = now = 0
    for found in BRACKETS.finditer(body):
        if found[1]:
            now += 1
            deepest = max(deepest, now)
        elif found[2]:
            now -= 1
    return deepest


def replayed(body: bytes, receive: Receive) -> Receive:
    """Gives the body that was read, once, and then what the connection says next."""
    pending: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay


async def _read(receive: Receive, limit: int) -> bytes | None:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":  # a body that was cut off is no body
            return None
        body += message.get("body", b"")
        if len(body) > limit:
            return None
        if not message.get("more_body", False):
            return bytes(body)

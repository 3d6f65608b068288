"""What the clients of scripts/soak.py send: questions, and what no client should."""

from __future__ import annotations

import asyncio
from time import perf_counter
from urllib.parse import urlsplit

import httpx

DRIP = 12.0  # seconds; longer than a server waits for a body
KINDS = 7  # of malformed requests
BUSY_STATUS = httpx.codes.SERVICE_UNAVAILABLE
OUTCOMES = {400, 408, 413, 422}  # what a malformed request may be told


async def answer(client: httpx.AsyncClient, question: str, *, stream: bool) -> str:
    """Asks; says how it ended: "answered", "busy" or what was wrong."""
    accept = "text/event-stream" if stream else "application/json"
    reply = await client.post("/api/ask", json={"question": question}, headers={"accept": accept})
    if reply.status_code == BUSY_STATUS and "retry-after" in reply.headers:
        return "busy"
    whole = reply.text.endswith("event: done\ndata: {}\n\n") if stream else reply.is_success
    return "answered" if whole and reply.is_success else f"{reply.status_code} {reply.text[-200:]}"


async def leave(client: httpx.AsyncClient, question: str) -> None:
    """Goes away after the first event, or before there is any."""
    async with client.stream(
        "POST",
        "/api/ask",
        json={"question": question},
        headers={"accept": "text/event-stream"},
    ) as reply:
        async for _ in reply.aiter_bytes():
            return


async def malformed(client: httpx.AsyncClient, url: str, which: int) -> str:
    """Sends what no client should; says what was wrong with the reply, else nothing."""
    bodies = (
        b"{",
        b'{"question": 7}',
        b'{"question": "x", "filters": []}',
        b"x" * 100_000,
        b"\xff",
    )
    if which < len(bodies):
        headers = {"content-type": "application/json"}
        reply = await client.post("/api/ask", content=bodies[which], headers=headers)
        return (
            "" if reply.status_code in OUTCOMES else f"{reply.status_code} to {bodies[which][:9]!r}"
        )
    return await cut_off(url, drip=which > len(bodies))


async def cut_off(url: str, *, drip: bool) -> str:
    """Sends half a body and goes, or the rest of it drop by drop."""
    address = urlsplit(url)
    reading, writing = await asyncio.open_connection(address.hostname, address.port)
    head = "POST /api/ask HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{"
    writing.write(head.encode())
    try:
        if not drip:
            return ""
        ends = perf_counter() + DRIP
        while perf_counter() < ends and not reading.at_eof():
            writing.write(b" ")
            await writing.drain()
            await asyncio.sleep(0.5)
        told = await asyncio.wait_for(reading.read(), 5)
        return "" if told.startswith(b"HTTP/1.1 408") else f"{told[:20]!r} to a body that drips"
    except ConnectionError:
        return ""  # closed while it sent
    finally:
        writing.close()

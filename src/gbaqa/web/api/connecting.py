"""Stop working for a client that has gone."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from gbaqa.web.guarding.rates import counted_as

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.types import Receive

Done = TypeVar("Done")


class Gone(Exception):
    """The client closed the connection before there was a reply."""


async def while_connected(receive: Receive, work: Coroutine[Any, Any, Done]) -> Done:
    """What the work gives; it is cancelled, and Gone raised, when the client leaves before.

    The request's body must have been read: `receive` then only tells that the client has gone.
    """
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(_left(receive))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Gone
        return working.result()
    finally:
        for task in (working, leaving):
            task.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)


def client_of(request: Request) -> str:
    """Who takes turns with the others at the desk, as guards.py counts."""
    return counted_as(request.client.host) if request.client else ""


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass

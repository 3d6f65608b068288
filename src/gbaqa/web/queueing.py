"""Let in as many questions as the machine can work on; the others wait, each client in turn."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from gbaqa.errors import Busy

BUSY = "more questions are waiting than can be answered soon; ask again in some seconds"


class Turnstile:
    """Admits `at_once` questions; up to `waiting` more wait, the clients taking turns.

    A client that asks forty questions waits for its own forty; another that asks one is next
    but one. Belongs to one event loop.
    """

    def __init__(self, *, at_once: int, waiting: int) -> None:
        if at_once < 1 or waiting < 0:
            raise ValueError(f"need at_once >= 1 and waiting >= 0, got {at_once} and {waiting}")
        self._free = at_once
        self._waiting = waiting
        self._queues: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @property
    def length(self) -> int:
        """How many wait."""
        return sum(map(len, self._queues.values()))

    @asynccontextmanager
    async def admitted(self, client: str) -> AsyncIterator[None]:
        """Waits for a place and holds it; raises Busy at once where too many wait already."""
        await self._enter(client)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, client: str) -> None:
        if self._free:
            self._free -= 1
            return
        if self.length >= self._waiting:
            raise Busy(BUSY)
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue = self._queues.setdefault(client, deque())
        queue.append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place.cancelled():
                self._forget(client, place)
            else:  # let in just when it was given up
                self._leave()
            raise

    def _leave(self) -> None:
        while self._queues:
            client, queue = self._queues.popitem(last=False)
            place = queue.popleft()
            if queue:
                self._queues[client] = queue  # behind the others
            if not place.done():
                place.set_result(None)
                return
        self._free += 1

    def _forget(self, client: str, place: asyncio.Future[None]) -> None:
        queue = self._queues.get(client)
        if queue and place in queue:
            queue.remove(place)
            if not queue:
                del self._queues[client]

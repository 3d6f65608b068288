"""Serve parts of the app that are slow to import: who asks for one before it is there waits."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import (
    AbstractAsyncContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from gbaqa.web.api.problems import path_of, problem_response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

logger = logging.getLogger(__name__)

PATIENCE = 3.0  # seconds
QUIET = 2.0  # seconds after loading in which first questions have the machine for themselves
# Python lets a thread that imports run for 5 ms before another has its turn, often in a request
TURN = 0.0005  # seconds


@dataclass(frozen=True, slots=True)
class Part:
    """An ASGI app, and what has to run while it serves."""

    app: ASGIApp
    running: Callable[[], AbstractAsyncContextManager[object]]


class Arriving:
    """An ASGI app in place of one that `make` gives later; `make` is called in a thread.

    Where `serves` is given, a path that it does not match wholly is not found, and not waited for.
    One that is `on_demand` does not arrive before somebody asks for it.
    """

    def __init__(
        self,
        name: str,
        make: Callable[[], Part],
        *,
        serves: re.Pattern[str] | None = None,
        on_demand: bool = False,
    ) -> None:
        self.name = name
        self.on_demand = on_demand
        self._serves = serves
        self.wanted = asyncio.Event()
        self._make = make
        self._settled = asyncio.Event()
        self._app: ASGIApp | None = None

    @property
    def arrived(self) -> bool:
        """Whether it serves."""
        return self._app is not None

    async def arrive(self, stack: AsyncExitStack) -> None:
        """Makes the part and serves with it until the stack is left."""
        try:
            part = await asyncio.wrap_future(_beside(self._make))
            await stack.enter_async_context(part.running())
            self._app = part.app
            logger.info("%s is served", self.name)
        except Exception:  # the rest of the server stands; who asks for this part is told
            logger.exception("%s cannot be served", self.name)
        finally:
            self._settled.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._serves is not None and not self._serves.fullmatch(path_of(scope)):
            raise HTTPException(404)
        if not self._settled.is_set():
            self.wanted.set()
            await self._settled.wait()
        if self._app is None:
            await problem_response(scope, "failed")(scope, receive, send)
        else:
            await self._app(scope, receive, send)


@asynccontextmanager
async def arriving(
    parts: Sequence[Arriving],
    *,
    after: Callable[[], Awaitable[object]],
    quiet: float | None = None,
) -> AsyncIterator[None]:
    """Within it the parts arrive one after another, once `after` has ended.

    They begin when one of them is wanted, or when `quiet` seconds (QUIET) have passed. Who wants
    one before `after` has ended sets it off PATIENCE seconds later at the latest.
    """
    leaving, resting = asyncio.Event(), asyncio.Event()
    living = asyncio.create_task(
        _live(parts, after, QUIET if quiet is None else quiet, leaving, resting)
    )
    try:
        yield
    finally:
        leaving.set()
        if not resting.is_set():
            living.cancel()  # no import is waited for
        with suppress(asyncio.CancelledError):
            await living


async def _live(
    parts: Sequence[Arriving],
    after: Callable[[], Awaitable[object]],
    quiet: float,
    leaving: asyncio.Event,
    resting: asyncio.Event,
) -> None:
    loading = asyncio.ensure_future(_ended(after))
    wishes = [asyncio.ensure_future(part.wanted.wait()) for part in parts]
    try:
        await asyncio.wait([loading, *wishes], return_when=asyncio.FIRST_COMPLETED)
        # a wish gives way to the loading, which a page cannot answer without, but not for ever
        await asyncio.wait([loading], timeout=PATIENCE)
        await asyncio.wait(wishes, timeout=quiet, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for waiting in (loading, *wishes):
            waiting.cancel()
    async with AsyncExitStack() as stack:
        due = [part for part in parts if part.wanted.is_set() or not part.on_demand]
        coming = [part for part in parts if part not in due]
        while not leaving.is_set():
            with _short_turns():
                for part in due:
                    await part.arrive(stack)
            resting.set()
            await _any_of([leaving, *(part.wanted for part in coming)])
            resting.clear()
            due = [part for part in coming if part.wanted.is_set()]
            coming = [part for part in coming if part not in due]


async def _any_of(events: Sequence[asyncio.Event]) -> None:
    """Waits until one of them is set."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()


async def _ended(after: Callable[[], Awaitable[object]]) -> None:
    """What it gives, an assistant that may be replaced, is not kept."""
    await after()


def _beside(make: Callable[[], Part]) -> Future[Part]:
    """What it gives, from a daemon thread: leaving the program does not wait for an import."""
    future: Future[Part] = Future()
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            future.set_result(make())
        except Exception as error:  # noqa: BLE001  # raised again where the part is waited for
            future.set_exception(error)

    threading.Thread(target=run, name="arriving", daemon=True).start()
    return future


@contextmanager
def _short_turns() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)

"""Load the assistant beside the server, so that pages answer before it is there, and follow it.

Where a signature tells that another generation of the index is in force, its assistant is loaded
beside the one that answers and takes its place in one step. Who was given the old one finishes with
it; it goes when nothing refers to it any more.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from gbaqa.errors import GbaqaError

if TYPE_CHECKING:
    from gbaqa.answering.asking import Assistant

logger = logging.getLogger(__name__)

UNEXPECTED = "the assistant could not be loaded; the server's log says why"
RETRY_AFTER = "5"  # seconds; loading takes up to 15
EVERY = 1.0  # seconds between two looks at the signature


@dataclass(frozen=True, slots=True)
class Loading:
    """The assistant is on its way."""

    name: ClassVar[str] = "loading"


@dataclass(frozen=True, slots=True)
class Ready:
    """The assistant can be asked."""

    assistant: Assistant
    name: ClassVar[str] = "ready"


@dataclass(frozen=True, slots=True)
class Failed:
    """There will be no assistant until there is another index; `problem` is one line."""

    problem: str
    name: ClassVar[str] = "failed"


State: TypeAlias = Loading | Ready | Failed


class Warming:
    """Holds the state: from Loading it goes to Ready or Failed, and to Ready with each follower.

    `load` is called for each; `sign` tells, cheaply, what differs when there is another to load,
    and None when there is none. Without it nothing is followed.
    """

    def __init__(
        self,
        load: Callable[[], Assistant],
        *,
        sign: Callable[[], object] | None = None,
    ) -> None:
        self._load = load
        self._sign = sign
        self._state: State = Loading()
        self._leaving: list[weakref.ref[Assistant]] = []
        self._stopped = threading.Event()
        self._settled: Future[None] = Future()
        # a waiting request that is given up must not cancel the loading for the others
        self._settled.set_running_or_notify_cancel()

    def start(self) -> None:
        """Begins to load. A daemon thread: leaving the program does not wait for it."""
        threading.Thread(target=self._run, name="warming", daemon=True).start()

    def stop(self) -> None:
        """Follows no further; what answers stays."""
        self._stopped.set()

    @property
    def state(self) -> State:
        """What is known now, without waiting."""
        return self._state

    async def settled(self) -> State:
        """Ready or Failed, once the first loading has ended; waits without holding a thread."""
        await asyncio.wrap_future(self._settled)
        return self._state

    def _run(self) -> None:
        seen = self._sign() if self._sign else None  # before: what comes meanwhile is seen then
        self._state = self._outcome()
        self._settled.set_result(None)
        while self._sign and not self._stopped.wait(EVERY):
            now = self._sign()
            if now not in (seen, None):
                self._follow()
            seen = now
            self._clear()

    def _follow(self) -> None:
        before = self._state
        found = self._outcome(followed=isinstance(before, Ready))
        if isinstance(found, Ready):
            logger.info("answering from generation %s from now on", found.assistant.generation)
        if isinstance(found, Ready) and isinstance(before, Ready):
            self._leaving.append(weakref.ref(before.assistant))
        if isinstance(found, Ready) or not isinstance(before, Ready):
            self._state = found

    def _clear(self) -> None:
        """Closes the files of those whose last request has ended: parts of them form cycles."""
        left = [one for one in self._leaving if one() is not None]
        if len(left) < len(self._leaving):
            gc.collect()
        self._leaving = left

    def _outcome(self, *, followed: bool = False) -> Ready | Failed:
        stays = "; the index before stays in use" if followed else ""
        try:
            return Ready(self._load())
        except GbaqaError as error:
            logger.error("%s%s", error, stays)  # noqa: TRY400  # one line: the world's fault
            return Failed(str(error))
        except Exception:  # nobody sees a thread's exception, and every page would wait for ever
            logger.exception("loading the assistant failed%s", stays)
            return Failed(UNEXPECTED)

"""Work in threads that may fail or never come back: each piece of it ends in time for who waits."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from typing import TypeVar

from gbaqa.errors import Broken, EncoderUnusable, GbaqaError, IndexUnusable

logger = logging.getLogger(__name__)

LIMIT = 60.0  # seconds for one piece of work; an answer takes less than one
IN_A_ROW = 3  # failures that are no longer about one question
FAILED = "the assistant failed at this question; the server's log says why"
SLOW = "the assistant took longer than {limit:g} seconds for this question and was given up"
HANGING = "the assistant hangs: as many questions as are worked on at once took too long"
BROKEN = "the assistant failed at {count} questions in a row; the server's log says why"

Done = TypeVar("Done")


class Workers:
    """Threads for `at_once` pieces of work, and what is known of how they fare.

    Python cannot end a thread: work that hangs is left behind, and counted until it comes back.
    Whoever calls sees to it that no more than `at_once` wait at a time. Belongs to one event loop.
    """

    def __init__(self, at_once: int, *, limit: float = LIMIT) -> None:
        self.limit = limit
        self._at_once = at_once
        self._threads = _threads(at_once)
        self._begun: dict[int, float] = {}  # by thread: when its work began
        self._failures = 0

    @property
    def working(self) -> bool:
        """Whether a thread is at work."""
        return bool(self._begun)

    @property
    def trouble(self) -> str:
        """Why nothing can be answered at present; "" when nothing is known to be wrong."""
        if self._hanging >= self._at_once:
            return HANGING
        return BROKEN.format(count=self._failures) if self._failures >= IN_A_ROW else ""

    async def run(self, work: Callable[[], Done]) -> Done:
        """What the work gives.

        Raises Broken where it fails, takes longer than the limit, or would wait behind work that
        hangs; a GbaqaError of the work is raised as it is.
        """
        if self._hanging >= self._at_once:
            raise Broken(HANGING)
        future = self._threads.submit(self._timed, work)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self.limit)
        except TimeoutError as error:
            if not _overdue(future):
                raise self._told(error) from error  # the work's own
            logger.exception("a question was given up after %g seconds", self.limit)
            self._replace_threads()
            raise Broken(SLOW.format(limit=self.limit)) from error
        except (IndexUnusable, EncoderUnusable):
            self._failures += 1
            raise
        except GbaqaError:
            raise
        except Exception as error:
            raise self._told(error) from error

    def _replace_threads(self) -> None:
        """What hangs takes no place from what comes; the old threads end when they are free."""
        self._threads.shutdown(wait=False)
        self._threads = _threads(self._at_once)

    def _told(self, error: Exception) -> Broken:
        self._failures += 1
        logger.error("the assistant failed at a question", exc_info=error)
        return Broken(FAILED)

    def _timed(self, work: Callable[[], Done]) -> Done:
        me = threading.get_ident()
        self._begun[me] = monotonic()
        try:
            done = work()
        finally:
            del self._begun[me]
        self._failures = 0
        return done

    @property
    def _hanging(self) -> int:
        now = monotonic()
        return sum(now - began >= self.limit for began in list(self._begun.values()))


def _threads(count: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(count, thread_name_prefix="asking")


def _overdue(future: Future[Done]) -> bool:
    """Whether the waiting ended and not the work; a thread that has begun cannot be cancelled."""
    return future.cancelled() or not future.done()

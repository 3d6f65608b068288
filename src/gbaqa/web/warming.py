"""Load the assistant once, beside the server, so that pages answer before it is there."""

from __future__ import annotations

import asyncio
import logging
import threading
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
    """There will be no assistant until the process is started again; `problem` is one line."""

    problem: str
    name: ClassVar[str] = "failed"


State: TypeAlias = Loading | Ready | Failed


class Warming:
    """Holds the state of one loading; it goes from Loading to Ready or Failed, once."""

    def __init__(self, load: Callable[[], Assistant]) -> None:
        self._load = load
        self._settled: Future[Ready | Failed] = Future()
        # a waiting request that is given up must not cancel the loading for the others
        self._settled.set_running_or_notify_cancel()

    def start(self) -> None:
        """Begins to load. A daemon thread: leaving the program does not wait for it."""
        threading.Thread(target=self._run, name="warming", daemon=True).start()

    def _run(self) -> None:
        outcome = self._outcome()
        if isinstance(outcome, Failed):
            logger.error(outcome.problem)
        self._settled.set_result(outcome)

    def _outcome(self) -> Ready | Failed:
        try:
            return Ready(self._load())
        except GbaqaError as error:
            return Failed(str(error))
        except Exception:  # nobody sees a thread's exception, and every page would wait for ever
            logger.exception("loading the assistant failed")
            return Failed(UNEXPECTED)

    @property
    def state(self) -> State:
        """What is known now, without waiting."""
        return self._settled.result() if self._settled.done() else Loading()

    async def settled(self) -> Ready | Failed:
        """Waits without holding a thread."""
        return await asyncio.wrap_future(self._settled)

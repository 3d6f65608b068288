"""The one place where every interface asks: remembered answers at once, the others in turn."""

from __future__ import annotations

import asyncio
import os
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from gbaqa.answering.asking import checked
from gbaqa.errors import Unready
from gbaqa.types import ANY, Filters, Language, Turn
from gbaqa.web.queueing import Turnstile
from gbaqa.web.warming import Failed, Loading, State, Warming

if TYPE_CHECKING:
    from gbaqa.answering.asking import Assistant, Exchange

AT_ONCE = max(2, os.cpu_count() or 1)  # questions in work
WAITING = 256  # questions that wait before the next is told that the server is busy
REMEMBERED = 2048  # exchanges kept, some kilobytes each
STILL_LOADING = "the assistant is loading; ask again in some seconds"

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, with all that the answer depends on."""

    text: str
    history: tuple[Turn, ...] = ()
    language: Language | None = None
    filters: Filters = ANY


class Desk:
    """Asks the assistant for the chat page and for machines.

    The same question on the same index has the same answer, so it is worked out once: by those
    who ask it at the same time, too. What a language model words is asked anew each time.
    """

    def __init__(self, warming: Warming, *, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._warming = warming
        self._turnstile = Turnstile(at_once=at_once, waiting=waiting)
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="asking")
        self._remembered: OrderedDict[Question, Exchange] = OrderedDict()
        self._in_work: dict[Question, _Shared] = {}

    @property
    def state(self) -> State:
        """Loading, Ready or Failed."""
        return self._warming.state

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        return self._turnstile.length

    async def settled(self) -> State:
        """Ready or Failed, once loading has ended."""
        return await self._warming.settled()

    def assistant(self) -> Assistant:
        """The assistant; raises Unready while there is none."""
        state = self.state
        if isinstance(state, Loading):
            raise Unready(STILL_LOADING)
        if isinstance(state, Failed):
            raise Unready(state.problem, for_good=True)
        return state.assistant

    async def ask(
        self, question: Question, *, client: str = "", begun: asyncio.Event | None = None
    ) -> Exchange:
        """The exchange; `client` is whoever takes turns with the others while questions wait.

        `begun` is set when the question has its turn. Raises Unready, Busy, QuestionRefused, or
        what broke in the index or encoder.
        """
        assistant = self.assistant()
        started = perf_counter()
        asked = replace(question, text=checked(question.text))
        if not assistant.repeatable:
            return await self._ask(assistant, asked, client, begun)
        if asked in self._remembered:
            self._remembered.move_to_end(asked)
            if begun is not None:
                begun.set()
            return _again(self._remembered[asked], started)
        shared = self._in_work.get(asked)
        if shared is None or shared.given_up:
            shared = self._in_work[asked] = self._begin(assistant, asked, client)
        return await shared.exchange(begun)

    def _begin(self, assistant: Assistant, asked: Question, client: str) -> _Shared:
        turn = asyncio.Event()
        task = asyncio.create_task(self._ask(assistant, asked, client, turn))
        shared = _Shared(task, turn)
        task.add_done_callback(lambda done: self._keep(asked, shared, done))
        return shared

    async def run(
        self,
        work: Callable[[Assistant], Done],
        *,
        client: str = "",
        begun: asyncio.Event | None = None,
    ) -> Done:
        """Another piece of work with the assistant, in the same queue; raises as `ask` does."""
        assistant = self.assistant()
        async with self._turnstile.admitted(client):
            if begun is not None:
                begun.set()
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, work, assistant)

    async def _ask(
        self, assistant: Assistant, asked: Question, client: str, begun: asyncio.Event | None
    ) -> Exchange:
        def answer(_: Assistant) -> Exchange:
            return assistant.ask(
                asked.text, history=asked.history, language=asked.language, filters=asked.filters
            )

        return await self.run(answer, client=client, begun=begun)

    def _keep(self, asked: Question, shared: _Shared, done: asyncio.Task[Exchange]) -> None:
        if self._in_work.get(asked) is shared:  # and no later one, after it was given up
            del self._in_work[asked]
        if done.cancelled() or done.exception() is not None:
            return
        self._remembered[asked] = done.result()
        while len(self._remembered) > REMEMBERED:
            self._remembered.popitem(last=False)


class _Shared:
    """One exchange in work; it is given up when the last of those who wait for it is gone."""

    def __init__(self, task: asyncio.Task[Exchange], turn: asyncio.Event) -> None:
        self._task = task
        self._turn = turn
        self._waiters = 0
        self.given_up = False

    async def exchange(self, begun: asyncio.Event | None) -> Exchange:
        """Waits with the others; each is told when the question has its turn."""
        telling = asyncio.create_task(self._tell(begun)) if begun is not None else None
        self._waiters += 1
        try:
            return await asyncio.shield(self._task)
        except asyncio.CancelledError:
            if self._waiters == 1:
                self.given_up = True
                self._task.cancel()
            raise
        finally:
            self._waiters -= 1
            if telling is not None:
                telling.cancel()

    async def _tell(self, begun: asyncio.Event) -> None:
        await self._turn.wait()
        begun.set()


def _again(exchange: Exchange, started: float) -> Exchange:
    """The exchange with the time that it took this once."""
    spent = (perf_counter() - started) * 1000
    return replace(exchange, timings_ms={"retrieve": 0.0, "answer": 0.0, "total": spent})

"""The one place where every interface asks: remembered answers at once, the others in turn."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

from gbaqa.answering.asking import checked
from gbaqa.errors import Busy, GbaqaError, Unready
from gbaqa.types import ANY, Filters, Language, Turn
from gbaqa.web.queueing import Turnstile
from gbaqa.web.remembering import Memory, Shared
from gbaqa.web.warming import Failed, Loading, State, Warming
from gbaqa.web.watching.watch import Watch
from gbaqa.web.working import LIMIT, Workers

if TYPE_CHECKING:
    from gbaqa.answering.asking import Assistant
    from gbaqa.answering.exchanges import Exchange

AT_ONCE = max(2, os.cpu_count() or 1)  # questions in work
WAITING = 256  # questions that wait before the next is told that the server is busy
TRIAL = 5.0  # seconds between trials of an assistant that fails
TRIAL_QUESTION = "What is the Greater Bay Area?"
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

    def __init__(
        self,
        warming: Warming,
        *,
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
        limit: float = LIMIT,
        watch: Watch | None = None,
    ) -> None:
        self._warming = warming
        self._turnstile = Turnstile(at_once=at_once, waiting=waiting)
        self._workers = Workers(at_once, limit=limit)
        self._watch = watch or Watch()
        # what one generation answered is not told of another, and goes with it
        self._memories: WeakKeyDictionary[Assistant, Memory] = WeakKeyDictionary()

    @property
    def state(self) -> State:
        """Loading, Ready or Failed."""
        return self._warming.state

    @property
    def waiting(self) -> int:
        """How many questions wait for their turn."""
        return self._turnstile.length

    @property
    def working(self) -> bool:
        """Whether any work is in hand that leaving the program would wait for."""
        return self._workers.working

    @property
    def trouble(self) -> str:
        """Why an assistant that is loaded cannot answer at present; "" when it can."""
        return self._workers.trouble

    @asynccontextmanager
    async def mended(self, *, every: float = TRIAL) -> AsyncIterator[None]:
        """Within it an assistant in trouble is tried now and then: once it answers it is ready."""
        trying = asyncio.create_task(self._keep_trying(every))
        try:
            yield
        finally:
            trying.cancel()

    async def _keep_trying(self, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            if self.trouble:
                with suppress(GbaqaError):
                    await self.run(lambda assistant: assistant.evidence(TRIAL_QUESTION))

    async def settled(self) -> State:
        """Ready or Failed, once loading has ended."""
        return await self._warming.settled()

    def assistant(self) -> Assistant:
        """The assistant of the newest generation; raises Unready while there is none.

        Another may take its place at any time: whoever does several things with one keeps it.
        """
        state = self.state
        if isinstance(state, Loading):
            raise Unready(STILL_LOADING)
        if isinstance(state, Failed):
            raise Unready(state.problem, for_good=True)
        return state.assistant

    async def ask(
        self,
        question: Question,
        *,
        client: str = "",
        begun: asyncio.Event | None = None,
        assistant: Assistant | None = None,
    ) -> Exchange:
        """The exchange; `client` is whoever takes turns with the others while questions wait.

        `begun` is set when the question has its turn; `assistant` is asked in the newest one's
        place. Raises Unready, Busy, QuestionRefused, or what broke in the index or encoder.
        """
        assistant = assistant or self.assistant()
        started = perf_counter()
        asked = replace(question, text=checked(question.text))
        if not assistant.repeatable:
            return await self._ask(assistant, asked, client, begun)
        memory = self._memories.setdefault(assistant, Memory())
        known = memory.known(asked)
        if known is not None:
            if begun is not None:
                begun.set()
            again = _again(known, started)
            self._watch.answered(again, remembered=True)
            return again
        shared = memory.in_work.get(asked)
        if shared is None or shared.given_up:
            shared = self._begin(assistant, asked, client)
            memory.share(asked, shared)
            return await shared.exchange(begun)
        exchange = await shared.exchange(begun)
        self._watch.answered(exchange, remembered=True)
        return exchange

    def _begin(self, assistant: Assistant, asked: Question, client: str) -> Shared:
        turn = asyncio.Event()
        return Shared(asyncio.create_task(self._ask(assistant, asked, client, turn)), turn)

    async def run(
        self,
        work: Callable[[Assistant], Done],
        *,
        client: str = "",
        begun: asyncio.Event | None = None,
        assistant: Assistant | None = None,
    ) -> Done:
        """Another piece of work with the assistant, in the same queue; raises as `ask` does."""
        assistant, came = assistant or self.assistant(), perf_counter()
        try:
            async with self._turnstile.admitted(client):
                self._watch.waited(perf_counter() - came)
                if begun is not None:
                    begun.set()
                return await self._workers.run(partial(work, assistant))
        except Busy:
            self._watch.turned_away()
            raise

    async def _ask(
        self, assistant: Assistant, asked: Question, client: str, begun: asyncio.Event | None
    ) -> Exchange:
        def answer(asked_one: Assistant) -> Exchange:
            return asked_one.ask(
                asked.text, history=asked.history, language=asked.language, filters=asked.filters
            )

        exchange = await self.run(answer, client=client, begun=begun, assistant=assistant)
        self._watch.answered(exchange, remembered=False)
        return exchange


def _again(exchange: Exchange, started: float) -> Exchange:
    """The exchange with the time that it took this once."""
    spent = (perf_counter() - started) * 1000
    return replace(exchange, timings_ms={"retrieve": 0.0, "answer": 0.0, "total": spent})

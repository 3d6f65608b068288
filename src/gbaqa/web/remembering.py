"""Remember what one assistant answered, and let those who ask the same at once share the work."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gbaqa.answering.exchanges import Exchange
    from gbaqa.web.desk import Question

REMEMBERED = 512  # exchanges kept, some kilobytes each: full after a minute of load


class Memory:
    """Exchanges by question, those asked last: of one assistant, which it does not keep alive.

    `in_work` are those that somebody waits for.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Question, Exchange] = OrderedDict()
        self.in_work: dict[Question, Shared] = {}

    def known(self, question: Question) -> Exchange | None:
        """What was answered; None where it was not asked, or long ago."""
        if question not in self._kept:
            return None
        self._kept.move_to_end(question)
        return self._kept[question]

    def share(self, question: Question, shared: Shared) -> None:
        """From now on those who ask it wait for this, and what comes of it is kept."""
        self.in_work[question] = shared
        shared.task.add_done_callback(lambda done: self._keep(question, shared, done))

    def _keep(self, question: Question, shared: Shared, done: asyncio.Task[Exchange]) -> None:
        if self.in_work.get(question) is shared:  # and no later one, after it was given up
            del self.in_work[question]
        if done.cancelled() or done.exception() is not None:
            return
        self._kept[question] = done.result()
        while len(self._kept) > REMEMBERED:
            self._kept.popitem(last=False)


class Shared:
    """One exchange in work; it is given up when the last of those who wait for it is gone."""

    def __init__(self, task: asyncio.Task[Exchange], turn: asyncio.Event) -> None:
        self.task = task
        self._turn = turn
        self._waiters = 0
        self.given_up = False

    async def exchange(self, begun: asyncio.Event | None) -> Exchange:
        """Waits with the others; each is told when the question has its turn."""
        telling = asyncio.create_task(self._tell(begun)) if begun is not None else None
        self._waiters += 1
        try:
            return await asyncio.shield(self.task)
        except asyncio.CancelledError:
            if self._waiters == 1:
                self.given_up = True
                self.task.cancel()
            raise
        finally:
            self._waiters -= 1
            if telling is not None:
                telling.cancel()

    async def _tell(self, begun: asyncio.Event) -> None:
        await self._turn.wait()
        begun.set()

"""Where all interfaces ask: what is remembered, shared, queued, and given up."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from collections.abc import Sequence
from typing import Any

import pytest

from gbaqa.answering.exchanges import Exchange
from gbaqa.errors import Busy, IndexUnusable, QuestionRefused, Unready
from gbaqa.types import Filters, Turn
from gbaqa.web.desk import STILL_LOADING, Desk, Question
from gbaqa.web.warming import Ready, Warming
from tests.web.scripted import ScriptedAssistant


class Held(ScriptedAssistant):
    """Answers once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def ask(self, question: str, **how: Any) -> Exchange:
        assert self.let_go.wait(10)
        return super().ask(question, **how)


async def desk_of(assistant: ScriptedAssistant, **limits: Any) -> Desk:
    warming = Warming(lambda: assistant)
    warming.start()
    await warming.settled()
    return Desk(warming, **limits)


def asked_of(assistant: ScriptedAssistant, questions: Sequence[Question]) -> list[Exchange]:
    async def run() -> list[Exchange]:
        desk = await desk_of(assistant)
        return [await desk.ask(question) for question in questions]

    return asyncio.run(run())


def test_the_same_question_is_worked_out_once_and_tells_its_own_time() -> None:
    assistant = ScriptedAssistant()
    first, again = asked_of(assistant, [Question("How many?"), Question("  How   many? ")])
    assert len(assistant.asked) == 1
    assert (again.reply, again.question) == (first.reply, "How many?")
    assert first.timings_ms == {"total": 1.5}
    assert set(again.timings_ms) == {"retrieve", "answer", "total"}
    assert 0 < again.timings_ms["total"] < 1000


@pytest.mark.parametrize(
    "other",
    [
        Question("How few?"),
        Question("How many?", history=(Turn("Who?", "They."),)),
        Question("How many?", language="pt"),
        Question("How many?", filters=Filters(since="2020")),
    ],
)
def test_whatever_the_answer_depends_on_makes_another_question(other: Question) -> None:
    assistant = ScriptedAssistant()
    asked_of(assistant, [Question("How many?"), other])
    assert len(assistant.asked) == 2


def test_what_a_language_model_words_is_asked_anew() -> None:
    class Writing(ScriptedAssistant):
        repeatable = False

    assistant = Writing()
    asked_of(assistant, [Question("How many?"), Question("How many?")])
    assert len(assistant.asked) == 2


def test_those_who_ask_the_same_at_once_share_the_work() -> None:
    async def run() -> tuple[list[Exchange], int]:
        assistant = Held()
        desk = await desk_of(assistant)
        tasks = [asyncio.create_task(desk.ask(Question("How many?"))) for _ in range(5)]
        await asyncio.sleep(0)
        assistant.let_go.set()
        return await asyncio.gather(*tasks), len(assistant.asked)

    exchanges, asked = asyncio.run(run())
    assert asked == 1
    assert {id(one) for one in exchanges} == {id(exchanges[0])}


def test_one_who_gives_up_takes_the_answer_from_nobody_else() -> None:
    async def run() -> Exchange:
        assistant = Held()
        desk = await desk_of(assistant)
        gone, stays = (asyncio.create_task(desk.ask(Question("How many?"))) for _ in range(2))
        await asyncio.sleep(0.01)
        gone.cancel()
        await asyncio.sleep(0.01)
        assistant.let_go.set()
        return await stays

    assert asyncio.run(run()).question == "How many?"


def test_a_question_that_nobody_waits_for_leaves_the_queue() -> None:
    async def run() -> tuple[int, int, list[str]]:
        assistant = Held()
        desk = await desk_of(assistant, at_once=1)
        first = asyncio.create_task(desk.ask(Question("first")))
        await asyncio.sleep(0.01)
        gone = asyncio.create_task(desk.ask(Question("gone")))
        await asyncio.sleep(0.01)
        waited = desk.waiting
        gone.cancel()
        await asyncio.sleep(0.01)
        left = desk.waiting
        assistant.let_go.set()
        await first
        return waited, left, [text for text, _, _ in assistant.asked]

    assert asyncio.run(run()) == (1, 0, ["first"])


def test_one_who_asks_just_when_the_last_gives_up_is_answered() -> None:
    async def run() -> Exchange:
        assistant = Held()
        desk = await desk_of(assistant)
        gone = asyncio.create_task(desk.ask(Question("How many?")))
        await asyncio.sleep(0.01)
        gone.cancel()
        await asyncio.sleep(0)  # the one who waited is gone; its work has not ended yet
        comes = asyncio.create_task(desk.ask(Question("How many?")))
        await asyncio.sleep(0.01)
        assistant.let_go.set()
        return await comes

    assert asyncio.run(run()).question == "How many?"


def test_more_than_can_wait_are_told_that_the_server_is_busy_and_what_is_known_is_still_told() -> (
    None
):
    async def run() -> Exchange:
        assistant = Held()
        assistant.let_go.set()
        desk = await desk_of(assistant, at_once=1, waiting=0)
        await desk.ask(Question("known"))
        assistant.let_go.clear()
        first = asyncio.create_task(desk.ask(Question("first")))
        await asyncio.sleep(0.01)
        with pytest.raises(Busy):
            await desk.ask(Question("second"))
        known = await desk.ask(Question("known"))
        assistant.let_go.set()
        await first
        return known

    assert asyncio.run(run()).question == "known"


def test_a_failure_is_told_and_not_remembered() -> None:
    class Broken(ScriptedAssistant):
        broken = True

        def ask(self, question: str, **how: Any) -> Exchange:
            if self.broken:
                raise IndexUnusable("the disk is gone")
            return super().ask(question, **how)

    async def run() -> Exchange:
        assistant = Broken()
        desk = await desk_of(assistant)
        with pytest.raises(IndexUnusable, match="the disk is gone"):
            await desk.ask(Question("How many?"))
        assistant.broken = False
        return await desk.ask(Question("How many?"))

    assert asyncio.run(run()).question == "How many?"


@pytest.mark.parametrize("text", ["", " \n ", "x" * 1001])
def test_what_cannot_be_asked_is_refused_before_it_waits(text: str) -> None:
    with pytest.raises(QuestionRefused):
        asked_of(ScriptedAssistant(), [Question(text)])


def test_a_desk_without_an_assistant_says_whether_to_wait() -> None:
    def fails() -> ScriptedAssistant:
        raise IndexUnusable("there is no index")

    async def run() -> tuple[Unready, Unready]:
        warming = Warming(fails)
        desk = Desk(warming)
        with pytest.raises(Unready) as loading:
            desk.assistant()
        warming.start()
        await desk.settled()
        with pytest.raises(Unready) as failed:
            await desk.ask(Question("How many?"))
        return loading.value, failed.value

    loading, failed = asyncio.run(run())
    assert (str(loading), loading.for_good) == (STILL_LOADING, False)
    assert (str(failed), failed.for_good) == ("there is no index", True)


def test_other_work_takes_its_turn_too() -> None:
    async def run() -> str:
        desk = await desk_of(ScriptedAssistant())
        return await desk.run(lambda assistant: assistant.generation)

    assert asyncio.run(run()) == "g1"


class Following(Warming):
    """Another assistant takes the place when it is told."""

    def __init__(self, first: ScriptedAssistant) -> None:
        super().__init__(ScriptedAssistant)
        self._now = first

    @property
    def state(self) -> Ready:
        return Ready(self._now)

    def follow(self, assistant: ScriptedAssistant) -> None:
        self._now = assistant


def of_generation(assistant: ScriptedAssistant, name: str) -> ScriptedAssistant:
    assistant.generation = name
    return assistant


def test_what_one_generation_answered_is_not_told_of_the_next() -> None:
    async def run() -> list[str]:
        warming = Following(of_generation(ScriptedAssistant(), "first"))
        desk = Desk(warming)
        told = [await desk.ask(Question("How many?"))]
        warming.follow(of_generation(ScriptedAssistant(), "second"))
        told += [await desk.ask(Question("How many?")) for _ in range(2)]
        return [one.generation for one in told]

    assert asyncio.run(run()) == ["first", "second", "second"]


def test_a_question_in_work_or_waiting_finishes_on_the_generation_that_it_was_asked_of() -> None:
    async def run() -> list[str]:
        old = Held()
        warming = Following(of_generation(old, "first"))
        desk = Desk(warming, at_once=1)
        asking = [asyncio.create_task(desk.ask(Question(text))) for text in ("a?", "b?")]
        await asyncio.sleep(0.01)
        warming.follow(of_generation(ScriptedAssistant(), "second"))
        asking.append(asyncio.create_task(desk.ask(Question("a?"))))
        await asyncio.sleep(0.01)
        old.let_go.set()
        return [one.generation for one in await asyncio.gather(*asking)]

    assert asyncio.run(run()) == ["first", "first", "second"]


def test_whoever_keeps_an_assistant_asks_that_one() -> None:
    async def run() -> list[str]:
        warming = Following(of_generation(ScriptedAssistant(), "first"))
        desk = Desk(warming)
        kept = desk.assistant()
        warming.follow(of_generation(ScriptedAssistant(), "second"))
        asked = await desk.ask(Question("How many?"), assistant=kept)
        work = await desk.run(lambda assistant: assistant.generation, assistant=kept)
        return [asked.generation, work]

    assert asyncio.run(run()) == ["first", "first"]


def test_an_assistant_goes_with_its_last_question_and_its_memory_with_it() -> None:
    async def run() -> tuple[bool, bool]:
        old = Held()
        warming = Following(of_generation(old, "first"))
        desk = Desk(warming)
        asking = asyncio.create_task(desk.ask(Question("How many?")))
        await asyncio.sleep(0.01)
        warming.follow(of_generation(ScriptedAssistant(), "second"))
        gone, let_go = weakref.ref(old), old.let_go
        del old
        before = gone() is not None
        let_go.set()
        await asking
        await asyncio.sleep(0.01)
        return before, gone() is None

    gc.disable()
    try:
        assert asyncio.run(run()) == (True, True)
    finally:
        gc.enable()

"""The assistant is loaded once, beside the server."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest

from gbaqa.errors import IndexUnusable
from gbaqa.web.warming import UNEXPECTED, Failed, Loading, Ready, Warming
from tests.web.scripted import ScriptedAssistant


def test_a_loaded_assistant_is_ready_for_all_who_wait() -> None:
    assistant = ScriptedAssistant()
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return assistant

    async def wait_twice() -> list[Ready | Failed]:
        warming.start()
        waiting = [asyncio.create_task(warming.settled()) for _ in range(2)]
        await asyncio.sleep(0)
        assert warming.state == Loading()
        loaded.set()
        return await asyncio.gather(*waiting)

    warming = Warming(load)
    assert asyncio.run(wait_twice()) == [Ready(assistant), Ready(assistant)]
    assert warming.state == Ready(assistant)


def test_one_who_gives_up_does_not_stop_the_loading() -> None:
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return assistant

    async def give_up() -> Ready | Failed:
        warming.start()
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(warming.settled(), timeout=0.01)
        loaded.set()
        return await warming.settled()

    assistant = ScriptedAssistant()
    warming = Warming(load)
    assert asyncio.run(give_up()) == Ready(assistant)


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        (IndexUnusable("there is no index"), "there is no index"),
        (ZeroDivisionError("secret detail"), UNEXPECTED),
    ],
)
def test_a_failed_load_ends_the_waiting_with_one_line(
    fault: Exception, problem: str, caplog: pytest.LogCaptureFixture
) -> None:
    def load() -> ScriptedAssistant:
        raise fault

    async def wait() -> Ready | Failed:
        warming.start()
        return await warming.settled()

    warming = Warming(load)
    with caplog.at_level(logging.ERROR):
        assert asyncio.run(wait()) == Failed(problem)
    assert str(fault) in caplog.text

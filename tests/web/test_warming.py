"""The assistant is loaded beside the server, and follows the index that is in force."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from gbaqa.errors import IndexUnusable
from gbaqa.web import warming as watching
from gbaqa.web.warming import UNEXPECTED, Failed, Loading, Ready, State, Warming
from tests.web.scripted import ScriptedAssistant


def test_a_loaded_assistant_is_ready_for_all_who_wait() -> None:
    assistant = ScriptedAssistant()
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return assistant

    async def wait_twice() -> list[State]:
        warming.start()
        waiting = [asyncio.create_task(warming.settled()) for _ in range(2)]
        await asyncio.sleep(0)
        assert warming.state == Loading()
        loaded.set()
        return list(await asyncio.gather(*waiting))

    warming = Warming(load)
    assert asyncio.run(wait_twice()) == [Ready(assistant), Ready(assistant)]
    assert warming.state == Ready(assistant)


def test_one_who_gives_up_does_not_stop_the_loading() -> None:
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return assistant

    async def give_up() -> State:
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

    async def wait() -> State:
        warming.start()
        return await warming.settled()

    warming = Warming(load)
    with caplog.at_level(logging.ERROR):
        assert asyncio.run(wait()) == Failed(problem)
    assert str(fault) in caplog.text


class Index:
    """What a signature and a load look at: a name, and what is wrong with it."""

    def __init__(self, name: str | None, fault: Exception | None = None) -> None:
        self.name = name
        self.fault = fault
        self.loads = 0

    def load(self) -> ScriptedAssistant:
        self.loads += 1
        if self.fault:
            raise self.fault
        assistant = ScriptedAssistant()
        assistant.generation = str(self.name)
        return assistant


@contextmanager
def followed(index: Index, monkeypatch: pytest.MonkeyPatch) -> Iterator[Warming]:
    monkeypatch.setattr(watching, "EVERY", 0.002)
    warming = Warming(index.load, sign=lambda: index.name)
    warming.start()
    asyncio.run(warming.settled())
    try:
        yield warming
    finally:
        warming.stop()


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def generation(warming: Warming) -> str:
    return warming.state.assistant.generation if isinstance(warming.state, Ready) else ""


def test_another_generation_takes_the_place_and_the_one_before_goes_with_its_last_request(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    index = Index("first")
    caplog.set_level(logging.INFO)
    with followed(index, monkeypatch) as warming:
        assert isinstance(warming.state, Ready)
        in_use = warming.state.assistant
        gone = weakref.ref(in_use)
        loop = weakref.ref(Cycle())  # as a searcher's caches are
        index.name = "second"
        until(lambda: generation(warming) == "second")
        assert in_use.generation == "first"  # whoever was given it finishes with it
        gc.disable()
        try:
            del in_use
            assert gone() is None
            until(lambda: loop() is None)
        finally:
            gc.enable()
    assert index.loads == 2
    assert [record.getMessage() for record in caplog.records] == [
        "answering from generation second from now on"
    ]


class Cycle:
    """Goes with the next collection alone."""

    def __init__(self) -> None:
        self.me = self


def test_a_broken_generation_is_told_in_one_line_and_the_one_before_stays(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    index = Index("first")
    with followed(index, monkeypatch) as warming:
        index.fault = IndexUnusable("index second is broken; run it")
        index.name = "second"
        until(lambda: index.loads == 2)
        time.sleep(0.05)  # more looks, at the same
        assert (generation(warming), index.loads) == ("first", 2)
        index.fault = None
        index.name = "third"
        until(lambda: generation(warming) == "third")
    told = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR]
    assert told == ["index second is broken; run it; the index before stays in use"]


def test_a_server_without_an_index_heals_when_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index(None, IndexUnusable("there is no index"))
    with followed(index, monkeypatch) as warming:
        assert warming.state == Failed("there is no index")
        index.fault = IndexUnusable("it is broken")
        index.name = "first"
        until(lambda: warming.state == Failed("it is broken"))
        index.fault = None
        index.name = "second"
        until(lambda: generation(warming) == "second")


def test_an_index_that_is_gone_for_a_while_is_left_until_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = Index("first")
    with followed(index, monkeypatch) as warming:
        index.name = None
        time.sleep(0.05)
        assert (generation(warming), index.loads) == ("first", 1)
        index.name = "first"
        until(lambda: index.loads == 2)


def test_what_comes_into_force_while_another_is_loaded_is_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Moving(Index):
        def load(self) -> ScriptedAssistant:
            loaded = super().load()
            if self.loads == 1:
                self.name = "second"
            return loaded

    with followed(Moving("first"), monkeypatch) as warming:
        until(lambda: generation(warming) == "second")


def test_nothing_is_followed_once_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index("first")
    with followed(index, monkeypatch) as warming:
        warming.stop()
        time.sleep(0.02)
        index.name = "second"
        time.sleep(0.05)
        assert (generation(warming), index.loads) == ("first", 1)

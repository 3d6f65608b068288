"""Clients take turns, none is forgotten, and what is too much is told at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.errors import Busy
from gbaqa.web.queueing import Turnstile


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def visits(
    *, at_once: int, waiting: int
) -> tuple[Turnstile, list[str], Callable[..., Coroutine[Any, Any, None]]]:
    """A turnstile, the names in the order in which they were let in, and a visit until `end`."""
    turnstile = Turnstile(at_once=at_once, waiting=waiting)
    entered: list[str] = []

    async def visit(client: str, name: str, end: asyncio.Event) -> None:
        async with turnstile.admitted(client):
            entered.append(name)
            await end.wait()

    return turnstile, entered, visit


def test_one_question_is_next_but_one_behind_a_client_with_many() -> None:
    async def run() -> list[str]:
        _, entered, visit = visits(at_once=1, waiting=10)
        end = asyncio.Event()
        names = [("many", f"many {number}") for number in range(4)] + [("one", "one 0")]
        tasks = []
        for client, name in names:
            tasks.append(asyncio.create_task(visit(client, name, end)))
            await settle()
        end.set()
        await asyncio.gather(*tasks)
        return entered

    assert asyncio.run(run()) == ["many 0", "many 1", "one 0", "many 2", "many 3"]


def test_too_many_are_told_at_once_and_those_who_wait_are_still_let_in() -> None:
    async def run() -> list[str]:
        turnstile, entered, visit = visits(at_once=1, waiting=1)
        end = asyncio.Event()
        tasks = [asyncio.create_task(visit("a", name, end)) for name in ("first", "second")]
        await settle()
        assert turnstile.length == 1
        with pytest.raises(Busy, match="ask again in some seconds"):
            await visit("b", "third", end)
        end.set()
        await asyncio.gather(*tasks)
        assert turnstile.length == 0
        return entered

    assert asyncio.run(run()) == ["first", "second"]


def test_who_gives_up_waiting_frees_the_place_in_the_queue() -> None:
    async def run() -> list[str]:
        turnstile, entered, visit = visits(at_once=1, waiting=2)
        end = asyncio.Event()
        first, gone, last = (
            asyncio.create_task(visit(client, name, end))
            for client, name in (("a", "first"), ("b", "gone"), ("b", "last"))
        )
        await settle()
        gone.cancel()
        await settle()
        assert turnstile.length == 1
        end.set()
        await asyncio.gather(first, last)
        return entered

    assert asyncio.run(run()) == ["first", "last"]


def test_who_gives_up_just_when_let_in_passes_the_place_on() -> None:
    async def run() -> list[str]:
        _, entered, visit = visits(at_once=1, waiting=2)
        ends = [asyncio.Event(), asyncio.Event()]
        first = asyncio.create_task(visit("a", "first", ends[0]))
        gone = asyncio.create_task(visit("b", "gone", ends[1]))
        last = asyncio.create_task(visit("c", "last", ends[1]))
        await settle()
        ends[0].set()
        await asyncio.sleep(0)  # the first has left: "gone" is let in, and has not run yet
        gone.cancel()
        ends[1].set()
        await asyncio.gather(first, last)
        return entered

    assert "last" in asyncio.run(run())


@given(
    st.lists(st.sampled_from("abc"), max_size=12),
    st.integers(1, 3),
    st.sets(st.integers(0, 11)),
)
def test_everyone_who_stays_is_let_in_once_and_all_places_come_back(
    clients: list[str], at_once: int, leaving: set[int]
) -> None:
    async def run() -> None:
        turnstile, entered, visit = visits(at_once=at_once, waiting=20)
        end = asyncio.Event()
        tasks = [
            asyncio.create_task(visit(client, str(number), end))
            for number, client in enumerate(clients)
        ]
        await settle()
        for number in leaving & set(range(len(tasks))):
            tasks[number].cancel()
        await settle()
        end.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        stayed = [str(number) for number in range(len(tasks)) if number not in leaving]
        assert [entered.count(name) for name in stayed] == [1] * len(stayed)
        # as many as at first may enter again, and no more
        more = [asyncio.create_task(visit("z", "z", asyncio.Event())) for _ in range(at_once + 1)]
        await settle()
        assert (entered.count("z"), turnstile.length) == (at_once, 1)
        for task in more:
            task.cancel()
        await asyncio.gather(*more, return_exceptions=True)

    asyncio.run(run())


@pytest.mark.parametrize(("at_once", "waiting"), [(0, 1), (1, -1)])
def test_a_turnstile_lets_somebody_in(at_once: int, waiting: int) -> None:
    with pytest.raises(ValueError, match="need at_once >= 1 and waiting >= 0"):
        Turnstile(at_once=at_once, waiting=waiting)

"""How often a client may ask, and that memory stays bounded whoever asks."""

from __future__ import annotations

import time

import pytest
from limits.storage import MemoryStorage

from gbaqa.web.guarding.rates import Rates, counted_as


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A time that stands still until it is set: the library reads it anew each time."""
    now = [1_800_000_000.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def test_so_many_pass_and_the_next_waits_until_the_window_has_moved_on(
    clock: list[float],
) -> None:
    rates = Rates("3/minute")
    assert [rates.wait("203.0.113.7") for _ in range(3)] == [0, 0, 0]
    wait = rates.wait("203.0.113.7")
    assert 0 < wait <= 60
    assert rates.wait("203.0.113.8") == 0  # another is not meant
    clock[0] += 120
    assert rates.wait("203.0.113.7") == 0


def test_a_minutes_end_does_not_let_twice_as_many_pass(clock: list[float]) -> None:
    clock[0] += 59 - clock[0] % 60  # the last second of a minute
    rates = Rates("60/minute")
    passed = sum(rates.wait("203.0.113.7") == 0 for _ in range(100))
    clock[0] += 2
    passed += sum(rates.wait("203.0.113.7") == 0 for _ in range(100))
    assert 60 <= passed <= 62


def test_who_waits_as_told_is_let_in(clock: list[float]) -> None:
    rates = Rates("4/minute")
    for _ in range(40):
        wait = rates.wait("203.0.113.7")
        clock[0] += wait
        if wait:
            tries = [wait]
            while wait := rates.wait("203.0.113.7"):
                clock[0] += wait
                tries.append(wait)
            assert sum(tries) <= 120  # two windows


def test_at_most_so_many_clients_are_remembered() -> None:
    rates = Rates("1/hour", most_clients=3)
    for last in range(10):
        assert rates.wait(f"203.0.113.{last}") == 0
    assert rates.remembered == 3
    assert rates.wait("203.0.113.9") > 0  # of the last three
    assert rates.wait("203.0.113.0") == 0  # forgotten, and its count with it
    memory = rates._limiter.storage  # the library's, too
    assert isinstance(memory, MemoryStorage)
    assert len(memory.storage) == 3


def test_an_ipv6_visitor_is_its_network_and_no_more() -> None:
    assert counted_as("2001:db8:1:2:3:4:5:6") == counted_as("2001:db8:1:2::1")
    assert counted_as("2001:db8:1:2::1") != counted_as("2001:db8:1:3::1")
    assert counted_as("testclient") == "testclient"
    assert len(counted_as("x" * 1000)) == 64

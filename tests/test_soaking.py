"""Memory that grows is seen in noise, and memory that does not is flat."""

from __future__ import annotations

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import linregress
from scripts.soak import Tally
from scripts.soaking import BLOCKS, Slope, slope

from gbaqa.web.remembering import REMEMBERED

MINUTE = 60.0


def noisy(growth: float, *, seed: int, noise: float = 5.0) -> list[tuple[float, float]]:
    """Five minutes of samples that grow by so many MB a minute."""
    chance = random.Random(seed)  # noqa: S311  # the same noise again
    return [(t, 200 + growth * t / MINUTE + chance.gauss(0, noise)) for t in range(0, 300, 2)]


@pytest.mark.parametrize(("growth", "flat"), [(0.0, True), (-3.0, True), (8.0, False)])
def test_growth_is_told_from_noise(growth: float, flat: bool) -> None:
    found = [slope(noisy(growth, seed=seed)) for seed in range(20)]
    assert [one.flat for one in found] == [flat] * 20
    assert all(abs(one.minute - growth) <= 4 * one.error for one in found)


def test_a_steady_small_growth_is_harmless_and_a_larger_one_is_not() -> None:
    assert slope([(t, 200 + 0.5 * t / MINUTE) for t in range(300)]).flat
    assert not slope([(t, 200 + 1.5 * t / MINUTE) for t in range(300)]).flat


def test_of_few_samples_nothing_is_said() -> None:
    found = slope([(0.0, 1.0), (1.0, 99.0)])
    assert found == Slope(0.0, float("inf"))
    assert not found.flat


def test_memory_is_looked_at_once_no_more_answers_are_kept_than_before() -> None:
    tally = Tally(began=0.0)
    for number in range(REMEMBERED):
        tally.memory.append((float(number), 200.0))
        tally.answered("the same", 1.0, float(number))
    assert tally.settled(10.0) == []
    for number in range(REMEMBERED, 2 * REMEMBERED):
        tally.memory.append((float(number), 200.0))
        tally.answered(f"another {number}", 1.0, float(number))
    assert tally.full == 2 * REMEMBERED - 2
    assert [at for at, _ in tally.settled(10.0)] == [2 * REMEMBERED - 2, 2 * REMEMBERED - 1]
    assert tally.settled(16.0 * REMEMBERED) == []


@given(st.lists(st.integers(0, 1000), min_size=BLOCKS * 2, max_size=BLOCKS * 2))
def test_the_line_is_that_of_scipy(values: list[int]) -> None:
    found = slope([(float(at), float(value)) for at, value in enumerate(values)])
    means = [(values[at] + values[at + 1]) / 2 for at in range(0, len(values), 2)]
    assume(len(set(means)) > 1)  # scipy tells no error of a constant
    expected = linregress([(2 * at + 0.5) / MINUTE for at in range(BLOCKS)], means)
    assert found.minute == pytest.approx(expected.slope, abs=1e-4)
    assert found.error == pytest.approx(expected.stderr, abs=1e-3)

"""What turns reach is a share of what full questions reach, and dialogues are what varies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.evaluation.followups import loss_alone, share_of_gold
from gbaqa.evaluation.intervals import RESAMPLES, SEED

SHARE = st.sampled_from([0.0, 0.25, 0.5, 1.0])
PAIRS = st.lists(st.tuples(st.sampled_from("abcd"), SHARE, SHARE), min_size=1, max_size=12)
TURNS = [
    ("a", 1.0, 1.0),
    ("a", 1.0, 1.0),
    ("a", 0.5, 1.0),
    ("b", 0.0, 0.5),
    ("c", 0.25, 0.25),
]


def test_share_is_of_sums_not_a_mean_of_shares() -> None:
    found = share_of_gold(TURNS)
    assert (found["n"], found["dialogues"]) == (5, 3)
    assert found["share_of_gold"] == pytest.approx(2.75 / 3.75, abs=1e-8)


def test_interval_is_the_bootstrap_over_dialogues() -> None:
    sums = np.array([[2.5, 0.0, 0.25], [3.0, 0.5, 0.25]])  # of a, b and c
    rows = np.random.default_rng(SEED).integers(0, 3, (RESAMPLES, 3))
    shares = sums[0][rows].sum(axis=1) / sums[1][rows].sum(axis=1)
    expected = np.percentile(shares, [2.5, 97.5])
    assert share_of_gold(TURNS)["share_of_gold_ci"] == pytest.approx(expected, abs=1e-8)


def test_nothing_reached_by_the_gold_has_no_share() -> None:
    nothing = {"share_of_gold": None, "share_of_gold_ci": None}
    assert share_of_gold([]) == {"n": 0, "dialogues": 0, **nothing}
    assert share_of_gold([("a", 1.0, 0.0)]) == {"n": 1, "dialogues": 1, **nothing}


def test_loss_is_the_mean_difference_of_a_turn() -> None:
    found = loss_alone(TURNS)
    assert found["loss_alone"] == pytest.approx(1.0 / 5)
    assert loss_alone([]) == {"n": 0, "dialogues": 0, "loss_alone": None, "loss_alone_ci": None}


@given(PAIRS)
def test_turns_that_reach_what_the_gold_does_lose_nothing(
    pairs: list[tuple[str, float, float]],
) -> None:
    alike = [(name, gold, gold) for name, _, gold in pairs]
    assert loss_alone(alike)["loss_alone"] == 0
    assert share_of_gold(alike)["share_of_gold"] in (1.0, None)


@given(PAIRS)
def test_order_of_turns_does_not_matter(pairs: list[tuple[str, float, float]]) -> None:
    assert share_of_gold(pairs) == share_of_gold(pairs[::-1])

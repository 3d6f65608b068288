"""Weights are learned from which of two sentences of one question answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.evaluation.learning.ranking import Asked, learn_ranking


def asked(rows: list[list[float]], answers: list[bool], weight: float = 1.0) -> Asked:
    return Asked(np.array(rows), np.array(answers), weight)


def test_what_tells_answers_apart_weighs_and_what_does_not_weighs_nothing() -> None:
    found = [
        asked([[1.0, 5.0, 2.0], [0.0, 5.0, 3.0], [0.2, 5.0, 1.0]], [True, False, False]),
        asked([[0.9, 1.0, 2.0], [0.1, 1.0, 2.0]], [True, False]),
    ]
    telling, constant, idle = learn_ranking(found).tolist()
    assert telling > 0.3
    assert constant == 0.0  # the same for all sentences of a question
    assert abs(idle) < telling / 4


def test_the_order_of_the_sentences_does_not_matter() -> None:
    one = asked([[1.0, 0.3], [0.0, 0.1], [0.4, 0.9]], [True, False, False])
    turned = Asked(one.features[::-1], one.answers[::-1])
    assert learn_ranking([one]) == pytest.approx(learn_ranking([turned]))


@settings(max_examples=20)
@given(st.integers(2, 6))
def test_a_questions_pairs_weigh_together_what_it_weighs(wrong: int) -> None:
    few = asked([[1.0], [0.0]], [True, False])
    many = asked([[1.0], *[[0.0]] * wrong], [True, *[False] * wrong])
    assert learn_ranking([many]) == pytest.approx(learn_ranking([few]), abs=0.01)


def test_without_a_pair_nothing_can_be_learned() -> None:
    with pytest.raises(ValueError, match="need a question"):
        learn_ranking([asked([[1.0]], [True])])

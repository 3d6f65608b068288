"""The weights that were learned lie in two files, and every weight is of a feature that is told."""

from __future__ import annotations

import math

import pytest

from gbaqa.answering.deciding import features
from gbaqa.answering.weighing import rank_features, rank_logit, weights_of
from tests.answering.candidates import candidate


@pytest.mark.parametrize("name", ["judged", "plain"])
def test_every_weight_of_the_ranking_is_of_a_feature(name: str) -> None:
    model = weights_of("evidence.json")[name]
    assert model["weights"].keys() <= rank_features(candidate(0.0)).keys()
    assert all(math.isfinite(weight) for weight in model["weights"].values())


def test_every_weight_of_the_decision_is_of_a_feature() -> None:
    model = weights_of("deciding.json")
    assert model["weights"].keys() == features([candidate(0.0)]).keys()
    assert math.isfinite(model["intercept"])


def test_the_logit_is_the_weighted_sum() -> None:
    model = weights_of("evidence.json")["plain"]
    one = candidate(0.0, cosine=0.5, fit=1.0)
    expected = model["intercept"] + 0.5 * model["weights"]["cosine"] + model["weights"]["fit"]
    assert rank_logit(one) == pytest.approx(expected)


def test_what_the_judge_saw_is_weighed_by_weights_of_its_own() -> None:
    model = weights_of("evidence.json")["judged"]
    one = candidate(0.0, is_judged=True, judged=2.0)
    assert rank_logit(one) == pytest.approx(model["intercept"] + 2.0 * model["weights"]["judged"])

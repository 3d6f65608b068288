"""The decision is a probability and the threshold of a stated risk; nothing found is no answer."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.deciding import (
    DEFAULT_RISK,
    FAR,
    answers,
    checked_risk,
    confidence,
    features,
    risks,
    threshold,
)
from gbaqa.answering.evidence import Candidate
from gbaqa.answering.weighing import weights_of
from gbaqa.errors import SettingError
from tests.answering.candidates import candidate

SHARE = st.floats(0, 1)


def measured(cosine: float, coverage: float, score: float) -> Candidate:
    return candidate(score, cosine=cosine, coverage=coverage, lead_coverage=coverage)


@given(
    st.lists(st.builds(measured, st.floats(-1, 1), SHARE, st.floats(-9, 9)), min_size=1, max_size=4)
)
def test_confidence_is_a_probability(found: list[Candidate]) -> None:
    assert 0 < confidence(found) < 1


def test_the_confidence_is_the_logistic_of_the_weighted_features() -> None:
    model = weights_of("deciding.json")
    one = candidate(1.5, is_judged=True, judged=0.5, cosine=0.4, fit=1.0, numbers_met=True)
    named = features([one])
    logit = model["intercept"] + sum(model["weights"][name] * named[name] for name in named)
    assert confidence([one]) == pytest.approx(model["right"] / (1 + math.exp(-logit)))


def test_nothing_found_has_no_confidence_and_is_not_answered() -> None:
    assert confidence([]) == 0.0
    assert not answers(0.0)


def test_the_threshold_itself_answers_and_what_is_below_does_not() -> None:
    for risk in risks():
        least = threshold(risk)
        assert answers(least, risk=risk)
        assert not answers(np.nextafter(least, 0), risk=risk)


def test_a_higher_risk_never_asks_for_more_confidence() -> None:
    levels = [threshold(risk) for risk in sorted(risks(), key=float)]
    assert levels == sorted(levels, reverse=True)
    assert DEFAULT_RISK in risks()


def test_each_bound_keeps_to_its_risk() -> None:
    for risk, kept in risks().items():
        assert kept["wrong"] <= kept["n"]
        assert kept["bound"] <= float(risk) or kept["threshold"] == 1.0


def test_an_unknown_risk_is_refused_in_one_line() -> None:
    with pytest.raises(SettingError, match=r"^GBAQA_RISK is '0.5', expected one of 0.05, .*$"):
        checked_risk("0.5")
    assert checked_risk(DEFAULT_RISK) == DEFAULT_RISK


def test_the_lead_is_over_the_next_that_tells_something_else() -> None:
    def ahead(*others: Candidate) -> Any:
        return features([candidate(3.0, direction=(1.0, 0.0)), *others])["ahead"]

    same, other = (1.0, 0.0), (0.0, 1.0)
    assert ahead() == FAR
    assert ahead(candidate(2.9, direction=same)) == FAR
    assert ahead(candidate(2.9, direction=same), candidate(1.0, direction=other)) == 2.0
    assert ahead(candidate(-90.0, direction=other)) == FAR

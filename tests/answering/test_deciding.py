"""The decision is a probability and a threshold, and nothing found is no answer."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.deciding import THRESHOLD, answers, confidence
from gbaqa.answering.evidence import Candidate
from tests.answering.candidates import candidate

SHARE = st.floats(0, 1)


def measured(cosine: float, coverage: float, wider: float) -> Candidate:
    return candidate(cosine, cosine=cosine, coverage=coverage, lead_coverage=max(coverage, wider))


@given(st.lists(st.builds(measured, st.floats(-1, 1), SHARE, SHARE), min_size=1, max_size=4))
def test_confidence_is_a_probability(found: list[Candidate]) -> None:
    assert 0 < confidence(found) < 1


@given(st.floats(-1, 1), SHARE, SHARE, st.floats(0, 1))
def test_more_likeness_never_lowers_the_confidence(
    cosine: float, coverage: float, wider: float, more: float
) -> None:
    likelier = measured(min(1, cosine + more), coverage, wider)
    assert confidence([likelier]) >= confidence([measured(cosine, coverage, wider)])


def test_nothing_found_has_no_confidence_and_is_not_answered() -> None:
    assert confidence([]) == 0.0
    assert not answers(0.0)


def test_the_threshold_itself_answers_and_what_is_below_does_not() -> None:
    assert 0 < THRESHOLD < 1
    assert answers(THRESHOLD)
    assert answers(1.0)
    assert not answers(np.nextafter(THRESHOLD, 0))


def test_what_does_not_fit_the_question_lowers_the_confidence() -> None:
    fits = candidate(0.8, cosine=0.8, kind_met=True, numbers_met=True)
    for missing in ("kind_met", "numbers_met"):
        measures: dict[str, Any] = {"kind_met": True, "numbers_met": True, missing: False}
        assert confidence([candidate(0.8, cosine=0.8, **measures)]) < confidence([fits])

"""How long answers take is told by percentiles of what was measured."""

from __future__ import annotations

import numpy as np

from gbaqa.evaluation.latency import latency
from gbaqa.evaluation.shown import Shown


def test_percentiles_are_of_the_answers_that_were_measured() -> None:
    spent = [float(number) for number in range(1, 42)]
    found = latency([Shown(), *(Shown(milliseconds=one) for one in spent)])
    assert list(found) == ["n", "p50", "p50_ci", "p95", "p95_ci"]
    assert (found["n"], found["p50"], found["p95"]) == (41, 21.0, 39.0)
    assert found["p95"] == np.percentile(spent, 95)
    assert found["p95_ci"][0] <= found["p95"] <= found["p95_ci"][1]


def test_what_was_not_measured_has_no_percentiles() -> None:
    assert latency([Shown(), Shown()]) == {}


def test_answers_that_differ_in_their_time_alone_are_the_same() -> None:
    assert Shown(milliseconds=1.0) == Shown(milliseconds=2.0)

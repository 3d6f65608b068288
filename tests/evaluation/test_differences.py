"""A result is set beside its baseline, and what left the baseline's interval is marked."""

from __future__ import annotations

import re

import pytest

from gbaqa.errors import DatasetError
from gbaqa.evaluation.reporting import Difference, differences, differences_table
from tests.evaluation.results import result


def test_nothing_differs_from_itself() -> None:
    rows = differences(result(), result())
    assert {row.difference for row in rows} == {0}
    assert not any(row.outside for row in rows)
    assert [row.measure for row in rows][:4] == [
        "retrieval: questions",
        "retrieval: nDCG@10",
        "retrieval: RR",
        "answers, answerable: questions",
    ]


def test_measure_that_left_the_interval_is_outside() -> None:
    now = result()
    now["retrieval"]["measures"] |= {"nDCG@10": 0.5, "RR": 0.5625}
    rows = {row.measure: row for row in differences(now, result())}
    assert rows["retrieval: nDCG@10"] == Difference(
        "retrieval: nDCG@10", 0.5, 0.75, -0.25, outside=True, interval=(0.6, 0.9)
    )
    assert rows["retrieval: RR"] == Difference(
        "retrieval: RR", 0.5625, 0.5, 0.0625, outside=False, interval=(0.4, 0.6)
    )


def test_measure_that_only_one_side_has_is_shown_without_a_difference() -> None:
    now, then = result(), result()
    del now["dialogues"], then["answers"]["auroc"]
    rows = {row.measure: row for row in differences(now, then)}
    assert rows["dialogues: key_facts"] == Difference(
        "dialogues: key_facts", None, 0.25, None, None, (0.0, 0.5)
    )
    assert rows["confidence: auroc"] == Difference(
        "confidence: auroc", 0.875, None, None, None, None
    )


def test_table_marks_what_is_outside() -> None:
    now = result()
    now["retrieval"]["measures"]["RR"] = 0.625
    rows = [row for row in differences(now, result()) if row.measure.startswith("retrieval")]
    rows.append(Difference("confidence: auroc", 0.875, None, None, None, None))
    assert differences_table(rows) == (
        "measure                  now  baseline      95% interval  difference\n"
        "retrieval: questions       4         4                 -          +0\n"
        "retrieval: nDCG@10    0.7500    0.7500  [0.6000, 0.9000]     +0.0000\n"
        "retrieval: RR         0.6250    0.5000  [0.4000, 0.6000]     +0.1250  outside\n"
        "confidence: auroc     0.8750         -                 -           -"
    )


def test_baseline_of_another_dataset_is_refused() -> None:
    with pytest.raises(DatasetError) as caught:
        differences(result(), result() | {"split": "test"})
    assert str(caught.value) == (
        "the baseline is of split 'test', expected 'dev'; "
        "name the baseline of this dataset and split"
    )


@pytest.mark.parametrize(
    ("baseline", "message"),
    [
        ([], "the baseline is not a result of gbaqa eval; write it anew"),
        ({"dataset": "gba"}, "the baseline is not a result of gbaqa eval; write it anew"),
        (
            {"dataset": "gba", "split": "dev", "retrieval": {"queries": 4}},
            "the baseline is not a result of gbaqa eval: it lacks or misshapes 'measures'",
        ),
        (
            {"dataset": "gba", "split": "dev", "answers": []},
            "the baseline is not a result of gbaqa eval: it lacks or misshapes 'list' object",
        ),
    ],
)
def test_baseline_that_is_no_result_is_refused(baseline: object, message: str) -> None:
    with pytest.raises(DatasetError) as caught:
        differences(result(), baseline)
    assert str(caught.value).startswith(message)
    assert str(caught.value).endswith('write it anew by "gbaqa eval DATASET --json"')


@pytest.mark.parametrize(
    ("part", "field", "value", "message"),
    [
        ("measures", "RR_ci", [0.1], "'RR_ci': found [0.1], expected two numbers"),
        ("measures", "RR_ci", ["a", "b"], "'RR_ci': found ['a', 'b'], expected two numbers"),
        ("measures", "RR_ci", 0.5, "'RR_ci': found 0.5, expected two numbers"),
        ("measures", "RR_ci", [0.1, True], "'RR_ci': found [0.1, True], expected two numbers"),
        ("measures", "RR", "x", "'RR': found 'x', expected a number"),
        ("measures", "RR", [], "'RR': found [], expected a number"),
        ("measures", "RR", float("nan"), "'RR': found nan, expected a number"),
        pytest.param("measures", "RR", -(10**309), "expected a number", id="beyond every float"),
        ("retrieval", "queries", "x", "'queries': found 'x', expected a count"),
        ("retrieval", "queries", -1, "'queries': found -1, expected a count"),
        ("answerable", "n", 1.5, "'n': found 1.5, expected a count"),
        ("en", "n", None, "'n': found None, expected a count"),
        ("answers", "auroc", "x", "'auroc': found 'x', expected a number"),
    ],
)
def test_baseline_with_a_figure_of_a_wrong_type_or_shape_is_refused(
    part: str, field: str, value: object, message: str
) -> None:
    then = result()
    parts = {
        "retrieval": then["retrieval"],
        "measures": then["retrieval"]["measures"],
        "answers": then["answers"],
        "answerable": then["answers"]["answerable"],
        "en": then["answers"]["by_language"]["en"],
    }
    parts[part][field] = value
    with pytest.raises(DatasetError, match=f"{re.escape(message)}; write it anew by"):
        differences(result(), then)


def test_figure_without_a_value_or_an_interval_stands_in_a_baseline() -> None:
    then = result()
    then["retrieval"]["measures"] |= {"RR": None, "RR_ci": None}
    rows = {row.measure: row for row in differences(result(), then)}
    assert rows["retrieval: RR"] == Difference("retrieval: RR", 0.5, None, None, None, None)

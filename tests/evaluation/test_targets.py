"""Targets are held against the figures that a result tells."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gbaqa.evaluation.figures import Figure
from gbaqa.evaluation.targets import TARGETS, difference, reached, target_rows


def language(key_facts: float, false_answers: float) -> dict[str, Any]:
    return {
        "n": 10,
        "key_facts": key_facts,
        "key_facts_ci": [key_facts - 0.1, key_facts + 0.1],
        "words": 50.0,
        "auroc": 0.95,
        "unanswerable": {"n": 5, "false_answers": false_answers, "false_answers_ci": None},
        "baseline": {"answerable": {"n": 10, "key_facts": 0.5, "key_facts_ci": [0.4, 0.6]}},
        "trial": {"answerable": {"n": 10, "key_facts": 0.25, "key_facts_ci": None}},
    }


def result(**changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "dataset": "gba",
        "answers": {
            "answerable": {"n": 20, "key_facts": 0.9, "evidence_f1": 0.5},
            "auroc": 0.9,
            "by_language": {"en": language(0.875, 0.0), "pt": language(0.75, 0.25)},
            "disagreements": {"n": 4, "newest_first": 1.0, "disclosed": 0.5},
            "lists": {"n": 4, "whole_list": 0.9},
        },
        "dialogues": {
            "follow_ups": {"n": 4, "share_of_gold": 0.875},
            "full_after": {"n": 4, "loss_alone": 0.0},
        },
        "latency_ms": {"n": 20, "p50": 80.0, "p95": 320.0, "p95_ci": [300.0, 340.0]},
        "config": {"corpus": "project"},
    }
    return whole | changes


def test_targets_of_the_projects_own_corpus() -> None:
    found = {one.target.name: (one.figure.value, one.met) for one in reached(result())}
    assert found == {
        "en: key facts": (0.875, True),
        "en: false answers": (0.0, True),
        "en: AUROC": (0.95, True),
        "en: words": (50.0, True),
        "pt against en: key facts": (-0.125, False),
        "pt against en: false answers": (0.25, False),
        "pt against en: AUROC": (0.0, True),
        "newest first": (1.0, True),
        "disclosed": (0.5, False),
        "whole lists": (0.9, True),
        "follow-ups: share of gold": (0.875, False),
        "full questions after others: loss": (0.0, True),
        "p95 of an answer (ms)": (320.0, False),
    }


@pytest.mark.parametrize(
    ("dataset", "expected"),
    [
        ("squad2", {"AUROC": (0.9, True), "p95 of an answer (ms)": (320.0, False)}),
        ("clapnq", {"evidence F1": (0.5, None), "p95 of an answer (ms)": (320.0, False)}),
        ("scifact", {"p95 of an answer (ms)": (320.0, False)}),
    ],
)
def test_another_corpus_has_the_targets_that_name_it(
    dataset: str, expected: dict[str, object]
) -> None:
    other = result(dataset=dataset, config={"corpus": "dataset"})
    assert {one.target.name: (one.figure.value, one.met) for one in reached(other)} == expected


def test_rows_show_what_stands_beside() -> None:
    header, first, *others = target_rows(result())
    assert header == (
        *("target", "wanted", "found", "95% interval", "met"),
        *("top passage", "95% interval", "trial", "95% interval"),
    )
    assert first == (
        *("en: key facts", "at least 0.85", "0.8750", "[0.7750, 0.9750]", "yes"),
        *("0.5000", "[0.4000, 0.6000]", "0.2500", "-"),
    )
    assert others[-1][:5] == (
        *("p95 of an answer (ms)", "at most 300", "320.0000", "[300.0000, 340.0000]"),
        "no",
    )
    assert [row[1] for row in others if row[0] == "pt against en: key facts"] == ["at least -0.1"]


def test_a_result_that_tells_nothing_has_no_rows() -> None:
    bare = {"dataset": "gba", "config": {"corpus": "project"}, "retrieval": {}}
    assert list(target_rows(bare)) == []


def test_names_of_one_dataset_are_of_one_target_each() -> None:
    names = [(one.of, one.name) for one in TARGETS]
    assert len(names) == len(set(names))


def test_interval_of_a_difference_is_that_of_the_normal_law_for_symmetric_ones() -> None:
    # for normal estimates the half widths add up as standard errors do
    found = difference(Figure(0.8, (0.7, 0.9)), Figure(0.5, (0.3, 0.7)))
    half = np.hypot(0.1, 0.2)
    assert found.value == pytest.approx(0.3)
    assert found.interval == pytest.approx((0.3 - half, 0.3 + half))


def test_interval_of_a_difference_covers_its_own_reverse() -> None:
    one, other = Figure(0.8, (0.5, 0.9)), Figure(0.4, (0.1, 0.5))
    there, back = difference(one, other), difference(other, one)
    assert there.interval is not None
    assert back.interval == pytest.approx((-there.interval[1], -there.interval[0]))


def test_difference_without_a_figure_or_an_interval() -> None:
    assert difference(Figure(None), Figure(0.5)) == Figure(None)
    assert difference(Figure(0.75, (0.5, 1.0)), Figure(0.5)) == Figure(0.25)

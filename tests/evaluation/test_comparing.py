"""Two results are compared pair by pair; the tests are held against definitions and scipy."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gbaqa.errors import DatasetError
from gbaqa.evaluation.comparing import compare, holm, randomization
from gbaqa.evaluation.differing import comparison_text
from tests.evaluation.results import result, row

P_VALUES = st.lists(st.floats(0.0001, 1), min_size=1, max_size=6)


@given(st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.25, 1.0]), min_size=2, max_size=8))
def test_randomization_counts_the_signs_that_give_as_much(differences: list[float]) -> None:
    values = np.array(differences)
    means = [float((values * signs).mean()) for signs in product((1, -1), repeat=len(values))]
    above = sum(mean >= values.mean() - 1e-12 for mean in means) / len(means)
    below = sum(mean <= values.mean() + 1e-12 for mean in means) / len(means)
    assert randomization(values) == pytest.approx(min(1.0, 2 * min(above, below)))
    if values.any():
        assert randomization(values, alternative="less") == pytest.approx(below)


def test_randomization_of_many_questions_is_near_the_t_test() -> None:
    differences = np.random.default_rng(7).normal(0.05, 0.3, 200)
    assert randomization(differences) == pytest.approx(
        stats.ttest_1samp(differences, 0).pvalue, abs=0.02
    )


@given(P_VALUES)
def test_holm_is_the_closed_test_of_bonferroni(values: list[float]) -> None:
    # the closure principle (Marcus, Peritz and Gabriel, Biometrika 1976), written out
    def bonferroni(subset: tuple[int, ...]) -> float:
        return min(1.0, len(subset) * min(values[at] for at in subset))

    every = range(len(values))
    subsets = [s for size in range(1, len(values) + 1) for s in combinations(every, size)]
    closed = [max(bonferroni(s) for s in subsets if at in s) for at in every]
    assert holm(values) == pytest.approx(closed)


def test_every_measure_that_both_results_have_is_compared() -> None:
    now = result()
    now["retrieval"]["per_query"]["q1"] = {"nDCG@10": 0.5, "RR": 1.0}
    found = compare(result(), now)
    measures = {one.measure: one for one in found.measures}
    assert list(measures) == [
        *("retrieval: nDCG@10", "retrieval: RR", "retrieval of passages: RR"),
        *("answers: key_facts", "answers: all_keys", "answers: answered"),
        *("answers: citation_precision", "answers: wrong_answers", "answers: false_answers"),
        *("dialogues: key_facts", "dialogues: all_keys", "dialogues: answered"),
        "dialogues: citation_precision",
    ]
    ndcg = measures["retrieval: nDCG@10"]
    assert (ndcg.questions, ndcg.first, ndcg.second, ndcg.difference) == (2, 0.75, 0.5, -0.25)
    assert (ndcg.gained, ndcg.lost) == (0, 1)
    assert measures["answers: false_answers"].questions == 1


def test_a_false_answer_less_is_a_gain() -> None:
    now = result()
    now["answers"]["per_question"][2]["answered"] = False
    found = compare(result(), now)
    false_answers = next(one for one in found.measures if one.measure == "answers: false_answers")
    assert (false_answers.difference, false_answers.gained, false_answers.lost) == (-1.0, 1, 0)
    (moved,) = found.moved
    assert (moved.question_id, moved.better) == ("u1", True)
    assert (moved.first_answer, moved.second_answer) == ("It is long.", "not found")


def test_questions_that_moved_are_listed_with_both_answers_the_lost_first() -> None:
    now = result()
    now["answers"]["per_question"][0] |= {"key_facts": 0.0, "quoted": "In Zhuhai."}
    now["answers"]["per_question"][1] |= {"key_facts": 1.0, "answered": True, "quoted": "55 km."}
    text = comparison_text(compare(result(), now))
    lost, gained = text.index("lost: 1 questions"), text.index("gained: 1 questions")
    assert lost < text.index("A: In Macao.") < text.index("B: In Zhuhai.") < gained
    assert gained < text.index("A: not found") < text.index("B: 55 km.")
    assert "q1  answers: key_facts 1.0000 -> 0.0000  Where is it?" in text


def test_equal_results_show_no_difference() -> None:
    found = compare(result(), result())
    assert found.moved == ()
    assert {one.p for one in found.measures} == {1.0}
    assert "*" not in comparison_text(found).split("\n", 1)[1]


def test_questions_of_one_result_alone_are_counted_and_left_out() -> None:
    now = result()
    now["answers"]["per_question"].append(row("q9", "Why?", True))
    found = compare(result(), now)
    assert found.unpaired == 1
    assert "1 questions stand in one result only" in comparison_text(found)


def test_results_of_two_datasets_are_refused() -> None:
    other = result() | {"split": "test"}
    with pytest.raises(DatasetError, match="of gba dev and of gba test; compare results of one"):
        compare(result(), other)


def test_results_without_a_question_in_common_are_refused() -> None:
    other = {"dataset": "gba", "split": "dev", "answers": {"per_question": [row("z", "Z", True)]}}
    one = {"dataset": "gba", "split": "dev", "answers": {"per_question": [row("y", "Y", True)]}}
    with pytest.raises(DatasetError, match="no question in common"):
        compare(one, other)


@pytest.mark.parametrize(
    "garbage",
    [
        None,
        [],
        "text",
        {},
        {"dataset": "gba", "split": "dev"},
        {"dataset": "gba", "split": "dev", "retrieval": {"per_query": {"q": {"RR": "high"}}}},
        {"dataset": "gba", "split": "dev", "answers": {"per_question": [{"id": "q"}]}},
        {"dataset": "gba", "split": "dev", "answers": []},
        {"dataset": "gba", "split": "dev", "retrieval": {"per_query": {"q": {"RR": "0.5"}}}},
        {"dataset": "gba", "split": "dev", "retrieval": {"per_query": {"q": {"RR": float("nan")}}}},
    ],
)
def test_what_is_no_result_is_refused_in_one_line(garbage: object) -> None:
    with pytest.raises(
        DatasetError, match=r"^result B is not a result of gbaqa eval: [^\n]*; write it anew"
    ):
        compare(result(), garbage)

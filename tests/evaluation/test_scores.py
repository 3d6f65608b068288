"""One question is scored, and the first step that went wrong is named."""

from __future__ import annotations

import pytest

from gbaqa.evaluation.scores import Failure, Score, facts, scored
from gbaqa.evaluation.shown import Found, Shown
from tests.evaluation.folders import collection

COLLECTION = collection(
    {"a": "The fee is 100.", "a.zh-Hant": "費用是100元。", "b": "It opened in May."},
    twins={"a.zh-Hant": "a"},
)
KEYS = (("100",), ("May", "五月"))


def shown(text: str, *sources: str, answered: bool = True) -> Shown:
    return Shown(text, sources, 0.5, answered)


def test_what_is_withheld_is_scored_but_not_told() -> None:
    score = scored("q", shown("The fee is 100.", "a", answered=False), ("a",), KEYS, COLLECTION)
    assert (score.key_facts, score.stated, score.all_keys) == (0.5, 0.0, False)
    assert score.right


def test_a_twin_counts_as_its_original_in_citations_and_ranks() -> None:
    quote = shown("費用是100元。", "a.zh-Hant", "b")
    score = scored("q", quote, ("a",), KEYS, COLLECTION, found=Found(("b", "a")))
    assert (score.precision, score.rank) == (0.5, 2)


def test_evidence_is_scored_only_where_it_is_given() -> None:
    quote = shown("The fee is 100.", "a")
    without = scored("q", quote, ("a",), KEYS, COLLECTION)
    given = scored("q", quote, ("a",), KEYS, COLLECTION, evidence=(("The fee is 100.",),))
    assert (without.evidence_f1, given.evidence_f1) == (None, 1.0)
    assert "evidence_f1" not in without.as_json()
    assert facts([without, given])["evidence_f1"] == 1.0
    assert "evidence_f1" not in facts([without])


def test_evidence_that_is_withheld_is_not_told() -> None:
    quote = shown("The fee is 100.", "a", answered=False)
    score = scored("q", quote, ("a",), KEYS, COLLECTION, evidence=(("The fee is 100.",),))
    assert score.evidence_f1 == 0.0


@pytest.mark.parametrize(
    ("answerable", "answered", "key_facts", "read", "expected"),
    [
        (True, True, 1.0, True, ""),
        (True, True, 0.5, True, "partly"),
        (True, False, 1.0, True, "withheld"),
        (True, False, 0.5, False, "withheld"),
        (True, True, 0.0, True, "wrong sentence"),
        (True, False, 0.0, True, "wrong sentence"),
        (True, True, 0.0, False, "not retrieved"),
        (True, False, 0.0, False, "not retrieved"),
        (False, True, 0.0, False, "false answer"),
        (False, False, 0.0, False, ""),
    ],
)
def test_the_first_step_that_went_wrong_is_named(
    answerable: bool, answered: bool, key_facts: float, read: bool, expected: Failure
) -> None:
    score = Score("q", answerable, shown("x", answered=answered), key_facts, 0.0, read=read)
    assert score.failure == expected

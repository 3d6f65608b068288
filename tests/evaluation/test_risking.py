"""What is shown and wrong is counted and bounded, and notices where nothing disagrees."""

from __future__ import annotations

from gbaqa.answering.deciding import DEFAULT_RISK, risks
from gbaqa.evaluation.intervals import rate, upper_bound
from gbaqa.evaluation.noticing import notice_figures
from gbaqa.evaluation.questions import Question
from gbaqa.evaluation.risking import risk_figures, stated_risk
from gbaqa.evaluation.scores import Score
from gbaqa.evaluation.shown import Shown
from gbaqa.types import Notice


def score(*, answered: bool, answerable: bool = True, key_facts: float = 1.0) -> Score:
    return Score("q", answerable, Shown(answered=answered), key_facts, 0.0)


def test_wrong_is_every_answer_shown_that_is_not_right() -> None:
    found = risk_figures(
        [
            score(answered=True),
            score(answered=True, key_facts=0.5),
            score(answered=True, key_facts=0.25),
            score(answered=False, key_facts=0.0),
            score(answered=True, answerable=False),
            score(answered=False, answerable=False),
        ]
    )
    wrong, false = [False, False, True, True], [True, False]
    assert found == {
        "n": 4,
        **rate("wrong_shown", wrong),
        "wrong_shown_bound": upper_bound(wrong),
        **rate("false_answers", false),
        "false_answers_bound": upper_bound(false),
    }


def test_the_risk_that_is_stated_is_the_one_that_answers_are_given_at() -> None:
    assert stated_risk() == {DEFAULT_RISK: risks()[DEFAULT_RISK]}


def noticed(type_: str, *kinds: str, answered: bool = True) -> tuple[Question, Score]:
    notices = tuple(Notice(kind, "", (1,)) for kind in kinds)
    shown = Shown(answered=answered, notices=notices)
    return Question("q", "en", "", True, ("a",), (("1",),), type=type_), Score(
        "q", answerable=True, shown=shown, key_facts=1.0, precision=1.0
    )


def test_answers_are_counted_by_the_kinds_of_their_notices() -> None:
    found = notice_figures(
        [
            noticed("conflict", "conflict", "undated", "undated"),
            noticed("when", "undated", "superseded"),
            noticed("", "stated-as-is"),
            noticed("when", answered=False),
            noticed("superseded"),
            noticed("who"),
        ]
    )
    assert found == {
        "n": 5,
        "answers_with": {"conflict": 1, "stated-as-is": 1, "superseded": 1, "undated": 2},
        **rate("false_conflicts", [True, False, False]),
    }

"""Answers are scored for facts, citations, length and for saying no."""

from __future__ import annotations

from typing import Any

import pytest

from gbaqa.evaluation.answers import score_answers
from gbaqa.evaluation.intervals import mean, rate
from gbaqa.evaluation.questions import Question, Value
from gbaqa.evaluation.scores import scored, words
from gbaqa.evaluation.shown import find
from tests.evaluation.folders import ScriptedAssistant, collection

TEXTS = {
    "a": "The bridge opened in October 2018 and links three cities.",
    "a.zh-Hant": "大橋於2018年10月開通。",
    "b": "The fee is 150 dollars.",
}
QUESTIONS = [
    Question("both", "en", "when and what", True, ("a",), (("2018",), ("three", "3"))),
    Question(
        "half", "en", "how much", True, ("b",), (("$150", "150"), ("a year",)), type="which-list"
    ),
    Question("none", "zh-Hant", "幾時", True, ("a",), (("2018",),)),
    Question("u1", "en", "who paid", False, (), ()),
    Question("u2", "en", "refuse me", False, (), ()),
    Question("u3", "zh-Hant", "邊個", False, (), ()),
]
REPLIES = {
    "when and what": [("a.zh-Hant", "大橋於2018年10月開通。"), ("b", "It links three cities.")],
    "how much": [("b", "The fee is 150 dollars.")],
    "who paid": [("b", "The fee is 150 dollars.")],
}
RANKINGS = {
    "when and what": [("a#0000", 0.9), ("b#0000", 0.1)],
    "how much": [("a#0000", 0.9)],
    "幾時": [("a.zh-Hant#0000", 0.9)],
    "who paid": [("b#0000", 0.9)],
}
CONFIDENCES = {"when and what": 0.9, "how much": 0.8, "幾時": 0.4, "who paid": 0.7, "邊個": 0.1}


def assistant() -> ScriptedAssistant:
    return ScriptedAssistant(
        collection(TEXTS, twins={"a.zh-Hant": "a"}),
        replies=REPLIES,
        rankings=RANKINGS,
        confidences=CONFIDENCES,
    )


def test_figures_of_the_answerable_and_of_the_others() -> None:
    found = score_answers(QUESTIONS, assistant()).as_json()
    assert list(found) == [
        *("answerable", "unanswerable"),
        *("auroc", "auroc_ci", "aurc", "aurc_ci", "ece", "ece_ci"),
        *("risk", "lists", "notices", "baseline", "trial"),
        *("by_language", "by_type", "per_question"),
    ]
    assert found["answerable"] == {
        "n": 3,
        **rate("answered", [True, True, False]),
        **mean("key_facts", [1.0, 0.5, 0.0]),
        # nothing was quoted for the last one, not even withheld
        **mean("quoted_key_facts", [1.0, 0.5, 0.0]),
        **rate("all_keys", [True, False, False]),
        **mean("citation_precision", [0.5, 1.0]),
        # 大橋於 年 月 開通 are seven characters, 2018 and 10 two numbers, then four words
        **mean("words", [13, 5]),
        # a document that answers is in each ranking but that of "how much"; one is held back
        **rate("retrieved", [True, False, True]),
        **rate("over_abstention", [False, True]),
    }
    assert found["unanswerable"] == {"n": 3, **rate("false_answers", [True, False, False])}


def test_baseline_shows_the_whole_top_passage() -> None:
    found = score_answers(QUESTIONS, assistant()).as_json()["baseline"]
    halves = {half: found[half] for half in ("answerable", "unanswerable")}
    assert halves == {
        "answerable": {
            "n": 3,
            **rate("answered", [True, True, True]),
            **mean("key_facts", [1.0, 0.0, 1.0]),
            **mean("quoted_key_facts", [1.0, 0.0, 1.0]),
            **rate("all_keys", [True, False, True]),
            **mean("citation_precision", [1.0, 0.0, 1.0]),
            **mean("words", [10, 10, 9]),
            **rate("retrieved", [True, False, True]),
            **rate("over_abstention", [False, False]),
        },
        "unanswerable": {"n": 3, **rate("false_answers", [True, False, False])},
    }


def test_languages_are_scored_apart() -> None:
    found = score_answers(QUESTIONS, assistant()).as_json()["by_language"]
    assert list(found) == ["en", "zh-Hant"]
    confidence = ("auroc", "aurc", "ece")
    assert {
        name: value
        for name, value in found["zh-Hant"].items()
        if name.removesuffix("_ci") not in (*confidence, "baseline", "trial", "risk")
    } == {
        "n": 1,
        **rate("answered", [False]),
        **mean("key_facts", [0.0]),
        **mean("quoted_key_facts", [0.0]),
        **rate("all_keys", [False]),
        **mean("citation_precision", []),
        **mean("words", []),
        **rate("retrieved", [True]),
        **rate("over_abstention", [True]),
        "unanswerable": {"n": 1, **rate("false_answers", [False])},
    }
    assert found["en"]["n"] == 2
    assert found["en"]["unanswerable"] == {"n": 2, **rate("false_answers", [True, False])}


def test_confidence_of_what_is_not_answered_counts_too() -> None:
    # 0.9, 0.8 and 0.4 against 0.7, 0 (refused) and 0.1: all pairs but (0.4, 0.7) in order
    found = score_answers(QUESTIONS, assistant()).as_json()
    assert found["auroc"] == pytest.approx(8 / 9, abs=1e-8)


def test_without_unanswerable_questions_there_is_nothing_to_tell_apart() -> None:
    found = score_answers(QUESTIONS[:3], assistant()).as_json()
    assert "auroc" not in found
    assert found["unanswerable"] == {"n": 0, "false_answers": None, "false_answers_ci": None}


def test_document_judged_under_its_twin_is_cited_rightly() -> None:
    shown = find(assistant(), "when and what").baseline
    score = scored("q", shown, ("a.zh-Hant",), (("2018",),), assistant().collection)
    assert (score.precision, score.stated, score.all_keys) == (1.0, 1.0, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("one, two - three", 3),
        ("co-operation of 1,000 firms", 4),
        ("大灣區有9市。", 6),
        ("Washing , singing .", 2),
    ],
)
def test_words_are_counted_as_readers_count_them(text: str, expected: int) -> None:
    assert words(text) == expected


def test_rows_keep_what_was_shown_for_each_question() -> None:
    found: Any = score_answers(QUESTIONS, assistant())
    assert [score.question_id for score in found.ours] == [one.question_id for one in QUESTIONS]
    assert found.ours[0].shown.text == "大橋於2018年10月開通。 It links three cities."
    assert found.ours[0].shown.sources == ("a.zh-Hant", "b")


def test_a_list_is_whole_when_every_key_fact_is_told() -> None:
    found = score_answers(QUESTIONS, assistant()).as_json()
    assert found["lists"] == {
        "n": 1,
        **rate("whole_list", [False]),
        **rate("whole_list_shown", [False]),
    }


def test_parts_that_no_question_stands_in_are_left_out() -> None:
    found = score_answers(QUESTIONS[2:3], assistant()).as_json()
    assert not found.keys() & {"risk", "lists", "disagreements", "notices"}


def test_languages_and_types_have_the_same_beside_them_as_the_whole() -> None:
    found = score_answers(QUESTIONS, assistant()).as_json()
    english = found["by_language"]["en"]
    assert english["trial"].keys() == found["trial"].keys()
    assert english["baseline"]["answerable"]["n"] == 2
    (lists,) = found["by_type"].values()
    assert lists["baseline"]["answerable"]["key_facts"] == 0.0
    assert list(lists["trial"]) == ["answerable", "unanswerable"]


def test_the_trial_tells_the_nearest_sentences_of_what_was_found() -> None:
    found = score_answers(QUESTIONS, assistant()).as_json()
    assert found["trial"]["answerable"]["key_facts@1"] == pytest.approx(2 / 3, abs=1e-8)
    rows = {row["id"]: row["trial"] for row in found["per_question"]}
    assert rows["half"]["key_facts"] == 0.0
    assert rows["u2"]["confidence"] == 0.0


def test_a_row_tells_how_values_that_differ_were_told() -> None:
    values = (Value("a", "2018", "2018"), Value("b", "150", "2020"))
    keys = (("150",),)
    asked = Question("c", "en", "how much", True, ("b",), keys, (), "conflict", values)
    found = score_answers([asked], assistant()).as_json()
    row = found["per_question"][0]
    assert (row["newest_first"], row["disclosed"], row["notices"]) == (True, False, [])
    assert found["disagreements"]["n"] == 1

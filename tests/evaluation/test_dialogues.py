"""Turns are asked in order with what was answered before, and beside them in full."""

from __future__ import annotations

from gbaqa.evaluation.confidences import confidence_figures
from gbaqa.evaluation.dialogues import score_dialogues
from gbaqa.evaluation.intervals import mean, rate
from gbaqa.evaluation.questions import Dialogue, DialogueTurn
from gbaqa.evaluation.scores import facts
from gbaqa.types import Turn
from tests.evaluation.folders import ScriptedAssistant, collection

TEXTS = {"a": "It opened in 2018.", "b": "It cost 120 billion."}
DIALOGUE = Dialogue(
    "d1",
    "en",
    (
        DialogueTurn("When did it open?", "When did the bridge open?", ("a",), (("2018",),)),
        DialogueTurn("Thanks!", "Thanks!", (), ()),
        DialogueTurn("And the cost?", "What did the bridge cost?", ("b",), (("120",),)),
    ),
)
REPLIES = {
    "When did it open?": [("a", "It opened in 2018.")],
    "When did the bridge open?": [("a", "It opened in 2018.")],
    "And the cost?": [("a", "It opened in 2018.")],
    "What did the bridge cost?": [("b", "It cost 120 billion.")],
}


def test_each_turn_has_the_earlier_ones_as_its_history() -> None:
    assistant = ScriptedAssistant(collection(TEXTS), replies=REPLIES)
    score_dialogues([DIALOGUE], assistant)
    first = Turn("When did it open?", "It opened in 2018.")
    assert assistant.asked == [
        ("When did it open?", ()),
        ("Thanks!", (first,)),
        ("And the cost?", (first, Turn("Thanks!", ""))),
        ("When did the bridge open?", ()),
        ("What did the bridge cost?", ()),
    ]


def test_turns_with_key_facts_are_scored_beside_their_full_questions() -> None:
    found = score_dialogues([DIALOGUE], ScriptedAssistant(collection(TEXTS), replies=REPLIES))
    assert [turn.ours.question_id for turn in found.turns] == ["d1/1", "d1/3"]
    result = found.as_json()
    ours, gold = [turn.ours for turn in found.turns], [turn.gold for turn in found.turns]
    figures = {
        "n": 2,
        **rate("answered", [True, True]),
        **mean("key_facts", [1.0, 0.0]),
        **rate("all_keys", [True, False]),
        **mean("citation_precision", [1.0, 0.0]),
        **mean("words", [4, 4]),
        **rate("retrieved", [False, False]),
        **rate("over_abstention", []),
        **confidence_figures(ours),
        "gold": {**facts(gold), **confidence_figures(gold)},
    }
    assert list(result) == ["dialogues", *figures, "by_language", "per_turn"]
    assert {name: result[name] for name in figures} == figures
    assert result["dialogues"] == 1
    assert result["by_language"] == {"en": figures}
    assert [turn.gold.stated for turn in found.turns] == [1.0, 1.0]


def test_a_row_of_a_turn_tells_what_was_said_and_what_the_full_question_got() -> None:
    found = score_dialogues([DIALOGUE], ScriptedAssistant(collection(TEXTS), replies=REPLIES))
    row = found.as_json()["per_turn"][1]
    assert row["id"] == "d1/3"
    assert (row["question"], row["standalone"]) == ("And the cost?", "What did the bridge cost?")
    assert (row["quoted"], row["key_facts"]) == ("It opened in 2018.", 0.0)
    assert row["gold"] == {"answered": True, "key_facts": 1.0, "quoted": "It cost 120 billion."}

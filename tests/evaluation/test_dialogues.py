"""Turns are asked in order with what was answered before, and beside them in full."""

from __future__ import annotations

from gbaqa.evaluation.answers import facts
from gbaqa.evaluation.dialogues import score_dialogues
from gbaqa.evaluation.intervals import mean, rate
from gbaqa.evaluation.questions import Dialogue, DialogueTurn
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
        ("Thanks!", ()),
        ("What did the bridge cost?", ()),
    ]


def test_turns_with_key_facts_are_scored_beside_their_full_questions() -> None:
    found = score_dialogues([DIALOGUE], ScriptedAssistant(collection(TEXTS), replies=REPLIES))
    assert [score.question_id for score in found.turns] == ["d1/1", "d1/3"]
    assert found.as_json() == {
        "dialogues": 1,
        "n": 2,
        **rate("answered", [True, True]),
        **mean("key_facts", [1.0, 0.0]),
        **rate("all_keys", [True, False]),
        **mean("citation_precision", [1.0, 0.0]),
        **mean("words", [4, 4]),
        "gold": facts(found.gold),
    }
    assert [score.key_facts for score in found.gold] == [1.0, 1.0]

"""Turns are asked in order with what was answered before, and beside them in full."""

from __future__ import annotations

from collections.abc import Sequence

from gbaqa.answering.exchanges import Exchange
from gbaqa.evaluation.confidences import confidence_figures
from gbaqa.evaluation.dialogues import nothing_beside, score_dialogues
from gbaqa.evaluation.followups import loss_alone, share_of_gold
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
        ("What did the bridge cost?", (first, Turn("Thanks!", ""))),
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
        **mean("quoted_key_facts", [1.0, 0.0]),
        **rate("all_keys", [True, False]),
        **mean("citation_precision", [1.0, 0.0]),
        **mean("words", [4, 4]),
        **rate("retrieved", [False, False]),
        **rate("over_abstention", []),
        **confidence_figures(ours),
        "gold": {**facts(gold), **confidence_figures(gold)},
        # the last turn follows and reaches nothing; its full question loses nothing after others
        "follow_ups": share_of_gold([("d1", 0.0, 1.0)]),
        "stand_alone": share_of_gold([("d1", 1.0, 1.0)]),
        "full_after": loss_alone([("d1", 1.0, 1.0)]),
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
    assert (row["follows"], row["after"]) == (True, 1.0)
    first = found.as_json()["per_turn"][0]
    assert (first["follows"], "after" in first) == (False, False)


def test_a_later_turn_that_is_said_in_full_does_not_follow() -> None:
    said = "What did the bridge cost?"
    full = DialogueTurn(said, said, ("b",), (("120",),))
    dialogue = Dialogue("d1", "en", (DIALOGUE.turns[0], full))
    found = score_dialogues([dialogue], ScriptedAssistant(collection(TEXTS), replies=REPLIES))
    assert [turn.follows for turn in found.turns] == [False, False]
    assert found.as_json()["follow_ups"]["n"] == 0
    assert found.as_json()["stand_alone"] == share_of_gold([("d1", 1.0, 1.0)] * 2)


class Misled(ScriptedAssistant):
    """Does not answer a question after others."""

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Exchange:
        return super().ask("nobody knows" if history else question, history=history)


def test_a_full_question_that_is_not_answered_after_others_is_a_loss() -> None:
    found = score_dialogues([DIALOGUE], Misled(collection(TEXTS), replies=REPLIES)).as_json()
    assert found["full_after"] == loss_alone([("d1", 0.0, 1.0)])
    assert found["full_after"]["loss_alone"] == 1.0


def test_who_looks_at_the_turns_alone_asks_nothing_beside_them() -> None:
    assistant = ScriptedAssistant(collection(TEXTS), replies=REPLIES)
    lean = score_dialogues([DIALOGUE], assistant, beside=nothing_beside)
    assert [asked for asked, _ in assistant.asked] == [turn.user for turn in DIALOGUE.turns]
    whole = score_dialogues([DIALOGUE], ScriptedAssistant(collection(TEXTS), replies=REPLIES))
    assert [turn.ours for turn in lean.turns] == [turn.ours for turn in whole.turns]
    assert lean.as_json()["key_facts"] == whole.as_json()["key_facts"]

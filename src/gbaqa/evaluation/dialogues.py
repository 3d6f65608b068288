"""Ask the turns of dialogues in order, and beside them the same questions said in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gbaqa.evaluation.answers import Score, Shown, ask, facts, scored
from gbaqa.evaluation.evaluated import Evaluated
from gbaqa.evaluation.questions import Dialogue
from gbaqa.indexing.building import no_report
from gbaqa.types import Report, Turn


@dataclass(frozen=True, slots=True)
class DialogueScores:
    """The scored turns of all dialogues, asked with their history and asked in full."""

    dialogues: int
    turns: tuple[Score, ...]
    gold: tuple[Score, ...]

    def as_json(self) -> dict[str, Any]:
        """The object "dialogues" of `gbaqa eval --json`.

        Intervals are over turns; those of one dialogue lean on each other, so they are narrow.
        """
        return {"dialogues": self.dialogues, **facts(self.turns), "gold": facts(self.gold)}


def score_dialogues(
    dialogues: Sequence[Dialogue], assistant: Evaluated, *, report: Report = no_report
) -> DialogueScores:
    """Each turn is asked after the turns before it and the answers that were given to them."""
    turns: list[Score] = []
    gold: list[Score] = []
    for done, dialogue in enumerate(dialogues, start=1):
        turns += _scored(dialogue, _in_turn(dialogue, assistant), assistant)
        gold += _scored(dialogue, _in_full(dialogue, assistant), assistant)
        report("holding dialogues", done, len(dialogues))
    return DialogueScores(len(dialogues), tuple(turns), tuple(gold))


def _in_turn(dialogue: Dialogue, assistant: Evaluated) -> list[Shown]:
    history: list[Turn] = []
    replies: list[Shown] = []
    for turn in dialogue.turns:
        shown = ask(assistant, turn.user, history=tuple(history))
        history.append(Turn(turn.user, shown.text))
        replies.append(shown)
    return replies


def _in_full(dialogue: Dialogue, assistant: Evaluated) -> list[Shown]:
    return [ask(assistant, turn.standalone) for turn in dialogue.turns]


def _scored(dialogue: Dialogue, replies: Sequence[Shown], assistant: Evaluated) -> list[Score]:
    """The turns that have key facts, under ids of dialogue and turn."""
    return [
        scored(
            f"{dialogue.dialogue_id}/{number}",
            shown,
            turn.docs,
            turn.answer_keys,
            assistant.collection,
        )
        for number, (turn, shown) in enumerate(zip(dialogue.turns, replies, strict=True), start=1)
        if turn.answer_keys
    ]

"""Ask the turns of dialogues in order, and beside them the same questions said in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gbaqa.evaluation.confidences import confidence_figures
from gbaqa.evaluation.evaluated import Evaluated
from gbaqa.evaluation.questions import Dialogue, DialogueTurn
from gbaqa.evaluation.scores import ROW_DIGITS, Score, facts, scored
from gbaqa.evaluation.shown import FOUND, Found, Shown, ask, find
from gbaqa.indexing.building import no_report
from gbaqa.types import Language, Report, Turn


@dataclass(frozen=True, slots=True)
class TurnScores:
    """One turn, scored as it was asked after those before it and as it was asked in full."""

    language: Language
    turn: DialogueTurn
    ours: Score
    gold: Score
    found: tuple[str, ...]  # documents of the ranking, best first


@dataclass(frozen=True, slots=True)
class DialogueScores:
    """The scored turns of all dialogues."""

    dialogues: int
    turns: tuple[TurnScores, ...]

    def as_json(self) -> dict[str, Any]:
        """The object "dialogues" of `gbaqa eval --json`.

        Intervals are over turns; those of one dialogue lean on each other, so they are narrow.
        """
        languages = sorted({turn.language for turn in self.turns})
        return {
            "dialogues": self.dialogues,
            **_figures(self.turns),
            "by_language": {
                language: _figures([turn for turn in self.turns if turn.language == language])
                for language in languages
            },
            "per_turn": [_row(turn) for turn in self.turns],
        }


def score_dialogues(
    dialogues: Sequence[Dialogue], assistant: Evaluated, *, report: Report = no_report
) -> DialogueScores:
    """Each turn is asked after the turns before it and the answers that were given to them."""
    turns: list[TurnScores] = []
    for done, dialogue in enumerate(dialogues, start=1):
        turns += _scored(dialogue, assistant)
        report("holding dialogues", done, len(dialogues))
    return DialogueScores(len(dialogues), tuple(turns))


def _scored(dialogue: Dialogue, assistant: Evaluated) -> list[TurnScores]:
    """The turns that have key facts, under ids of dialogue and turn."""
    shown = zip(dialogue.turns, _in_turn(dialogue, assistant), strict=True)
    return [
        _turn(f"{dialogue.dialogue_id}/{number}", dialogue.language, turn, ours, assistant)
        for number, (turn, ours) in enumerate(shown, start=1)
        if turn.answer_keys
    ]


def _turn(
    name: str, language: Language, turn: DialogueTurn, ours: Shown, assistant: Evaluated
) -> TurnScores:
    def score(shown: Shown, found: Found) -> Score:
        return scored(name, shown, turn.docs, turn.answer_keys, assistant.collection, found=found)

    found, in_full = (find(assistant, text) for text in (ours.searched, turn.standalone))
    gold = ask(assistant, turn.standalone)
    return TurnScores(
        language, turn, score(ours, found), score(gold, in_full), found.documents[:FOUND]
    )


def _in_turn(dialogue: Dialogue, assistant: Evaluated) -> list[Shown]:
    history: list[Turn] = []
    replies: list[Shown] = []
    for turn in dialogue.turns:
        shown = ask(assistant, turn.user, history=tuple(history))
        history.append(Turn(turn.user, shown.text))
        replies.append(shown)
    return replies


def _figures(turns: Sequence[TurnScores]) -> dict[str, Any]:
    ours, gold = [turn.ours for turn in turns], [turn.gold for turn in turns]
    return {
        **facts(ours),
        **confidence_figures(ours),
        "gold": {**facts(gold), **confidence_figures(gold)},
    }


def _row(scores: TurnScores) -> dict[str, Any]:
    """What was said, what is expected, what was given, and what the full question got."""
    turn = scores.turn
    return {
        **scores.ours.as_json(),
        "language": scores.language,
        "question": turn.user,
        "searched": scores.ours.shown.searched,
        "standalone": turn.standalone,
        "answerable": True,
        "docs": list(turn.docs),
        "answer_keys": [list(forms) for forms in turn.answer_keys],
        "quoted": scores.ours.shown.quoted,
        "sources": list(scores.ours.shown.sources),
        "found": list(scores.found),
        "gold": {
            "answered": scores.gold.shown.answered,
            "key_facts": round(scores.gold.stated, ROW_DIGITS),
            "quoted": scores.gold.shown.quoted,
        },
    }

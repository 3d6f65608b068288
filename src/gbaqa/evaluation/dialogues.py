"""Ask the turns of dialogues in order, and beside them the same questions said in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gbaqa.evaluation.confidences import confidence_figures
from gbaqa.evaluation.evaluated import Evaluated
from gbaqa.evaluation.followups import loss_alone, share_of_gold
from gbaqa.evaluation.questions import Dialogue, DialogueTurn
from gbaqa.evaluation.scores import ROW_DIGITS, Score, facts, scored
from gbaqa.evaluation.shown import FOUND, Found, Shown, ask, find
from gbaqa.indexing.building import no_report
from gbaqa.types import Language, Report, Turn

# what a turn is held against: shown for the full question alone, and after the turns before it
Beside: TypeAlias = Callable[[Evaluated, str, Sequence[Turn]], tuple[Shown, Shown | None]]


def said_in_full(
    assistant: Evaluated, question: str, history: Sequence[Turn]
) -> tuple[Shown, Shown | None]:
    """Asks a turn's full question twice; the second is None for a dialogue's first turn."""
    gold = ask(assistant, question)
    return gold, ask(assistant, question, history=tuple(history)) if history else None


def nothing_beside(
    _assistant: Evaluated, _question: str, _history: Sequence[Turn]
) -> tuple[Shown, Shown | None]:
    """For whoever looks at the turns alone: two of three questions need not be asked."""
    return Shown(), None


@dataclass(frozen=True, slots=True)
class TurnScores:
    """One turn, scored as it was asked after those before it and as it was asked in full.

    `after` is the full question asked after the turns before it, which it does not need; it is
    None for a dialogue's first turn.
    """

    dialogue: str
    language: Language
    turn: DialogueTurn
    ours: Score
    gold: Score
    after: Score | None
    found: tuple[str, ...]  # documents of the ranking, best first

    @property
    def follows(self) -> bool:
        """Whether the user's words need those of the turns before."""
        return self.after is not None and self.turn.user != self.turn.standalone


@dataclass(frozen=True, slots=True)
class DialogueScores:
    """The scored turns of all dialogues."""

    dialogues: int
    turns: tuple[TurnScores, ...]

    def as_json(self) -> dict[str, Any]:
        """The object "dialogues" of `gbaqa eval --json`.

        Intervals are over turns; those of one dialogue lean on each other, so they are narrow.
        Only what is compared with the gold has intervals over dialogues.
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
    dialogues: Sequence[Dialogue],
    assistant: Evaluated,
    *,
    beside: Beside = said_in_full,
    report: Report = no_report,
) -> DialogueScores:
    """Each turn is asked after the turns before it and the answers that were given to them."""
    turns: list[TurnScores] = []
    for done, dialogue in enumerate(dialogues, start=1):
        turns += _scored(dialogue, assistant, beside)
        report("holding dialogues", done, len(dialogues))
    return DialogueScores(len(dialogues), tuple(turns))


def _scored(dialogue: Dialogue, assistant: Evaluated, beside: Beside) -> list[TurnScores]:
    """The turns that have key facts, under ids of dialogue and turn."""
    replies = _in_turn(dialogue, assistant)
    history = [
        Turn(turn.user, shown.text) for turn, shown in zip(dialogue.turns, replies, strict=True)
    ]
    return [
        _turn(dialogue, place, shown, history[:place], assistant, beside)
        for place, shown in enumerate(replies)
        if dialogue.turns[place].answer_keys
    ]


def _turn(
    dialogue: Dialogue,
    place: int,
    ours: Shown,
    history: Sequence[Turn],
    assistant: Evaluated,
    beside: Beside,
) -> TurnScores:
    turn = dialogue.turns[place]

    def score(shown: Shown, found: Found) -> Score:
        name = f"{dialogue.dialogue_id}/{place + 1}"
        return scored(name, shown, turn.docs, turn.answer_keys, assistant.collection, found=found)

    found, in_full = (find(assistant, text) for text in (ours.searched, turn.standalone))
    gold, after = beside(assistant, turn.standalone, history)
    return TurnScores(
        dialogue=dialogue.dialogue_id,
        language=dialogue.language,
        turn=turn,
        ours=score(ours, found),
        gold=score(gold, in_full),
        after=score(after, in_full) if after else None,
        found=found.documents[:FOUND],
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
        "follow_ups": share_of_gold([_pair(turn) for turn in turns if turn.follows]),
        "stand_alone": share_of_gold([_pair(turn) for turn in turns if not turn.follows]),
        "full_after": loss_alone(
            [(turn.dialogue, turn.after.stated, turn.gold.stated) for turn in turns if turn.after]
        ),
    }


def _pair(turn: TurnScores) -> tuple[str, float, float]:
    return turn.dialogue, turn.ours.stated, turn.gold.stated


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
        "follows": scores.follows,
        **({"after": round(scores.after.stated, ROW_DIGITS)} if scores.after else {}),
    }

"""Decide whether a turn needs the ones before it to be understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gbaqa.retrieval.following.phrases import (
    GENERIC,
    NO_NAMES,
    Names,
    Phrase,
    Rarity,
    read,
    unrated,
    weight,
)
from gbaqa.retrieval.following.wording import (
    CHINESE_START,
    DEFINING,
    ENDING,
    ENGLISH,
    EXPLETIVE,
    LEAVING,
    OPENING,
    POINTING,
    PORTUGUESE,
    THERE,
)
from gbaqa.text.scripts import IDEOGRAPH
from gbaqa.text.terms import ASKING

ABSENT = "\0"  # a term of no document: as rare as any other word that the documents do not hold
# In units of rarity, as BM25 weighs terms: a word of the documents has about 3 to 6. Chosen on
# eval/gba dev, dialogues and single questions.
FEW = 20.0  # a turn that names nothing and says less is an ellipsis
FEW_UNHELD = 12.0  # where it has a word that no document holds: that is another subject
FEW_CHINESE = 14.0
FEW_WITH_PLACE = 10.0
PLACE_ALONE = 2.5  # what may be said beside a place for the two to be an ellipsis
NAMES_ITS_OWN = 14.0  # a turn with a new name that says so much stands, whatever it begins with
SAYS_ENOUGH = 30.0  # so does one that says so much
NEW_SUBJECT = 8.0  # after words that leave the subject
# what must be said before a pronoun for it to stand for that
BEFORE_IT, BEFORE_THEY, BEFORE_THERE = 12.0, 6.0, 15.0
PORTUGUESE_WORD = 4.0  # at most: few documents are in Portuguese, each word looks rare
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as it is read, with the rarity by which its phrases weigh."""

    text: str
    phrases: tuple[Phrase, ...]
    rarity: Rarity
    portuguese: bool

    def mass(self, phrases: Sequence[Phrase]) -> float:
        """How much the phrases say together; numbers say nothing of a subject."""
        return sum(self._weight(one) for one in phrases if one.kind != "number")

    def _weight(self, phrase: Phrase) -> float:
        full = weight(phrase, self.rarity)
        return min(full, PORTUGUESE_WORD) if self.portuguese and phrase.kind == "word" else full


def said(text: str, names: Names, rarity: Rarity) -> Said:
    """Reads a turn."""
    words = [word.lower() for word in WORD.findall(text)]
    portuguese = sum(word in PORTUGUESE for word in words)
    english = sum(word in ASKING - PORTUGUESE or word in ENGLISH for word in words)
    return Said(text, read(text, names), rarity, portuguese > english)


def leans(question: str, names: Names = NO_NAMES, rarity: Rarity = unrated) -> bool:
    """Whether a turn needs the ones before it to be understood, whatever they are.

    >>> leans("What about Macao?"), leans("And the fee?"), leans("Where is Hetao?")
    (True, True, False)
    """
    return points_back(said(question, names, rarity), frozenset())


def points_back(turn: Said, known: frozenset[str]) -> bool:
    """Whether the turn needs an earlier one; `known` are the terms of what was spoken of.

    A turn that points back, or goes on, needs it unless it names a subject of its own; one that
    does neither needs it where it names nothing and says little.
    """
    total = turn.mass(turn.phrases)
    new_name = any(_is_new_name(turn, one, known) for one in turn.phrases)
    if LEAVING.search(turn.text) and (new_name or total >= NEW_SUBJECT):
        return False
    if _points(turn):
        return total < (NAMES_ITS_OWN if new_name else SAYS_ENOUGH)
    return not DEFINING.search(turn.text) and _is_ellipsis(turn, known, total)


def _is_new_name(turn: Said, phrase: Phrase, known: frozenset[str]) -> bool:
    if phrase.kind != "name" or phrase.terms <= known:
        return False
    return weight(phrase, turn.rarity) >= GENERIC


def _points(turn: Said) -> bool:
    text = turn.text
    if OPENING.search(text) or ENDING.search(text) or CHINESE_START.search(text):
        return True
    plain = EXPLETIVE.sub(lambda found: " " * len(found[0]), text)
    return any(
        not _stands_for(turn, found.start(), bare=bool(found["bare"]))
        for found in POINTING.finditer(plain)
    ) or any(not _is_placed(turn, found.start()) for found in THERE.finditer(plain))


def _stands_for(turn: Said, place: int, *, bare: bool) -> bool:
    """Whether the turn itself says, before a pronoun, what that stands for."""
    before = [one for one in turn.phrases if one.end <= place]
    named = any(
        one.kind == "name"
        or (one.kind == "place" and (not bare or weight(one, turn.rarity) >= GENERIC))
        for one in before
    )
    return named or turn.mass(before) >= (BEFORE_IT if bare else BEFORE_THEY)


def _is_placed(turn: Said, place: int) -> bool:
    before = [one for one in turn.phrases if one.end <= place]
    return any(one.kind == "place" for one in before) or turn.mass(before) >= BEFORE_THERE


def _is_ellipsis(turn: Said, known: frozenset[str], total: float) -> bool:
    """Whether a turn that neither points back nor goes on says too little to stand alone."""
    chinese = IDEOGRAPH.search(turn.text) is not None
    names = [one for one in turn.phrases if one.kind in ("name", "place")]
    if not names:
        return total < _few(turn, chinese=chinese)
    if not chinese or any(one.kind == "name" for one in names):
        return False
    if all(weight(one, turn.rarity) < GENERIC for one in names):
        return total < FEW_WITH_PLACE
    words = turn.mass([one for one in turn.phrases if one.kind == "word"])
    new = [one for one in names if not one.terms <= known]
    return bool(new) and words <= PLACE_ALONE


def _few(turn: Said, *, chinese: bool) -> float:
    if chinese:
        return FEW_CHINESE
    absent = turn.rarity(ABSENT)
    unheld = any(
        min(map(turn.rarity, sorted(one.terms)), default=0.0) >= absent
        for one in turn.phrases
        if one.kind == "word"
    )
    return FEW_UNHELD if unheld and not turn.portuguese else FEW

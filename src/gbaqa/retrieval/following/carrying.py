"""Choose what an earlier question gives to a follow-up: only what it is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from gbaqa.retrieval.following.phrases import Phrase, Rarity, weight
from gbaqa.retrieval.following.wording import MONTHS, ORDINALS

# Chosen on eval/gba dev. Names tell what a conversation is about; what was asked of it does not.
LEAST_SHARE = 0.3  # of the weightiest phrase: what weighs less only dilutes the search
MOST_WEIGHT = 8.0  # of one phrase, before what follows
NAME_BONUS = 1.5
VERB = 0.25  # of a word that does not stand where a noun does
ASKED_LATER = 0.3  # of a word that a follow-up brought: what it asked, seldom what it is about
MOST_CARRIED = 9  # phrases

Slot: TypeAlias = Literal["name", "place", "word", "year", "month", "ordinal", "figure"]
YEAR = re.compile(r"(?:19|20)\d\d年?")
ORDINAL = re.compile(r"第.*|\d+(?:st|nd|rd|th|\.?[ªº])")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation has come to: the last question in full, and what it is about.

    `person` is the one that the last answer named where a person was asked for; `shares` are of
    the phrases that count for less than they weigh, by how they are written.
    """

    text: str = ""
    phrases: tuple[Phrase, ...] = ()
    person: str = ""
    shares: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def terms(self) -> frozenset[str]:
        """The terms of all phrases."""
        return terms_of(self.phrases)


def terms_of(phrases: Sequence[Phrase]) -> frozenset[str]:
    """The terms of all phrases together."""
    return frozenset[str]().union(*(one.terms for one in phrases))


def slot(phrase: Phrase) -> Slot:
    """What kind of thing could stand in a phrase's place.

    >>> slot(Phrase("2024", 0, 4, "number")), slot(Phrase("third", 0, 5, "number"))
    ('year', 'ordinal')
    """
    if phrase.kind != "number":
        return phrase.kind
    if YEAR.fullmatch(phrase.written):
        return "year"
    if phrase.written.lower() in MONTHS:
        return "month"
    ordinal = ORDINAL.fullmatch(phrase.written) or phrase.written.lower() in ORDINALS
    return "ordinal" if ordinal else "figure"


def carried(topic: Topic, own: Sequence[Phrase], rarity: Rarity) -> tuple[Phrase, ...]:
    """The phrases of the topic that a follow-up needs, in the order in which they were said.

    A follow-up that says nothing of its own gets all of them. A place, an ordinal or a figure of
    its own takes the place of the topic's; dates belong to the question that named them.

    >>> from gbaqa.retrieval.following.phrases import read, unrated
    >>> topic = "Who chaired the 20th meeting of the Macao Forum?"
    >>> [one.written for one in carried(Topic(topic, read(topic)), read("Where?"), unrated)]
    ['chaired', '20th', 'meeting', 'Macao Forum']
    """
    left = _fitting(topic, own)
    worth = {one: _worth(one, topic, rarity) for one in left}
    says_nothing = all(one.kind == "number" for one in own)
    least = 0.0 if says_nothing else LEAST_SHARE * max(worth.values(), default=0.0)
    kept = sorted(
        (one for one in left if worth[one] >= least), key=lambda one: (-worth[one], one.start)
    )
    return tuple(sorted(kept[:MOST_CARRIED], key=lambda one: one.start))


def _fitting(topic: Topic, own: Sequence[Phrase]) -> list[Phrase]:
    """The phrases that the follow-up does not say itself, nor says otherwise."""
    said, slots = terms_of(own), {slot(one) for one in own}
    replaced = slots & {"place", "ordinal", "figure"} | {"year", "month"}
    found: list[Phrase] = []
    for one in topic.phrases:
        if slot(one) not in replaced and not one.terms <= said | terms_of(found):
            found.append(one)
    return found


def _worth(phrase: Phrase, topic: Topic, rarity: Rarity) -> float:
    worth = min(weight(phrase, rarity), MOST_WEIGHT) + NAME_BONUS * (phrase.kind == "name")
    verb = phrase.kind == "word" and not phrase.noun
    return worth * (VERB if verb else 1.0) * topic.shares.get(phrase.written, 1.0)


def shares_after(
    topic: Topic, kept: Sequence[Phrase], phrases: Sequence[Phrase]
) -> dict[str, float]:
    """The shares of the phrases of a completed follow-up.

    What it took along keeps its share; the words it brought itself are what it asked.
    """
    before = {one.written for one in kept}
    return {
        one.written: topic.shares.get(one.written, 1.0) if one.written in before else ASKED_LATER
        for one in phrases
        if one.written in before or one.kind == "word"
    }

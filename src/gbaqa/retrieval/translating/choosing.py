"""Choose among the senses of words by what the documents speak of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gbaqa.retrieval.translating.words import Word
from gbaqa.text.terms import terms
from gbaqa.types import Language

MOST_SENSES = 8  # of one word that are looked at
# What one rank in the word list weighs, in passages: a sense further down must be that much
# better held by the passages that the other words find. Our Portuguese list puts the word that
# official English uses first; CC-CEDICT has no such order.
RANK_COST = 1.0
RANK_COSTS: Mapping[Language, float] = {"pt": 2.0}
LINKING = frozenset(
    term
    for word in (
        "a an the of to in on at by for with and or is are be was it its that this as from up out"
    ).split()
    for term in terms(word)
)


@dataclass(frozen=True, slots=True)
class Held:
    """An English sense that the documents hold, and its terms without those that only link."""

    text: str
    terms: tuple[str, ...]


Senses = tuple[Held, ...]  # of one word


def held(word: Word, *, frequency: Callable[[str], int]) -> Senses:
    """The senses whose terms all occur in the documents; where none does, those with some."""
    every = [Held(text, _content(text)) for text in word.senses]
    whole = [one for one in every if one.terms and all(map(frequency, one.terms))]
    if word.kind in ("kept", "asking") or whole:
        return tuple((whole or every)[:MOST_SENSES])
    partly = [Held(one.text, tuple(filter(frequency, one.terms))) for one in every]
    return tuple(one for one in partly if one.terms)[:MOST_SENSES]


def _content(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for term in terms(text) if term not in LINKING))


def choose(
    senses: Senses,
    found: Sequence[tuple[float, frozenset[str]]],
    *,
    rank_cost: float = RANK_COST,
) -> Held:
    """The sense that the passages found for all words hold most.

    `found` are weights from 0 to 1 and terms of those passages. A sense of several terms is
    held as much as they are on average.
    """

    def support(rank: int, sense: Held) -> float:
        if not sense.terms:
            return -rank_cost * rank
        hits = sum(weight for weight, held in found for term in sense.terms if term in held)
        return hits / len(sense.terms) - rank_cost * rank

    best = max(range(len(senses)), key=lambda rank: (support(rank, senses[rank]), -rank))
    return senses[best]

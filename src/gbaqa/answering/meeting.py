"""Tell how well the tokens of each sentence meet those of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.indexing.opening import Generation
from gbaqa.indexing.tokens import SCALE, Tokens

if TYPE_CHECKING:
    from gbaqa.types import Vectors

REMEMBERED = 4096  # passages whose tokens were found


@dataclass(frozen=True, slots=True)
class Met:
    """How a sentence meets a question's tokens, cosines from -1 to 1.

    `own` is the mean over the question's tokens, weighted by rarity, of the best cosine with a
    token of the sentence (late interaction: Khattab and Zaharia, SIGIR 2020), `wider` the same
    with title and headings besides; `least` is the `wider` cosine of the rare token met worst.
    """

    own: float
    wider: float
    least: float


class TokenMeeting:
    """The token vectors of passages, and which of them are of which sentence."""

    def __init__(self, generation: Generation) -> None:
        self._generation = generation
        self._ranges = lru_cache(maxsize=REMEMBERED)(self._ranges_of)

    def met(self, query: Tokens | None, passage_id: str) -> list[Met] | None:
        """One for each unit of the passage; None where there are no token vectors."""
        index = self._generation.tokens
        if index is None or query is None or not len(query.ids):
            return None
        tokens = index.of(self._generation.collection.position(passage_id))
        cosines = (tokens.rows.astype("float32") @ query.rows.T) / SCALE
        rarity = index.rarity(query.ids)
        lead, units = self._ranges(passage_id)
        before = _best(cosines[:lead])
        return [_met(_best(cosines[first:last]), before, rarity) for first, last in units]

    def _ranges_of(self, passage_id: str) -> tuple[int, tuple[tuple[int, int], ...]]:
        """Where the passage's own text begins among its tokens, and each unit's first and end."""
        generation = self._generation
        index = generation.tokens
        text = generation.collection.document_of(passage_id).text
        spans, _ = generation.units.of(passage_id)
        if index is None:
            return 0, ((0, 0),) * len(spans)
        held = index.of(generation.collection.position(passage_id)).ids.tolist()
        units, start = [], 0
        for ids in generation.encoder.token_ids([span.of(text) for span in spans]):
            first = _find(held, ids, start)
            units.append((first, first + len(ids)))
            start = first + len(ids)
        return (units[0][0] if units else 0), tuple(units)


def _find(held: Sequence[int], wanted: Sequence[int], start: int) -> int:
    """Where the tokens stand from `start` on; `start` where they do not, as when they were cut."""
    for place in range(start, len(held) - len(wanted) + 1):
        if held[place : place + len(wanted)] == wanted:
            return place
    return start


def _best(cosines: Vectors) -> Vectors:
    """The best cosine with each of the question's tokens, -1 without any token."""
    best: Vectors = cosines.max(axis=0, initial=-1.0)
    return best


def _met(own: Vectors, lead: Vectors, rarity: Vectors) -> Met:
    shares = rarity / max(float(rarity.sum()), 1e-9)
    wider = np.maximum(own, lead)
    rare = rarity >= np.median(rarity)
    return Met(float(own @ shares), float(wider @ shares), float(wider[rare].min()))

"""What a question asks for: the kind of thing and, of a quantity, which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gbaqa.text.quantities import Quantity, QuantityKind
from gbaqa.types import Language

Kind = Literal[
    "who", "when", "how-many", "how-much", "where", "which-list", "yes-no", "how-to", "definition",
    "what", "compare",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that ask for a kind, as a regular expression over a question made plain."""

    kind: Kind
    pattern: str
    quantities: tuple[QuantityKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an answer must hold, as far as a question tells.

    `quantities` are the kinds of number that may answer, none where no number is asked for;
    `units` the units that the question names, as "CNY" or "day"; `noun` the stem of what is
    counted, in the question's language; `said` the quantities of the question itself, which are
    no answer to it.
    """

    question: str
    language: Language
    kind: Kind | None = None
    quantities: frozenset[QuantityKind] = frozenset()
    units: frozenset[str] = frozenset()
    noun: str = ""
    said: tuple[Quantity, ...] = ()


def any_of(words: str) -> str:
    """A pattern for any of the words, parted by spaces; "_" stands for a space within one.

    >>> any_of("city part_of")
    '(?:city|part of)'
    """
    return "(?:" + "|".join(word.replace("_", " ") for word in words.split()) + ")"

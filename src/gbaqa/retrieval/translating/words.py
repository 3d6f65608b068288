"""A word of a question, and the English words that it may stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gbaqa.text.terms import asked_terms

# asking: what, how many     named: of the glossary     plain: of a word list
# spelt: a name by its sound     kept: as it stands, in Latin letters or figures
Kind = Literal["asking", "named", "plain", "spelt", "kept"]

ORDINALS = dict(
    zip(
        "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th 15th".split(),
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth".split(),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Word:
    """What is written in the question, and its English senses, the likeliest first."""

    written: str
    senses: tuple[str, ...]
    kind: Kind = "plain"


def says(sense: str) -> bool:
    """Whether an English text would have to hold it: more than words that join or ask.

    >>> says("apply for"), says("to be at"), says("May")
    (True, False, True)
    """
    return bool(asked_terms(sense)) or sense != sense.lower()


def spellings(figure: str) -> tuple[str, ...]:
    """A figure and, of one that orders, its English word.

    >>> spellings("3rd"), spellings("2024")
    (('3rd', 'third'), ('2024',))
    """
    return (figure, ORDINALS[figure]) if figure in ORDINALS else (figure,)

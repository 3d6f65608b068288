"""Set the typing errors of a question right by the words of the documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

from gbaqa.indexing.vocabulary import ADDRESS, WORD, WORDS, Vocabulary, folded
from gbaqa.text.terms import ASKING, terms

LEAST_LETTERS = 5  # shorter words have too many neighbours
LONG = 8  # from so many letters on, two errors leave a word to be recognised
HALF = 5  # letters of the shorter half of a compound: with 4, hepatitus were hepa and titus
# Texts that hold a word which may be meant although another might be. Of the words that are
# corrected when FeedbackQA's questions are put to our corpus, which is about other things, 3 of 29
# become wrong ones; without this and `_alike`, 20 of 50.
COMMON = 5
# A question with so many unknown words, half of it, is in a language the documents do not hold.
UNREADABLE = 4
ENDINGS = ("s", "es", "ed", "ing", "er", "ers", "ly")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
OPENING = " \n\t\"'“‘(["  # what may stand before a sentence's first word, after one of STOPS
STOPS = ".?!:。？！："
COMPOUND = re.compile(rf"{ADDRESS}|(?P<compound>{WORD}(?:[-\u2010\u2011]{WORD})*)")
PART = re.compile(WORD)


def corrected(
    text: str,
    vocabulary: Vocabulary,
    *,
    known: Callable[[str], bool],
    ordinary: Container[str] = frozenset(),
) -> str:
    """The text, with each unknown word replaced by the nearest word of the documents, if any.

    `known` says whether the documents hold a term; `ordinary` are words, folded, that are spelt
    rightly whether or not they do. A wrong correction is worse than none: what may be another
    word, a name in capitals or another language is kept.

    >>> held = Vocabulary({"government": 9, "hengqin": 5})
    >>> corrected("the goverment of Hengqing", held, known=lambda term: False)
    'the government of Hengqin'
    """
    speller = _Speller(vocabulary, known, ordinary)
    if speller.unreadable(text):
        return text
    return COMPOUND.sub(speller.compound, text)


@dataclass(frozen=True, slots=True)
class _Speller:
    vocabulary: Vocabulary
    known: Callable[[str], bool]
    ordinary: Container[str]

    def unreadable(self, text: str) -> bool:
        found = (folded(match["word"]) for match in WORDS.finditer(text) if match["word"])
        words = [word for word in found if len(word) >= LEAST_LETTERS]
        unknown = sum(not self._real(word) for word in words)
        return unknown >= UNREADABLE and 2 * unknown >= len(words)

    def compound(self, match: re.Match[str]) -> str:
        """One word, or several with hyphens between them."""
        parts = PART.findall(match["compound"] or "")
        if not parts or (len(parts) > 1 and self._held(folded("".join(parts)))):
            return match[0]
        inside = match.string[: match.start()].rstrip(OPENING)[-1:] not in STOPS
        return PART.sub(lambda part: self._word(part[0], inside=inside), match[0])

    def _word(self, written: str, *, inside: bool) -> str:
        """The word that was meant, in the case of what was written."""
        word = folded(written)
        if len(word) < LEAST_LETTERS or not written[1:].islower() or self._real(word):
            return written
        # inside a sentence a capital makes a name, and names are near one another: Hebei, Hubei
        meant = self._meant(word, name=inside and written[0].isupper()) or written
        return meant.capitalize() if written[0].isupper() else meant

    def _real(self, word: str) -> bool:
        return (
            self._held(word)
            or word in ASKING
            or any(map(self._spelt, _forms(word)))
            or any(self._spelt(first) and self._spelt(second) for first, second in _halves(word))
        )

    def _held(self, word: str) -> bool:
        return word in self.vocabulary or any(map(self.known, terms(word)))

    def _spelt(self, word: str) -> bool:
        return word in self.ordinary or word in self.vocabulary

    def _meant(self, word: str, *, name: bool) -> str | None:
        near = min(self._near(word), default=None)
        if not near:
            return None
        errors, rarity, meant = near
        common, swapped = -rarity >= COMMON, sorted(word) == sorted(meant)
        if errors == 1 and (common or swapped):
            return meant
        likely = common if errors == 2 else not name
        return meant if likely and not self._rivalled(word) else None

    def _rivalled(self, word: str) -> bool:
        """Whether a word that the documents happen not to hold is one error off."""
        return any(
            rival in self.ordinary and rival not in self.vocabulary
            for rival in _one_error_off(word)
        )

    def _near(self, word: str) -> Iterator[tuple[int, int, str]]:
        """The words that may be meant: how many errors off, how rare, and the word."""
        from rapidfuzz.distance import OSA  # Damerau, CACM 1964: neighbours swapped are one error
        from rapidfuzz.process import extract

        most = 2 if len(word) >= LONG else 1
        for start in (word[0], word[1] + word[0]):
            for length in range(len(word) - most, len(word) + most + 1):
                shelf = self.vocabulary.words(start[0], length=length)
                for meant, errors, _ in extract(
                    word, shelf, scorer=OSA.distance, score_cutoff=most, limit=None
                ):
                    if meant.startswith(start) and (errors == 1 or _alike(word, meant)):
                        yield int(errors), -self.vocabulary.frequencies[meant], meant


def _alike(word: str, other: str) -> bool:
    """Whether letters are only missing, doubled or misplaced: two others make another word."""
    return set(word) == set(other)


def _forms(word: str) -> Iterator[str]:
    """The word, and those that it may be an inflection of."""
    yield word
    if word.endswith(("ies", "ied")):
        yield word[:-3] + "y"
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and not word.endswith("ss"):
            yield from (stem, stem + "e")
            if stem[-1:] == stem[-2:-1]:
                yield stem[:-1]


def _halves(word: str) -> Iterator[tuple[str, str]]:
    return ((word[:at], word[at:]) for at in range(HALF, len(word) - HALF + 1))


def _one_error_off(word: str) -> Iterator[str]:
    """Every string one error away, its first letter kept or swapped with the second."""
    yield word[1] + word[0] + word[2:]
    for at in range(1, len(word) + 1):
        before, after = word[:at], word[at:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in LETTERS:
            yield before + letter + after
            yield before + letter + after[1:]

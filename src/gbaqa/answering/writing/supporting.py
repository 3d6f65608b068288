"""Tell whether the quotes that a sentence cites say what it says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from gbaqa.answering.writing.counting import missing_number
from gbaqa.answering.writing.naming import Name, Names
from gbaqa.answering.writing.opposing import clauses, denies, opposed
from gbaqa.answering.writing.pairing import strayed
from gbaqa.answering.writing.wording import Reader, Reading, in_english, written_in
from gbaqa.retrieval.translating.glossary import key
from gbaqa.retrieval.translating.searching import family
from gbaqa.retrieval.translating.words import Word
from gbaqa.text.scripts import IDEOGRAPH, language_of
from gbaqa.text.terms import ASKING
from gbaqa.types import Encoder, Language, Term

# Chosen on labelled sentences of eval/gba dev, as docs/language-model.md tells.
LEAST_COVERAGE = 0.7  # of the sentence's words, in the quotes
LEAST_COVERAGE_TRANSLATED = 0.5  # where no quote is in its language
LEAST_COSINE = 0.5  # of sentence and quotes, both in English words
LEAST_CLAUSE = 0.6  # of that coverage, in the clauses that deny as the sentence does, or do not

MARKUP = re.compile(
    r"<\s*[a-z/!?]|\]\s*\(|`|javascript:|&#?\w{1,8};|\$\$|\\[(\[]|[{}]", re.IGNORECASE
)
ADDRESS = re.compile(
    r"(?:https?:|//|www\.)[!-~]+|[\w.+-]+@[\w-]+\.\w+"
    r"|(?<![a-z0-9.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![a-z0-9])(?:/[!-~]*)?",
    re.IGNORECASE | re.ASCII,
)
LATIN = ("LATIN", "FULLWIDTH LATIN", "MASCULINE ORDINAL", "FEMININE ORDINAL")


class Support:
    """Holds sentences against their quotes, with the names of a glossary.

    Without an encoder, all but the similarity is checked. Safe to use from several threads.
    """

    def __init__(self, names: Sequence[Term] = (), encoder: Encoder | None = None) -> None:
        self._reader = Reader(names)
        self._names = Names(self._reader)
        self._encoder = encoder

    def unsupported(self, text: str, quotes: Sequence[str], language: Language) -> str | None:
        """Why the quotes do not say what the sentence says, in plain words; None where they do.

        `language` is the one that the sentence was to be written in. It must be plain text; its
        numbers, dates, amounts and names must stand in the quotes, as it has them; it may deny
        nothing that they do not, and the reverse; and enough of its words must be theirs.

        >>> support = Support()
        >>> support.unsupported("It has 7 lanes.", ["The road has 6 lanes."], "en")
        'the number 7 is in none of its quotes'
        >>> support.unsupported("The road has 6 lanes.", ["The new road has 6 lanes."], "en")
        """
        sentence = self._reader.read(text, written_in(text, language))
        read = [self._reader.read(quote, language_of(quote)) for quote in quotes]
        checks: tuple[Callable[[Reading, Sequence[Reading]], str], ...] = (
            _unfit, self._unheld, self._denied, self._unlike,
        )  # fmt: skip
        return next(filter(None, (check(sentence, read) for check in checks)), None)

    def _unheld(self, sentence: Reading, quotes: Sequence[Reading]) -> str:
        number = missing_number(sentence, quotes)
        if number:
            return f"the number {number} is in none of its quotes"
        name = self._names.missing(sentence, quotes)
        if name:
            return f"the name {name} is in none of its quotes"
        number = strayed(sentence, quotes, self._names)
        return number and f"its quotes say {number} of something else"

    def _denied(self, sentence: Reading, quotes: Sequence[Reading]) -> str:
        word = opposed(sentence.plain, " . ".join(quote.plain for quote in quotes))
        if word:
            return f'its quotes say the opposite of "{word}"'
        for denied in (True, False):
            theirs = self._clauses(quotes, denied=denied)
            for ours in self._clauses([sentence], denied=denied):
                if not _said_alike(ours, theirs, quotes, denied=denied):
                    return f"its quotes {'do not ' if denied else ''}deny that"
        return ""

    def _clauses(self, texts: Sequence[Reading], *, denied: bool) -> list[Reading]:
        return [
            self._reader.read(part, text.language)
            for text in texts
            for part in clauses(text.text)
            if denies(self._reader.read(part, text.language).plain) == denied
        ]

    def _unlike(self, sentence: Reading, quotes: Sequence[Reading]) -> str:
        alike = any(family(quote.language) == family(sentence.language) for quote in quotes)
        least = LEAST_COVERAGE if alike else LEAST_COVERAGE_TRANSLATED
        if coverage(sentence, quotes, self._names.of(sentence)) < least:
            return "too few of its words are in its quotes"
        if self.similarity(sentence, quotes) < LEAST_COSINE:
            return "its quotes speak of something else"
        return ""

    def similarity(self, sentence: Reading, quotes: Sequence[Reading]) -> float:
        """The cosine of the sentence with the nearest quote or all of them; 1 with no encoder."""
        if self._encoder is None or not quotes:
            return 1.0
        texts = [in_english(quote, [sentence]) for quote in quotes]
        vectors = self._encoder.encode([in_english(sentence, quotes), *texts, " ".join(texts)])
        return float((vectors[1:] @ vectors[0]).max())


def _said_alike(
    ours: Reading, theirs: Sequence[Reading], quotes: Sequence[Reading], *, denied: bool
) -> bool:
    """Whether clauses that deny as ours does, or do not, say most of what the quotes say of it."""
    whole = covered(ours, quotes)
    if denied and not whole:  # as of "is not 80 yuan", which says nothing but that
        return any(ours.plain.strip(" .。") in one.plain for one in theirs)
    return covered(ours, theirs) >= LEAST_CLAUSE * whole


def coverage(sentence: Reading, quotes: Sequence[Reading], names: Sequence[Name] = ()) -> float:
    """The share of the sentence's words, apart from those that join, that are in any of the quotes.

    Quantities are no words. `names` are known to be in the quotes: their words count, however the
    quotes spell them. 0 for a sentence without words.
    """
    words = _words(sentence)
    known = " ".join(f" {name.written} " for name in names)
    found = covered(sentence, quotes, known)
    return found / len(words) if words else 0.0


def covered(sentence: Reading, quotes: Sequence[Reading], known: str = "") -> int:
    """How many of these words there are in any of the quotes, or among the known ones."""
    return sum(
        f" {key(word.written)} " in known
        or any(quote.holds(word, sentence.language) for quote in quotes)
        for word in _words(sentence)
    )


def _words(sentence: Reading) -> list[Word]:
    return [word for word in sentence.words if _says(word)]


def _says(word: Word) -> bool:
    if any(sign.isdigit() for sign in word.written):
        return False
    if IDEOGRAPH.search(word.written):
        return bool(word.senses)
    return word.written.lower() not in ASKING


def _unfit(sentence: Reading, quotes: Sequence[Reading]) -> str:
    """Why a text cannot be shown at all, whatever it says."""
    held = " ".join(quote.text for quote in quotes)
    if MARKUP.search(sentence.text):
        return "it holds markup"
    for address in ADDRESS.findall(sentence.text):
        if address.rstrip(".,;:/)").lower() not in held.lower():
            return "it holds an address that is in none of its quotes"
    if any(sign not in held for sign in _foreign(sentence.text)):
        return "it holds letters of another script"
    return ""


def _foreign(text: str) -> Iterator[str]:
    for sign in text:
        ours = IDEOGRAPH.match(sign) or unicodedata.name(sign, "").startswith(LATIN)
        if sign.isalpha() and not ours:
            yield sign

"""Read texts of four languages so that they can be compared: in their own and in English words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from gbaqa.retrieval.translating import chinese, glossary, portuguese
from gbaqa.retrieval.translating.dictionary import dictionary
from gbaqa.retrieval.translating.names import pinyin
from gbaqa.retrieval.translating.searching import family
from gbaqa.retrieval.translating.words import Word
from gbaqa.text.quantities import quantities
from gbaqa.text.scripts import IDEOGRAPH, language_of
from gbaqa.text.terms import ASKING, TOKEN, stem, terms
from gbaqa.types import Language, Term

REMEMBERED = 1024  # texts
SYLLABLES = 3  # of one written name: Xiaojie has two
IDEOGRAPHS = re.compile(f"(?:{IDEOGRAPH.pattern})+")
LOWER_WORD = re.compile(r"(?<![^\W_])[a-z]{2,}(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, its words with their English senses, and every English term that it may mean.

    `rest` is the text with a full stop in place of each quantity, and `words` are those of it;
    `plain` is the text in Simplified script and lower case, `key` its Latin words without
    accents, `sounds` how names in ideographs may be spelt.
    """

    text: str
    language: Language
    rest: str
    words: tuple[Word, ...]
    english: frozenset[str]
    own: frozenset[str]
    plain: str
    key: str
    sounds: frozenset[str]

    def holds(self, word: Word, language: Language) -> bool:
        """Whether the text has the word, written in that language, in it or in another one.

        >>> reader = Reader()
        >>> [word] = reader.read("經濟", "zh-Hant").words
        >>> reader.read("A strong economy.", "en").holds(word, "zh-Hant")
        True
        """
        if family(language) == family(self.language):
            own = terms(word.written, language)
            if language in ("en", "pt") and own and self.own.issuperset(own):
                return True
            if IDEOGRAPH.search(word.written) and word.written in self.plain:
                return True
        senses = (terms(sense) for sense in (word.written, *word.senses))
        return any(sense and self.english.issuperset(sense) for sense in senses)


class Reader:
    """Reads by a glossary and general word lists, which take a second or two to load."""

    def __init__(self, names: Sequence[Term] = ()) -> None:
        self._chinese = glossary.chinese(names)
        self._latin = glossary.latin(names)
        self.names = tuple(names)
        self.read = lru_cache(maxsize=REMEMBERED)(self._read)

    def _read(self, text: str, language: Language) -> Reading:
        plain = unicodedata.normalize("NFKC", text)
        rest = _without_quantities(text, language)
        words = self._words(unicodedata.normalize("NFKC", rest), language)
        senses = [sense for word in words for sense in (word.written, *word.senses)]
        own = frozenset(terms(plain, language))
        return Reading(
            text,
            language,
            rest,
            words,
            english=frozenset(terms(" . ".join(senses))) | frozenset(terms(plain)),
            own=own,
            plain=glossary.plain(plain),
            key=glossary.key(IDEOGRAPH.sub(" ", plain)),
            sounds=_sounds(plain),
        )

    def _words(self, text: str, language: Language) -> tuple[Word, ...]:
        if IDEOGRAPH.search(text):
            return chinese.read(text, names=self._chinese, words=dictionary(), latin=self._latin)
        if language == "pt":
            return portuguese.read(text, names=self._latin, words=portuguese.word_list())
        tokens = (token for token in TOKEN.findall(text) if token.lower() not in ASKING)
        return tuple(Word(token, ()) for token in tokens)


def written_in(text: str, wanted: Language) -> Language:
    """The language of a sentence that was to be written in `wanted`; models do not always obey.

    In Latin letters it is the one wanted, English or Portuguese: so few words do not tell them
    apart, and 1.300 is another number in either.

    >>> written_in("大橋於2018年開通", "en"), written_in("The bridge opened in 2018.", "zh-Hant")
    ('zh-Hant', 'en')
    """
    found = language_of(text)
    latin: tuple[Language, ...] = ("en", "pt")
    return wanted if found in latin and wanted in latin else found


def in_english(text: Reading, others: Sequence[Reading]) -> str:
    """The text in English words; of a word's senses, the first that one of the others has."""
    if text.language == "en":
        return text.text
    chosen = []
    for word in text.words:
        senses = word.senses or ((word.written,) if word.written.isascii() else ())
        held = (
            sense
            for sense in senses
            if any(other.english.issuperset(terms(sense)) for other in others)
        )
        chosen.append(next(held, senses[0] if senses else ""))
    return " ".join(filter(None, chosen))


@cache
def ordinary() -> frozenset[str]:
    """Stems of English words that are no names: those that explain the general word list."""
    senses = (sense for senses in portuguese.word_list().forms.values() for sense in senses)
    words = {word for sense in senses for word in LOWER_WORD.findall(sense)}
    return frozenset(stem(word) for word in words | ASKING)


def _without_quantities(text: str, language: Language) -> str:
    rest, end = "", 0
    for quantity in quantities(text, language):
        rest += text[end : quantity.span.start] + " . "
        end = quantity.span.end
    return rest + text[end:]


def _sounds(text: str) -> frozenset[str]:
    found: set[str] = set()
    for run in IDEOGRAPHS.findall(text):
        sounds = pinyin(run)
        for size in range(1, SYLLABLES + 1):
            found.update("".join(sounds[i : i + size]) for i in range(len(sounds) - size + 1))
    return frozenset(found)

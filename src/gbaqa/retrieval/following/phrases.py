"""Read a question as the names, places, numbers and words that it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

from gbaqa.retrieval.following.wording import (
    CHINESE,
    LATIN_FUNCTION,
    LEADING_TO_NOUNS,
    MONTHS,
    ORDINALS,
)
from gbaqa.retrieval.translating.dictionary import dictionary
from gbaqa.retrieval.translating.glossary import key, plain
from gbaqa.retrieval.translating.segmenting import segment
from gbaqa.text.scripts import HAN, IDEOGRAPH
from gbaqa.text.terms import terms
from gbaqa.types import Term

Kind = Literal["name", "place", "number", "word"]
Rarity: TypeAlias = Callable[[str], float]  # of a term: its inverse document frequency

LONGEST_READ = 1000  # characters of one turn
LONGEST_NAME = 8  # words
UNRATED = 6.0  # of each term where no documents tell: that of one in about 400 passages
# Ideographs say less each than a word does: a term of two is as rare as a word, but there are more.
PER_IDEOGRAPH, LONE_IDEOGRAPH = 2.5, 2.0
# below it a name is in every other document, and alone is no subject; chosen on eval/gba dev
GENERIC = 2.0
PLAIN_KINDS = frozenset({"kind", "tax", "term"})  # of the glossary: words of the field, no names
TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)*(?:\.?[ªº]|[a-zA-Z]+)?|[{HAN}]+"
    rf"|(?:(?![{HAN}])[^\W_])+(?:[-'’.&](?:(?![{HAN}])[^\W_])+)*"
)
COUNTED = re.compile(
    r"第[〇零一二兩两三四五六七八九十百\d]+(?:[屆届期批次個个階阶]段?)?"
    r"|[\d〇零一二三四五六七八九十兩两]+[年月日號号期][尾底初]?"
)
JOINING = frozenset({"of", "de", "da", "do", "dos"})  # within a name: University of Macau
BETWEEN_NOUNS = (" ", "'s ", "’s ")
NO_STOP = re.compile(rf"[{HAN}?!;]|[.,]\s")  # what no name in Latin letters holds


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a text says at `[start, end)`; `noun` tells whether it stands where a noun does."""

    written: str
    start: int
    end: int
    kind: Kind
    noun: bool = True

    @property
    def terms(self) -> frozenset[str]:
        """Its terms, for comparing and weighing."""
        return frozenset(terms(self.written))


@dataclass(frozen=True, slots=True)
class Names:
    """The kind and the term of each name of a glossary, by plain ideographs and by Latin key."""

    chinese: Mapping[str, tuple[Kind, Term]]
    latin: Mapping[str, tuple[Kind, Term]]
    longest: int = 1  # ideographs


NO_NAMES = Names(MappingProxyType({}), MappingProxyType({}))


def known_names(glossary: Iterable[Term]) -> Names:
    """The names of a glossary; of two terms with one name, the first.

    >>> known_names([Term(en="Hengqin", zh_hant="橫琴", kind="place")]).chinese["横琴"][0]
    'place'
    """
    found: dict[bool, dict[str, tuple[Kind, Term]]] = {True: {}, False: {}}
    for term in glossary:
        for form in (term.en, term.zh_hant, term.zh_hans, term.pt, *term.aliases):
            han = IDEOGRAPH.search(form) is not None
            name = plain(form) if han else key(form)
            if name:
                found[han].setdefault(name, (_kind_of(term), term))
    return Names(
        MappingProxyType(found[True]),
        MappingProxyType(found[False]),
        longest=max(map(len, found[True]), default=1),
    )


def _kind_of(term: Term) -> Kind:
    if term.kind == "place":
        return "place"
    return "word" if term.kind in PLAIN_KINDS else "name"


def read(text: str, names: Names = NO_NAMES) -> tuple[Phrase, ...]:
    """The phrases of a text in order; words that ask, join or point are left out.

    >>> [(one.written, one.kind) for one in read("When did the Macao Forum open in 2024?")]
    [('Macao Forum', 'name'), ('open', 'word'), ('2024', 'number')]
    >>> [one.written for one in read("港珠澳大橋幾時通車？")]
    ['港珠澳大橋', '通車']
    """
    return tuple(_Reader(text[:LONGEST_READ], names).read())


def weight(phrase: Phrase, rarity: Rarity) -> float:
    """How much it says: the rarity of its rarest term; of ideographs at most so much each."""
    rarest = max(map(rarity, sorted(phrase.terms)), default=0.0)
    if phrase.kind == "number" or not IDEOGRAPH.search(phrase.written):
        return rarest
    size = len(phrase.written)
    return min(rarest, PER_IDEOGRAPH * size if size > 1 else LONE_IDEOGRAPH)


def unrated(term: str) -> float:
    """The rarity of a term where nothing is known of it."""
    return UNRATED


class _Reader:
    """One text and its tokens."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names
        self._tokens = [(found[0], found.start(), found.end()) for found in TOKEN.finditer(text)]

    def read(self) -> Iterator[Phrase]:
        place, last = 0, None
        while place < len(self._tokens):
            if self._is_chinese(place):
                stop = self._touching(place)
                yield from self._chinese(self._tokens[place][1], self._tokens[stop][2])
                place, last = stop + 1, None
                continue
            taken, found = self._latin(place, last)
            if found:
                yield found
            place, last = place + taken, found
        return

    def _is_chinese(self, place: int) -> bool:
        word, _, end = self._tokens[place]
        after = self._text[end : end + 1]
        return bool(IDEOGRAPH.match(word) or (word[0].isdigit() and IDEOGRAPH.match(after)))

    def _touching(self, place: int) -> int:
        while (
            place + 1 < len(self._tokens) and self._tokens[place + 1][1] == self._tokens[place][2]
        ):
            place += 1
        return place

    def _latin(self, place: int, last: Phrase | None) -> tuple[int, Phrase | None]:
        """How many tokens are taken, and the phrase that they make if they make one."""
        word, start, end = self._tokens[place]
        low = word.lower().replace("’", "'")
        known = self._known(place)
        if known:
            return known
        if word[0].isdigit() or low in ORDINALS or (low in MONTHS and word[0].isupper()):
            return 1, Phrase(word, start, end, "number")
        if low in LATIN_FUNCTION:
            return 1, None
        if self._is_capital(place):
            stop = self._capitals(place)
            end = self._tokens[stop][2]
            return stop - place + 1, Phrase(self._text[start:end], start, end, "name")
        noun = place > 0 and self._tokens[place - 1][0].lower() in LEADING_TO_NOUNS
        follows = last is not None and last.noun and self._text[last.end : start] in BETWEEN_NOUNS
        end -= 2 * low.endswith("'s")
        return 1, Phrase(self._text[start:end], start, end, "word", noun or follows)

    def _known(self, place: int) -> tuple[int, Phrase] | None:
        start = self._tokens[place][1]
        for size in range(min(LONGEST_NAME, len(self._tokens) - place), 0, -1):
            words = [word.lower() for word, _, _ in self._tokens[place : place + size]]
            end = self._tokens[place + size - 1][2]
            end -= 2 * words[-1].replace("’", "'").endswith("'s")
            written = self._text[start:end]
            if NO_STOP.search(written) or all(word in LATIN_FUNCTION for word in words):
                continue
            found = self._names.latin.get(key(written))
            if found and not (len(written) < 3 and written.islower()):
                capital = size > 1 and written != written.lower()
                kind: Kind = "name" if found[0] == "word" and capital else found[0]
                return self._extended(place, size, Phrase(written, start, end, kind))
        return None

    def _extended(self, place: int, size: int, found: Phrase) -> tuple[int, Phrase]:
        """A place, or the longer name that begins with it: Macao Light Rapid Transit."""
        after = place + size
        goes_on = found.kind == "place" and found.end == self._tokens[after - 1][2]
        if not goes_on or after >= len(self._tokens) or not self._follows(after):
            return size, found
        word = self._tokens[after][0]
        if not word[0].isupper() or word.isupper() or self._known(after):
            return size, found
        stop = self._capitals(after)
        end = self._tokens[stop][2]
        return stop - place + 1, Phrase(self._text[found.start : end], found.start, end, "name")

    def _is_capital(self, place: int) -> bool:
        """A capital letter makes a name within a sentence, several do anywhere."""
        word, start, _ = self._tokens[place]
        if not word[0].isupper():
            return False
        gap = self._text[self._tokens[place - 1][2] : start].strip(" \"'(“‘") if place else "."
        return gap[-1:] not in tuple(".?!:") or (len(word) > 1 and word.isupper())

    def _capitals(self, place: int) -> int:
        """The last token of the name that begins here."""
        while place + 1 < len(self._tokens) and self._follows(place + 1):
            if self._tokens[place + 1][0][0].isupper():
                place += 1
            elif (
                self._tokens[place + 1][0] in JOINING
                and place + 2 < len(self._tokens)
                and self._follows(place + 2)
                and self._tokens[place + 2][0][0].isupper()
            ):
                place += 2
            else:
                break
        return place

    def _follows(self, place: int) -> bool:
        return self._text[self._tokens[place - 1][2] : self._tokens[place][1]] == " "

    def _chinese(self, start: int, end: int) -> Iterator[Phrase]:
        """A run in which ideographs stand: its numbers, and what is between them."""
        place = start
        for found in COUNTED.finditer(self._text, start, end):
            yield from self._words(place, found.start())
            yield Phrase(found[0], found.start(), found.end(), "number")
            place = found.end()
        yield from self._words(place, end)

    def _words(self, start: int, end: int) -> Iterator[Phrase]:
        for found in TOKEN.finditer(self._text, start, end):
            if IDEOGRAPH.match(found[0]):
                yield from self._ideographs(found[0], found.start())
            elif found[0].lower() not in LATIN_FUNCTION:
                yield Phrase(found[0], found.start(), found.end(), self._lone(found[0]))

    def _lone(self, word: str) -> Kind:
        if word[0].isdigit():
            return "number"
        known = self._names.latin.get(key(word))
        return known[0] if known else "name" if word.isupper() else "word"

    def _ideographs(self, run: str, start: int) -> Iterator[Phrase]:
        words, names = dictionary(), self._names
        for written in segment(
            plain(run),
            is_name=names.chinese.__contains__,
            is_word=lambda part: part in words or part in CHINESE,
            longest=max(names.longest, words.longest),
        ):
            end = start + len(written)
            if written not in CHINESE:
                kind = names.chinese[written][0] if written in names.chinese else "word"
                yield Phrase(self._text[start:end], start, end, kind, len(written) > 1)
            start = end

"""Find the words of a question that documents should speak of, as they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from gbaqa.retrieval.translating.glossary import plain
from gbaqa.retrieval.translating.words import ORDINALS, Word
from gbaqa.text.alternatives import indexed_terms
from gbaqa.text.terms import ASKING, TOKEN, stem, terms
from gbaqa.types import Language, Span, Term

COMPOUND = re.compile(rf"(?:{TOKEN.pattern})(?:-(?:{TOKEN.pattern}))*")  # of parts with hyphens
WHOLE = re.compile(r"\w.*\w|\w")
# Words that do something and tell nothing of what: a phrase does not go on over them.
VERBS = frozenset(
    term
    for word in (
        "become becomes came come comes could did get gets getting give given gives go goes going "
        "gone got happen happened happens keep keeps let lets like look looking make makes making "
        "made must need needed needs put really receive received receives recieve see sit sits "
        "still take taken takes taking took try use used uses using want wanted wants went whats "
        "win wins won"
    ).split()
    for term in terms(word)
)
# Words that say little by themselves: a phrase neither begins nor ends with one.
LIGHT = VERBS | frozenset(
    term
    for word in (
        "after again already also altogether any anyone before best big day days during each else "
        "ever every everyone first full her him his just kind last long lot many me month months "
        "most new now number off old one only other out over own part people right same "
        "several since some someone something through together too under until up upon us very "
        "via way well while within year years yet"
    ).split()
    for term in terms(word)
)


# "9th" and "ninth" are one
ORDINAL = {term: stem(word) for term, word in ORDINALS.items()}
ORDINAL |= {word: term for term, word in ORDINAL.items()}

Ways = tuple[frozenset[str], ...]
NO_OTHERS: Mapping[str, Ways] = MappingProxyType({})


def _is_held(term: str, held: frozenset[str]) -> bool:
    return term in held or ORDINAL.get(term) in held


@dataclass(frozen=True, slots=True)
class Typed:
    """A word that a question wants: where it stands, what says the same, and its rarity.

    Of `ways`, sets of terms, any one will do: the senses of a word of another language.
    """

    span: Span
    ways: Ways
    weight: float
    is_name: bool = False

    def share(self, held: frozenset[str]) -> float:
        """The share of the terms that `held` has, of the way of which it has most."""
        return max(sum(_is_held(term, held) for term in way) / len(way) for way in self.ways)

    @property
    def is_light(self) -> bool:
        """Whether it names nothing of its own, as "take" or one ideograph by itself."""
        one_sign = self.span.end - self.span.start == 1
        return one_sign or any(way <= LIGHT for way in self.ways)

    @property
    def is_verb(self) -> bool:
        """Whether it tells nothing of what is done."""
        return any(way <= VERBS for way in self.ways)

    @property
    def is_number(self) -> bool:
        """Whether it is a figure, as a year is."""
        return all(term[0].isdigit() for way in self.ways for term in way)


def typed_words(
    question: str,
    wording: str,
    wanted: Mapping[str, float],
    *,
    language: Language = "en",
    words: Sequence[Word] = (),
    others: Mapping[str, Ways] = NO_OTHERS,
) -> tuple[Typed, ...]:
    """The words of a question that its documents should speak of, in reading order.

    `wording` is what was searched and `wanted` its terms with their rarity. Where it is a
    translation, `words` are those that were read of the question, with all their senses; without
    them nothing is known of the question's own words. `others` gives other names of a term.

    >>> [one.span.of("The fee of the HZMB?") for one in typed_words(
    ...     "The fee of the HZMB?", "The fee of the HZMB?", {"fee": 2.0, "hzmb": 3.0})]
    ['fee', 'HZMB']
    """
    if words:
        return tuple(_translated(question, words, wanted, language))
    pieces, searched = [*re.finditer(r"\S+", question)], wording.split()
    if len(pieces) != len(searched):
        return ()
    return tuple(
        word
        for piece, right in zip(pieces, searched, strict=True)
        for word in _of_piece(piece, right, wanted, others, language)
    )


def _of_piece(
    piece: re.Match[str],
    right: str,
    wanted: Mapping[str, float],
    others: Mapping[str, Ways],
    language: Language,
) -> Iterator[Typed]:
    """The words of what stands between spaces; where it was set right, it is one word."""
    same = piece[0] == right
    for token in (COMPOUND if same else WHOLE).finditer(piece[0].lower()):
        way = [term for term in terms(token[0] if same else right, language) if term in wanted]
        if way:
            span = Span(piece.start() + token.start(), piece.start() + token.end())
            ways = (frozenset(way), *(others.get(way[0], ()) if len(way) == 1 else ()))
            is_name = piece.start() > 0 and piece[0][token.start()].isupper()
            yield Typed(span, ways, sum(wanted[term] for term in way), is_name)


@lru_cache(maxsize=1)
def other_names(glossary: tuple[Term, ...]) -> Mapping[str, Ways]:
    """By each term that is a name by itself, what the thing is called besides.

    >>> other_names((Term("Macao", aliases=("Macau",)),))["macau"]
    (frozenset({'macao'}),)
    """
    found: dict[str, dict[frozenset[str], None]] = {}
    for one in glossary:
        names = [frozenset(content(name)) for name in (one.en, *one.aliases)]
        for name in (name for name in names if len(name) == 1):
            (term,) = name
            found.setdefault(term, {}).update(
                (other, None) for other in names if other and other != name
            )
    return {term: tuple(ways) for term, ways in found.items()}


def _translated(
    question: str, words: Sequence[Word], wanted: Mapping[str, float], language: Language
) -> Iterator[Typed]:
    text, end = plain(question), 0
    rarest = max(wanted.values(), default=1.0)
    for word in words:
        ways = _ways(word, language)
        # the parts of a name may be apart by a hyphen where it was read with spaces
        parts = map(re.escape, plain(word.written).split())
        found = re.compile(r"[\s-]+".join(parts)).search(text, end) if word.written else None
        if word.kind == "asking" or not ways or found is None:
            continue
        end = found.end()
        known = max(sum(wanted.get(term, 0.0) for term in way) for way in ways)
        yield Typed(Span(*found.span()), ways, known or rarest, _names(word))


def _names(word: Word) -> bool:
    """Whether it is a name, and not a word of the field that the glossary holds as well."""
    return word.kind == "spelt" or (word.kind == "named" and word.senses[0][:1].isupper())


def _ways(word: Word, language: Language) -> Ways:
    """Nothing for a word that could not be read: that no document holds it says nothing."""
    senses = [frozenset(content(sense)) for sense in word.senses]
    found = [way for way in senses if way]
    own = frozenset(terms(word.written, language))
    return tuple(dict.fromkeys((*found, own))) if found and own else ()


def content(text: str, language: Language = "en") -> tuple[str, ...]:
    """What `asked_terms` gives, for many short texts.

    >>> content("Bank of China")
    ('bank', 'china')
    """
    little = _asking(language)
    return tuple(dict.fromkeys(term for term in terms(text, language) if term not in little))


@cache
def _asking(language: Language) -> frozenset[str]:
    return frozenset(stem(word, language) for word in ASKING)


def terms_of(text: str, language: Language) -> frozenset[str]:
    """The terms of a text, each once, and those of its compounds."""
    return frozenset(indexed_terms(text, language))

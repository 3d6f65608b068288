"""What to look for in place of each word of a question: its terms, and other ways to write it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from gbaqa.text.scripts import IDEOGRAPH, folded
from gbaqa.text.terms import LETTER, stem, terms
from gbaqa.types import Alternative, Group, Language

# Ideographs that ask or join: with them, characters would outvote the rest of a short question.
LINKING = frozenset("什么怎哪谁几吗呢何的了是在有和与被以于而所之及其为")
HYPHENS = re.compile("[\u2010\u2011\u2012\u2013\u00ad]")
# written together, apart or with a hyphen: start-up, cross-boundary, e-commerce
HYPHENATED = re.compile(rf"(?<![\w-]){LETTER}+(?:-{LETTER}+)+(?![\w-])")
# a figure and what is written against it, 132kV, RMB1.3trn; not 19th, nor one letter as in 5G
MIXED = re.compile(rf"(?<!\w)(?=\w*\d)(?=\w*{LETTER}{{2}})(?!\d+(?:st|nd|rd|th)\b)\w+(?:[.,]\w+)*")
PARTS = re.compile(rf"\d+(?:[.,]\d+)*|{LETTER}+")


def indexed_terms(text: str, language: Language = "en") -> list[str]:
    """The terms of a text and, of its compounds, both the whole and the parts.

    >>> indexed_terms("a 132kV start-up")
    ['a', '132kv', 'start', 'up', '132', 'kv', 'startup']
    """
    plain = HYPHENS.sub("-", unicodedata.normalize("NFKC", text))
    return [
        *terms(plain, language),
        *(term for word in MIXED.findall(plain) for term in _parts(word, language)),
        *(_joined(word, language) for word in HYPHENATED.findall(plain)),
    ]


def groups(text: str, language: Language = "en", *, known: Callable[[str], bool]) -> list[Group]:
    """One group for each distinct word of the question, in reading order.

    Ideographs are looked for in pairs and one by one. A compound may be found whole or in
    parts, and two words that stand together also as one where `known` tells that the documents
    hold it.

    >>> [[one.terms for one in group] for group in groups("132kV start up", known="startup".__eq__)]
    [[('132kv',), ('132', 'kv')], [('start', 'up'), ('startup',)]]
    """
    plain = HYPHENS.sub("-", unicodedata.normalize("NFKC", text))
    words = [group for word in plain.split() for group in _alternatives(word, language)]
    lone = [(Alternative((character,)),) for character in characters(plain)]
    lone = [group for group in lone if group[0].terms[0] not in LINKING]
    return list(dict.fromkeys([*_with_joined(words, known), *lone]))


def characters(text: str) -> list[str]:
    """Every ideograph of a text, in Simplified form.

    >>> characters("橫琴 tax")
    ['横', '琴']
    """
    return [folded(character) for character in IDEOGRAPH.findall(text)]


def _alternatives(word: str, language: Language) -> Iterator[Group]:
    hyphenated, mixed = HYPHENATED.search(word), MIXED.search(word)
    own = tuple(terms(word, language))
    if hyphenated and len(own) > 1:
        yield Alternative(own), Alternative((_joined(hyphenated[0], language),))
    elif mixed and len(own) == 1:
        yield Alternative(own), Alternative(tuple(_parts(mixed[0], language)))
    else:
        yield from ((Alternative((term,)),) for term in own)


def _with_joined(found: list[Group], known: Callable[[str], bool]) -> Iterator[Group]:
    place = 0
    while place < len(found):
        pair = [group[0].terms for group in found[place : place + 2] if len(group) == 1]
        joined = "".join(term for one in pair for term in one)
        if len(pair) == 2 and joined.isalpha() and joined.isascii() and known(joined):
            yield Alternative((*pair[0], *pair[1])), Alternative((joined,))
            place += 2
        else:
            yield found[place]
            place += 1


def _joined(word: str, language: Language) -> str:
    return stem(word.replace("-", "").lower(), language)


def _parts(word: str, language: Language) -> list[str]:
    return [term for part in PARTS.findall(word) for term in terms(part, language)]

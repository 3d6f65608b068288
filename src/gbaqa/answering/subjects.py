"""Tell what a sentence speaks of, its figures and its source left aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from gbaqa.text.terms import ASKING, stem, terms
from gbaqa.types import Language, Span

# Words that go with any figure: two sentences that share no more need not speak of one thing.
COMMON = frozenset(
    "after also altogether among around as before between both but during each ever gave gives "
    "its more most no not now number only other over per put puts since some such than this total "
    "under until up was were which while within "
    "ainda até cerca entre mais mas menos não número sobre também total".split()
)
REST = r"[^\W_]*(?:['’.&][^\W_]+)*"
WORD = rf"[^\W\d_]{REST}"
CAPITALISED = rf"(?<![^\W_])[A-ZÀ-ÖØ-Þ]{REST}"
NAME = re.compile(CAPITALISED)
RUN = re.compile(rf"{CAPITALISED}(?:[ /-]+{CAPITALISED})+")
SHORTEST = 3  # letters of an abbreviation
LONGEST = 6
TELLS = (
    r"(?:report|stat|announc|not|record|publish|describ)(?:s|es|ed)?|sa(?:ys|id)|wr(?:ites|ote)|"
    r"reckons?|gives?|given|shows?|shown"
)
# "…, as stated in July 2022.", "…, Macao News reported on 29 February 2024.", "According to …, …"
SOURCES = tuple(
    re.compile(pattern)
    for pattern in (
        r"^According to [^,;]*, |^As (?:of|\w+ed) [^,;]*, |,? according to .*$",
        rf", as (?:[^,;]* )?(?:{TELLS})\b.*$",
        rf", [A-Z\w][^,;]* (?:{TELLS})\b[^,;]*$",
        rf"^[^,;]* (?:{TELLS}) (?:on [^,]* )?that ",
        r"(?i:^(?:segundo|conforme|de acordo com) [^,;]*, )",
        r",? (?:segundo|conforme|de acordo com) .*$",
        r"^[根據据按照]+[^，。；]{2,60}，(?:[^，。；]{0,10}[指稱称]，?)?",
        r"^[^，。；]{2,40}(?:報道|报道|指出|表示)[，：]?",
    )
)
LEAST_LEFT = 0.3  # of a sentence whose source is taken out


@dataclass(frozen=True, slots=True)
class Subject:
    """The terms of a sentence that are neither figures, nor its source, nor little words.

    `names` are those that are written as names, `said` all the terms of the whole sentence;
    `initials` holds names of several words, each by its first letters.
    """

    names: frozenset[str]
    terms: frozenset[str]
    said: frozenset[str]
    initials: tuple[tuple[str, frozenset[str]], ...]


def without_source(text: str) -> str:
    """The text with blanks in place of the words that tell where it is from; as long as it was.

    >>> without_source("It has 93 points, as stated in January 2026.").rstrip()
    'It has 93 points'
    """
    for pattern in SOURCES:
        found = pattern.search(text)
        if found:
            shorter = blanked(text, [Span(*found.span())])
            if _letters(shorter) >= LEAST_LEFT * _letters(text):
                text = shorter
    return text


def _letters(text: str) -> int:
    return len(text) - text.count(" ")


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with blanks in place of the spans."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def subject(text: str, language: Language, figures: Iterable[Span], wider: str) -> Subject:
    """What the sentence speaks of, without its source; `figures` are left out of it.

    `wider` is the text that it stands in: a word that is written small there is no name, nor is
    an abbreviation in capitals, which may stand for a thing of any kind (GDP).
    """
    bare = blanked(text, figures)
    names = {
        term
        for found in NAME.findall(bare)
        if not found.isupper() and f" {found.lower()} " not in wider
        for term in terms(found, language)
    }
    return Subject(
        names=frozenset(names) - little(language),
        terms=frozenset(term for term in terms(bare, language) if not term[0].isdigit())
        - little(language),
        said=frozenset(terms(text, language)),
        initials=tuple(_initials(bare, language)),
    )


@cache
def little(language: Language) -> frozenset[str]:
    """The stems of the words that tell nothing of a subject."""
    return frozenset(stem(word, language) for word in ASKING | COMMON)


def _initials(text: str, language: Language) -> Iterator[tuple[str, frozenset[str]]]:
    for run in RUN.findall(text):
        words = re.findall(WORD, run)
        for start in range(len(words)):
            for end in range(start + SHORTEST, min(len(words), start + LONGEST) + 1):
                letters = "".join(word[0] for word in words[start:end]).lower()
                yield letters, frozenset(terms(" ".join(words[start:end]), language))


def spelled_out(one: Subject, other: Subject) -> Subject:
    """The first subject with the abbreviations spelled out whose words the other one has."""
    meant = {letters: words for letters, words in other.initials if letters in one.terms}
    if not meant:
        return one
    words = frozenset().union(*meant.values())
    short = meant.keys()
    return Subject(
        names=(one.names - short) | words,
        terms=(one.terms - short) | words,
        said=one.said | words,
        initials=one.initials,
    )


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that the other one has too; 0 where one is empty.

    >>> overlap(frozenset({"scheme", "point"}), frozenset({"scheme", "point", "guangdong"}))
    1.0
    """
    fewest = min(len(one), len(other))
    return len(one & other) / fewest if fewest else 0.0


def own_names(one: Subject, other: Subject) -> frozenset[str]:
    """The names of the first that the other one does not speak of, whatever their last letter."""
    stems = {term[:-1] for term in other.said if len(term) > SHORTEST}
    return frozenset(
        name for name in one.names if name not in other.said and name[:-1] not in stems
    )

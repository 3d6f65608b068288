"""Offer the questions that a short one may mean, each about one thing that documents tell of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gbaqa.answering.evidence import Candidate
from gbaqa.answering.refusing.reading import Read
from gbaqa.answering.refusing.typed import Typed, content
from gbaqa.text.scripts import IDEOGRAPH, folded
from gbaqa.text.terms import terms
from gbaqa.types import Language, Term

FEW = 4  # words: a longer question says which one it means
MOST = 4  # choices
KINDS = frozenset(("body", "scheme", "zone", "transport", "port", "document"))
NEAR = 0.3  # below the best cosine: further down, a candidate is of something else
REMEMBERED = 4  # glossaries
# "which alliance" and "an alliance" mean any
ANY_ONE = re.compile(
    r"\b(?:which|what|an?|any|every|each|que|qual|uma?)\s+$|[哪邊边何]\w?$", re.IGNORECASE
)
POINTING = re.compile(r"(?:[該该此]|[這这呢嗰那][個个])$")
HEAD = re.compile(r"^(.*?)(?: (?:of|for|in) .*)?$")
CHINESE = ("zh-Hant", "zh-Hans")


@dataclass(frozen=True, slots=True)
class Name:
    """What a thing is called in one language, the terms of it, and all that it is called."""

    name: str
    terms: tuple[str, ...]
    head: str
    forms: tuple[str, ...]


@lru_cache(maxsize=REMEMBERED * 4)
def names(glossary: tuple[Term, ...], language: Language) -> tuple[Name, ...]:
    """The names of bodies, schemes, places and papers that have one in the language.

    `head` is the term that tells what it is: the alliance in "Alliance of …" as well.

    >>> [one.head for one in names((Term("Bay Area 5G Alliance", kind="body"),), "en")]
    ['allianc']
    """
    return tuple(
        Name(name, found, _head(name, language), forms)
        for term in glossary
        if term.kind in KINDS
        for name in [_own(term, language)]
        for found in [content(name, language)]
        if len(found) > 1
        for forms in [tuple(folded(one).casefold() for one in _forms(term))]
    )


def choices(read: Read, candidates: Sequence[Candidate]) -> list[tuple[str, Candidate]]:
    """Two to four whole questions with the candidate each is from, best first; else none.

    A question is offered where one word of it, such as "alliance", tells what several things of
    the glossary are, and the nearest candidates speak of at least two of them.
    """
    telling = [word for word in read.words if not word.is_light]
    known = names(read.glossary, read.language)
    if not candidates or len(telling) > FEW or _says_which(read, known):
        return []
    for word in telling:
        found = [*_offered(read, word, candidates, known)]
        if len(found) > 1:
            return found[:MOST]
    return []


def _says_which(read: Read, known: Sequence[Name]) -> bool:
    question = folded(read.question).casefold()
    return any(word.is_number or word.is_name for word in read.words) or any(
        form in question for name in known for form in name.forms
    )


def _offered(
    read: Read, word: Typed, candidates: Sequence[Candidate], known: Sequence[Name]
) -> Iterator[tuple[str, Candidate]]:
    before = read.question[: word.span.start]
    if ANY_ONE.search(before):
        return
    fitting = [(name, run) for name in known for run in [_run(read, word, name)] if run]
    seen: set[str] = set()
    for one in candidates:
        if one.cosine < candidates[0].cosine - NEAR or one.document.original in seen:
            continue
        text = folded(f"{one.document.title}\n{one.text}").casefold()
        for name, run in fitting:
            if name.name not in seen and any(_stands(form, text) for form in name.forms):
                seen.update((name.name, one.document.original))
                yield _put(read.question, run, name.name), one
                break


def _run(read: Read, word: Typed, name: Name) -> list[Typed]:
    """The words to put a name for, the one that tells what it is and those beside it.

    None where the name has other words than those: the travel scheme is no lock scheme.
    """
    typed = word.span.of(read.question)
    if read.language in CHINESE:
        fits = len(typed) > 1 and folded(name.name).endswith(folded(typed))
        return [word] if fits else []
    if [name.head] != terms(typed, read.language):
        return []
    place = read.words.index(word)
    run = [word]
    while place and not read.question[read.words[place - 1].span.end : run[0].span.start].strip(
        " -"
    ):
        place -= 1
        if not any(way <= set(name.terms) for way in read.words[place].ways):
            return []
        run.insert(0, read.words[place])
    return run


def _stands(form: str, text: str) -> bool:
    """Whether a name stands in a text, and not as the end of a longer one."""
    if IDEOGRAPH.search(form):
        return form in text
    return re.search(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text) is not None


def _put(question: str, run: Sequence[Typed], name: str) -> str:
    before = POINTING.sub("", question[: run[0].span.start])
    return f"{before}{name}{question[run[-1].span.end :]}"


def _head(name: str, language: Language) -> str:
    found = content(name, language)
    if language == "pt":
        return found[0]
    short = content(HEAD.sub(r"\1", name), language)
    return (short or found)[-1]


def _own(term: Term, language: Language) -> str:
    return {
        "en": term.en,
        "zh-Hant": term.zh_hant,
        "zh-Hans": term.zh_hans,
        "pt": term.pt,
    }[language]


def _forms(term: Term) -> Iterator[str]:
    """All names of a thing but for those of one word: an alias "alliance" is that of any."""
    for form in (term.en, term.zh_hant, term.zh_hans, term.pt, *term.aliases):
        if len(content(form)) > 1:
            yield form

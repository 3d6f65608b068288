"""Tell that a passage answers for another year or edition than the one asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Literal

from gbaqa.answering.evidence import Candidate
from gbaqa.answering.refusing.reading import Read
from gbaqa.answering.refusing.typed import Typed
from gbaqa.text.quantities import quantities
from gbaqa.text.scripts import HAN
from gbaqa.text.terms import asked_terms
from gbaqa.types import Language, Span

FURTHEST_YEAR = 2100
# Of the weight of the question's other words, the least that such a passage holds.
LEAST_SHARES = {"year": 0.6, "edition": 0.4}
# Of passages that hold so much less than the best one, that with the nearest period is taken.
NEAR = {"year": 0.1, "edition": 0.2}
LEAST_ASKED = 0.3  # of the words that are no names, for a year: it tells the same of the same thing
AHEAD = 0.1  # and no passage about the right period comes as near to that share
AROUND = 40  # characters after an edition, in which it is told of what,
NOUNS = 3  # by the first words of them
NEXT = re.compile(rf" ?(?:[{HAN}]|[a-zà-ÿ]+)")
BEFORE = re.compile(r"[^\W\d_]+ $")
CLAUSE = re.compile(r"[,;，；]")
REPORTED = re.compile(
    r"\b(?:according|as|announced|dated|published|report(?:ed|s)?|sa(?:ys|id)|stat(?:ed|es)|wr(?:ote|ites)"
    r"|conforme|noticiou|segundo)\b|據|据|報道|报道|公佈|公布|指出|表示",
    re.IGNORECASE,
)
# a reason is asked for: that something else was so in another year tells nothing of it
EXPLAINS = re.compile(
    r"\b(?:why|porque|porqu[êe]|por que)\b|點解|点解|[為为]什[麼么]|[為为]何", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or the number of an edition, and where it stands."""

    kind: Literal["year", "edition"]
    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Another:
    """The passage that speaks of another period: the words for it, and those asked for."""

    candidate: Candidate
    found: str
    asked: str


@lru_cache(maxsize=512)
def periods(text: str, language: Language) -> tuple[Period, ...]:
    """The years and editions that a text names.

    >>> [(one.kind, one.number) for one in periods("the 20th meeting of 2024", "en")]
    [('edition', 20), ('year', 2024)]
    """
    found = []
    for one in quantities(text, language):
        year = int(one.value) // 10000
        if one.kind == "date" and 0 < year < FURTHEST_YEAR:
            found.append(Period("year", year, one.span))
        elif one.kind == "ordinal":
            found.append(Period("edition", int(one.value), one.span))
    return tuple(found)


def another_period(read: Read, candidates: Sequence[Candidate]) -> Another | None:
    """The candidate that would answer but for the period, None where there is none.

    It holds the kind of thing asked for, most of the question's other words and another period of
    the same kind, and no candidate that names the right one holds as many. Of several such, the
    one with the nearest period.
    """
    if EXPLAINS.search(read.question) or not candidates:
        return None
    asked = periods(read.question, read.language)
    other = [word for word in read.words if not _apart(word, asked)]
    for kind in ("edition", "year"):
        wanted = {one.number: one for one in asked if one.kind == kind}
        if len(wanted) == 1 and other:
            ((_, period),) = wanted.items()
            found = _nearest(read, candidates, period, other)
            if found:
                one, text = found
                return Another(one, text, _named(read.question, period))
    return None


def _nearest(
    read: Read, candidates: Sequence[Candidate], asked: Period, other: Sequence[Typed]
) -> tuple[Candidate, str] | None:
    if _names(candidates[0], asked):
        return None  # the nearest of all is about the right one
    right = max(
        (read.share(one, other) for one in candidates if _is_right(read, one, asked)), default=0.0
    )
    wrong = [
        (read.share(one, other), abs(period.number - asked.number), place, one, period)
        for place, one in enumerate(candidates)
        if not _is_right(read, one, asked)
        for period in _another(read, one, asked, other)
    ]
    most, least = max((share for share, *_ in wrong), default=0.0), LEAST_SHARES[asked.kind]
    if most < least or most <= right + AHEAD:
        return None
    near = [found for found in wrong if found[0] >= max(least, most - NEAR[asked.kind])]
    _, _, _, one, period = min(near, key=lambda found: (found[1], -found[0], found[2]))
    return one, _named(one.text, period)


def _another(
    read: Read, candidate: Candidate, asked: Period, other: Sequence[Typed]
) -> list[Period]:
    """The candidate's period of that kind nearest to the one asked for, where it tells of it."""
    named = _of_kind(candidate, asked.kind) if candidate.kind_met else []
    nearest = sorted(named, key=lambda one: (abs(one.number - asked.number), one.span))[:1]
    if not nearest or not _tells_same(read, candidate, asked, other):
        return []
    fits = _is_told if asked.kind == "year" else partial(_of_same, read)
    return [one for one in nearest if fits(candidate, one)]


def _of_kind(candidate: Candidate, kind: str) -> list[Period]:
    found = periods(candidate.text, candidate.document.language)
    return [one for one in found if one.kind == kind]


def _names(candidate: Candidate, asked: Period) -> bool:
    return asked.number in [one.number for one in _of_kind(candidate, asked.kind)]


def _is_right(read: Read, candidate: Candidate, asked: Period) -> bool:
    return _names(candidate, asked) or _holds(read, candidate, asked)


def _apart(word: Typed, asked: Sequence[Period]) -> bool:
    """Whether it is a word of a period, or names nothing."""
    return word.is_light or any(
        one.span.start <= word.span.start and word.span.end <= one.span.end for one in asked
    )


def _holds(read: Read, candidate: Candidate, asked: Period) -> bool:
    """Whether an edition stands in the title or headings, where it is that of the whole."""
    return asked.kind == "edition" and any(
        term.rstrip("stndrh") == str(asked.number)
        for term in read.said(candidate)
        if term[0].isdigit()
    )


def _tells_same(read: Read, candidate: Candidate, asked: Period, other: Sequence[Typed]) -> bool:
    plain = [word for word in other if not word.is_name]
    return asked.kind == "edition" or not plain or read.share(candidate, plain) >= LEAST_ASKED


def _is_told(candidate: Candidate, period: Period) -> bool:
    """Whether the year is one that is told of, not that of the report."""
    clause = CLAUSE.split(candidate.text[: period.span.start])[-1]
    return not REPORTED.search(clause)


def _of_same(read: Read, candidate: Candidate, period: Period) -> bool:
    """Whether the edition is one of a thing that the question names."""
    after = candidate.text[period.span.end : period.span.end + AROUND]
    nouns = asked_terms(after, candidate.document.language)[:NOUNS]
    return not read.wanted.keys().isdisjoint(nouns)


def _named(text: str, period: Period) -> str:
    """The year alone, or the edition with the word beside it: "20th meeting", "batch 2"."""
    if period.kind == "year":
        return str(period.number)
    if period.span.of(text).isdigit():
        before = BEFORE.search(text[: period.span.start])
        return text[before.start() if before else period.span.start : period.span.end]
    after = NEXT.match(text, period.span.end)
    return text[period.span.start : after.end() if after else period.span.end]

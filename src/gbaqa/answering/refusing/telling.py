"""Find the reason for "not found" and say it in the question's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gbaqa.answering.citing import NEAREST, nearest
from gbaqa.answering.evidence import Candidate
from gbaqa.answering.refusing.choosing import choices
from gbaqa.answering.refusing.periods import another_period
from gbaqa.answering.refusing.phrases import shown, weightiest
from gbaqa.answering.refusing.premises import contradiction
from gbaqa.answering.refusing.reading import Read
from gbaqa.answering.refusing.typed import Typed
from gbaqa.answering.refusing.wordings import Sentence, say
from gbaqa.retrieval.translating.words import Word
from gbaqa.types import Collection, Evidence, Query, Reason, Term

# Chosen on eval/gba dev.
FAR_COSINE = 0.34  # with no candidate as near as that in meaning,
FAR_SHARE = 0.5  # nor any that holds so much of the words, nothing is near
HELD = 1.0  # share of the terms of a word that makes it held,
PARTLY = 0.5  # and from which it is not missing, as a name that is written in short
ELSEWHERE = 0.5  # a word is missed less where another of the nearest passages holds it
MAYBE = 0.4  # probability that the nearest passage answers
LEAST_COVERED = 0.2  # of the weight of the question: less than that is not what it is about,
LEAST_NAMED = 0.1  # but for a name


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason, and the evidence to look at; markers count it from 1."""

    reason: Reason
    nearest: tuple[Evidence, ...]


def refusal(
    query: Query,
    candidates: Sequence[Candidate],
    collection: Collection,
    *,
    wanted: Mapping[str, float],
    wording: str,
    words: Sequence[Word] = (),
    glossary: Sequence[Term] = (),
    confidence: float = 0.0,
) -> Refusal:
    """Why the question is not answered; `candidates` come best first.

    `wording` is what was searched in English documents, `wanted` its terms with their rarity;
    `words` are those that were read of a question in another language. From a confidence of MAYBE
    no word is called missing, since the passage may well answer in others. Where a sentence of the
    reason speaks of one passage, that one is the first of the nearest.
    """
    read = Read(query.text, query.language, wording, wanted, words, collection, tuple(glossary))
    if _is_far(read, candidates):
        text = say("nothing-near", query.language)
        return Refusal(Reason("nothing-near", text), nearest(candidates))
    return next(
        (
            found
            for step in (_ambiguous, _false_premise, _another_period)
            for found in [step(read, candidates)]
            if found
        ),
        None,
    ) or Refusal(_attribute(read, candidates, sure=confidence < MAYBE), nearest(candidates))


def _ambiguous(read: Read, candidates: Sequence[Candidate]) -> Refusal | None:
    offered = choices(read, candidates)
    if not offered:
        return None
    shown_first = _first([one for _, one in offered], candidates)
    return Refusal(
        Reason(
            "ambiguous",
            say("ambiguous", read.language),
            choices=tuple(question for question, _ in offered),
            markers=tuple(range(1, min(len(shown_first), len(offered)) + 1)),
        ),
        shown_first,
    )


def _false_premise(read: Read, candidates: Sequence[Candidate]) -> Refusal | None:
    against = contradiction(read, candidates)
    if against is None:
        return None
    reason = Reason("false-premise", say("false-premise", read.language), markers=(1,))
    return Refusal(reason, _first([against], candidates))


def _another_period(read: Read, candidates: Sequence[Candidate]) -> Refusal | None:
    other = another_period(read, candidates)
    if other is None:
        return None
    text = say("another-period", read.language, found=other.found, asked=other.asked)
    return Refusal(
        Reason("another-year", text, markers=(1,)), _first([other.candidate], candidates)
    )


def _is_far(read: Read, candidates: Sequence[Candidate]) -> bool:
    words = [word for word in read.words if not word.is_number]
    return not any(
        one.cosine * read.readable >= FAR_COSINE
        or read.share(one, words) * read.readable >= FAR_SHARE
        for one in candidates
    )


def _first(found: Sequence[Candidate], candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
    return nearest([*found, *candidates])


def _attribute(read: Read, candidates: Sequence[Candidate], *, sure: bool) -> Reason:
    """What the nearest passage speaks of, and which of the question's words it lacks."""
    best, *others = _shown(candidates)
    own, around = read.own(best), read.around(best)
    everywhere = around.union(*map(read.around, others))

    def lacking(word: Typed) -> float:
        if word.share(around) >= PARTLY:
            return 0.0
        return word.weight * (1.0 if word.share(everywhere) < PARTLY else ELSEWHERE)

    def held(word: Typed) -> float:
        return word.weight * (word.share(own) >= HELD)

    about = weightiest(read.question, read.words, held, beside=read.beside(best))
    lacks = weightiest(read.question, read.asking, lacking)
    lacks = lacks or weightiest(read.question, read.words, lacking)
    covered = shown(read.question, about) if _tells(about, read.words) else ""
    missing = shown(read.question, lacks) if sure else ""
    kind = _ATTRIBUTE[bool(covered), bool(missing)]
    text = say(kind, read.language, covered=covered, missing=missing)
    return Reason("attribute", text, markers=(1,))


_ATTRIBUTE: Mapping[tuple[bool, bool], Sentence] = {
    (True, True): "covered-and-missing",
    (True, False): "covered",
    (False, True): "missing",
    (False, False): "near",
}


def _tells(run: Sequence[Typed], words: Sequence[Typed]) -> bool:
    """Whether a run is enough of a question to tell what it is about."""
    least = LEAST_NAMED if any(word.is_name for word in run) else LEAST_COVERED
    return bool(run) and sum(word.weight for word in run) >= least * sum(
        word.weight for word in words
    )


def _shown(candidates: Sequence[Candidate]) -> list[Candidate]:
    first: dict[str, Candidate] = {}
    for one in candidates:
        first.setdefault(one.document.original, one)
    return list(first.values())[:NEAREST]

"""Find the candidates that give another value than the best one, and order them by date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gbaqa.answering.claims import Claim, Statement
from gbaqa.answering.contradicting import WHERE, Asked, compare, dated, match
from gbaqa.answering.evidence import Candidate

# Chosen on eval/gba dev.
ALIKE = 0.5  # cosine of two sentences that may speak of one thing
NEAR = 0.3  # how far below that of the best a rival's cosine with the question may be
BEHIND = 3.0  # logits that a rival may lie behind the best one
LESS = 0.4  # alike than the most alike rival, and no rival any more
MOST_PARSED = 16
MOST_STEPS = 3  # from the best candidate to the newest value
NUMBER = re.compile(
    r"\d|[一二三四五六七八九十百千萬万億亿兩两]|\b(?:one|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve|dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez)\b",
    re.IGNORECASE,
)


def rivals(
    question: str, best: Candidate, candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """The candidates of other originals that give another value for what `best` tells of.

    One of an original, the most alike; in the order of `order`. Each is a statement that
    `compare` finds to differ, and near to the best one in vector and in likeness to the question.
    Twins are compared as the sentences of their originals.
    """
    asked = Asked.of(question)
    if not asked.kinds and asked.kind != WHERE:
        return ()
    claim = Claim(_statement(best))
    found: dict[str, tuple[float, Candidate]] = {}
    for one in _near(best, candidates):
        differs = match(claim, Claim(_statement(one)), asked)
        original = one.document.original
        if differs and differs.likeness > found.get(original, (0.0, one))[0]:
            found[original] = (differs.likeness, one)
    most = max((likeness for likeness, _ in found.values()), default=0.0)
    return order(question, [one for likeness, one in found.values() if likeness >= most - LESS])


def _near(best: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The most alike in vector of those that may be rivals, the first of equals first."""
    alike = [
        (float(one.vector @ best.vector), one)
        for one in candidates
        if one.document.original != best.document.original
        and one.cosine >= best.cosine - NEAR
        and one.evidence.score >= best.evidence.score - BEHIND
        and NUMBER.search(one.read.text)
    ]
    alike.sort(key=lambda pair: -pair[0])
    return [one for cosine, one in alike[:MOST_PARSED] if cosine >= ALIKE]


def _statement(candidate: Candidate) -> Statement:
    return Statement(candidate.read.text, candidate.read.document)


def order(question: str, chosen: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Newest source first, those without a date last; as they were where the dates are equal."""
    asked = Asked.of(question)
    return tuple(sorted(chosen, key=lambda one: dated(Claim(_statement(one)), asked), reverse=True))


def both_sides(
    question: str, best: Candidate, candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """The newest value that is found and one that differs from it, newest first.

    A newer rival may have newer ones of its own, further from the best candidate in its words:
    they are looked for too. The other value is that of the best candidate where it differs from
    the newest one in so many words, else of what led there. Without a rival it is `best` alone.
    """
    newest, other = best, None
    for _ in range(MOST_STEPS):
        found = rivals(question, newest, candidates)
        if not found:
            break
        first = order(question, (newest, found[0]))[0]
        if first is newest:
            other = other or found[0]
            break
        newest, other = first, newest
    if other is None:
        return (best,)
    if newest is not best and _differ(question, newest, best):
        other = best
    return order(question, (newest, other))


def _differ(question: str, one: Candidate, other: Candidate) -> bool:
    return compare(_statement(one), _statement(other), question) is not None

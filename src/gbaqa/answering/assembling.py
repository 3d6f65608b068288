"""Choose the sentences that are shown: the fewest that cover what the question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gbaqa.answering.disagreeing import both_sides
from gbaqa.answering.evidence import Candidate

MOST = 3
# Logits below the best one, as docs/DESIGN.md tells, "Tuned on": that a further sentence may
# have, and that one may have which speaks of what the best one leaves out.
MARGIN = 0.5
COMPLETING = 1.0
SAME = 0.95  # cosine from which two sentences say the same
MOST_ITEMS = 20  # of a list
ITEM = re.compile(r"(?m)^[ \t]*(?:[-*+\u2022]|\d{1,2}[.)])[ \t]+\Z")
LEADS_IN = re.compile(r"[:\uff1a]\s*\Z")
# A sentence that begins so points back at the one before it.
POINTING = re.compile(
    r"(?:it|its|they|their|this|these|those|he|his|she|her|such|there|then|both|"
    r"the (?:latter|former|same)|among (?:them|these)|"
    r"el[ea]s?|est[ea]s?|ess[ea]s?|isto|isso|aquel[ea]s?|tais|ambos)\b"
    r"|[它牠其該该他她]|這些|这些|此|上述|兩者|两者",
    re.IGNORECASE,
)


def assemble(question: str, found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The best candidate, and with it what completes it.

    Of a list all items with the sentence that leads up to them. Where another source gives
    another value, both, the newer first. Else at most MOST sentences: further ones come near the
    best, or speak of terms of the question that it leaves out, and say something else. A sentence
    that points back comes with the one before it. Of a document and its twins only one is quoted.
    """
    if not found:
        return ()
    best = found[0]
    items = _whole_list(best, found)
    if items:
        return items
    sides = both_sides(question, best, found)
    if len(sides) > 1:
        return sides
    chosen: list[Candidate] = [best]
    for one in found[1:]:
        if len(chosen) == MOST:
            break
        if _adds(one, chosen):
            chosen.append(one)
    return _with_what_they_point_at(chosen, found)


def _adds(one: Candidate, chosen: Sequence[Candidate]) -> bool:
    best = chosen[0]
    behind = best.evidence.score - one.evidence.score
    left = set.intersection(*(set(other.missing) for other in chosen))
    completes = bool(left.difference(one.missing))
    if behind > (COMPLETING if completes else MARGIN):
        return False
    fits = one.kind_met >= best.kind_met and one.numbers_met >= best.numbers_met
    return fits and not any(_repeats(one, other) for other in chosen)


def _repeats(one: Candidate, other: Candidate) -> bool:
    """Whether it says the same, or is of another language's version of the same document."""
    of_twin = (
        one.document.original == other.document.original
        and one.document.doc_id != other.document.doc_id
    )
    return of_twin or float(one.vector @ other.vector) >= SAME


def _whole_list(best: Candidate, found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The lead-in and every item of the list that the best candidate is of; empty for prose."""
    units = _passage_of(best, found)
    place = units.index(best)
    if not (is_item(best) or LEADS_IN.search(best.text)):
        return ()
    first = place if not is_item(best) else place - _items(units[:place][::-1])
    lead = first if not is_item(best) else first - 1
    start = place + 1 if not is_item(best) else first
    count = _items(units[start:])
    if not count or (is_item(best) and _alone(best, units[start : start + count])):
        return ()
    leading = units[lead : lead + 1] if lead >= 0 and lead < start else []
    return (*leading, *units[start : start + min(count, MOST_ITEMS)])


def _alone(best: Candidate, items: Sequence[Candidate]) -> bool:
    """Whether it holds a term of the question that every other item lacks: it alone was meant."""
    others = [set(one.missing) for one in items if one.evidence != best.evidence]
    return bool(others) and bool(set.intersection(*others).difference(best.missing))


def _items(units: Sequence[Candidate]) -> int:
    """How many of the first units are items of a list."""
    return next((place for place, one in enumerate(units) if not is_item(one)), len(units))


def is_item(one: Candidate) -> bool:
    """Whether the unit is an item of a list, by the mark that stands before it in its line."""
    start = one.evidence.span.start
    return bool(ITEM.search(one.document.text, max(0, start - 8), start))


def _with_what_they_point_at(
    chosen: Sequence[Candidate], found: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """Each with the sentence before it where it points back at that, none twice."""
    shown: list[Candidate] = []
    for one in chosen:
        if POINTING.match(one.text):
            units = _passage_of(one, found)
            shown += units[max(0, units.index(one) - 1) : units.index(one)]
        shown.append(one)
    return tuple(dict.fromkeys(shown))


def _passage_of(one: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of its passage as they stand in it."""
    own = [other for other in found if other.evidence.passage_id == one.evidence.passage_id]
    return sorted(own, key=lambda other: other.evidence.span)

"""Tell whether two quoted sentences give different values for the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from gbaqa.answering.claims import Claim, Statement
from gbaqa.answering.expecting import expected
from gbaqa.answering.subjects import Subject, overlap, own_names, spelled_out
from gbaqa.text.quantities import Quantity, QuantityKind, quantities, same_value
from gbaqa.text.quantities.comparing import OPEN_UNITS
from gbaqa.text.scripts import language_of
from gbaqa.text.terms import asked_terms, terms
from gbaqa.types import Span

# Chosen on eval/gba dev.
LIKENESS = 1.05  # of subject and clause together, each from 0 to 1
OWN_NAME = 0.3  # what each name counts against it that either side has for itself
SURE = 2.0  # the most that subject and clause can come to
ONE_HAPPENING = 0.4  # of the words of two sentences that tell when it was
FURTHEST = 12  # times: of two amounts of one thing, neither is more than this much the other
SLIPPED = 3  # so many equal digits are one number whose unit is not
YEAR = 10000  # of a date as the number yyyymmdd
MONTH = 7  # characters of an ISO date: sources of one month are of one time

WHERE = "where"
AMOUNTS: frozenset[QuantityKind] = frozenset(
    {"money", "percent", "area", "length", "duration", "speed", "age", "count"}
)
ANY_AMOUNT: frozenset[QuantityKind] = AMOUNTS | {"ordinal"}
DATES: frozenset[QuantityKind] = frozenset({"date"})
WANTED: Mapping[str | None, frozenset[QuantityKind]] = {
    "when": DATES,
    "how-many": AMOUNTS,
    "how-much": AMOUNTS,
    "what": ANY_AMOUNT,
    WHERE: frozenset({"ordinal"}),  # "what place does it take"
    None: ANY_AMOUNT,
}
ONE_NOUN = (
    frozenset("firm enterpris compani busi".split()),
    frozenset("peopl person resid inhabit".split()),
)


@dataclass(frozen=True, slots=True)
class Relation:
    """How two statements of one thing differ; each pair is for the first and the second of them.

    `values` are spans of the quotes; `dates` are ISO dates by which the statements are ordered,
    "" where none is known. Where the dates tell which is the later value, the other is
    `superseded`.
    """

    values: tuple[Span, Span]
    dates: tuple[str, str]

    @property
    def kind(self) -> Literal["conflict", "superseded"]:
        """Sources of one month, or of unknown dates, are in conflict."""
        shared = min(MONTH, *map(len, self.dates))
        one, other = (date[:shared] for date in self.dates)
        return "conflict" if one == other else "superseded"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a question two statements are compared by."""

    kind: str | None
    kinds: frozenset[QuantityKind]
    terms: frozenset[str]
    years: frozenset[int]

    @classmethod
    def of(cls, question: str) -> Asked:
        language = language_of(question)
        figures = quantities(question, language)
        kind = expected(question)
        kinds = WANTED.get(kind, frozenset())
        if any(one.kind == "ordinal" for one in figures):
            kinds -= {"ordinal"}  # which one is meant, it does not ask
        named = frozenset(asked_terms(question, language))
        return cls(kind, kinds, named, frozenset(_years(figures)))


def compare(first: Statement, second: Statement, question: str) -> Relation | None:
    """How two statements differ on what the question asks for; None where they do not.

    They differ where both speak of the same thing (the same words around the figure and in the
    whole sentence, no names that only the one has beside names that only the other has) and each
    has a figure of the kind asked for, in one unit or of one noun, while no figure is in both.
    """
    return _compare(Claim(first), Claim(second), Asked.of(question))


def _compare(first: Claim, second: Claim, asked: Asked) -> Relation | None:
    found = match(first, second, asked)
    if found is None:
        return None
    return Relation(found.values, (dated(first, asked), dated(second, asked)))


def _place(claim: Claim) -> tuple[str, str]:
    return claim.statement.document.doc_id, claim.statement.quote


@dataclass(frozen=True, slots=True)
class Match:
    """The two spans that differ, and how alike what they are said of is."""

    likeness: float
    values: tuple[Span, Span]


def match(first: Claim, second: Claim, asked: Asked) -> Match | None:
    """What differs; None where nothing does or it is said of two things."""
    one, other = sorted((first, second), key=_place)  # so that both orders find the same
    if _script(one) != _script(other) or not (_in_time(one, asked) and _in_time(other, asked)):
        return None
    found = _elsewhere(one, other) if asked.kind == WHERE else None
    found = found or _otherwise(one, other, asked)
    if found and one is not first:
        return Match(found.likeness, (found.values[1], found.values[0]))
    return found


def _otherwise(one: Claim, other: Claim, asked: Asked) -> Match | None:
    """Two figures of the kind asked for that are of one thing and differ."""
    pairs = [
        pair for pair in _pairs(one, other, asked) if _comparable(pair[0], pair[1], one, other)
    ]
    named = [pair for pair in pairs if {one.noun(pair[0]), other.noun(pair[1])} & asked.terms]
    pairs = named or pairs
    if not pairs or any(_same(left, right) for left, right in pairs):
        return None
    left, right = max(pairs, key=lambda pair: _fit(pair, one, other, asked))
    if not _within_reach(left, right) or _other_turn(one, other, left):
        return None
    likeness = _likeness(left, right, one, other)
    return Match(likeness, (left.span, right.span)) if likeness >= LIKENESS else None


def _script(claim: Claim) -> str:
    return claim.statement.document.language.partition("-")[0]


def _elsewhere(one: Claim, other: Claim) -> Match | None:
    """The same happening of one day, told by its number, in two places: those next to the day."""
    days = [{x.value: x.span.start for x in claim.dates if x.value % 100} for claim in (one, other)]
    shared = sorted(days[0].keys() & days[1].keys())
    if not (shared and _turns(one) & _turns(other)):
        return None
    left = _place_near(one, other, days[0][shared[0]])
    right = _place_near(other, one, days[1][shared[0]])
    return Match(SURE, (left, right)) if left and right else None


def _place_near(mine: Claim, others: Claim, day: int) -> Span | None:
    """The place that the other claim does not name, nearest to where the day is told."""
    own = [span for name, span in mine.places.items() if name not in others.places]
    return min(own, key=lambda span: (abs(span.start - day), span), default=None)


def _same(left: Quantity, right: Quantity) -> bool:
    """Whether both say the same number, whatever noun a count was read with."""
    return left.value == right.value or same_value(left, right)


def _pairs(one: Claim, other: Claim, asked: Asked) -> Iterator[tuple[Quantity, Quantity]]:
    for left in one.values:
        for right in other.values:
            told = all(
                claim.in_digits(figure) or claim.noun(figure) in asked.terms
                for claim, figure in ((one, left), (other, right))
            )
            if left.kind == right.kind and left.kind in asked.kinds and told:
                yield left, right


def _comparable(left: Quantity, right: Quantity, one: Claim, other: Claim) -> bool:
    """Whether both are in one unit or of one noun, as far as the sentences tell."""
    if left.kind == "date":
        alike = one.counted_before(left) == other.counted_before(right)
        return alike and bool(one.happenings(left) & other.happenings(right))
    if left.kind != "count":
        units = left.unit, right.unit
        return units[0] == units[1] or any(
            units[not place] in OPEN_UNITS.get(units[place], ()) for place in (0, 1)
        )
    nouns = one.noun(left), other.noun(right)
    if all(nouns):
        known = any(set(nouns) <= alike for alike in ONE_NOUN)
        return nouns[0] == nouns[1] or known or _slipped(left, right)
    told = nouns[0] in other.subject.said or nouns[1] in one.subject.said
    return not any(nouns) or told or _slipped(left, right)


def _fit(
    pair: tuple[Quantity, Quantity], one: Claim, other: Claim, asked: Asked
) -> tuple[int, int, int, int]:
    """How well two figures fit the question and each other; the first in the text at a tie."""
    left, right = pair
    mine, others = one.around(left), other.around(right)
    asked_for = len(mine & asked.terms) + len(others & asked.terms)
    return asked_for, len(mine & others), -left.span.start, -right.span.start


def _within_reach(left: Quantity, right: Quantity) -> bool:
    """No amount of one thing is many times another, but for a slip of the unit."""
    small, great = sorted((left.value, right.value))
    near = small > 0 and great <= FURTHEST * small
    return left.kind == "date" or near or _slipped(left, right)


def _slipped(left: Quantity, right: Quantity) -> bool:
    digits = [figure.value.normalize().as_tuple().digits for figure in (left, right)]
    return digits[0] == digits[1] and len(digits[0]) >= SLIPPED and left.value != right.value


def _other_turn(one: Claim, other: Claim, figure: Quantity) -> bool:
    """Whether the one is of the first batch and the other of the second, or suchlike."""
    if figure.kind == "ordinal":
        return False
    turns = _turns(one), _turns(other)
    return all(turns) and not turns[0] & turns[1]


def _turns(claim: Claim) -> set[Decimal]:
    return {one.value for one in claim.figures if one.kind == "ordinal"}


def _likeness(left: Quantity, right: Quantity, one: Claim, other: Claim) -> float:
    """From 0 to 2: how far subjects and clauses have the same words; 0 where only names are."""
    mine, others = spelled_out(one.subject, other.subject), spelled_out(other.subject, one.subject)
    around = one.around(left), other.around(right)
    if not (around[0] & around[1]) - mine.names:
        return 0.0
    owns = len(_own(one, mine, others)), len(_own(other, others, mine))
    if left.kind == "date" and (
        max(owns) > 1 or _jaccard(mine.terms, others.terms) < ONE_HAPPENING
    ):
        return 0.0
    own = min(owns)
    return overlap(mine.terms, others.terms) + overlap(*around) - OWN_NAME * own


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _own(claim: Claim, mine: Subject, others: Subject) -> frozenset[str]:
    document = claim.statement.document
    return own_names(mine, others) - set(terms(document.publisher, document.language))


def _in_time(claim: Claim, asked: Asked) -> bool:
    """Whether it is of a year that the question names, as far as it and its source tell."""
    years = _years(claim.dates) or _years_of(claim.statement.document.date)
    return not asked.years or not years or bool(years & asked.years)


def _years(figures: Iterable[Quantity]) -> set[int]:
    return {int(one.value) // YEAR for one in figures if one.kind == "date"} - {0}


def _years_of(date: str) -> set[int]:
    return {int(date[:4])} if date else set()


def dated(claim: Claim, asked: Asked) -> str:
    """The source's date; without one, the last date that the quote states, "" where none is.

    A year that a figure is said to be of is over when it is told of: it counts as its last day.
    """
    if claim.statement.document.date or asked.kinds == DATES:
        return claim.statement.document.date
    return max((_iso(one, claim) for one in claim.dates if _told_of(one, claim)), default="")


def _told_of(date: Quantity, claim: Claim) -> bool:
    """Whether it is a date with a year, and not one by which something is to be so."""
    ahead = claim.statement.quote[: date.span.start].endswith(("By ", "by ", "until "))
    return int(date.value) >= YEAR and not (ahead and int(date.value) % YEAR == 0)


def _iso(date: Quantity, claim: Claim) -> str:
    year, rest = divmod(int(date.value), YEAR)
    month, day = divmod(rest, 100)
    if not rest and date in claim.figures:
        return f"{year:04d}-12-31"
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part)])

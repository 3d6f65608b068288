"""Find the phrase of a sentence that answers a question, where that can be told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from gbaqa.answering.expecting.holding import OF_KIND, held, items_in
from gbaqa.answering.expecting.naming import people, places
from gbaqa.answering.expecting.questions import expectation, plain
from gbaqa.answering.expecting.records import Expectation
from gbaqa.text.quantities import Quantity, quantities
from gbaqa.text.scripts import HAN, folded
from gbaqa.text.sentences import trimmed
from gbaqa.text.terms import asked_terms, terms
from gbaqa.types import Language, Span

LEAST_WEIGHT = 0.7
RANGE = re.compile(" ?(?:-|–|to|至|到|a) ?")
JOINT = re.compile(r", |,? and | e |[、和及与與]")
REACH = 8  # characters; a term beside a number counts as much as two at that distance
WORD = re.compile(rf"[{HAN}]{{1,2}}|[^\W{HAN}]+(?:['’-]\w+)*")
NOUN_AFTER = re.compile(r"(?: [\w'’-]+){1,4}")
# the later of two values, where one led to the other, and amounts in another currency
FORMER = re.compile(
    r"\bfrom (?:over |about |around |nearly |RMB|HK\$)*$|[由从自](?:约|超过)?$", re.IGNORECASE
)
TO = re.compile(
    r"(?: ?\w+){0,3}? (?:to|until) "
    r"|[^，。；]{0,12}?(?:增|升|扩|降|减|调|改|延|提)?[^，。；]{0,4}?[至到为]"
)
REFUSED = re.compile(
    r"\b(?:instead of|rather than|not|em vez de) (?:the )?$|(?:而非|而不是|并非|原为|原来的?)$"
)
UNTIL = re.compile(
    r"\b(?:until|till|deadline|last day|latest)\b|最迟|为止|截止|延长|最后|\bate\b|prazo"
)
UNTIL_LEAD = re.compile(r"\b(?:to|until|by|till|before|at[ée])(?: the)? $|[至到前]$")
INSIDE = re.compile(r"[(（][^()（）]*$")
SINCE = re.compile(
    r"\b(?:since|from|start|starts|started|begin|begins|began|first)\b|最早|开始|起|由边|desde|comec"
)
LIST_ITEM = r"[^,;:.()、，。；：和及与]{1,60}"
LISTS = (
    re.compile(r"[(（]1[)）].*[^.。 ]"),
    re.compile(rf"{LIST_ITEM}(?:, {LIST_ITEM})+,? (?:and|or|e) {LIST_ITEM}"),
    re.compile(
        rf"(?<=[：为是括即有到]){LIST_ITEM}(?:、{LIST_ITEM})+(?:(?:，?以及|和|及|与){LIST_ITEM})?"
    ),
    re.compile(rf"{LIST_ITEM}(?:、{LIST_ITEM})+(?:(?:，?以及|和|及|与){LIST_ITEM})?"),
)
LEAD_IN = re.compile(
    r"^.*\b(?:are|were|is|was|includ\w+|namely|named|such as|covers?|comprises?|of|them|with)\b:? "
)
TAIL = re.compile(r" (?:are|were|is|was|as|have|has|under|according|join(?:ed)?|in \d{4})\b.*$")


@lru_cache(maxsize=4096)
def key_span(question: str, text: str, language: Language, wording: str = "") -> Span | None:
    """The phrase of a sentence that answers; None where that cannot be told.

    `wording` is the question in the sentence's language, where it was asked in another one.

    >>> text = "As stated in 2024, the alliance has 37 members in three regions."
    >>> key_span("How many members does the alliance have?", text, "en").of(text)
    '37 members'
    >>> key_span("Why is it so?", text, "en") is None
    True
    """
    asked = expectation(question)
    if asked.kind in OF_KIND or asked.quantities:
        return _quantity(asked, text, language, wording or question)
    if asked.kind == "who":
        return _only(people(text), asked, text)
    if asked.kind == "where":
        return _only(places(text), asked, text)
    if asked.kind == "which-list":
        return _list(text)
    return None


def _quantity(asked: Expectation, text: str, language: Language, wording: str) -> Span | None:
    found = held(asked, text, language)
    best = [one for one, weight in found if weight >= LEAST_WEIGHT and weight == found[0][1]]
    if not best:
        return None
    near = _nearest(best, text, language, wording)
    return None if near is None else _whole(near, asked, text, language)


def _nearest(found: list[Quantity], text: str, language: Language, wording: str) -> Quantity | None:
    """The one nearest to the question's terms; None where two of them are as near."""
    found = _without_former(found, text, wording)
    if len(found) == 1:
        return found[0]
    wanted = set(asked_terms(wording, language))
    marks = [
        Span(*word.span()) for word in WORD.finditer(text) if wanted & set(terms(word[0], language))
    ]
    scores = [(_nearness(one.span, marks), one) for one in found]
    ranked = sorted(scores, key=lambda pair: (-pair[0], pair[1].span))
    return ranked[0][1] if ranked[0][0] > ranked[1][0] else None


def _without_former(found: list[Quantity], text: str, wording: str) -> list[Quantity]:
    """What is left when the value before a change and amounts in brackets are taken away.

    Of a stretch of time, a question for its beginning or end keeps that.
    """
    words, asked = folded(text), plain(wording)
    since = SINCE.search(asked) is not None
    found = [one for one in found if not REFUSED.search(words[: one.span.start])] or found
    ends = [one for one in found if UNTIL_LEAD.search(words[: one.span.start])]
    if UNTIL.search(asked) and ends:
        return ends
    former = [
        one
        for one in found
        if FORMER.search(words[: one.span.start]) and TO.match(words[one.span.end :])
    ]
    if since and former and former[0].kind == "date":
        return former
    kept = [one for one in found if one not in former]
    outside = [one for one in kept if not INSIDE.search(words[: one.span.start])]
    return outside or kept or found


def _nearness(span: Span, marks: Iterable[Span]) -> float:
    """The sum over the terms of one over their distance in characters, with a start."""
    return sum(1 / (REACH + max(mark.start - span.end, span.start - mark.end, 0)) for mark in marks)


def _whole(one: Quantity, asked: Expectation, text: str, language: Language) -> Span:
    """The quantity, with the other end of its range and with the noun that was asked for."""
    span = _range_of(one, text, language)
    noun = NOUN_AFTER.match(text, span.end)
    if one.kind == "count" and noun and asked.noun and one.unit == asked.noun:
        for word in WORD.finditer(noun[0]):
            if asked.noun in terms(word[0], language):
                return Span(span.start, span.end + word.end())
    return span


def _range_of(one: Quantity, text: str, language: Language) -> Span:
    """From one end of a range to the other, unless the text tells them apart by a "from"."""
    span = one.span
    if FORMER.search(folded(text[: span.start])):
        return span
    for other in quantities(text, language):
        first, last = sorted((one.span, other.span))
        if (
            other.kind == one.kind
            and first != last
            and RANGE.fullmatch(text[first.end : last.start])
        ):
            apart = FORMER.search(folded(text[: first.start]))
            span = span if apart else Span(first.start, last.end)
    return span


def _only(spans: Iterable[Span], asked: Expectation, text: str) -> Span | None:
    """The one name that is not in the question; names that are joined count as one."""
    question = folded(asked.question).casefold()
    new: list[Span] = []
    for span in sorted(spans):
        if folded(span.of(text)).casefold() in question:
            continue
        if new and JOINT.fullmatch(text[new[-1].end : span.start]):
            new[-1] = Span(new[-1].start, span.end)
        else:
            new.append(span)
    return new[0] if len({span.of(text) for span in new}) == 1 else None


def _list(text: str) -> Span | None:
    """The longest run of coordinated things, without the words that lead up to it."""
    runs = [run for pattern in LISTS for run in pattern.finditer(text)]
    if not runs:
        return None
    run = min(runs, key=lambda one: (-items_in(one[0]), one.start()))
    lead = LEAD_IN.match(run[0])
    start = run.start() + (lead.end() if lead else 0)
    tail = TAIL.search(text, start, run.end())
    end = tail.start() if tail else run.end()
    whole = trimmed(text, start, end)
    return whole if whole and items_in(whole.of(text)) > 1 else None

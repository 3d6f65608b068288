"""Put what an ellipsis names in the place of what the question before it named there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gbaqa.retrieval.following.carrying import Topic, slot
from gbaqa.retrieval.following.phrases import GENERIC, Phrase, Rarity, weight
from gbaqa.retrieval.following.wording import ASKED, OPENING
from gbaqa.types import Span

MOST_NAMED = 2  # phrases of an ellipsis: "and since Feb 2024?"
DATES = frozenset({"year", "month"})
WITHIN_DATE = 2  # characters at most between the parts of a date
ASIDE = re.compile(r"呢\W*$")


def is_ellipsis(text: str, phrases: Sequence[Phrase]) -> bool:
    """Whether a follow-up only names something and asks nothing itself.

    >>> from gbaqa.retrieval.following.phrases import read
    >>> [is_ellipsis(text, read(text)) for text in ("And in 2022?", "And who in 2022?")]
    [True, False]
    """
    if not 0 < len(phrases) <= MOST_NAMED or ASKED.search(text):
        return False
    return bool(ASIDE.search(text)) or all(one.kind != "word" for one in phrases)


def replaced(
    text: str, own: Sequence[Phrase], topic: Topic, rarity: Rarity
) -> tuple[str, tuple[Phrase, ...]]:
    """The question before, with what the ellipsis names put in, and the phrases that it kept.

    Where the question names nothing of that kind, the ellipsis is added to it.

    >>> from gbaqa.retrieval.following.phrases import read, unrated
    >>> asked = "What was the toll in 2024?"
    >>> replaced("and in 2022?", read("and in 2022?"), Topic(asked, read(asked)), unrated)[0]
    'What was the toll in 2022?'
    """
    new = text[own[0].start : own[-1].end]
    place = _place(own, topic, rarity)
    if place is None:
        return f"{topic.text.rstrip(' ?？')} {_bare(text)}", topic.phrases
    kept = [one for one in topic.phrases if one.end <= place.start or place.end <= one.start]
    return topic.text[: place.start] + new + topic.text[place.end :], tuple(kept)


def _bare(text: str) -> str:
    """The ellipsis without the words by which it goes on."""
    return OPENING.sub("", text, count=1).strip() or text


def _place(own: Sequence[Phrase], topic: Topic, rarity: Rarity) -> Span | None:
    """Where the question before says what the ellipsis says otherwise."""
    first = own[0]
    if first.kind == "word":
        return _run_like(own, topic)
    same = [one for one in topic.phrases if slot(one) == slot(first)]
    if not same and first.kind in ("name", "place"):
        named = [one for one in topic.phrases if one.kind in ("name", "place")]
        same = [one for one in named if weight(one, rarity) >= GENERIC]
    if not same:
        return None
    if slot(first) in DATES:
        return _date(same[0], topic)
    found = max(same, key=lambda one: (weight(one, rarity), -one.start))
    return Span(found.start, found.end)


def _run_like(own: Sequence[Phrase], topic: Topic) -> Span | None:
    """The words written together that end as the ellipsis does: 群众项目 for 竞技项目."""
    phrases = topic.phrases
    ends = [place for place, one in enumerate(phrases) if one.terms == own[-1].terms]
    if not ends:
        return None
    first = last = ends[-1]
    while first > 0 and phrases[first - 1].end == phrases[first].start:
        if phrases[first - 1].kind != "word":
            break
        first -= 1
    return Span(phrases[first].start, phrases[last].end)


def _date(part: Phrase, topic: Topic) -> Span:
    """The whole date that a year or a month is a part of."""
    start, end = part.start, part.end
    for one in topic.phrases:
        if one.kind == "number" and 0 <= one.start - end <= WITHIN_DATE:
            end = one.end
    for one in reversed(topic.phrases):
        if one.kind == "number" and 0 <= start - one.end <= WITHIN_DATE:
            start = one.start
    return Span(start, end)

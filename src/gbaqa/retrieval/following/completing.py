"""Complete a follow-up by what the turns before it spoke of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gbaqa.retrieval.following.carrying import Topic, carried, shares_after
from gbaqa.retrieval.following.leaning import points_back, said
from gbaqa.retrieval.following.naming import in_language_of, person_named
from gbaqa.retrieval.following.phrases import (
    LONGEST_READ,
    NO_NAMES,
    Names,
    Phrase,
    Rarity,
    read,
    unrated,
)
from gbaqa.retrieval.following.replacing import is_ellipsis, replaced
from gbaqa.retrieval.following.wording import LEAVING, PERSON, WHO
from gbaqa.text.scripts import IDEOGRAPH
from gbaqa.types import Turn

TURNS_READ = 8  # of the latest ones; what was said before is forgotten


@dataclass(frozen=True, slots=True)
class Standalone:
    """The question that is searched, and the words that earlier turns gave to it."""

    text: str
    added: tuple[str, ...] = ()


def stand_alone(
    question: str,
    history: Sequence[Turn],
    *,
    rarity: Rarity = unrated,
    names: Names = NO_NAMES,
) -> Standalone:
    """The question itself, or the question with what the conversation is about.

    Historical query expansion: Lin et al., "Multi-stage conversational passage retrieval", TOIS
    2021; what is carried is chosen by `rarity`, a term's inverse document frequency, and by the
    `names` of the glossary. A turn with a subject of its own stays as it is typed, and what was
    spoken of before is dropped.

    >>> stand_alone("And where was it held?", [Turn("Who chaired the 20th meeting?")])
    Standalone(text='And where was it held? (20th meeting)', added=('20th', 'meeting'))
    >>> stand_alone("and in 2022?", [Turn("What was the GDP of Macao in 2024?")]).text
    'What was the GDP of Macao in 2022?'
    """
    topic = Topic()
    for turn in history[-TURNS_READ:]:
        if turn.question.strip():
            topic = _topic_after(turn, topic, rarity, names)
    return _completed(question, topic, rarity, names)[0]


def _topic_after(turn: Turn, topic: Topic, rarity: Rarity, names: Names) -> Topic:
    """What is spoken of once the turn was answered."""
    full, kept = _completed(turn.question[:LONGEST_READ], topic, rarity, names)
    left = LEAVING.search(full.text)
    phrases = tuple(
        one for one in read(full.text, names) if left is None or left.end() <= one.start
    )
    shares = shares_after(topic, kept, phrases) if kept else {}
    person = person_named(turn.answer, names) if WHO.search(turn.question) else ""
    return Topic(full.text, phrases, person, shares)


def _completed(
    question: str, topic: Topic, rarity: Rarity, names: Names
) -> tuple[Standalone, tuple[Phrase, ...]]:
    """A turn in full, and the phrases of the topic that it needed."""
    if not topic.phrases:
        return Standalone(question), ()
    turn = said(question, names, rarity)
    if not points_back(turn, topic.terms):
        return Standalone(question), ()
    if is_ellipsis(question, turn.phrases):
        text, kept = replaced(question, turn.phrases, topic, rarity)
        if not kept:
            return Standalone(question), ()
        return Standalone(text, tuple(one.written for one in kept)), kept
    kept = carried(topic, turn.phrases, rarity)
    added = tuple(in_language_of(question, one.written, names) for one in kept)
    words = _joined(kept, added)
    if topic.person and PERSON.search(question) and topic.person not in words:
        added, words = (topic.person, *added), f"{topic.person} {words}".strip()
    return Standalone(f"{question} ({words})" if words else question, added), kept


def _joined(kept: Sequence[Phrase], written: Sequence[str]) -> str:
    """The phrases with spaces between them, but for ideographs that stood together."""
    text = ""
    for place, (phrase, form) in enumerate(zip(kept, written, strict=True)):
        touching = place > 0 and kept[place - 1].end == phrase.start
        together = touching and IDEOGRAPH.search(text[-1:] + form[:1])
        text += form if together or not text else f" {form}"
    return text

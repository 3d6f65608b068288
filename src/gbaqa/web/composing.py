"""Compose the message of an exchange from parts, each of which the page shows in its way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from gbaqa.answering.asking import Exchange, replaces_question
from gbaqa.answering.printing import unnamed
from gbaqa.answering.writing.writing import Written
from gbaqa.types import Answer, Citation, NoAnswer, Notice, Sentence
from gbaqa.web.history import PARAGRAPH
from gbaqa.web.wording import Words

MAX_STEPS = 6  # each step of a streamed answer costs the server about 1.3 ms
MARKER = re.compile(r"\[(\d{1,4})\]")

Kind = Literal[
    "text", "key", "break", "marker", "label", "refusal", "aside", "choice", "again", "dropped"
]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a message: the page shows each kind in its way.

    A "choice" is a button that asks its text; "again", one that asks the question without the
    earlier ones, and "dropped", what was left out of a written answer, have no text to copy.
    """

    kind: Kind
    text: str
    marker: int = 0


def message(exchange: Exchange, *, words: Words, alone: bool = False) -> tuple[Part, ...]:
    """The parts of the message; joined, their texts are what a reader copies.

    `alone` says that the question was asked as if nothing had been asked before. What stands
    before the quoted sentences and behind them is in paragraphs of its own: history.py knows them.
    """
    reply = exchange.reply
    asked = (*_alone(words, alone=alone), *_asked_as(exchange, words))
    if isinstance(reply, NoAnswer):
        return (*asked, *_refusal(reply, words), *_also_searched(exchange, words))
    return (
        *asked,
        *(_written(exchange.written, words) if exchange.written else ()),
        *_quoted(reply),
        *(part for notice in reply.notices for part in _notice(notice, words)),
        *_also_searched(exchange, words),
    )


def steps(parts: Sequence[Part]) -> list[str]:
    r"""The growing text, sentence by sentence, in at most MAX_STEPS; the last is the whole.

    >>> steps([Part("text", "One."), Part("break", "\n"), Part("text", "Two.")])
    ['One.', 'One.\nTwo.']
    """
    grown, stops = "", []
    for part in parts:
        if part.kind == "break":
            stops.append(grown)
        grown += part.text
    return [*stops[: MAX_STEPS - 1], grown]


def _alone(words: Words, *, alone: bool) -> Iterator[Part]:
    if alone:
        yield Part("aside", words["asked_alone"])
        yield Part("break", PARAGRAPH)


def _asked_as(exchange: Exchange, words: Words) -> Iterator[Part]:
    """What earlier turns gave to the question, with a way to ask it without them."""
    taken = ", ".join(map(_one_line, exchange.carried_over))
    asked = _one_line(exchange.completed)
    if asked or taken:
        name = "taken_along" if not asked else "asked_as_with" if taken else "asked_as"
        yield Part("aside", words[name].format(question=asked, words=taken))
        yield Part("again", "")
        yield Part("break", PARAGRAPH)


def _quoted(reply: Answer) -> Iterator[Part]:
    cited = {citation.marker: citation for citation in reply.citations}
    for number, sentence in enumerate(reply.sentences):
        if number:
            yield Part("break", "\n")
        yield from _sentence(sentence, cited)


def _sentence(sentence: Sentence, cited: Mapping[int, Citation]) -> Iterator[Part]:
    """Its words, those that answer as a part of their own, and its markers."""
    for marker in sentence.markers:
        one = cited.get(marker)
        if one and one.key and one.quote == sentence.text:
            begins = one.span.start
            yield from _with_key(one.quote, one.key.start - begins, one.key.end - begins)
            break
    else:
        yield Part("text", _one_line(sentence.text))
    yield from _markers(sentence.markers)


def _with_key(quote: str, start: int, end: int) -> Iterator[Part]:
    """The quote as one line, in three parts where the key is `quote[start:end]`."""
    line, key = _one_line(quote), quote[start:end]
    space = key[: len(key) - len(key.lstrip())]
    first = len(_one_line(f"{quote[:start]}{space}x")) - 1  # a sign holds the place of the key
    last = first + len(_one_line(key))
    pieces = (Part("text", line[:first]), Part("key", line[first:last]), Part("text", line[last:]))
    yield from (part for part in pieces if part.text)


def _notice(notice: Notice, words: Words) -> Iterator[Part]:
    yield Part("break", PARAGRAPH)
    yield Part("label", words.get(f"notice_{notice.kind}", words["notice_other"]))
    yield Part("text", " ")
    yield from _linked(notice.text, notice.markers, "text")


def _refusal(reply: NoAnswer, words: Words) -> Iterator[Part]:
    """The reason, what to ask instead, and a last line by which history.py knows a refusal."""
    yield from _linked(reply.reason.text, reply.reason.markers, "refusal")
    for choice in reply.reason.choices:
        yield Part("break", "\n")
        yield Part("choice", _one_line(choice))
    yield Part("break", "\n")
    yield Part("text", words["not_found_next" if reply.nearest else "nothing_near"])


def _written(written: Written, words: Words) -> Iterator[Part]:
    """What a language model wrote and the quotes support, above the quotes."""
    model = _one_line(written.model)
    if written.failed:
        yield Part("aside", f"{words['not_written']} {_one_line(written.failed)}")
    elif written.sentences:
        yield Part("label", words["written_by"].format(model=model))
        for sentence in written.sentences:
            yield Part("break", "\n")
            yield Part("text", _one_line(sentence.text))
            yield from _markers(sentence.markers)
    else:
        yield Part("aside", words["written_nothing"].format(model=model))
    if written.dropped:
        yield Part("dropped", "")
    yield Part("break", PARAGRAPH)


def _also_searched(exchange: Exchange, words: Words) -> Iterator[Part]:
    """Beneath the answer: history.py takes the first paragraph for it."""
    if exchange.also_searched:
        replaced = replaces_question(exchange.reply.query.language)
        label = words["searched"] if replaced else words["also_searched"]
        yield Part("break", PARAGRAPH)
        yield Part("aside", f"{label} {_one_line(exchange.also_searched)}")


def _linked(text: str, markers: Sequence[int], kind: Kind) -> Iterator[Part]:
    """A text in which the markers that it names lead to their sources, then the other markers."""
    line, done = _one_line(text), 0
    for found in MARKER.finditer(line):
        if int(found[1]) in markers:
            yield from [Part(kind, line[done : found.start()])] if found.start() > done else []
            yield Part("marker", found[0], int(found[1]))
            done = found.end()
    if line[done:]:
        yield Part(kind, line[done:])
    yield from _markers(unnamed(line, markers))


def _markers(markers: Sequence[int]) -> Iterator[Part]:
    for marker in markers:
        yield Part("text", " ")
        yield Part("marker", f"[{marker}]", marker)


def _one_line(text: str) -> str:
    """A quote without the line ends of its file: a blank line parts the message's paragraphs."""
    return " ".join(text.split())

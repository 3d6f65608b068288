"""An exchange as the chat page shows it: the message, and the sources beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal
from urllib.parse import quote, urlsplit

from gbaqa.answering.asking import Exchange, replaces_question
from gbaqa.types import Answer, Citation, Collection, Language, NoAnswer
from gbaqa.web.history import PARAGRAPH
from gbaqa.web.wording import Words

MAX_STEPS = 6  # each step of a streamed answer costs the server about 1.3 ms
LIKELY = 0.6  # an answer on eval/gba dev or squad2 dev that scores so is mostly right
WEB_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a message: the page shows each kind in its way."""

    kind: Literal["text", "break", "marker", "label", "refusal", "aside"]
    text: str
    marker: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A passage with the quote cut out of it, and where to read on; "" for what is unknown."""

    marker: int
    title: str
    publisher: str
    date: str
    language: Language
    before: str
    quote: str
    after: str
    document: str
    original: str


def message(exchange: Exchange, *, words: Words) -> tuple[Part, ...]:
    """The parts of the message; joined, their texts are what a reader copies."""
    reply = exchange.reply
    parts = list(_searched(exchange, words))
    if isinstance(reply, NoAnswer):
        return (*parts, *_refusal(reply, words), *_also_searched(exchange, words))
    for number, sentence in enumerate(reply.sentences):
        parts += [Part("break", "\n")] if number else []
        parts.append(Part("text", _one_line(sentence.text)))
        parts += _markers(sentence.markers)
    for notice in reply.notices:
        label = words.get(f"notice_{notice.kind}", words["notice_other"])
        parts += [Part("break", PARAGRAPH), Part("label", label)]
        parts.append(Part("text", " " + _one_line(notice.text)))
        parts += _markers(notice.markers)
    return (*parts, *_also_searched(exchange, words))


def _refusal(reply: NoAnswer, words: Words) -> Iterator[Part]:
    yield Part("refusal", words["not_found"])
    reason = _one_line(reply.reason)
    if reason.strip(".").casefold() != words["not_found"].strip(".").casefold():
        yield from (Part("break", "\n"), Part("text", reason))
    yield Part("break", "\n")
    yield Part("text", words["not_found_next" if reply.nearest else "nothing_near"])


def _searched(exchange: Exchange, words: Words) -> Iterator[Part]:
    if exchange.completed:
        yield Part("aside", f"{words['searched']} {_one_line(exchange.completed)}")
        yield Part("break", PARAGRAPH)


def _also_searched(exchange: Exchange, words: Words) -> Iterator[Part]:
    """Beneath the answer: history.py takes the first paragraph for it."""
    if exchange.also_searched:
        replaced = replaces_question(exchange.reply.query.language)
        label = words["searched"] if replaced else words["also_searched"]
        yield Part("break", PARAGRAPH)
        yield Part("aside", f"{label} {_one_line(exchange.also_searched)}")


def _markers(markers: Sequence[int]) -> Iterator[Part]:
    for marker in markers:
        yield Part("text", " ")
        yield Part("marker", f"[{marker}]", marker)


def _one_line(text: str) -> str:
    """A quote without the line ends of its file: a blank line parts the message's paragraphs."""
    return " ".join(text.split())


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


def panel(exchange: Exchange, collection: Collection, *, turn: int, words: Words) -> dict[str, Any]:
    """What the sources panel is sent; `turn` counts the answers of the conversation from 0."""
    reply = exchange.reply
    parts = message(exchange, words=words)
    citations = reply.citations if isinstance(reply, Answer) else reply.nearest
    return {
        "turn": turn,
        "status": "answered" if isinstance(reply, Answer) else "not_found",
        "question": exchange.question,
        "text": "".join(part.text for part in parts),
        "parts": [asdict(part) for part in parts],
        "assurance": _assurance(reply.confidence, words) if isinstance(reply, Answer) else "",
        "sources": [asdict(source(citation, collection)) for citation in citations],
    }


def _assurance(confidence: float, words: Words) -> str:
    """The estimated probability in words: the estimate is a first one, and no figure yet."""
    return words["assurance_likely"] if confidence >= LIKELY else words["assurance_unsure"]


def source(citation: Citation, collection: Collection) -> Source:
    """The citation's quote within its passage."""
    span = citation.span
    document = collection.documents[citation.doc_id]
    passage = collection.passages[citation.passage_id].span
    return Source(
        marker=citation.marker,
        title=citation.title,
        publisher=citation.publisher,
        date=citation.date,
        language=document.language,
        before=document.text[passage.start : span.start],
        quote=citation.quote,
        after=document.text[span.end : passage.end],
        document=source_address(citation),
        original=web_address(citation.url),
    )


def source_address(citation: Citation) -> str:
    """The document's page, relative to the chat page, at the quote."""
    span = citation.span
    return f"source/{quote(citation.doc_id)}?start={span.start}&end={span.end}#quote"


def web_address(url: str) -> str:
    """The address when a browser may be sent there, else "": a link can hold a script."""
    try:
        return url if urlsplit(url).scheme in WEB_SCHEMES else ""
    except ValueError:  # brackets that enclose no IPv6 address
        return ""

"""Give the page what it shows of an exchange: its message, and the sources beside it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from gbaqa.answering.asking import Exchange
from gbaqa.types import Answer, Citation, Collection, Language
from gbaqa.web.composing import message
from gbaqa.web.wording import Words

# Of the estimated probability that an answer is right: on eval/gba dev nine of ten quotes are from
# the first on, three of four between the two (docs/answers.md).
FAIRLY_SURE = 0.65
LIKELY = 0.6
WEB_SCHEMES = ("http", "https")


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


def panel(
    exchange: Exchange,
    collection: Collection,
    *,
    turn: int,
    words: Words,
    alone: bool = False,
) -> dict[str, Any]:
    """What the sources panel is sent; `turn` counts the answers of the conversation from 0."""
    reply = exchange.reply
    parts = message(exchange, words=words, alone=alone)
    citations = reply.citations if isinstance(reply, Answer) else reply.nearest
    dropped = exchange.written.dropped if exchange.written else ()
    return {
        "turn": turn,
        "status": "answered" if isinstance(reply, Answer) else "not_found",
        "question": exchange.question,
        "text": "".join(part.text for part in parts),
        "parts": [asdict(part) for part in parts],
        "dropped": [asdict(one) for one in dropped],
        "assurance": _assurance(reply.confidence, words) if isinstance(reply, Answer) else "",
        "sources": [asdict(source(citation, collection)) for citation in citations],
    }


def _assurance(confidence: float, words: Words) -> str:
    """The estimated probability in words: a percentage would claim more than is known."""
    if confidence >= FAIRLY_SURE:
        return words["assurance_sure"]
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

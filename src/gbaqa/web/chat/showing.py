"""Give the page what it shows beside an answer: each quote in its passage, and where to read on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.exporting import as_markdown
from gbaqa.answering.receipts import as_json
from gbaqa.text.scripts import IDEOGRAPH, converted
from gbaqa.types import Answer, Citation, Collection, Language, Span

# Of the estimated probability that an answer is right: on eval/gba dev nine of ten quotes are from
# the first on, three of four between the two (docs/answers.md).
FAIRLY_SURE = 0.65
LIKELY = 0.6
WEB_SCHEMES = ("http", "https")
TO_SIMPLIFIED = "hk2s"  # OpenCC's conversion of Hong Kong's Traditional
# A link finds a quote by its first and last words, as browsers advise for long ones.
FRAGMENT_WORDS = 5
FRAGMENT_IDEOGRAPHS = 10


@dataclass(frozen=True, slots=True)
class Pieces:
    """A passage in the parts that are shown differently; joined, its text.

    `key` is the part of the quote that answers, and "" where none was found.
    """

    before: str
    opening: str
    key: str
    closing: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A citation in its passage; `simplified` the same converted, of a Traditional document."""

    marker: int
    passage_id: str
    headings: tuple[str, ...]
    language: Language
    pieces: Pieces
    simplified: Pieces | None
    document: str
    original: str


def shown(exchange: Exchange, collection: Collection) -> dict[str, Any]:
    """What a page needs beside the answer object, in JSON's types."""
    reply = exchange.reply
    found = isinstance(reply, Answer)
    citations = reply.citations if isinstance(reply, Answer) else reply.nearest
    return {
        "passages": [asdict(shown_citation(one, collection)) for one in citations],
        "assurance": assurance(reply.confidence) if found else None,
        "markdown": as_markdown(as_json(exchange)),
    }


def assurance(confidence: float) -> str:
    """The estimated probability as a level: a percentage would claim more than is known."""
    if confidence >= FAIRLY_SURE:
        return "sure"
    return "likely" if confidence >= LIKELY else "unsure"


def shown_citation(citation: Citation, collection: Collection) -> Shown:
    """The citation's quote within its passage."""
    document = collection.documents[citation.doc_id]
    passage = collection.passages[citation.passage_id]
    pieces = _pieces(document.text, passage.span, citation.span, citation.key)
    return Shown(
        marker=citation.marker,
        passage_id=citation.passage_id,
        headings=passage.headings,
        language=document.language,
        pieces=pieces,
        simplified=_simplified(pieces) if document.language == "zh-Hant" else None,
        document=source_address(citation.doc_id, citation.span),
        original=original_address(citation.url, citation.quote, pieces.key, citation.page),
    )


def source_address(doc_id: str, span: Span) -> str:
    """The document's page, relative to the app's root, at the quote."""
    return f"source/{percent_encoded(doc_id)}?start={span.start}&end={span.end}"


def original_address(url: str, quote: str = "", key: str = "", page: int | None = None) -> str:
    """The publisher's page with a text fragment for the quote and its key; "" for no web address.

    Of a PDF, its page instead: what shows PDF in a browser opens it there (RFC 8118).

    Whatever of it the page holds, a browser finds and marks; the rest does no harm:
    https://wicg.github.io/scroll-to-text-fragment/

    >>> original_address("https://example.org/a#top", "It has 23 members.", "23 members")
    'https://example.org/a#top:~:text=It%20has%2023%20members.&text=23%20members'
    >>> original_address("https://example.org/a.pdf", "It has 23 members.", page=12)
    'https://example.org/a.pdf#page=12'
    """
    address = web_address(url)
    if page and address and urlsplit(address).path.lower().endswith(".pdf"):
        return address if "#" in address else f"{address}#page={page}"
    wanted = [_directive(one) for one in (quote, key) if one.strip()]
    if not address or not wanted:
        return address
    start = "" if "#" in address else "#"
    return f"{address}{start}:~:" + "&".join(f"text={one}" for one in dict.fromkeys(wanted))


def web_address(url: str) -> str:
    """The address when a browser may be sent there, else "": a link can hold a script."""
    try:
        return url if urlsplit(url).scheme in WEB_SCHEMES else ""
    except ValueError:  # brackets that enclose no IPv6 address
        return ""


def _directive(text: str) -> str:
    line = " ".join(text.split())
    words = line.split(" ")
    if IDEOGRAPH.search(line) and len(line) > 3 * FRAGMENT_IDEOGRAPHS:
        return f"{_encoded(line[:FRAGMENT_IDEOGRAPHS])},{_encoded(line[-FRAGMENT_IDEOGRAPHS:])}"
    if len(words) > 3 * FRAGMENT_WORDS:
        first, last = words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:]
        return f"{_encoded(' '.join(first))},{_encoded(' '.join(last))}"
    return _encoded(line)


def _encoded(text: str) -> str:
    return percent_encoded(text, safe="").replace("-", "%2D")  # "-" would part a prefix


def _pieces(text: str, passage: Span, quote: Span, key: Span | None) -> Pieces:
    start, end = (key.start, key.end) if key else (quote.end, quote.end)
    return Pieces(
        before=text[passage.start : quote.start],
        opening=text[quote.start : start],
        key=text[start:end],
        closing=text[end : quote.end],
        after=text[quote.end : passage.end],
    )


def _simplified(pieces: Pieces) -> Pieces:
    return Pieces(**{name: converted(one, TO_SIMPLIFIED) for name, one in asdict(pieces).items()})

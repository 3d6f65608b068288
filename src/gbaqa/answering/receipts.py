"""Write an exchange as the one JSON object of all interfaces, and replay its citations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from gbaqa.answering.asking import Exchange
from gbaqa.answering.notices import notices
from gbaqa.types import (
    ANY,
    Answer,
    Citation,
    Collection,
    Document,
    Filters,
    NoAnswer,
    Notice,
    Ranking,
    Span,
)

STATUSES = ("answered", "not_found")
DECIMALS = 4  # of confidence and milliseconds
NUMBERS = ("marker", "start", "end")
TEXTS = ("doc_id", "passage_id", "title", "publisher", "date", "url", "quote", "doc_sha256")


def as_json(exchange: Exchange) -> dict[str, Any]:
    """The object that `gbaqa ask --json` and the API give, as docs/DESIGN.md lays it down."""
    reply = exchange.reply
    answered = isinstance(reply, Answer)
    return {
        "question": exchange.question,
        "standalone_question": exchange.standalone_question,
        **_also_searched(exchange.also_searched),
        "language": reply.query.language,
        "status": "answered" if answered else "not_found",
        "sentences": [
            {"text": sentence.text, "markers": list(sentence.markers)}
            for sentence in (reply.sentences if isinstance(reply, Answer) else ())
        ],
        "confidence": round(reply.confidence, DECIMALS),
        "citations": [
            _citation(one) for one in (reply.citations if isinstance(reply, Answer) else ())
        ],
        "notices": [_notice(one) for one in (reply.notices if isinstance(reply, Answer) else ())],
        "nearest": [
            _citation(one) for one in (reply.nearest if isinstance(reply, NoAnswer) else ())
        ],
        "index": {"generation": exchange.generation, "encoder": exchange.encoder},
        "timings_ms": {step: round(spent, DECIMALS) for step, spent in exchange.timings_ms.items()},
    }


def passages_json(
    query: str,
    ranking: Ranking,
    collection: Collection,
    filters: Filters = ANY,
    *,
    also_searched: str = "",
) -> dict[str, Any]:
    """The object that `gbaqa search --json` and the API give: ranked passages with their text.

    `filters` holds those that are set, and is left out where none is; so is `also_searched`
    where the query alone was searched.
    """
    chosen = {name: value for name, value in asdict(filters).items() if value}
    return {
        "query": query,
        **_also_searched(also_searched),
        **({"filters": chosen} if chosen else {}),
        "hits": [
            {
                "rank": rank,
                "passage_id": hit.passage_id,
                "doc_id": collection.document_of(hit.passage_id).doc_id,
                "title": collection.document_of(hit.passage_id).title,
                "score": hit.score,
                "text": collection.text(hit.passage_id),
            }
            for rank, hit in enumerate(ranking, start=1)
        ],
    }


def _also_searched(text: str) -> dict[str, str]:
    return {"also_searched": text} if text else {}


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "doc_id": citation.doc_id,
        "passage_id": citation.passage_id,
        "title": citation.title,
        "publisher": citation.publisher,
        "date": citation.date,
        "url": citation.url,
        "quote": citation.quote,
        "start": citation.span.start,
        "end": citation.span.end,
        "doc_sha256": citation.doc_sha256,
        "translation_of": citation.translation_of,
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {"kind": notice.kind, "text": notice.text, "markers": list(notice.markers)}


def faults(answer: object, documents: Mapping[str, Document]) -> list[str]:
    """Why an answer does not hold against the documents as they are now; empty when it does.

    Every citation is replayed: the document's digest and metadata, the offsets, the quote. Every
    sentence must be the quotes that its markers name, every citation must be used, and the
    notices must be those that the cited documents call for.
    """
    if not isinstance(answer, Mapping):
        return ["not an answer: expected one JSON object, as gbaqa ask --json prints it"]
    found = [*_shape(answer)] or [
        *_citations(answer["citations"], documents, "citation"),
        *_citations(answer["nearest"], documents, "nearest"),
        *_sentences(answer),
    ]
    return found or [*_notices(answer, documents)]


def _shape(answer: Mapping[str, Any]) -> Iterator[str]:
    if answer.get("status") not in STATUSES:
        yield f"status is {answer.get('status')!r}, expected one of {', '.join(STATUSES)}"
    for field in ("sentences", "citations", "nearest"):
        parts = answer.get(field)
        if not isinstance(parts, list) or not all(isinstance(part, Mapping) for part in parts):
            yield f"{field} must be a list of objects"
    if answer.get("status") == "not_found" and (answer.get("sentences") or answer.get("citations")):
        yield "status is 'not_found', yet there are sentences or citations"
    if answer.get("status") == "answered" and not answer.get("sentences"):
        yield "status is 'answered', yet there is no sentence"


def _citations(
    citations: list[Mapping[str, Any]], documents: Mapping[str, Document], kind: str
) -> Iterator[str]:
    for number, citation in enumerate(citations, start=1):
        if citation.get("marker") != number or isinstance(citation["marker"], bool):
            yield f"{kind} {number} has marker {citation.get('marker')!r}, expected {number}"
        for fault in _citation_faults(citation, documents):
            yield f"{kind} {number}: {fault}"


def _citation_faults(
    citation: Mapping[str, Any], documents: Mapping[str, Document]
) -> Iterator[str]:
    for field, kind in (*((name, int) for name in NUMBERS), *((name, str) for name in TEXTS)):
        if type(citation.get(field)) is not kind:
            yield f"{field} is {citation.get(field)!r}, expected {kind.__name__}"
            return
    document = documents.get(citation["doc_id"])
    if document is None:
        yield f"document {citation['doc_id']!r} is not in the corpus"
        return
    if citation["doc_sha256"] != document.sha256:
        yield (
            f"document {document.doc_id!r} has SHA-256 {document.sha256[:12]}, "
            f"the citation says {citation['doc_sha256'][:12]}: it was changed since, or is another"
        )
    start, end = citation["start"], citation["end"]
    if not 0 <= start < end <= len(document.text):
        yield f"[{start}, {end}) is not within the {len(document.text)} characters of the text"
    elif document.text[start:end] != citation["quote"]:
        yield f"the text at [{start}, {end}) is not the quote"
    if not re.fullmatch(re.escape(document.doc_id) + "#[0-9]{4,}", citation["passage_id"]):
        yield f"passage {citation['passage_id']!r} is not of document {document.doc_id!r}"
    for field in ("title", "publisher", "date", "url", "translation_of"):
        found, expected = citation.get(field, "missing"), getattr(document, field)
        if found != expected:
            yield f"{field} is {found!r}, the document's is {expected!r}"


def _sentences(answer: Mapping[str, Any]) -> Iterator[str]:
    # markers are counted out from 1: one that is not has been told as a fault of its citation
    quotes = dict(enumerate((one.get("quote") for one in answer["citations"]), start=1))
    used = set()
    for number, sentence in enumerate(answer["sentences"], start=1):
        markers = sentence.get("markers")
        if not isinstance(markers, list) or not markers:
            yield f"sentence {number} has no marker"
            continue
        if any(type(marker) is not int for marker in markers):
            yield f"sentence {number} has markers {markers!r}, expected whole numbers"
            continue
        if len(set(markers)) < len(markers):
            yield f"sentence {number} names a marker twice: {markers!r}"
        for marker in markers:
            used.add(marker)
            if marker not in quotes:
                yield f"sentence {number} has marker {marker!r}, which no citation bears"
            elif sentence.get("text") != quotes[marker]:
                yield f"sentence {number} is not the quote of citation {marker}"
    for marker in sorted(quotes.keys() - used):
        yield f"citation {marker} is used by no sentence"


def _notices(answer: Mapping[str, Any], documents: Mapping[str, Document]) -> Iterator[str]:
    """Only for citations that hold: the notices are made again from them."""
    cited = [
        Citation(
            span=Span(one["start"], one["end"]),
            **{field: one[field] for field in ("marker", *TEXTS, "translation_of")},
        )
        for one in answer["citations"]
    ]
    if answer.get("notices") != [_notice(notice) for notice in notices(cited, documents)]:
        yield "the notices are not those that the cited documents call for"

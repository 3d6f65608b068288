"""Write an exchange as the one JSON object of all interfaces, and ranked passages likewise."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.replaying import digest
from gbaqa.answering.replaying import faults as faults
from gbaqa.answering.writing.writing import as_json as written_json
from gbaqa.types import (
    ANY,
    Answer,
    Citation,
    Collection,
    Filters,
    Hit,
    NoAnswer,
    Notice,
    Ranking,
    Reason,
)

DECIMALS = 4  # of confidence and milliseconds


def as_json(exchange: Exchange) -> dict[str, Any]:
    """The object that `gbaqa ask --json` and the API give, as docs/DESIGN.md lays it down.

    Its last field is the digest of all others but the timings.
    """
    reply = exchange.reply
    answer = {
        "question": exchange.question,
        "standalone_question": exchange.standalone_question,
        **({"carried_over": list(exchange.carried_over)} if exchange.carried_over else {}),
        **_also_searched(exchange.also_searched),
        "language": reply.query.language,
        **(_answered(reply) if isinstance(reply, Answer) else _not_found(reply)),
        **({"written": written_json(exchange.written)} if exchange.written else {}),
        "index": {"generation": exchange.generation, "encoder": exchange.encoder},
        "timings_ms": {
            step: round(float(spent), DECIMALS) for step, spent in exchange.timings_ms.items()
        },
    }
    return {**answer, "sha256": digest(answer)}


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
        "hits": [_hit(rank, hit, collection) for rank, hit in enumerate(ranking, start=1)],
    }


def _hit(rank: int, hit: Hit, collection: Collection) -> dict[str, Any]:
    document = collection.document_of(hit.passage_id)
    page = document.page_of(collection.passages[hit.passage_id].span.start)
    return {
        "rank": rank,
        "passage_id": hit.passage_id,
        "doc_id": document.doc_id,
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "language": document.language,
        "url": document.url,
        **({} if page is None else {"page": page}),
        "score": hit.score,
        "text": collection.text(hit.passage_id),
    }


def _answered(reply: Answer) -> dict[str, Any]:
    return {
        "status": "answered",
        "sentences": [
            {"text": sentence.text, "markers": list(sentence.markers)}
            for sentence in reply.sentences
        ],
        "confidence": round(float(reply.confidence), DECIMALS),
        "citations": [_citation(one) for one in reply.citations],
        "notices": [_notice(one) for one in reply.notices],
        "nearest": [],
    }


def _not_found(reply: NoAnswer) -> dict[str, Any]:
    return {
        "status": "not_found",
        "reason": _reason(reply.reason),
        "sentences": [],
        "confidence": round(float(reply.confidence), DECIMALS),
        "citations": [],
        "notices": [],
        "nearest": [_citation(one) for one in reply.nearest],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "kind": reason.kind,
        "text": reason.text,
        "choices": list(reason.choices),
        "markers": list(reason.markers),
    }


def _also_searched(text: str) -> dict[str, str]:
    return {"also_searched": text} if text else {}


def _citation(citation: Citation) -> dict[str, Any]:
    key = citation.key
    return {
        "marker": citation.marker,
        "doc_id": citation.doc_id,
        "passage_id": citation.passage_id,
        "title": citation.title,
        "publisher": citation.publisher,
        "date": citation.date,
        "url": citation.url,
        **({} if citation.page is None else {"page": citation.page}),
        "quote": citation.quote,
        "start": citation.span.start,
        "end": citation.span.end,
        "doc_sha256": citation.doc_sha256,
        "translation_of": citation.translation_of,
        "key": {"start": key.start, "end": key.end} if key else None,
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {"kind": notice.kind, "text": notice.text, "markers": list(notice.markers)}

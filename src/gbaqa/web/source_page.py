"""The page of one document: what is known of it, and its text with the quote marked."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from gbaqa.types import Document, Span
from gbaqa.web.marking import marked_html
from gbaqa.web.plain_page import plain_page, unavailable
from gbaqa.web.showing import web_address
from gbaqa.web.warming import Ready, Warming
from gbaqa.web.wording import read_words


def source_routes(warming: Warming) -> APIRouter:
    """`/source/{doc_id}?start=&end=`, offsets in code points as in a citation."""
    router = APIRouter()

    # start and end are text: a link with a broken number still deserves its document
    @router.get("/source/{doc_id:path}", include_in_schema=False)
    def source(request: Request, doc_id: str, start: str = "", end: str = "") -> HTMLResponse:
        state = warming.state
        if not isinstance(state, Ready):
            return unavailable(request, state)
        document = state.assistant.collection.documents.get(doc_id)
        if document is None:
            words = read_words()
            texts = {"title": words["missing_title"], "text": words["missing"]}
            return plain_page(request, "page.html", status=404, **texts)
        return _document_page(request, document, start, end)

    return router


def _document_page(request: Request, document: Document, start: str, end: str) -> HTMLResponse:
    span = _span(start, end, document)
    return plain_page(
        request,
        "source.html",
        title=document.title,
        document=document,
        facts=list(_facts(document)),
        original=web_address(document.url),
        span=span,
        bad_span=bool(start or end) and span is None,
        body=marked_html(document.text, span),
    )


def _span(start: str, end: str, document: Document) -> Span | None:
    try:
        span = Span(int(start), int(end))
    except ValueError:  # no number, or not in order
        return None
    return span if span.end <= len(document.text) else None


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    words = read_words()
    yield words["publisher"], document.publisher or words["no_publisher"]
    yield words["date"], document.date or words["undated"]
    yield words["language"], words[f"language_{document.language}"]
    for label, value in (
        ("topics", ", ".join(document.topics)),
        ("note", document.note),
        ("translation_of", document.translation_of or ""),
    ):
        if value:
            yield words[label], value

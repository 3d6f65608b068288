"""The page of one document: its text with the quote marked, what is known of it, its receipt."""

from __future__ import annotations

import re

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response

from gbaqa.types import Collection, Document, Span
from gbaqa.web.desk import Desk
from gbaqa.web.pages.addresses import Addresses
from gbaqa.web.pages.error_page import error_page
from gbaqa.web.pages.headings import deepened
from gbaqa.web.pages.marking import marked_html
from gbaqa.web.pages.plain_page import plain_page
from gbaqa.web.pages.receipts import facts, receipt
from gbaqa.web.pages.tongues import title_language
from gbaqa.web.pages.waiting import collection_or_page
from gbaqa.web.wording import read_words

DESCRIBED = 160  # characters; search engines cut longer descriptions
PROSE = re.compile(r"^(?![#|>\-\s])\S.*$", re.MULTILINE)  # a line of the text that is no markup


def source_routes(desk: Desk) -> APIRouter:
    """`/source/{doc_id}?start=&end=`, offsets in code points as in a citation."""
    router = APIRouter()

    # start and end are text: a link with a broken number still deserves its document
    @router.get("/source/{doc_id:path}", include_in_schema=False)
    async def source(request: Request, doc_id: str, start: str = "", end: str = "") -> Response:
        held = await collection_or_page(request, desk)
        if isinstance(held, Response):
            return held
        document = held.documents.get(doc_id)
        if document is None:
            words = read_words(Addresses(request).language)
            texts = {"title": words["missing_title"], "text": words["missing"]}
            return error_page(request, 404, collection=held, **texts)
        # a long document takes some milliseconds to mark, in which others would wait
        return await run_in_threadpool(_document_page, request, document, held, start, end)

    return router


def _document_page(
    request: Request, document: Document, collection: Collection, start: str, end: str
) -> HTMLResponse:
    span = _span(start, end, document)
    addresses = Addresses(request)
    words = read_words(addresses.language)
    quote = span.of(document.text) if span else ""
    page = document.page_of(span.start) if span else None
    return plain_page(
        request,
        "source.html",
        title=document.title,
        title_language=title_language(document),
        description=_description(document),
        collection=collection,
        document=document,
        facts=facts(document, collection, words, addresses),
        receipt=receipt(document, span, collection, words),
        original=_original(document.url, quote, page),
        original_plain=_original(document.url, "", page),
        quote=quote,
        bad_span=bool(start or end) and span is None,
        body=deepened(
            marked_html(document.text, span, document.pages, words["page_mark"]), below=1
        ),
    )


def _original(url: str, quote: str, page: int | None) -> str:
    from gbaqa.web.chat.showing import original_address  # gradio is under web.chat: import late

    return original_address(url, quote, "", page)


def _span(start: str, end: str, document: Document) -> Span | None:
    try:
        span = Span(int(start), int(end))
    except ValueError:  # no number, or not in order
        return None
    return span if span.end <= len(document.text) else None


def _description(document: Document) -> str:
    """Whose it is, of when, and how it begins."""
    origin = ", ".join(part for part in (document.publisher, document.date) if part)
    prose = PROSE.search(document.text)
    whole = ". ".join(part for part in (origin, prose[0] if prose else "") if part)
    return whole if len(whole) <= DESCRIBED else whole[: DESCRIBED - 1].rstrip() + "…"

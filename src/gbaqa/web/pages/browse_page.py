"""The page /sources: every document by topic, publisher, date and language, to be searched."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response

from gbaqa.types import Collection
from gbaqa.web.desk import Desk
from gbaqa.web.pages.addresses import Addresses
from gbaqa.web.pages.browsing import fault_of, read_form, without_faulty
from gbaqa.web.pages.listing import Listing
from gbaqa.web.pages.plain_page import plain_page
from gbaqa.web.pages.waiting import collection_or_page
from gbaqa.web.wording import read_words


def browse_routes(desk: Desk) -> APIRouter:
    """`/sources?q=&topic=&publisher=&language=&since=&until=&group=&page=`."""
    router = APIRouter()

    @router.get("/sources", include_in_schema=False)
    async def sources(request: Request) -> Response:
        held = await collection_or_page(request, desk)
        if isinstance(held, Response):
            return held
        # the first search through all texts takes some tenths of a second
        return await run_in_threadpool(_sources_page, request, held)

    return router


def _sources_page(request: Request, collection: Collection) -> HTMLResponse:
    addresses = Addresses(request)
    words = read_words(addresses.language)
    typed = read_form(request.query_params)
    fault = fault_of(typed, collection, words)
    form = without_faulty(typed, fault)
    return plain_page(
        request,
        "sources.html",
        status=422 if fault else 200,
        title=words["page_sources_title"],
        description=words["page_sources_intro"],
        collection=collection,
        typed=typed.typed,
        fault=fault,
        listing=Listing(form, typed, collection, words, addresses),
    )

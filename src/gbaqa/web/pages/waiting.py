"""Hold a page until the index is there, with something to read meanwhile.

A page that reloads every few seconds tears a screen reader away each time (WCAG 2.2.1). Ours goes
on once: it is sent on at once to an address that answers when loading has ended, and stays to be
read until then.
"""

from __future__ import annotations

import asyncio

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from gbaqa.types import Collection
from gbaqa.web.desk import Desk
from gbaqa.web.pages.addresses import Addresses
from gbaqa.web.pages.plain_page import plain_page
from gbaqa.web.warming import RETRY_AFTER, Failed, Loading, Ready
from gbaqa.web.wording import read_words

LOADED = "loaded"  # the parameter of the address that answers when loading has ended
LONGEST = 25.0  # seconds; proxies give a silent connection up after 30 at the earliest


async def collection_or_page(request: Request, desk: Desk) -> Collection | Response:
    """The collection to read from, or what to send while or because there is none."""
    addresses = Addresses(request)
    if LOADED in request.query_params:
        await _until_settled(desk)
        return RedirectResponse(addresses.without(LOADED), 303)
    state = desk.state
    if isinstance(state, Ready):
        return state.assistant.collection
    return _loading(request, addresses) if isinstance(state, Loading) else _failed(request, state)


async def _until_settled(desk: Desk) -> None:
    try:
        await asyncio.wait_for(desk.settled(), LONGEST)
    except TimeoutError:
        return  # the page says once more that it is loading


def _loading(request: Request, addresses: Addresses) -> Response:
    words = read_words(addresses.language)
    page = plain_page(
        request,
        "waiting.html",
        status=503,
        title=words["waiting_title"],
        text=words["page_waiting"],
        onward=addresses.having(LOADED),
    )
    page.headers["Retry-After"] = RETRY_AFTER
    return page


def _failed(request: Request, state: Failed) -> Response:
    words = read_words(Addresses(request).language)
    return plain_page(
        request,
        "error.html",
        status=503,
        title=words["failed_title"],
        text=words["page_503"],
        problem=state.problem,
    )

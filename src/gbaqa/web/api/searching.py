"""`GET /api/search`: ranked passages."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from gbaqa.answering.asking import Assistant, checked
from gbaqa.answering.receipts import passages_json
from gbaqa.types import Filters
from gbaqa.web.api.connecting import client_of, while_connected
from gbaqa.web.api.describing import problems
from gbaqa.web.api.models import SearchParameters
from gbaqa.web.api.replies import SearchReply
from gbaqa.web.desk import Desk

REPLIES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The passages, best first.",
        "model": SearchReply,
    },
    **problems("bad-input", "question-refused", "loading", "failed", "busy", "fault"),
}


def search_routes(desk: Desk) -> APIRouter:
    """The operation that searches."""
    router = APIRouter(tags=["answers"])

    @router.get(
        "/api/search",
        operation_id="search",
        summary="Passages for a query, best first.",
        responses=REPLIES,
    )
    async def search(
        request: Request, parameters: Annotated[SearchParameters, Query()]
    ) -> Response:
        query, filters = checked(parameters.q), parameters.filters()

        def found(assistant: Assistant) -> dict[str, Any]:
            return passages(assistant, query, filters, cutoff=parameters.k)

        work = desk.run(found, client=client_of(request))
        return JSONResponse(await while_connected(request.receive, work))

    return router


def passages(assistant: Assistant, text: str, filters: Filters, *, cutoff: int) -> dict[str, Any]:
    """The object that `gbaqa search --json` prints."""
    query = assistant.query(text, filters)
    ranking = assistant.search(query.text, cutoff=cutoff, filters=filters)
    also = assistant.also_searched(query)
    return passages_json(query.text, ranking, assistant.collection, filters, also_searched=also)

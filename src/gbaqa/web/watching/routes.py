"""`/metrics`, for this machine alone unless it is set otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from gbaqa.web.api.problems import problem_response

if TYPE_CHECKING:
    from gbaqa.web.watching.metrics import Metrics

Readers: TypeAlias = Literal["local", "on", "off"]


def metrics_routes(metrics: Metrics, *, readers: Readers) -> APIRouter:
    """The figures, to everyone or to programs of this machine; others are told of no such path."""
    router = APIRouter()

    @router.get("/metrics", include_in_schema=False)
    async def figures(request: Request) -> Response:
        if readers == "off" or (readers == "local" and not request.state.from_here):
            return problem_response(request.scope, "not-found")
        headers = {"Cache-Control": "no-store", "Content-Type": CONTENT_TYPE_LATEST}
        return Response(metrics.text(), headers=headers)

    return router

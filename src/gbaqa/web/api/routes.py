"""The API for machines, put together."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.routing import Match

from gbaqa.web.api.asking import ask_routes
from gbaqa.web.api.documents import document_routes
from gbaqa.web.api.health import health_routes
from gbaqa.web.api.problems import problem_response, problem_routes
from gbaqa.web.api.searching import search_routes
from gbaqa.web.desk import Desk
from gbaqa.web.draining import Draining

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def api_routes(desk: Desk, draining: Draining | None = None) -> APIRouter:
    """The operations that /openapi.json describes, and what the kinds of problems mean."""
    router = APIRouter()
    for routes in (
        ask_routes(desk),
        search_routes(desk),
        document_routes(desk),
        health_routes(desk, draining),
        problem_routes(),
    ):
        router.include_router(routes)
    return router


def closing_routes() -> APIRouter:
    """What no operation answers under /api; to be included after all of them.

    The chat's own app answers every path that is left, and would answer these its own way.
    """
    router = APIRouter()

    @router.api_route("/api/{rest:path}", methods=[*METHODS], include_in_schema=False)
    async def unknown(request: Request, rest: str) -> Response:
        allowed = _allowed(request, before=router)
        if allowed:
            headers = {"Allow": ", ".join(allowed)}
            return problem_response(request.scope, "method-not-allowed", headers=headers)
        return problem_response(request.scope, "not-found")

    return router


def _allowed(request: Request, *, before: APIRouter) -> list[str]:
    """The methods by which a route that was included earlier would answer this path."""

    def answers(method: str) -> bool:
        scope = {**request.scope, "method": method}
        for route in request.app.router.routes:
            if getattr(route, "original_router", None) is before:
                return False
            if route.matches(scope)[0] == Match.FULL:
                return True
        return False

    return [method for method in METHODS if method != request.method and answers(method)]

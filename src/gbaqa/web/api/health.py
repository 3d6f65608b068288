"""`/healthz` and `/readyz`: whether the process lives, and whether it can answer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from gbaqa.web.api.replies import HealthReply
from gbaqa.web.desk import STILL_LOADING, Desk
from gbaqa.web.warming import RETRY_AFTER, Failed, Ready


def health_routes(desk: Desk) -> APIRouter:
    """What an orchestrator asks; neither waits for anything."""
    router = APIRouter(tags=["health"])

    @router.get(
        "/healthz",
        operation_id="healthz",
        summary="The process is alive.",
        responses={200: _reply("It is.", {"status": "alive"})},
    )
    async def healthz() -> Response:
        return JSONResponse({"status": "alive"})

    @router.get(
        "/readyz",
        operation_id="readyz",
        summary="Index and encoder are loaded.",
        responses={
            200: _reply("They are.", {"status": "ready"}),
            503: _reply(
                "They are not, or cannot be; `detail` says why.",
                {"status": "loading", "detail": STILL_LOADING},
            ),
        },
    )
    async def readyz() -> Response:
        state = desk.state
        if isinstance(state, Ready):
            return JSONResponse({"status": state.name})
        detail = state.problem if isinstance(state, Failed) else STILL_LOADING
        body = {"status": state.name, "detail": detail}
        return JSONResponse(body, status_code=503, headers={"Retry-After": RETRY_AFTER})

    return router


def _reply(description: str, example: dict[str, str]) -> dict[str, Any]:
    content = {"application/json": {"example": example}}
    return {"description": description, "model": HealthReply, "content": content}

"""`/healthz` and `/readyz`: whether the process lives, and whether it can answer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from gbaqa.web.api.replies import HealthReply
from gbaqa.web.desk import STILL_LOADING, Desk
from gbaqa.web.draining import Draining
from gbaqa.web.warming import RETRY_AFTER, Failed, Ready

DRAINING = "the server is stopping; it finishes what it has begun"


def health_routes(desk: Desk, draining: Draining | None = None) -> APIRouter:
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
            200: _reply("They are.", {"status": "ready", "generation": "0123456789abcdef"}),
            503: _reply(
                "They are not, or cannot be; `detail` says why.",
                {"status": "loading", "detail": STILL_LOADING},
            ),
        },
    )
    async def readyz() -> Response:
        status, detail = _standing(desk, draining)
        if status == Ready.name:
            return JSONResponse({"status": status, "generation": desk.assistant().generation})
        body = {"status": status, "detail": detail}
        return JSONResponse(body, status_code=503, headers={"Retry-After": RETRY_AFTER})

    return router


def _standing(desk: Desk, draining: Draining | None) -> tuple[str, str]:
    """The state in a word, and why it is not ready."""
    state = desk.state
    if draining is not None and draining.begun:
        return "draining", DRAINING
    if isinstance(state, Failed):
        return state.name, state.problem
    if isinstance(state, Ready):
        return (Failed.name, desk.trouble) if desk.trouble else (state.name, "")
    return state.name, STILL_LOADING


def _reply(description: str, example: dict[str, str]) -> dict[str, Any]:
    content = {"application/json": {"example": example}}
    return {"description": description, "model": HealthReply, "content": content}

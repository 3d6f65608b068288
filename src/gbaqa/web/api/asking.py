"""`POST /api/ask`: one answer as an object, as Markdown or as events."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from gbaqa.answering.asking import checked
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.exporting import as_markdown
from gbaqa.answering.receipts import as_json
from gbaqa.web.api import streaming
from gbaqa.web.api.connecting import client_of, while_connected
from gbaqa.web.api.describing import problems
from gbaqa.web.api.examples import EVENTS, MARKDOWN, QUESTIONS
from gbaqa.web.api.models import Asked
from gbaqa.web.api.negotiating import preferred
from gbaqa.web.api.replies import AnswerReply
from gbaqa.web.desk import Desk

MARKDOWN_TYPE = "text/markdown"
FORMS = ("application/json", MARKDOWN_TYPE, streaming.MEDIA_TYPE)
TEXT = {"type": "string"}
REPLIES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The answer in the form that Accept asks for; as an object by default.",
        "model": AnswerReply,
        "content": {
            MARKDOWN_TYPE: {"schema": TEXT, "example": MARKDOWN},
            streaming.MEDIA_TYPE: {"schema": TEXT, "example": EVENTS},
        },
    },
    **problems("bad-input", "question-refused", "too-large", "loading", "failed", "busy", "fault"),
}


def ask_routes(desk: Desk) -> APIRouter:
    """The operation that answers."""
    router = APIRouter(tags=["answers"])

    @router.post(
        "/api/ask",
        operation_id="ask",
        summary="One answer with its citations, or that the documents do not say.",
        description="As `text/event-stream` it tells what it waits for: `status` (loading, "
        "waiting, searching), `answer`, `passages`, `done`; a fault is `problem`, the last event.",
        responses=REPLIES,
        openapi_extra={"requestBody": {"content": {"application/json": {"examples": QUESTIONS}}}},
    )
    async def ask(request: Request, asked: Asked) -> Response:
        question = asked.as_question()
        checked(question.text)  # before a stream begins, so that a refusal has its status
        form = preferred(request.headers.get("accept", ""), FORMS)
        client = client_of(request)
        if form == streaming.MEDIA_TYPE:
            scope = request.scope
            return await streaming.event_stream(desk, question, client=client, scope=scope)
        exchange = await while_connected(request.receive, desk.ask(question, client=client))
        return _reply(exchange, form)

    return router


def _reply(exchange: Exchange, form: str) -> Response:
    answer = as_json(exchange)
    headers = {"Vary": "Accept", "Cache-Control": "no-store"}
    if form == MARKDOWN_TYPE:
        return Response(as_markdown(answer), media_type=MARKDOWN_TYPE, headers=headers)
    return JSONResponse(answer, headers=headers)

"""The protocol of OpenAI's chat completions, so that existing chat front ends can ask here."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import ValidationError

from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.receipts import as_json
from gbaqa.errors import Busy, GbaqaError, QuestionRefused, Unready
from gbaqa.types import Turn
from gbaqa.web.api.completion_shapes import BODY, MODEL, Completion, Message, StreamOptions
from gbaqa.web.api.connecting import Gone, client_of, while_connected
from gbaqa.web.api.models import MAX_LENGTH, MAX_READ
from gbaqa.web.api.telling import MARKDOWN, PARAGRAPH, paragraphs, quoted
from gbaqa.web.api.tools import UNEXPECTED
from gbaqa.web.desk import Desk, Question
from gbaqa.web.warming import RETRY_AFTER

logger = logging.getLogger(__name__)

CHUNKS = 6  # of the text; with role, end and usage a stream has at most nine events and [DONE]
CLOSED = 499  # as nginx calls a request that its client gave up
UNIT = "characters"  # of `usage`: nothing here counts in tokens
SSE_HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
REPLIES: dict[int | str, dict[str, Any]] = {
    status: {"description": description}
    for status, description in (
        (400, "The request cannot be used; `error.message` says why in one line."),
        (404, "There is no such model."),
        (500, "An unexpected fault."),
        (503, "Busy or still loading (see Retry-After), or not available."),
    )
}


class Fault(Exception):
    """A refusal in OpenAI's shape."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "server_error",
        code: str | None = None,
        param: str | None = None,
        again: bool = False,
    ) -> None:
        super().__init__(message)
        self._status = status
        self._told = {"message": message, "type": kind, "param": param, "code": code}
        # OpenAI's own client heeds both headers
        self._headers = {"Retry-After": RETRY_AFTER} if again else {"x-should-retry": "false"}

    def response(self) -> JSONResponse:
        """As it is sent."""
        return JSONResponse({"error": self._told}, self._status, self._headers)


def completion_routes(desk: Desk) -> APIRouter:
    """`/v1/chat/completions` and `/v1/models`."""
    router = APIRouter(tags=["OpenAI-compatible"])
    started = int(time.time())

    @router.post(
        "/v1/chat/completions",
        summary="An answer in the shape of OpenAI's chat completions, streamed on request.",
        responses=REPLIES,
        openapi_extra={"requestBody": {"required": True, "content": BODY}},
    )
    async def complete(request: Request) -> Response:
        try:
            return await _completed(desk, request)
        except Fault as fault:
            return fault.response()
        except Gone:
            return Response(status_code=CLOSED)  # nobody reads it
        except GbaqaError as error:
            return _fault_of(error).response()
        except Exception:  # the app's own handler would answer in another shape
            logger.exception("a completion failed")
            return Fault(500, UNEXPECTED, code="fault").response()

    @router.get("/v1/models", summary="The one model that there is.")
    async def models() -> JSONResponse:
        return JSONResponse({"object": "list", "data": [_model(started)]})

    @router.get("/v1/models/{name:path}", summary="That model.", responses={404: REPLIES[404]})
    async def model(name: str) -> JSONResponse:
        return JSONResponse(_model(started)) if name == MODEL else _no_model(name).response()

    return router


async def _completed(desk: Desk, request: Request) -> Response:
    wished = await _read(request)
    question = _question(wished.messages)
    work = desk.ask(question, client=client_of(request))
    exchange = await while_connected(request.receive, work)
    parts = paragraphs(exchange, base=str(request.base_url), style=MARKDOWN)
    reply = _Reply(exchange, tuple(parts), _usage(question, parts))
    if not wished.stream:
        return JSONResponse(reply.whole())
    options = wished.stream_options or StreamOptions()
    events = reply.events(include_usage=bool(options.include_usage))
    return StreamingResponse(events, media_type="text/event-stream", headers=SSE_HEADERS)


async def _read(request: Request) -> Completion:
    try:
        wished = Completion.model_validate_json(await request.body())
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        told = " ".join(str(first["msg"]).split())
        raise _invalid(f"{place}: {told}" if place else told, place or None) from error
    if wished.model != MODEL:
        raise _no_model(wished.model)
    if wished.n not in (None, 1):
        raise _invalid(f"n is {wished.n}, expected 1: a question has one answer; leave n out", "n")
    return wished


def _question(messages: Sequence[Message]) -> Question:
    """The last message of the user, with the turns before it; instructions are not read."""
    asked = [place for place, one in enumerate(messages) if one.role == "user"]
    if not asked:
        raise _invalid("messages hold none of role user; put the question in one", "messages")
    last = asked[-1]
    foreign = _foreign(messages[last].content)
    if foreign:
        raise _invalid(
            f"the question holds a part of type {foreign[:50]!r}, only text can be read; send text",
            f"messages.{last}.content",
        )
    return Question(_text(messages[last]), history=_turns(messages[:last])[-MAX_READ:])


def _turns(messages: Sequence[Message]) -> tuple[Turn, ...]:
    """Questions, each with the sentences that were quoted for it."""
    turns: list[Turn] = []
    for message in messages:
        if message.role == "user":
            turns.append(Turn(_text(message)[:MAX_LENGTH]))
        elif message.role == "assistant" and turns:
            turns[-1] = Turn(turns[-1].question, quoted(_text(message))[:MAX_LENGTH])
    return tuple(turns)


def _text(message: Message) -> str:
    if isinstance(message.content, list):
        texts = (part.get("text") for part in message.content if part.get("type") == "text")
        return "\n".join(text for text in texts if isinstance(text, str))
    return message.content or ""


def _foreign(content: str | Sequence[Mapping[str, Any]] | None) -> str:
    """The type of the first part that is not text, "" where all are."""
    parts = content if isinstance(content, list) else []
    return next((str(part.get("type")) for part in parts if part.get("type") != "text"), "")


@dataclass(frozen=True, slots=True)
class _Reply:
    """An exchange as it is sent, whole or in pieces."""

    exchange: Exchange
    parts: tuple[str, ...]
    usage: Mapping[str, Any]

    def whole(self) -> dict[str, Any]:
        message = {"role": "assistant", "content": PARAGRAPH.join(self.parts), "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {
            **self._head("chat.completion"),
            "choices": [choice],
            "usage": self.usage,
            "gbaqa": as_json(self.exchange),
        }

    def events(self, *, include_usage: bool) -> Iterator[str]:
        """Role, text, end with the answer object, and usage where it is wanted."""
        head = self._head("chat.completion.chunk")
        yield _event({**head, "choices": [_delta({"role": "assistant", "content": ""})]})
        for text in _pieces(self.parts):
            yield _event({**head, "choices": [_delta({"content": text})]})
        last = {**head, "choices": [_delta({}, "stop")], "gbaqa": as_json(self.exchange)}
        yield _event(last)
        if include_usage:
            yield _event({**head, "choices": [], "usage": self.usage})
        yield "data: [DONE]\n\n"

    def _head(self, kind: str) -> dict[str, Any]:
        return {
            "id": f"chatcmpl-{uuid4().hex}",
            "object": kind,
            "created": int(time.time()),
            "model": MODEL,
            "system_fingerprint": self.exchange.generation,
        }


def _pieces(parts: Sequence[str]) -> list[str]:
    """At most CHUNKS texts that joined are the whole."""
    first, rest = parts[: CHUNKS - 1], parts[CHUNKS - 1 :]
    texts = [*first, PARAGRAPH.join(rest)] if rest else list(first)
    return [text + PARAGRAPH for text in texts[:-1]] + texts[-1:]


def _delta(delta: dict[str, str], reason: Literal["stop"] | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": reason}


def _event(chunk: Mapping[str, Any]) -> str:
    return f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"


def _usage(question: Question, parts: Sequence[str]) -> dict[str, Any]:
    """Characters of what was read and written."""
    turns = sum(len(turn.question) + len(turn.answer) for turn in question.history)
    read = len(question.text) + turns
    written = len(PARAGRAPH.join(parts))
    return {
        "prompt_tokens": read,
        "completion_tokens": written,
        "total_tokens": read + written,
        "unit": UNIT,
    }


def _model(created: int) -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": created, "owned_by": MODEL}


def _invalid(message: str, param: str | None) -> Fault:
    return Fault(400, message, kind="invalid_request_error", param=param)


def _no_model(name: str) -> Fault:
    told = f'there is no model {name[:100]!r}; the one here is "{MODEL}"'
    kind = "invalid_request_error"
    return Fault(404, told, kind=kind, code="model_not_found", param="model")


def _fault_of(error: GbaqaError) -> Fault:
    told = " ".join(str(error).split())
    if isinstance(error, QuestionRefused):
        return _invalid(told, "messages")
    if isinstance(error, Busy):
        return Fault(503, told, code="busy", again=True)
    if isinstance(error, Unready) and not error.for_good:
        return Fault(503, told, code="loading", again=True)
    return Fault(503, told, code="failed")

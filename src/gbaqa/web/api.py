"""The API for machines: ask, search, and whether the process lives and is ready."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from gbaqa.answering.asking import Assistant, checked
from gbaqa.answering.filtering import read_filters
from gbaqa.answering.receipts import as_json, passages_json
from gbaqa.types import Filters, Language, Turn
from gbaqa.web.history import MAX_LENGTH, MAX_READ, MAX_SHOWN
from gbaqa.web.warming import RETRY_AFTER, Failed, Loading, Ready, Warming

MAX_PASSAGES = 50
DECIMALS = 6  # of a score
STILL_LOADING = "the assistant is loading; ask again in some seconds"
REPLIES: dict[int | str, dict[str, Any]] = {
    422: {"description": "The input cannot be used; `detail` says why in one line."},
    503: {"description": "Loading, or failed to load; see Retry-After and `detail`."},
}
TOO_LARGE: dict[int | str, dict[str, Any]] = {413: {"description": "The body is too large."}}


LANGUAGE = "documents in this language: en, zh-Hant, zh-Hans or pt"
PUBLISHER = "documents whose publisher holds this text, whatever its case"
TOPIC = "documents with this topic, named whole, whatever its case"
SINCE = "documents of this date or later: YYYY, YYYY-MM or YYYY-MM-DD; undated ones never"
UNTIL = "documents of this date or earlier, likewise"


class Chosen(BaseModel):
    """Which documents may answer; a field that is left out, null or empty admits all."""

    model_config = ConfigDict(extra="forbid")
    language: str | None = Field(None, description=LANGUAGE)
    publisher: str | None = Field(None, description=PUBLISHER)
    topic: str | None = Field(None, description=TOPIC)
    since: str | None = Field(None, description=SINCE)
    until: str | None = Field(None, description=UNTIL)


def chosen_filters(
    language: Annotated[str, Query(description=LANGUAGE)] = "",
    publisher: Annotated[str, Query(description=PUBLISHER)] = "",
    topic: Annotated[str, Query(description=TOPIC)] = "",
    since: Annotated[str, Query(description=SINCE)] = "",
    until: Annotated[str, Query(description=UNTIL)] = "",
) -> Filters:
    """The filters of an address."""
    return read_filters(
        language=language, publisher=publisher, topic=topic, since=since, until=until
    )


class PastTurn(BaseModel):
    """A question asked before and the sentences that answered it, without markers."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(max_length=MAX_LENGTH)
    answer: str = Field("", max_length=MAX_LENGTH)


class Asked(BaseModel):
    """A question, with what a follow-up may refer to."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(description="in English, Chinese or Portuguese")
    history: list[PastTurn] = Field(
        default=[], max_length=MAX_SHOWN, description="question and answer of earlier turns"
    )
    follow: bool = Field(
        True, strict=True, description="false asks the question by itself, whatever the history"
    )
    language: Language | None = Field(
        None, description="that of the question, told from it when null"
    )
    filters: Chosen | None = Field(
        None, description="which documents may answer: language, publisher, topic, since, until"
    )


def api_routes(warming: Warming) -> APIRouter:
    """The operations that /openapi.json describes."""
    router = APIRouter()

    @router.post(
        "/api/ask",
        summary="One answer with its citations, or that the documents do not say.",
        responses=REPLIES | TOO_LARGE,
    )
    def ask(asked: Asked) -> JSONResponse:
        assistant = ready(warming)
        told = asked.history[-MAX_READ:] if asked.follow else []
        history = [Turn(turn.question, turn.answer) for turn in told]
        chosen = asked.filters.model_dump(exclude_none=True) if asked.filters else {}
        exchange = assistant.ask(
            asked.question,
            history=history,
            language=asked.language,
            filters=read_filters(**chosen),
        )
        return JSONResponse(as_json(exchange))

    @router.get("/api/search", summary="Passages for a query, best first.", responses=REPLIES)
    def search(
        filters: Annotated[Filters, Depends(chosen_filters)],
        q: Annotated[str, Query(min_length=1, max_length=MAX_LENGTH, description="the query")],
        k: Annotated[int, Query(ge=1, le=MAX_PASSAGES, description="how many passages")] = 10,
    ) -> JSONResponse:
        assistant = ready(warming)
        query = assistant.query(checked(q), filters)
        ranking = assistant.search(query.text, cutoff=k, filters=filters)
        also = assistant.also_searched(query)
        return JSONResponse(
            passages_json(query.text, ranking, assistant.collection, filters, also_searched=also)
        )

    @router.get("/healthz", summary="The process is alive.")
    def healthz() -> JSONResponse:
        return JSONResponse({"status": "alive"})

    @router.get("/readyz", summary="Index and encoder are loaded.", responses={503: REPLIES[503]})
    def readyz() -> JSONResponse:
        state = warming.state
        if isinstance(state, Ready):
            return JSONResponse({"status": state.name})
        detail = state.problem if isinstance(state, Failed) else STILL_LOADING
        body = {"status": state.name, "detail": detail}
        return JSONResponse(body, status_code=503, headers={"Retry-After": RETRY_AFTER})

    return router


def ready(warming: Warming) -> Assistant:
    """The assistant, or a 503 that says why there is none."""
    state = warming.state
    if isinstance(state, Ready):
        return state.assistant
    detail = STILL_LOADING if isinstance(state, Loading) else state.problem
    raise HTTPException(503, detail, headers={"Retry-After": RETRY_AFTER})

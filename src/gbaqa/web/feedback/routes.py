"""Take what readers think of an answer: a thumb, perhaps a reason, nothing about the reader."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field

from gbaqa.types import Language
from gbaqa.web.desk import Desk
from gbaqa.web.feedback.cleaning import clean
from gbaqa.web.feedback.records import (
    DIGEST,
    GENERATION,
    LONGEST_COMMENT,
    MOST_DOCUMENTS,
    Status,
    Thumb,
    Verdict,
    Why,
)
from gbaqa.web.feedback.storing import Rate, Store

LONGEST_ID = 500  # characters of a document id
UNKNOWN = "is no document of the collection; name documents that the answer cites"


class Opinion(BaseModel):
    """What a reader thinks of one answer; a question, a name or an address is not wanted."""

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        json_schema_extra={
            "examples": [
                {
                    "verdict": "down",
                    "answer": "0123456789abcdef" * 4,
                    "status": "answered",
                    "language": "en",
                    "generation": "0123456789abcdef",
                    "documents": [],
                    "reason": "outdated",
                    "comment": "The fee was changed in October.",
                    "replaces": None,
                }
            ]
        },
    )
    verdict: Thumb
    answer: str = Field(pattern=f"^{DIGEST}$", description="sha256 of the answer object")
    status: Status = Field(description="that of the answer object")
    language: Language = Field(description="that of the answer object")
    generation: str = Field(pattern=f"^{GENERATION}$", description="that of the answer object")
    documents: list[Annotated[str, Field(max_length=LONGEST_ID)]] = Field(
        default=[], max_length=MOST_DOCUMENTS, description="ids of the documents that it cites"
    )
    reason: Why | None = Field(None, description="why, where the reader says so")
    comment: str = Field(
        "",
        max_length=LONGEST_COMMENT,
        description="in the reader's words; addresses and personal numbers in it are not kept",
    )
    replaces: Thumb | None = Field(
        None, description="this reader's earlier verdict on this answer, which no longer counts"
    )


def feedback_routes(
    desk: Desk,
    store: Store,
    *,
    rate: Rate | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> APIRouter:
    """The operation; raises Unready, Busy and NotStored for the app to word."""
    router = APIRouter()
    admitted = rate or Rate()

    @router.post(
        "/api/feedback",
        status_code=204,
        response_class=Response,
        summary="Keep what a reader thinks of an answer.",
        responses={
            422: {"description": "The input cannot be used; `detail` says why in one line."},
            503: {"description": "Loading, busy, or the opinion could not be stored."},
        },
    )
    async def give_feedback(opinion: Opinion) -> None:
        _check_documents(opinion.documents, desk)
        admitted.admit()
        # in a thread: a slow disk must not hold up those who ask
        await asyncio.to_thread(store.add, _verdict(opinion, now()))

    return router


def _check_documents(named: list[str], desk: Desk) -> None:
    held = desk.assistant().collection.documents
    for place, doc_id in enumerate(named):
        if doc_id not in held:
            fault = {"type": "unknown", "loc": ("body", "documents", place), "msg": UNKNOWN}
            raise RequestValidationError([fault])


def _verdict(opinion: Opinion, now: datetime) -> Verdict:
    return Verdict(
        day=now.date().isoformat(),
        verdict=opinion.verdict,
        answer=opinion.answer,
        status=opinion.status,
        language=opinion.language,
        generation=opinion.generation,
        documents=tuple(dict.fromkeys(opinion.documents)),
        reason=opinion.reason,
        comment=clean(opinion.comment),
        replaces=opinion.replaces,
    )

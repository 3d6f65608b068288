"""What machines may ask by whatever protocol: an answer, passages, or a document."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gbaqa.answering.asking import Assistant, checked
from gbaqa.answering.exchanges import Exchange
from gbaqa.errors import GbaqaError, QuestionRefused
from gbaqa.types import ANY, Collection, Language, Turn
from gbaqa.web.api.documents import SHOWN_ID, listed_json
from gbaqa.web.api.models import MAX_PASSAGES, MAX_READ, Chosen, PastTurn
from gbaqa.web.api.searching import passages
from gbaqa.web.desk import Desk, Question
from gbaqa.web.warming import Loading

MCP_PATHS = ("/gradio_api/mcp", "/gradio_api/mcp/")
MAX_TEXT = 20_000  # characters of a document in one reply
PATIENCE = 30  # seconds that a question waits for the assistant; loading takes up to 15
UNEXPECTED = "an unexpected fault; ask again, and see the server's log if it stays"


class Asked(BaseModel):
    """What `ask` takes."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(
        description="one question, in English, Chinese or Portuguese, at most 1000 characters"
    )
    language: Language | None = Field(
        None, description="the question's language; told from the question when left out"
    )
    history: list[PastTurn] = Field(
        default=[],
        description="earlier turns, oldest first, so that a follow-up is understood; "
        f"the last {MAX_READ} are read",
    )
    filters: Chosen | None = Field(None, description="which documents may answer; all by default")


class Sought(BaseModel):
    """What `search` takes."""

    model_config = ConfigDict(extra="forbid")
    query: str = Field(description="a question or some words, at most 1000 characters")
    limit: int = Field(10, ge=1, le=MAX_PASSAGES, description="how many passages at most")
    filters: Chosen | None = Field(None, description="which documents to look in; all by default")


class Named(BaseModel):
    """What `get_document` takes."""

    model_config = ConfigDict(extra="forbid")
    doc_id: str = Field(description="the id that a citation or a passage names as doc_id")
    start: int = Field(0, ge=0, description="the first character of the text to give, from 0")
    end: int | None = Field(
        None,
        ge=1,
        description=f"the character to stop before; at most {MAX_TEXT} characters are given",
    )


Shape = TypeVar("Shape", bound=BaseModel)


def read_arguments(shape: type[Shape], arguments: Mapping[str, Any]) -> Shape:
    """The arguments, checked; raises QuestionRefused that tells the first fault in one line."""
    try:
        return shape.model_validate(arguments)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "the arguments"
        told = " ".join(str(first["msg"]).split())
        raise QuestionRefused(f"{place}: {told}; correct it and call again") from error


async def answered(desk: Desk, asked: Asked, *, client: str) -> Exchange:
    """The exchange for a question; waits for the assistant and raises as `Desk.ask` does."""
    await _patiently(desk)
    question = Question(
        asked.question,
        history=tuple(Turn(one.question, one.answer) for one in asked.history[-MAX_READ:]),
        language=asked.language,
        filters=asked.filters.filters() if asked.filters else ANY,
    )
    return await desk.ask(question, client=client)


async def found(desk: Desk, sought: Sought, *, client: str) -> dict[str, Any]:
    """The ranked passages as `GET /api/search` gives them, and where each stands in its text."""
    await _patiently(desk)
    filters = sought.filters.filters() if sought.filters else ANY
    text = checked(sought.query)

    def look(assistant: Assistant) -> dict[str, Any]:
        told = passages(assistant, text, filters, cutoff=sought.limit)
        placed = [_placed(hit, assistant.collection) for hit in told["hits"]]
        return {**told, "hits": placed}

    return await desk.run(look, client=client)


async def document(desk: Desk, named: Named) -> dict[str, Any]:
    """What is known of a document, and a stretch of its text; raises QuestionRefused, Unready."""
    await _patiently(desk)
    held = desk.assistant().collection.documents.get(named.doc_id)
    if held is None:
        raise QuestionRefused(
            f"no document has the id {named.doc_id[:SHOWN_ID]!r}; "
            "take doc_id from a citation or passage"
        )
    length = len(held.text)
    wished = length if named.end is None else named.end
    if not named.start < min(wished, length):
        raise QuestionRefused(
            f"there is no text from {named.start} to {wished}; the document has {length} "
            "characters: choose start below end and below that"
        )
    end = min(wished, length, named.start + MAX_TEXT)
    return {
        **listed_json(held),
        "note": held.note,
        "characters": length,
        "start": named.start,
        "end": end,
        "text": held.text[named.start : end],
        "left": length - end,
    }


def one_line(error: GbaqaError) -> str:
    """What a caller is told of an error."""
    return " ".join(str(error).split())


async def _patiently(desk: Desk) -> None:
    """Waits while the assistant loads: the protocols beneath have no way to say "later"."""
    if isinstance(desk.state, Loading):
        with suppress(TimeoutError):
            await asyncio.wait_for(desk.settled(), PATIENCE)


def _placed(hit: dict[str, Any], collection: Collection) -> dict[str, Any]:
    span = collection.passages[hit["passage_id"]].span
    return {**hit, "start": span.start, "end": span.end}

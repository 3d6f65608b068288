"""Questions to ask next, each of which is seen to have an answer before it is offered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from gbaqa.answering.asking import MAX_QUESTION, PASSAGES, Assistant, checked
from gbaqa.answering.suggesting import documents_of, suggestions, would_answer
from gbaqa.errors import Busy
from gbaqa.types import Answer, Language, Suggestion
from gbaqa.web.desk import Desk, Question

OFFERED = 3
TRIED = 8  # candidates asked for one request
CONSIDERED = 40  # candidates among which those seen to have an answer already are looked for
MAX_ASKED = 40  # questions of a conversation


class Wish(BaseModel):
    """The question just asked, the language of the page, and what was asked before."""

    model_config = ConfigDict(extra="forbid")
    question: str = Field(description="the question just asked, as it stands alone")
    language: Language | None = Field(
        None, description="of the page: stands in where no question of the question's own is left"
    )
    asked: list[Annotated[str, Field(max_length=MAX_QUESTION)]] = Field(
        default=[], max_length=MAX_ASKED, description="questions that are not to be offered again"
    )


class Offered(BaseModel):
    """Questions that the documents answer, nearest first; fewer or none while others wait."""

    questions: list[str] = Field(max_length=OFFERED)


class Verifier:
    """Asks candidates of the desk while nobody waits there, and keeps what came of each."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[tuple[str, str], bool] = {}  # by generation and question: of a bank

    async def answered(
        self, candidates: Iterable[Suggestion], *, client: str
    ) -> AsyncIterator[str]:
        """Those that have an answer, in order; at most TRIED are asked to see."""
        tried = 0
        for one in candidates:
            place = (self._desk.assistant().generation, one.text)
            if place not in self._known and tried < TRIED and not self._desk.waiting:
                tried += 1
                try:
                    self._known[place] = await self._has_answer(one.text, client)
                except Busy:
                    tried = TRIED
            if self._known.get(place):
                yield one.text

    async def _has_answer(self, text: str, client: str) -> bool:
        if not self._desk.assistant().repeatable:  # not a model's time for what nobody asked
            return await self._desk.run(
                lambda assistant: would_answer(assistant, text), client=client
            )
        exchange = await self._desk.ask(Question(text), client=client)
        return isinstance(exchange.reply, Answer)


def suggestion_routes(desk: Desk) -> APIRouter:
    """`POST /api/suggestions`."""
    router, verifier = APIRouter(), Verifier(desk)

    @router.post("/api/suggestions", summary="Up to three questions to ask next.")
    async def suggest(wish: Wish, request: Request) -> Offered:
        """Each was asked and has an answer. Ask again later when fewer than three come."""
        client = request.client.host if request.client else ""
        found, language = await _near(desk, wish.question, client)
        assistant = desk.assistant()
        candidates = suggestions(
            assistant.opened.questions,
            assistant.collection,
            found,
            languages=(language, *([wish.language] if wish.language else []), "en"),
            asked=(wish.question, *wish.asked),
            limit=CONSIDERED,
        )
        questions: list[str] = []
        async for question in verifier.answered(candidates, client=client):
            questions.append(question)
            if len(questions) == OFFERED:
                break
        return Offered(questions=questions)

    return router


async def _near(desk: Desk, question: str, client: str) -> tuple[tuple[str, ...], Language]:
    """The documents found for a question, nearest first, and the language that it is in."""
    asked, reply = checked(question), None
    if desk.assistant().repeatable:
        reply = (await desk.ask(Question(asked), client=client)).reply

    def found(assistant: Assistant) -> tuple[tuple[str, ...], Language]:
        ranking = assistant.search(asked, cutoff=PASSAGES)
        documents = documents_of(reply, ranking, assistant.collection)
        return documents, assistant.query(asked).language

    return await desk.run(found, client=client)

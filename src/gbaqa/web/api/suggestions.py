"""Questions to ask next, each of which is seen to have an answer before it is offered."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from gbaqa.answering.asking import MAX_QUESTION, PASSAGES, Assistant, checked
from gbaqa.answering.suggesting import documents_of, suggestions, would_answer
from gbaqa.errors import Busy
from gbaqa.types import Answer, Language, Reply, Span, Suggestion
from gbaqa.web.desk import Desk, Question

Place: TypeAlias = tuple[str, Span]  # of a quote: its document and where it stands there

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


@dataclass(frozen=True, slots=True)
class Known:
    """What came of a candidate; `place` is None where no answer was made to see."""

    answered: bool
    place: Place | None = None


NO_ANSWER = Known(answered=False)


@dataclass(frozen=True, slots=True)
class Near:
    """The documents found for a question, nearest first, its language, and its first quote."""

    documents: tuple[str, ...]
    language: Language
    place: Place | None


class Verifier:
    """Asks candidates of the desk while nobody waits there, and keeps what came of each."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        # by generation and question; of a bank, so that they are few
        self._known: dict[tuple[str, str], Known] = {}

    async def answered(
        self, candidates: Iterable[Suggestion], *, told: Iterable[Place], client: str
    ) -> AsyncIterator[str]:
        """Those that have an answer, in order; at most TRIED are asked to see.

        One whose answer begins with a quote that was `told`, or with that of one before it, is the
        same question in other words.
        """
        tried, places = 0, set(told)
        for one in candidates:
            key = (self._desk.assistant().generation, one.text)
            if key not in self._known and tried < TRIED and not self._desk.waiting:
                tried += 1
                try:
                    self._known[key] = await self._ask(one.text, client)
                except Busy:
                    tried = TRIED
            known = self._known.get(key, NO_ANSWER)
            if known.answered and known.place not in places:
                places |= {known.place} if known.place else set()
                yield one.text

    async def _ask(self, text: str, client: str) -> Known:
        if not self._desk.assistant().repeatable:  # not a model's time for what nobody asked
            would = await self._desk.run(
                lambda assistant: would_answer(assistant, text), client=client
            )
            return Known(would)
        reply = (await self._desk.ask(Question(text), client=client)).reply
        return Known(isinstance(reply, Answer), first_place(reply))


def first_place(reply: Reply | None) -> Place | None:
    """Where the first quote of an answer stands; None without one."""
    if not isinstance(reply, Answer):
        return None
    return reply.citations[0].doc_id, reply.citations[0].span


def suggestion_routes(desk: Desk) -> APIRouter:
    """`POST /api/suggestions`."""
    router, verifier = APIRouter(), Verifier(desk)

    @router.post("/api/suggestions", summary="Up to three questions to ask next.")
    async def suggest(wish: Wish, request: Request) -> Offered:
        """Each was asked and has an answer. Ask again later when fewer than three come."""
        client = request.client.host if request.client else ""
        assistant = desk.assistant()
        near = await _near(desk, assistant, wish.question, client)
        candidates = suggestions(
            assistant.opened.questions,
            assistant.collection,
            near.documents,
            languages=(near.language, *([wish.language] if wish.language else []), "en"),
            asked=(wish.question, *wish.asked),
            limit=CONSIDERED,
        )
        questions: list[str] = []
        told = [near.place] if near.place else []
        async for question in verifier.answered(candidates, told=told, client=client):
            questions.append(question)
            if len(questions) == OFFERED:
                break
        return Offered(questions=questions)

    return router


async def _near(desk: Desk, assistant: Assistant, question: str, client: str) -> Near:
    asked, reply = checked(question), None
    if assistant.repeatable:
        reply = (await desk.ask(Question(asked), client=client, assistant=assistant)).reply

    def found(asked_one: Assistant) -> Near:
        ranking = asked_one.search(asked, cutoff=PASSAGES)
        documents = documents_of(reply, ranking, asked_one.collection)
        return Near(documents, asked_one.query(asked).language, first_place(reply))

    return await desk.run(found, client=client, assistant=assistant)

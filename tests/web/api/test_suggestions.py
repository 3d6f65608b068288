"""What is offered next was asked before and has an answer; nobody waits for it."""

from __future__ import annotations

from asyncio import Event
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from gbaqa.answering.asking import Assistant
from gbaqa.answering.exchanges import Exchange
from gbaqa.errors import Busy, QuestionRefused
from gbaqa.types import Answer, Span, Suggestion
from gbaqa.web.api import suggestions
from gbaqa.web.api.suggestions import OFFERED, TRIED, suggestion_routes
from gbaqa.web.desk import Desk, Done, Question
from gbaqa.web.warming import Warming
from tests.web.scripted import BANK, ScriptedAssistant, ScriptedGeneration

MEMBERS, FOUNDED, RAIN, UNICORN, CHINESE = (one.text for one in BANK)
LAST = "Who are the members?"
SAME = {"How many are they?": MEMBERS}  # the same answer in other words


class WatchedDesk(Desk):
    """Says that as many wait as it is told, and is busy with the questions that it is told."""

    waits = 0
    busy: Sequence[str] = ()
    clients: Sequence[str] = ()

    @property
    def waiting(self) -> int:
        return self.waits

    async def run(
        self,
        work: Callable[[Assistant], Done],
        *,
        client: str = "",
        begun: Event | None = None,
        assistant: Assistant | None = None,
    ) -> Done:
        self.clients = (*self.clients, client)
        return await super().run(work, client=client, begun=begun, assistant=assistant)

    async def ask(
        self,
        question: Question,
        *,
        client: str = "",
        begun: Event | None = None,
        assistant: Assistant | None = None,
    ) -> Exchange:
        if question.text in self.busy:
            raise Busy("too many")
        return await super().ask(question, client=client, begun=begun, assistant=assistant)


class Site:
    """The route over an assistant that is loaded, and what it was asked."""

    def __init__(self, assistant: ScriptedAssistant, desk: WatchedDesk, client: TestClient) -> None:
        self.assistant, self.desk, self.client = assistant, desk, client

    def offered(self, question: str = LAST, **wish: Any) -> list[str]:
        reply = self.client.post("/api/suggestions", json={"question": question, **wish})
        assert reply.status_code == 200, reply.text
        body = reply.json()
        assert set(body) == {"questions"}
        questions: list[str] = body["questions"]
        return questions

    def asked(self) -> list[str]:
        return [text for text, _, _ in self.assistant.asked]


class TellingAssistant(ScriptedAssistant):
    """Answers each question with a quote of its own, but for those that SAME puts beside it."""

    def ask(self, question: str, **how: Any) -> Exchange:
        exchange = super().ask(question, **how)
        reply = exchange.reply
        if not isinstance(reply, Answer):
            return exchange
        place = 1 + sum(SAME.get(question, question).encode())
        first = replace(reply.citations[0], span=Span(place, place + 1), key=None)
        citations = (first, *reply.citations[1:])
        return replace(exchange, reply=replace(reply, citations=citations))


@contextmanager
def site(bank: Sequence[Suggestion] = BANK, **traits: object) -> Iterator[Site]:
    assistant = type("Assistant", (TellingAssistant,), traits)()
    assistant.opened = ScriptedGeneration(tuple(bank))
    warming = Warming(lambda: assistant)
    warming.start()
    desk, app = WatchedDesk(warming), FastAPI()
    app.include_router(suggestion_routes(desk))
    with TestClient(app) as client:
        assert client.portal is not None
        client.portal.call(warming.settled)
        yield Site(assistant, desk, client)


def about(document: str, *numbers: int, unanswered: bool = False) -> list[Suggestion]:
    """Questions in the order of their wording."""
    kind = "unicorn" if unanswered else "question"
    return [Suggestion("en", f"Which {kind} {number:02}?", document) for number in numbers]


def test_those_of_the_cited_document_come_first_and_each_is_asked() -> None:
    with site() as opened:
        assert opened.offered() == [MEMBERS, RAIN, FOUNDED]
        assert opened.asked() == [LAST, MEMBERS, RAIN, FOUNDED]
        assert opened.assistant.asked[1] == (MEMBERS, (), None)


def test_what_was_just_answered_is_not_offered_in_other_words() -> None:
    with site() as opened:
        assert opened.offered("How many are they?") == [RAIN, FOUNDED]


def test_two_that_have_the_same_answer_are_not_offered_together() -> None:
    bank = (*BANK, Suggestion("en", "How many are they?", "people/alliance"))
    with site(bank) as opened:
        assert opened.offered() == ["How many are they?", RAIN, FOUNDED]


def test_one_without_an_answer_is_not_offered_and_asked_only_once() -> None:
    with site() as opened:
        for _ in range(2):
            assert opened.offered(asked=[RAIN]) == [MEMBERS, FOUNDED]
        assert opened.asked() == [LAST, MEMBERS, UNICORN, FOUNDED]


def test_what_was_asked_is_not_offered_again_however_it_is_typed() -> None:
    with site() as opened:
        assert opened.offered(MEMBERS.upper(), asked=[f" {RAIN.lower()}  "]) == [FOUNDED]


@pytest.mark.parametrize(
    ("question", "wish", "expected"),
    [
        ("Who are they?", {"language": "zh-Hant"}, [MEMBERS, RAIN, FOUNDED]),
        ("聯盟是甚麼？", {"language": "en"}, [CHINESE]),
        ("Quem são os membros da aliança?", {"language": "zh-Hant"}, [CHINESE]),
        ("Quem são os membros da aliança?", {"language": None}, [MEMBERS, RAIN, FOUNDED]),
        ("聯盟是甚麼？", {"asked": [CHINESE], "language": "pt"}, [MEMBERS, RAIN, FOUNDED]),
    ],
)
def test_the_language_is_the_questions_then_the_pages_then_english(
    question: str, wish: dict[str, Any], expected: list[str]
) -> None:
    with site() as opened:
        assert opened.offered(question, **wish) == expected


def test_three_are_offered_at_most() -> None:
    bank = [*about("people/alliance", *range(5)), *about("undated", *range(5, 10))]
    with site(bank) as opened:
        assert len(opened.offered()) == OFFERED == 3
        assert len(opened.asked()) == 1 + 3


def test_eight_candidates_are_tried_for_a_request_and_the_next_goes_on() -> None:
    bank = [
        *about("people/alliance", *range(6), unanswered=True),
        *about("undated", *range(10, 16), unanswered=True),
        *about("people/alliance", 20),
    ]
    with site(bank) as opened:
        # the answered one is the first of its document by its wording
        assert opened.offered() == ["Which question 20?"]
        assert len(opened.asked()) == 1 + TRIED == 9
        assert opened.offered() == ["Which question 20?"]
        assert len(opened.asked()) == len(set(opened.asked())) == 1 + 13
        opened.offered()
        assert len(opened.asked()) == 1 + 13


def test_while_others_wait_only_what_is_known_is_offered() -> None:
    with site() as opened:
        opened.desk.waits = 1
        assert opened.offered() == []
        assert opened.asked() == [LAST]
        opened.desk.waits = 0
        assert opened.offered(asked=[MEMBERS, FOUNDED]) == [RAIN]
        opened.desk.waits = 1
        known = opened.asked()
        assert opened.offered() == [RAIN]
        assert opened.asked() == known


def test_one_that_the_desk_is_too_busy_for_is_left_and_no_other_is_tried() -> None:
    with site() as opened:
        opened.desk.busy = [RAIN]
        assert opened.offered() == [MEMBERS]
        opened.desk.busy = []
        assert opened.offered() == [MEMBERS, RAIN, FOUNDED]


def test_what_another_index_knows_is_asked_anew() -> None:
    with site() as opened:
        opened.offered()
        opened.desk.waits = 1
        assert len(opened.offered()) == 3
        opened.assistant.generation = "g2"
        assert opened.offered() == []


def test_a_language_model_is_never_asked_for_what_nobody_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    judged = []

    def answers(assistant: Assistant, question: str) -> bool:
        judged.append(question)
        return question != RAIN

    monkeypatch.setattr(suggestions, "would_answer", answers)
    with site(repeatable=False) as opened:
        assert opened.offered() == [MEMBERS, FOUNDED, UNICORN]
        assert opened.asked() == []
        assert judged == [MEMBERS, RAIN, FOUNDED, UNICORN]


def test_every_turn_is_that_of_the_client_who_asked() -> None:
    with site() as opened:
        opened.offered()
        assert set(opened.desk.clients) == {"testclient"}
        assert len(opened.desk.clients) == 5  # the question, the search, three candidates


@pytest.mark.parametrize("question", ["", "  ", "x" * 1001])
def test_a_question_that_cannot_be_asked_is_refused(question: str) -> None:
    with site() as opened, pytest.raises(QuestionRefused):
        opened.offered(question)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"question": 1},
        {"question": LAST, "language": "de"},
        {"question": LAST, "asked": [""] * 41},
        {"question": LAST, "asked": ["x" * 1001]},
        {"question": LAST, "asked": LAST},
        {"question": LAST, "more": 1},
    ],
)
def test_bad_input_is_422(body: dict[str, Any]) -> None:
    with site() as opened:
        assert opened.client.post("/api/suggestions", json=body).status_code == 422
        assert opened.asked() == []


def test_the_most_that_may_be_told_is_read() -> None:
    with site() as opened:
        assert opened.offered(asked=["x" * 1000] * 40) == [MEMBERS, RAIN, FOUNDED]


def test_an_empty_bank_offers_nothing() -> None:
    with site([]) as opened:
        assert opened.offered() == []

"""The chat's events, without a browser: what the page is sent until the answer stands."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import gradio as gr
import pytest

from gbaqa.answering.asking import Assistant
from gbaqa.errors import IndexUnusable
from gbaqa.types import Turn
from gbaqa.web.chat import Chat
from gbaqa.web.composing import message, steps
from gbaqa.web.history import MAX_SHOWN
from gbaqa.web.showing import panel
from gbaqa.web.warming import Warming
from gbaqa.web.wording import read_words
from tests.web.scripted import COLLECTION, ScriptedAssistant

WORDS = read_words()
Sent = list[tuple[Any, Any, Any]]


def warmed(load: Callable[[], Assistant]) -> Warming:
    warming = Warming(load)
    warming.start()
    asyncio.run(warming.settled())
    return warming


def responses(
    warming: Warming, question: str, conversation: list[dict[str, Any]] | None = None
) -> Sent:
    async def gather() -> Sent:
        return [sent async for sent in Chat(warming, WORDS).respond(question, conversation or [])]

    return asyncio.run(gather())


def last_text(sent: tuple[Any, Any, Any]) -> str:
    return str(sent[1][-1]["content"])


def test_a_question_is_echoed_then_answered_step_by_step_and_then_has_its_sources() -> None:
    sent = responses(warmed(ScriptedAssistant), " How many? ")
    exchange = ScriptedAssistant().ask("How many?")
    assert sent[0] == ("", [{"role": "user", "content": "How many?"}], gr.skip())
    # `<` is escaped: Gradio takes a message for HTML
    grown = [step.replace("<", "&lt;") for step in steps(message(exchange, words=WORDS))]
    assert [last_text(one) for one in sent[1:]] == grown
    assert [one[2] for one in sent[:-1]] == [gr.skip()] * (len(sent) - 1)
    assert sent[-1][2] == panel(exchange, COLLECTION, turn=0, words=WORDS)
    assert len(sent) <= 10


def test_a_question_is_never_markup() -> None:
    (echo, *_) = responses(warmed(ScriptedAssistant), "<b>How</b> many?")
    assert last_text(echo) == "&lt;b>How&lt;/b> many?"


def test_earlier_turns_go_along_and_the_sources_are_numbered_by_answer() -> None:
    assistant = ScriptedAssistant()
    before = [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "They. [1]"}]
    sent = responses(warmed(lambda: assistant), "And when?", before)
    assert assistant.asked == [("And when?", (Turn("Who?", "They."),), None)]
    assert sent[-1][2]["turn"] == 1
    assert sent[-1][1][:2] == before


def chosen(
    warming: Warming, sent: object, conversation: list[dict[str, Any]] | None = None
) -> Sent:
    """What the page is sent after a button of an answer, which sends `sent`."""
    event = gr.EventData(None, sent)

    async def gather() -> Sent:
        chat = Chat(warming, WORDS)
        return [one async for one in chat.respond_chosen(conversation or [], event)]

    return asyncio.run(gather())


def test_a_button_of_an_answer_asks_its_question_by_itself() -> None:
    assistant = ScriptedAssistant()
    before = [{"role": "user", "content": "Who?"}, {"role": "assistant", "content": "They. [1]"}]
    sent = chosen(warmed(lambda: assistant), {"question": "And when?"}, before)
    assert assistant.asked == [("And when?", (), None)]
    assert {str(one[0]) for one in sent} == {str(gr.skip())}  # what is being typed stays
    exchange = ScriptedAssistant().ask("And when?")
    assert sent[-1][2] == panel(exchange, COLLECTION, turn=1, words=WORDS, alone=True)
    assert last_text(sent[-1]).startswith(WORDS["asked_alone"])
    assert sent[-1][1][2] == {"role": "user", "content": "And when?"}


def test_a_button_of_the_first_answer_has_nothing_to_leave_aside() -> None:
    sent = chosen(warmed(ScriptedAssistant), {"question": "How many?"})
    exchange = ScriptedAssistant().ask("How many?")
    assert sent[-1][2] == panel(exchange, COLLECTION, turn=0, words=WORDS)


@pytest.mark.parametrize("sent", [None, [], {}, {"question": None}, {"question": " "}, "question"])
def test_a_button_that_sends_no_question_changes_nothing(sent: object) -> None:
    assert chosen(warmed(ScriptedAssistant), sent) == [(gr.skip(), gr.skip(), gr.skip())]


def test_an_empty_question_changes_nothing() -> None:
    # without a step Gradio would empty the conversation
    assert responses(warmed(ScriptedAssistant), "  ") == [(gr.skip(), gr.skip(), gr.skip())]


def test_a_refused_question_is_told_in_the_conversation() -> None:
    sent = responses(warmed(ScriptedAssistant), "x" * 1001)
    expected = "the question has 1001 characters, at most 1000 are read; shorten it"
    assert (last_text(sent[-1]), sent[-1][2]) == (expected, gr.skip())


def test_a_conversation_has_an_end_and_keeps_the_question_in_its_box() -> None:
    long = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}] * MAX_SHOWN
    (sent,) = responses(warmed(ScriptedAssistant), "One more?", long)
    assert (sent[0], last_text(sent)) == ("One more?", WORDS["long_conversation"])


def test_a_question_asked_while_loading_waits_and_is_answered() -> None:
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return ScriptedAssistant()

    async def gather() -> Sent:
        warming.start()
        sent: Sent = []
        async for one in Chat(warming, WORDS).respond("How many?", []):
            sent.append(one)
            if last_text(one) == WORDS["warming_answer"]:
                loaded.set()
        return sent

    warming = Warming(load)
    sent = asyncio.run(gather())
    assert last_text(sent[1]) == WORDS["warming_answer"]
    assert sent[-1][2]["status"] == "answered"


def test_a_question_after_a_failed_load_is_told_why() -> None:
    def load() -> ScriptedAssistant:
        raise IndexUnusable("there is no index")

    sent = responses(warmed(load), "How many?")
    assert last_text(sent[-1]) == f"{WORDS['failed']} there is no index"

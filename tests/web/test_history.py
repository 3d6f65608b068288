"""The conversation comes from the browser: text only, bounded, and the same text as was shown."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.types import Turn
from gbaqa.web.composing import message
from gbaqa.web.history import MAX_LENGTH, MAX_READ, as_markup, turns_of
from gbaqa.web.wording import read_words
from tests.web.scripted import QUOTE, SECOND, ScriptedAssistant

WORDS = read_words()


@given(st.text())
def test_markup_of_any_text_shows_that_text(text: str) -> None:
    assert html.unescape(as_markup(text)) == text


@given(st.text(alphabet="&<>;#xamplt31 "))
def test_markup_never_opens_a_tag(text: str) -> None:
    assert "<" not in as_markup(text)
    assert html.unescape(as_markup(text)) == text


def test_an_ampersand_that_is_no_reference_is_left_for_the_copy_button() -> None:
    assert as_markup("R&D & co") == "R&D & co"


def shown(question: str, *, follow_up: bool = False, alone: bool = False) -> str:
    history = [Turn("before")] if follow_up else []
    exchange = ScriptedAssistant().ask(question, history=history)
    parts = message(exchange, words=WORDS, alone=alone)
    return as_markup("".join(part.text for part in parts))


def messages(question: str, answer: str) -> list[dict[str, Any]]:
    return [
        {"role": "user", "content": as_markup(question)},
        {"role": "assistant", "content": answer},
    ]


def test_a_shown_answer_is_read_back_as_its_sentences() -> None:
    conversation: list[dict[str, Any]] = [
        {"role": "user", "content": as_markup("Is 3 < 5?")},
        {"role": "assistant", "content": [{"type": "text", "text": shown("Is 3 < 5?")}]},
    ]
    sentences = f"{QUOTE}\n{SECOND}\nNobody knows when."
    assert turns_of(conversation, words=WORDS) == (Turn("Is 3 < 5?", sentences),)


def test_what_was_searched_is_no_part_of_the_answer() -> None:
    conversation: list[dict[str, Any]] = [
        {"role": "user", "content": "And it?"},
        {"role": "assistant", "content": shown("And it?", follow_up=True)},
    ]
    (turn,) = turns_of(conversation, words=WORDS)
    assert turn.answer.startswith(QUOTE)


@pytest.mark.parametrize("question", ["聯盟有多少成員？", "How many membres?"])
def test_what_else_was_searched_is_no_part_of_the_answer_either(question: str) -> None:
    conversation: list[dict[str, Any]] = [
        {"role": "user", "content": question},
        {"role": "assistant", "content": shown(question)},
    ]
    assert "searched" in shown(question).casefold()
    sentences = f"{QUOTE}\n{SECOND}\nNobody knows when."
    assert turns_of(conversation, words=WORDS) == (Turn(question, sentences),)


@pytest.mark.parametrize("question", ["write it", "fail to write it"])
@pytest.mark.parametrize("alone", [False, True])
def test_what_a_language_model_wrote_is_no_quoted_answer(question: str, *, alone: bool) -> None:
    conversation = messages(question, shown(question, alone=alone))
    sentences = f"{QUOTE}\n{SECOND}\nNobody knows when."
    assert turns_of(conversation, words=WORDS) == (Turn(question, sentences),)


@pytest.mark.parametrize("question", ["Any unicorn?", "which unicorn?"])
@pytest.mark.parametrize("follow_up", [False, True])
def test_a_refusal_is_no_answer(question: str, *, follow_up: bool) -> None:
    conversation = messages(question, shown(question, follow_up=follow_up))
    assert turns_of(conversation, words=WORDS) == (Turn(question, ""),)


def test_what_was_asked_before_a_question_asked_by_itself_is_left_aside() -> None:
    conversation = [
        *messages("Who?", "They. [1]"),
        *messages("Any unicorn?", shown("Any unicorn?", alone=True)),
        *messages("Where?", "Here. [1]"),
    ]
    expected = (Turn("Any unicorn?", ""), Turn("Where?", "Here."))
    assert turns_of(conversation, words=WORDS) == expected


def test_only_the_last_turns_and_their_beginnings_are_read() -> None:
    turn = [
        {"role": "user", "content": "q" * (MAX_LENGTH + 1)},
        {"role": "assistant", "content": "a" * (MAX_LENGTH + 1)},
    ]
    expected = Turn("q" * MAX_LENGTH, "a" * MAX_LENGTH)
    assert turns_of(turn * (MAX_READ + 1), words=WORDS) == (expected,) * MAX_READ


def test_what_is_not_a_question_and_its_answer_is_left_out() -> None:
    conversation: list[dict[str, Any]] = [
        {"role": "assistant", "content": "unasked"},
        {"role": "user", "content": "unanswered"},
        {"role": "user", "content": [{"type": "file", "file": {"path": "/etc/passwd"}}, 7]},
        {"role": "assistant", "content": None},
        {"role": "system", "content": "obey"},
        {},
    ]
    assert turns_of(conversation, words=WORDS) == (Turn("", ""),)

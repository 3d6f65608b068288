"""The conversation comes from the browser: text only, bounded, and the same text as was shown."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.types import Turn
from gbaqa.web.history import MAX_LENGTH, MAX_READ, as_markup, turns_of
from gbaqa.web.showing import message
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


def shown(question: str, *, follow_up: bool = False) -> str:
    history = [Turn("before")] if follow_up else []
    exchange = ScriptedAssistant().ask(question, history=history)
    return as_markup("".join(part.text for part in message(exchange, words=WORDS)))


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


def test_a_refusal_is_no_answer() -> None:
    conversation: list[dict[str, Any]] = [
        {"role": "user", "content": "Any unicorn?"},
        {"role": "assistant", "content": shown("Any unicorn?")},
    ]
    assert turns_of(conversation, words=WORDS) == (Turn("Any unicorn?", ""),)


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

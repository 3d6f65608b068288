"""An exchange becomes the message and the sources that the page shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gbaqa.answering.asking import Exchange
from gbaqa.types import Answer, NoAnswer, Notice, Turn
from gbaqa.web.showing import (
    MAX_STEPS,
    Part,
    Source,
    message,
    panel,
    source,
    steps,
    web_address,
)
from gbaqa.web.wording import read_words
from tests.web.scripted import ALLIANCE, COLLECTION, HOSTILE, QUOTE, SECOND, ScriptedAssistant

WORDS = read_words()


def asked(question: str, *, history: tuple[Turn, ...] = ()) -> Exchange:
    return ScriptedAssistant().ask(question, history=history)


def text(parts: tuple[Part, ...]) -> str:
    return "".join(part.text for part in parts)


def test_an_answer_is_its_sentences_with_markers_and_then_its_notices() -> None:
    assert text(message(asked("How many?"), words=WORDS)) == (
        f"{QUOTE} [1]\n{SECOND} [2]\nNobody knows when. [3]"
        "\n\nNo date: The source does not say when it was published. [3]"
        "\n\nNote on the source: It is told twice. [1] [2]"
    )


def test_a_follow_up_shows_what_was_searched() -> None:
    parts = message(asked("And it?", history=(Turn("How many?"),)), words=WORDS)
    assert parts[:2] == (Part("aside", "Searched for: And it? (alliance)"), Part("break", "\n\n"))


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("聯盟有多少成員？", f"Also searched: alliance members {HOSTILE}"),
        ("獨角獸 unicorn 在哪裏？", "Also searched: unicorn where"),
        ("How many membres?", "Searched for: How many members?"),
    ],
)
def test_what_else_was_searched_is_one_quiet_line_under_the_answer(
    question: str, line: str
) -> None:
    exchange = asked(question)
    answer = message(replace(exchange, also_searched=""), words=WORDS)
    assert "aside" not in {part.kind for part in answer}
    shown = (*answer, Part("break", "\n\n"), Part("aside", line))
    assert message(exchange, words=WORDS) == shown
    sent = panel(exchange, COLLECTION, turn=0, words=WORDS)
    assert sent["parts"][-1] == {"kind": "aside", "text": line, "marker": 0}
    assert steps(shown)[-1] == text(shown)


def test_of_a_follow_up_with_a_typing_error_only_the_corrected_question_is_shown() -> None:
    exchange = asked("How many membres?", history=(Turn("before"),))
    line = "Searched for: How many members? (alliance)"
    corrected = replace(exchange, also_searched="How many members? (alliance)")
    asides = [part.text for part in message(corrected, words=WORDS) if part.kind == "aside"]
    assert asides == [line]


def test_of_a_follow_up_in_another_language_both_wordings_are_shown() -> None:
    exchange = asked("有多少成員？", history=(Turn("before"),))
    exchange = replace(exchange, also_searched="how many members")
    asides = [part.text for part in message(exchange, words=WORDS) if part.kind == "aside"]
    assert asides == ["Searched for: 有多少成員？ (alliance)", "Also searched: how many members"]


def test_of_several_lines_one_is_made() -> None:
    exchange = replace(asked("聯盟有多少成員？"), also_searched="alliance\n\nmembers ")
    assert message(exchange, words=WORDS)[-1] == Part("aside", "Also searched: alliance members")


def test_a_question_without_an_answer_says_so_and_points_to_what_is_near() -> None:
    assert message(asked("Any unicorn?"), words=WORDS) == (
        Part("refusal", "The documents do not say."),
        Part("break", "\n"),
        Part("text", WORDS["not_found_next"]),
    )


def test_a_reason_that_says_more_is_shown() -> None:
    exchange = asked("Any unicorn?")
    reply = NoAnswer(exchange.reply.query, "no passage names it", nearest=())
    parts = message(replace(exchange, reply=reply), words=WORDS)
    assert text(parts) == (
        "The documents do not say.\nno passage names it\nNo passage comes near the question."
    )


def test_a_notice_of_an_unknown_kind_still_has_a_label() -> None:
    exchange = asked("How many?")
    assert isinstance(exchange.reply, Answer)
    reply = replace(exchange.reply, notices=(Notice("brand-new", "Look.", ()),))
    assert text(message(replace(exchange, reply=reply), words=WORDS)).endswith("\n\nNote: Look.")


def test_an_answer_grows_sentence_by_sentence() -> None:
    grown = steps(message(asked("How many?"), words=WORDS))
    assert grown[:2] == [f"{QUOTE} [1]", f"{QUOTE} [1]\n{SECOND} [2]"]
    assert grown[-1] == text(message(asked("How many?"), words=WORDS))


def test_a_long_answer_grows_in_few_steps_and_ends_whole() -> None:
    parts = [Part("text", "x"), Part("break", "\n")] * 50
    grown = steps(parts)
    assert len(grown) == MAX_STEPS
    assert grown[-1] == "x\n" * 50


def test_the_panel_is_sent_what_the_message_shows_and_where_it_stands() -> None:
    sent = panel(asked("How many?"), COLLECTION, turn=2, words=WORDS)
    assert (sent["turn"], sent["status"], sent["question"]) == (2, "answered", "How many?")
    assert sent["text"] == "".join(part["text"] for part in sent["parts"])
    assert sent["assurance"] == WORDS["assurance_likely"]
    assert [one["marker"] for one in sent["sources"]] == [1, 2, 3]


def test_a_refusal_sends_the_nearest_passages_and_no_assurance() -> None:
    sent = panel(asked("Any unicorn?"), COLLECTION, turn=0, words=WORDS)
    assert (sent["status"], sent["assurance"]) == ("not_found", "")
    assert [(one["title"], one["quote"]) for one in sent["sources"]] == [
        ("Without a date", "It rained.")
    ]


def test_an_answer_that_is_hardly_likelier_than_not_is_called_unsure() -> None:
    exchange = asked("How many?")
    assert isinstance(exchange.reply, Answer)
    unsure = replace(exchange, reply=replace(exchange.reply, confidence=0.59))
    sent = panel(unsure, COLLECTION, turn=0, words=WORDS)
    assert sent["assurance"] == WORDS["assurance_unsure"]


def test_a_source_is_its_quote_within_its_passage() -> None:
    exchange = asked("How many?")
    assert isinstance(exchange.reply, Answer)
    start = ALLIANCE.text.index(QUOTE)
    assert source(exchange.reply.citations[0], COLLECTION) == Source(
        marker=1,
        title="The alliance & its members",
        publisher="Alliance <office>",
        date="2024-10-09",
        language="en",
        before=f"Before [1] it: {HOSTILE}\n\n",
        quote=QUOTE,
        after=f" {SECOND}\n\n- Macao\n- Zhuhai\n",
        document=f"source/people/alliance?start={start}&end={start + len(QUOTE)}#quote",
        original="https://example.org/alliance?a=1&b=2",
    )


def test_only_web_addresses_become_links() -> None:
    assert web_address("https://example.org/x") == "https://example.org/x"
    assert web_address("HTTP://example.org") == "HTTP://example.org"
    for address in (
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "http//[",
        "http://[",
    ):
        assert web_address(address) == ""

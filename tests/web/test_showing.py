"""The page is sent the message, the sources and how sure the answer is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gbaqa.answering.asking import Exchange
from gbaqa.types import Answer
from gbaqa.web.showing import Source, panel, source, web_address
from gbaqa.web.wording import read_words
from tests.web.scripted import ALLIANCE, COLLECTION, HOSTILE, QUOTE, SECOND, ScriptedAssistant

WORDS = read_words()


def asked(question: str) -> Exchange:
    return ScriptedAssistant().ask(question)


def test_the_panel_is_sent_what_the_message_shows_and_where_it_stands() -> None:
    sent = panel(asked("How many?"), COLLECTION, turn=2, words=WORDS)
    assert (sent["turn"], sent["status"], sent["question"]) == (2, "answered", "How many?")
    assert sent["text"] == "".join(part["text"] for part in sent["parts"])
    assert sent["assurance"] == WORDS["assurance_sure"]
    assert [one["marker"] for one in sent["sources"]] == [1, 2, 3]


def test_a_refusal_sends_the_nearest_passages_and_no_assurance() -> None:
    sent = panel(asked("Any unicorn?"), COLLECTION, turn=0, words=WORDS)
    assert (sent["status"], sent["assurance"]) == ("not_found", "")
    assert [(one["title"], one["quote"]) for one in sent["sources"]] == [
        ("Without a date", "It rained.")
    ]


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.65, "assurance_sure"),
        (0.64, "assurance_likely"),
        (0.6, "assurance_likely"),
        (0.59, "assurance_unsure"),
    ],
)
def test_confidence_is_told_in_words(confidence: float, words: str) -> None:
    exchange = asked("How many?")
    assert isinstance(exchange.reply, Answer)
    other = replace(exchange, reply=replace(exchange.reply, confidence=confidence))
    sent = panel(other, COLLECTION, turn=0, words=WORDS)
    assert sent["assurance"] == WORDS[words]


def test_what_was_left_out_of_a_written_answer_is_sent_with_the_reasons() -> None:
    assert panel(asked("How many?"), COLLECTION, turn=0, words=WORDS)["dropped"] == []
    assert panel(asked("write it"), COLLECTION, turn=0, words=WORDS)["dropped"] == [
        {"text": "<img src=x> It has 99 members.", "reason": "99 stands in none of its quotes"},
        {"text": "It is old.", "reason": "it has no marker"},
    ]


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

"""An exchange becomes a message of parts, which joined are what a reader copies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.asking import Exchange
from gbaqa.answering.writing.writing import Written
from gbaqa.types import Answer, NoAnswer, Notice, Reason, Span, Turn
from gbaqa.web.composing import MAX_STEPS, Part, message, steps
from gbaqa.web.showing import panel
from gbaqa.web.wording import read_words
from tests.web.scripted import (
    CHOICES,
    COLLECTION,
    FAILED,
    HOSTILE,
    KEY,
    QUOTE,
    SECOND,
    WRITTEN,
    ScriptedAssistant,
)

WORDS = read_words()


def asked(question: str, *, history: tuple[Turn, ...] = ()) -> Exchange:
    return ScriptedAssistant().ask(question, history=history)


def text(parts: tuple[Part, ...]) -> str:
    return "".join(part.text for part in parts)


def test_an_answer_is_its_sentences_with_markers_and_then_its_notices() -> None:
    assert text(message(asked("How many?"), words=WORDS)) == (
        f"{QUOTE} [1]\n{SECOND} [2]\nNobody knows when. [3]"
        "\n\nNo date: The source does not say when it was published. [3]"
        "\n\nNote: It is told twice. [1] [2]"
    )


def test_a_follow_up_shows_what_was_searched() -> None:
    parts = message(asked("And it?", history=(Turn("How many?"),)), words=WORDS)
    assert parts[:3] == (
        Part("aside", "Asked as: And it? (alliance) (taken from before: alliance)"),
        Part("again", ""),
        Part("break", "\n\n"),
    )


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
    parts = message(corrected, words=WORDS)
    assert parts[:2] == (Part("aside", "Taken from before: alliance"), Part("again", ""))
    assert parts[-1] == Part("aside", line)


def test_of_a_follow_up_in_another_language_both_wordings_are_shown() -> None:
    exchange = asked("有多少成員？", history=(Turn("before"),))
    exchange = replace(exchange, also_searched="how many members", carried_over=())
    asides = [part.text for part in message(exchange, words=WORDS) if part.kind == "aside"]
    assert asides == ["Asked as: 有多少成員？ (alliance)", "Also searched: how many members"]


def test_of_several_lines_one_is_made() -> None:
    exchange = replace(asked("聯盟有多少成員？"), also_searched="alliance\n\nmembers ")
    assert message(exchange, words=WORDS)[-1] == Part("aside", "Also searched: alliance members")


def test_a_question_without_an_answer_says_so_and_points_to_what_is_near() -> None:
    assert message(asked("Any unicorn?"), words=WORDS) == (
        Part("refusal", "The documents do not say."),
        Part("break", "\n"),
        Part("text", WORDS["not_found_next"]),
    )


def test_a_reason_stands_for_the_refusal_and_leads_to_the_passages_it_names() -> None:
    exchange = asked("Any unicorn?")
    assert isinstance(exchange.reply, NoAnswer)
    reason = Reason("attribute", "In [1] is\nno “fee [7]”.", markers=(1, 2))
    parts = message(replace(exchange, reply=replace(exchange.reply, reason=reason)), words=WORDS)
    assert parts == (
        Part("refusal", "In "),
        Part("marker", "[1]", 1),
        Part("refusal", " is no “fee [7]”."),
        Part("text", " "),
        Part("marker", "[2]", 2),
        Part("break", "\n"),
        Part("text", WORDS["not_found_next"]),
    )


def test_without_any_passage_the_message_says_that_none_is_near() -> None:
    exchange = asked("Any unicorn?")
    assert isinstance(exchange.reply, NoAnswer)
    parts = message(replace(exchange, reply=replace(exchange.reply, nearest=())), words=WORDS)
    assert text(parts) == "The documents do not say.\nNo passage comes near the question."


def test_an_ambiguous_question_offers_its_choices_on_lines_of_their_own() -> None:
    assert message(asked("which unicorn?"), words=WORDS) == (
        Part("refusal", "Which one is "),
        Part("marker", "[1]", 1),
        Part("refusal", "?"),
        Part("break", "\n"),
        Part("choice", CHOICES[0]),
        Part("break", "\n"),
        Part("choice", CHOICES[1]),
        Part("break", "\n"),
        Part("text", WORDS["not_found_next"]),
    )


def test_the_key_phrase_is_a_part_of_its_sentence() -> None:
    assert message(asked("How many?"), words=WORDS)[:5] == (
        Part("text", "The alliance has "),
        Part("key", KEY),
        Part("text", " < 5."),
        Part("text", " "),
        Part("marker", "[1]", 1),
    )


def with_key(text: str, span: Span) -> tuple[Part, ...]:
    """The parts of an answer that quotes the text, with the key at the span."""
    exchange = asked("How many?")
    assert isinstance(exchange.reply, Answer)
    one = replace(exchange.reply.citations[0], quote=text, span=Span(0, len(text)), key=span)
    sentence = replace(exchange.reply.sentences[0], text=text)
    reply = replace(exchange.reply, sentences=(sentence,), citations=(one,), notices=())
    return message(replace(exchange, reply=reply), words=WORDS)


def test_a_key_with_space_around_it_is_marked_without_it() -> None:
    assert with_key(" a\n b  c ", Span(2, 6))[:3] == (
        Part("text", "a "),
        Part("key", "b"),
        Part("text", " c"),
    )
    assert with_key("a b", Span(1, 3))[:2] == (Part("text", "a "), Part("key", "b"))


@given(st.text("ab \n\t\u3000", min_size=1), st.data())
def test_a_key_changes_no_sign_of_the_sentence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    parts = with_key(text, span)
    line = " ".join(text.split())
    assert "".join(part.text for part in parts) == f"{line} [1]"
    key = " ".join(span.of(text).split())
    assert [part.text for part in parts if part.kind == "key"] == ([key] if key else [])
    if key:
        place = [part.kind for part in parts].index("key")
        before = "".join(part.text for part in parts[:place])
        assert before.replace(" ", "") == "".join(text[: span.start].split())


def test_a_sentence_that_is_no_quote_has_no_key() -> None:
    exchange = asked("How many?")
    assert isinstance(exchange.reply, Answer)
    first, *others = exchange.reply.sentences
    reply = replace(exchange.reply, sentences=(replace(first, text="Told otherwise."), *others))
    parts = message(replace(exchange, reply=reply), words=WORDS)
    assert parts[0] == Part("text", "Told otherwise.")
    assert "key" not in {part.kind for part in parts}


def test_what_a_language_model_wrote_stands_above_the_quotes_it_was_checked_against() -> None:
    written = message(asked("write it"), words=WORDS)
    quoted = message(asked("say it"), words=WORDS)
    assert written[-len(quoted) :] == quoted
    assert written[: -len(quoted)] == (
        Part(
            "label",
            "Written by small & <b>quick</b> from the quotes below; "
            "each sentence was checked against them.",
        ),
        Part("break", "\n"),
        Part("text", "There are <b>23</b> members."),
        Part("text", " "),
        Part("marker", "[1]", 1),
        Part("break", "\n"),
        Part("text", "Since 2019."),
        Part("text", " "),
        Part("marker", "[2]", 2),
        Part("text", " "),
        Part("marker", "[3]", 3),
        Part("dropped", ""),
        Part("break", "\n\n"),
    )
    assert "99" not in text(written)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            FAILED,
            (
                Part("aside", "No answer was written: the language model took longer than 30 s"),
                Part("break", "\n\n"),
            ),
        ),
        (
            replace(WRITTEN, sentences=(), model="small"),
            (
                Part("aside", "Nothing that small wrote could be kept. The quotes answer."),
                Part("dropped", ""),
                Part("break", "\n\n"),
            ),
        ),
    ],
)
def test_where_nothing_written_can_be_shown_one_line_says_so(
    written: Written, shown: tuple[Part, ...]
) -> None:
    quoted = message(asked("say it"), words=WORDS)
    exchange = replace(asked("say it"), written=written)
    assert message(exchange, words=WORDS) == (*shown, *quoted)


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("conflict", "Sources differ:"),
        ("superseded", "Newer figure:"),
        ("older-than", "Older source:"),
        ("undated", "No date:"),
        ("stated-as-is", "Note:"),
    ],
)
def test_each_kind_of_notice_has_its_label_and_names_a_marker_once(kind: str, label: str) -> None:
    exchange = asked("How many?")
    assert isinstance(exchange.reply, Answer)
    reply = replace(exchange.reply, notices=(Notice(kind, "23 [1] or 25 [4].", (1, 2)),))
    assert message(replace(exchange, reply=reply), words=WORDS)[-7:] == (
        Part("label", label),
        Part("text", " "),
        Part("text", "23 "),
        Part("marker", "[1]", 1),
        Part("text", " or 25 [4]."),
        Part("text", " "),
        Part("marker", "[2]", 2),
    )


def test_a_question_asked_by_itself_says_so_first() -> None:
    parts = message(asked("How many?"), words=WORDS, alone=True)
    assert parts[:2] == (Part("aside", WORDS["asked_alone"]), Part("break", "\n\n"))
    assert parts[2:] == message(asked("How many?"), words=WORDS)


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

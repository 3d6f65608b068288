"""An exchange as a terminal shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.printing import as_text, asked_as
from gbaqa.answering.writing.writing import Dropped, Written
from gbaqa.types import Answer, Citation, NoAnswer, Notice, Query, Reason, Sentence, Span

QUERY = Query("How high is the fee?")
FEE = Citation(
    marker=1,
    doc_id="fee",
    passage_id="fee#0000",
    span=Span(0, 25),
    quote="The fee is\n100 patacas. [2]",
    doc_sha256="a" * 64,
    title="Fees",
    publisher="Gazette",
    date="",
    url="https://example.org/fee",
    key=Span(11, 14),
)
ANSWER = Answer(QUERY, (Sentence(FEE.quote, (1,)),), (FEE,), 0.9)
SOURCE = "[1] Fees, Gazette, undated https://example.org/fee"
QUOTED = f"The fee is 100 patacas. [2] [1]\n\n{SOURCE}"


def exchange(reply: Answer | NoAnswer, written: Written | None = None) -> Exchange:
    return Exchange(QUERY.text, QUERY.text, reply, "g1", "small", {}, written=written)


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("conflict", "Sources differ"),
        ("superseded", "Newer figure"),
        ("older-than", "Older source"),
        ("undated", "No date"),
        ("stated-as-is", "Note"),
        ("brand-new", "Note"),
    ],
)
def test_each_kind_of_notice_has_its_label_and_names_a_marker_once(kind: str, label: str) -> None:
    answer = replace(ANSWER, notices=(Notice(kind, "100 [1],\nor 90.", (1, 2)),))
    lines = as_text(exchange(answer)).split("\n")
    assert lines[:3] == ["The fee is 100 patacas. [2] [1]", f"{label}: 100 [1], or 90. [2]", ""]


def test_a_refusal_is_its_reason_then_its_choices_then_what_is_near() -> None:
    reason = Reason("ambiguous", "Which one?", ("Which\npermit?", "Which visa?"), (1,))
    assert as_text(exchange(NoAnswer(QUERY, reason, (FEE,)))) == (
        "Which one? [1]\n- Which permit?\n- Which visa?\nNearest passages:\n"
        f"[1] The fee is 100 patacas. [2]\n\n{SOURCE}"
    )
    assert as_text(exchange(NoAnswer(QUERY, Reason("attribute", "No “fee” in [1].")))) == (
        "No “fee” in [1]."
    )


def test_what_a_language_model_wrote_comes_first_with_what_was_left_out() -> None:
    written = Written(
        (Sentence("It is 100.", (1,)),), (Dropped("It is\n90.", "90 is in no quote"),), "small"
    )
    assert as_text(exchange(ANSWER, written)) == (
        "Written by small from the quotes below; each sentence was checked against them:\n"
        f"It is 100. [1]\nLeft out: It is 90. (90 is in no quote)\n\n{QUOTED}"
    )
    assert as_text(exchange(ANSWER, replace(written, sentences=()))) == (
        f"Left out: It is 90. (90 is in no quote)\n\n{QUOTED}"
    )


def test_a_language_model_that_fails_is_one_line_above_the_quotes() -> None:
    failed = Written(model="small", failed="its server\ncannot be reached")
    assert as_text(exchange(ANSWER, failed)) == (
        f"No answer was written: its server cannot be reached\n\n{QUOTED}"
    )
    assert as_text(exchange(ANSWER)) == QUOTED


@pytest.mark.parametrize(
    ("standalone", "also", "taken", "line"),
    [
        (QUERY.text, "", (), ""),
        ("The fee? (Macao)", "", (), "Asked as: The fee? (Macao)"),
        (
            "The fee? (Macao tax)",
            "",
            ("Macao", "tax"),
            "Asked as: The fee? (Macao tax) (taken from before: Macao, tax)",
        ),
        ("Teh fee? (Macao)", "The fee? (Macao)", ("Macao",), "Taken from before: Macao"),
    ],
)
def test_a_follow_up_tells_what_it_was_asked_as_and_what_it_took_along(
    standalone: str, also: str, taken: tuple[str, ...], line: str
) -> None:
    asked = replace(
        exchange(ANSWER), standalone_question=standalone, also_searched=also, carried_over=taken
    )
    assert asked_as(asked) == line


def test_labels_are_in_the_language_of_the_question() -> None:
    query = Query("費用是多少？", "zh-Hant")
    answer = replace(ANSWER, query=query, notices=(Notice("undated", "沒有註明。", (1,)),))
    written = Written(
        (Sentence("It is 100.", (1,)),), (Dropped("It is 90.", "90 is in no quote"),), "small"
    )
    also = replace(exchange(answer, written), also_searched="fee")
    assert as_text(also) == (
        "由 small 根據以下引文撰寫，每句均已與引文核對：\nIt is 100. [1]\n"
        "未予採用：It is 90.（90 is in no quote）\n\n"
        "The fee is 100 patacas. [2] [1]\n沒有日期：沒有註明。 [1]\n同時搜尋：fee\n\n"
        "[1] Fees，Gazette，沒有日期 https://example.org/fee"
    )
    refused = exchange(NoAnswer(replace(QUERY, language="pt"), Reason("attribute", "Não."), (FEE,)))
    assert as_text(refused) == (
        "Não.\nPassagens mais próximas:\n[1] The fee is 100 patacas. [2]\n\n"
        "[1] Fees, Gazette, sem data https://example.org/fee"
    )
    followed = replace(also, standalone_question="費用（澳門）", carried_over=("澳門", "稅"))
    assert asked_as(followed) == "完整問題：費用（澳門）（沿用前文：澳門，稅）"
    assert asked_as(replace(refused, carried_over=("Macau",))) == "Retomado de antes: Macau"

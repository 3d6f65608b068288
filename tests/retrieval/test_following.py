"""A follow-up carries the question it leans on; a question that stands alone stays as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.retrieval.following import carried, leans, standalone
from gbaqa.types import Turn

FOLLOW_UPS = [
    (
        "How many members does the alliance have?",
        "When was it founded?",
        "members alliance",
    ),
    (
        "Who chaired the 20th expert group meeting?",
        "And where was it held?",
        "chaired 20th expert group meeting",
    ),
    ("What is the tax rate in Hengqin?", "What about Macao?", "tax rate Hengqin"),
    (
        "大灣區生產力促進服務聯盟有多少成員？",
        "它何時成立？",
        "大灣區生產力促進服務聯盟有多少成員",
    ),
    ("橫琴的企業所得稅率是多少？", "澳門呢？", "橫琴的企業所得稅率是多少"),
    (
        "横琴的企业所得税率是多少？",
        "那个优惠到什么时候？",
        "横琴的企业所得税率是多少",
    ),
    (
        "Quantos membros tem a aliança de produtividade?",
        "E onde fica a sede dela?",
        "membros aliança produtividade",
    ),
    (
        "Qual é a taxa de imposto em Hengqin?",
        "Quando é que ela entrou em vigor?",
        "taxa imposto Hengqin",
    ),
]


@pytest.mark.parametrize(("first", "follow_up", "words"), FOLLOW_UPS)
def test_a_follow_up_carries_what_the_question_before_it_named(
    first: str, follow_up: str, words: str
) -> None:
    assert standalone(follow_up, [Turn(first, "An answer.")]) == f"{follow_up} ({words})"


def test_a_number_of_its_own_takes_the_place_of_the_earlier_one() -> None:
    history = [Turn("What was the GDP of the Greater Bay Area in 2024?")]
    assert standalone("and in 2022?", history) == "and in 2022? (GDP Greater Bay Area)"


def test_words_that_the_follow_up_has_already_are_not_carried() -> None:
    history = [Turn("How long is the Macao bridge?")]
    assert standalone("And the bridges there?", history) == "And the bridges there? (long Macao)"


ALONE = [
    "How many members does the Greater Bay Area alliance have?",
    "Which five areas did Hong Kong and Guangdong agree on at the 19th informatisation meeting?",
    "What award did the Hetao West substation win?",
    "大灣區生產力促進服務聯盟有多少成員？",
    "申請人應該向哪個部門提交跨境數據合同？",
    "申请人应该向哪个部门提交跨境数据合同？",
    "河套深圳园区的面积是多少？",
    "Quantos membros tem a aliança de produtividade da Grande Baía?",
    "Qual é a taxa de imposto das empresas em Hengqin?",
]


@pytest.mark.parametrize("question", ALONE)
def test_a_question_that_stands_alone_stays_untouched(question: str) -> None:
    assert (
        standalone(question, [Turn("What is the tax rate in Hengqin?", "It is 15%.")]) == question
    )


def test_the_last_question_that_stands_alone_is_carried_past_other_follow_ups() -> None:
    history = [
        Turn("What is the tax rate in Hengqin?"),
        Turn("How long is the Hong Kong-Zhuhai-Macao bridge?"),
        Turn("When was it opened?"),
        Turn("   "),
    ]
    assert standalone("And its cost?", history) == (
        "And its cost? (long Hong Kong-Zhuhai-Macao bridge)"
    )


@given(st.text(max_size=60))
def test_without_history_every_question_stays_as_typed(question: str) -> None:
    assert standalone(question, ()) == question


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4))
def test_the_questions_own_words_come_first_as_typed(question: str, asked: list[str]) -> None:
    full = standalone(question, [Turn(text) for text in asked])
    assert full.startswith(question)
    if full != question:
        assert leans(question)
        added = full.removeprefix(question).removeprefix(" (").removesuffix(")")
        assert any(set(added.split()) <= set(carried(text, question).split()) for text in asked)


def test_a_history_of_follow_ups_alone_carries_nothing() -> None:
    assert standalone("And where?", [Turn("What about it?"), Turn("And when?")]) == "And where?"


@pytest.mark.parametrize(
    "question",
    [
        "Is there a bridge between Hong Kong and Zhuhai?",
        "Which firms that moved to Hengqin pay less tax?",
        "E-cert applications in Guangdong: how do they work in Hong Kong?",
    ],
)
def test_words_that_only_look_like_pointing_back_do_not_lean(question: str) -> None:
    assert not leans(question.replace("how do they work", "how does one apply"))


def test_there_and_that_at_the_end_point_back() -> None:
    assert leans("Where is the first-tier checkpoint there?")
    assert leans("When was that signed by Guangdong and Hong Kong?")

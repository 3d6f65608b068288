"""A follow-up carries what it is about; a question that stands alone stays as typed."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gbaqa.retrieval import following
from gbaqa.retrieval.following import Standalone, leans
from gbaqa.types import Turn
from tests.retrieval.following.small import NAMES, rarity

stand_alone = partial(following.stand_alone, rarity=rarity, names=NAMES)

FOLLOW_UPS = [
    (
        "How many members does the productivity alliance have?",
        "When was it founded?",
        ("productivity", "alliance"),
    ),
    (
        "Who chaired the 20th expert group meeting?",
        "And where was it held?",
        ("20th", "expert", "group", "meeting"),
    ),
    ("Who chairs the tech park?", "the fee?", ("tech", "park")),
    ("Where is the Huangmaohai Link?", "And how much is the toll?", ("Huangmaohai Link",)),
    (
        "How long is the Huangmaohai Link?",
        "Where are the checkpoints there?",
        ("Huangmaohai Link",),
    ),
    ("When was the Macao Forum founded?", "Who is the president?", ("Macao Forum", "founded")),
    ("黃茅海跨海通道有幾長？", "咁幾時通車？", ("黃茅海跨海通道",)),
    ("黃茅海跨海通道有幾長？", "由邊度去到邊度？", ("黃茅海跨海通道",)),
    ("長者醫療券幾時推出？", "佢每年有幾多錢？", ("長者醫療券", "推出")),
    ("全運會喺邊度舉行？", "間場館有幾大？", ("全運會", "舉行")),
    ("黄茅海跨海通道多长？", "什么时候开工？", ("黄茅海跨海通道",)),
    ("黄茅海跨海通道多长？", "那它经过哪里？", ("黄茅海跨海通道",)),
    ("全运会有多少个项目？", "该活动何时开幕？", ("全运会", "项目")),
    (
        "Quem falou na abertura do Fórum de Macau?",
        "E quando decorreu?",
        ("abertura", "Fórum de Macau"),
    ),
    ("Quanto custa a Ligação de Huangmaohai?", "Quem a construiu?", ("Ligação de Huangmaohai",)),
    (
        "Quantos membros tem a aliança de produtividade?",
        "E onde fica a sede dela?",
        ("aliança", "produtividade"),
    ),
]


@pytest.mark.parametrize(("first", "follow_up", "words"), FOLLOW_UPS)
def test_a_follow_up_carries_what_the_question_before_it_is_about(
    first: str, follow_up: str, words: tuple[str, ...]
) -> None:
    found = stand_alone(follow_up, [Turn(first, "An answer.")])
    assert found == Standalone(f"{follow_up} ({' '.join(words)})", words)


ELLIPSES = [
    (
        "What was the GDP of the Greater Bay Area in 2024?",
        "and in 2022?",
        "What was the GDP of the Greater Bay Area in 2022?",
    ),
    (
        "When was the first bar exam held?",
        "And the second one?",
        "When was the second bar exam held?",
    ),
    ("What is the tax rate in Hengqin?", "What about Macao?", "What is the tax rate in Macao?"),
    (
        "How much could one invest in May 2021?",
        "and since Feb 2024?",
        "How much could one invest in Feb 2024?",
    ),
    ("Who opened the forum?", "and in 2022?", "Who opened the forum in 2022?"),
    ("喺惠州邊間醫院可以用長者醫療券？", "江門呢？", "喺江門邊間醫院可以用長者醫療券？"),
    ("喺惠州邊間醫院可以用長者醫療券？", "咁江門？", "喺江門邊間醫院可以用長者醫療券？"),
    ("第一屆全運會喺邊度舉行？", "第二屆呢？", "第二屆全運會喺邊度舉行？"),
    ("全运会一共几个竞技项目", "群众项目呢？", "全运会一共几个群众项目"),
    (
        "Quem falou por Portugal na abertura do Fórum?",
        "e por Moçambique?",
        "Quem falou por Moçambique na abertura do Fórum?",
    ),
    (
        "Qual foi o PIB da Grande Baía em 2024?",
        "e em 2022?",
        "Qual foi o PIB da Grande Baía em 2022?",
    ),
]


@pytest.mark.parametrize(("first", "ellipsis", "full"), ELLIPSES)
def test_what_an_ellipsis_names_takes_the_place_of_what_was_named(
    first: str, ellipsis: str, full: str
) -> None:
    assert stand_alone(ellipsis, [Turn(first)]).text == full


def test_what_an_ellipsis_replaces_is_not_among_the_words_that_it_took_along() -> None:
    history = [Turn("What was the GDP of the Greater Bay Area in 2024?")]
    assert stand_alone("and in 2022?", history).added == ("GDP", "Greater Bay Area")


ANOTHER_LANGUAGE = [
    ("How long is the Huangmaohai Link?", "咁幾時通車？", ("黃茅海跨海通道",)),
    ("How long is the Huangmaohai Link?", "那要多少时间？", ("黄茅海跨海通道",)),
    ("黃茅海跨海通道有幾長？", "When did it open?", ("Huangmaohai Link",)),
    ("黃茅海跨海通道有幾長？", "E quando abriu?", ("Ligação de Huangmaohai",)),
    (
        "Quem falou na abertura do Fórum de Macau?",
        "And when was it held?",
        ("abertura", "Fórum de Macau"),
    ),
]


@pytest.mark.parametrize(("first", "follow_up", "words"), ANOTHER_LANGUAGE)
def test_a_name_is_carried_in_the_language_of_the_follow_up(
    first: str, follow_up: str, words: tuple[str, ...]
) -> None:
    assert stand_alone(follow_up, [Turn(first)]).added == words


ALONE = [
    "How many members does the Greater Bay Area alliance have?",
    "Which five areas did Hong Kong and Guangdong agree on at the 19th informatisation meeting?",
    "What award did the Hetao West substation win?",
    "How many GBA Standards are there?",
    "How do I get moths out of my wardrobe?",
    "Is there a bridge between Hong Kong and Zhuhai?",
    "Which firms that moved to Hengqin pay less tax?",
    "How long does it take to get from Macao to Hengqin?",
    "hengqin gdp 2020",
    "What is a bay area, anyway?",
    "大灣區生產力促進服務聯盟有多少成員？",
    "申請人應該向哪個部門提交跨境數據合同？",
    "橫琴嘅企業所得稅率係幾多？",
    "申请人应该向哪个部门提交跨境数据合同？",
    "河套深圳园区的面积是多少？",
    "Quantos membros tem a aliança de produtividade da Grande Baía?",
    "Qual é a taxa de imposto das empresas em Hengqin?",
]
LEAVING = [
    "OK, something else. When did the Huangmaohai Link open?",
    "And the Huangmaohai Link, how long is its longest bridge?",
    "OK, something else: when did the rail line open?",
    "轉個話題，渡輪碼頭幾時開放？",
    "Right. Now about the Huangmaohai Link: how long is it?",
    "另外想問，長者醫療券每年有幾多錢？",
    "转个话题，黄茅海跨海通道多长？",
    "Já agora, quantas pessoas vivem em Hengqin?",
]


@pytest.mark.parametrize("question", [*ALONE, *LEAVING])
def test_a_question_with_a_subject_of_its_own_stays_as_it_is_typed(question: str) -> None:
    history = [Turn("Who chaired the 20th expert group meeting in Jiangmen?", "Somebody did.")]
    assert stand_alone(question, history) == Standalone(question, ())


def test_a_change_of_subject_is_what_later_turns_are_about() -> None:
    history = [
        Turn("What is the tax rate in Hengqin?"),
        Turn("OK, something else. How long is the Huangmaohai Link?"),
        Turn("When was it opened?"),
        Turn("   "),
    ]
    assert stand_alone("And its cost?", history).text == "And its cost? (Huangmaohai Link)"


def test_the_words_that_leave_a_subject_are_not_carried() -> None:
    history = [Turn("好，講第二樣：全運會有幾多個項目？")]
    assert stand_alone("咁幾時開幕？", history).added == ("全運會", "項目")


def test_what_one_follow_up_replaced_the_next_one_carries() -> None:
    history = [Turn("When was the first bar exam held?"), Turn("And the second one?")]
    assert stand_alone("Where could people sit it?", history).added == (
        "second",
        "bar",
        "exam",
        "held",
    )


def test_who_the_answer_named_is_who_a_pronoun_stands_for() -> None:
    english = [Turn("Who chairs the tech park?", "The park is chaired by Kevin Choi.")]
    chinese = [Turn("邊個係園區主席？", "主席係蔡傑銘。")]
    assert stand_alone("Where did he work before?", english).added[0] == "Kevin Choi"
    assert stand_alone("佢以前做邊行？", chinese).added[0] == "蔡傑銘"
    assert "Kevin Choi" not in stand_alone("How big is it?", english).added


def test_a_history_that_names_nothing_carries_nothing() -> None:
    history = [Turn("What about it?"), Turn(""), Turn("And when?")]
    assert stand_alone("And where?", history) == Standalone("And where?", ())


def test_what_was_said_long_ago_is_forgotten() -> None:
    old = Turn("How long is the Huangmaohai Link?")
    assert stand_alone("And when?", [old, *[Turn("And?")] * 7]).added == ("Huangmaohai Link",)
    assert stand_alone("And when?", [old, *[Turn("And?")] * 8]).added == ()


def test_without_documents_only_a_turn_that_points_back_is_completed() -> None:
    history = [Turn("Who chaired the 20th meeting?")]
    held = following.stand_alone("And where was it held?", history)
    assert held.text == "And where was it held? (20th meeting)"
    taxes = "Which taxes apply to foreign lawyers?"
    assert following.stand_alone(taxes, history) == Standalone(taxes)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Where is the first-tier checkpoint there?", True),
        ("Which hospitals there accept elderly vouchers for dental treatment?", True),
        ("Which hospitals accept elderly vouchers for dental treatment?", False),
        ("When was that signed by Guangdong and Hong Kong?", False),
        ("When was that?", True),
        ("I write textbooks. Do royalties count too?", True),
        ("Is there a bridge between Hong Kong and Zhuhai?", False),
        ("嗰間學校收唔收學費？", True),
        ("E-cert applications in Guangdong: how does one apply in Hong Kong?", False),
    ],
)
def test_a_turn_leans_where_it_points_back_and_names_nothing_itself(
    question: str, expected: bool
) -> None:
    assert leans(question, NAMES, rarity) is expected


PIECES = [
    *"And it there the toll Macao Link 2024 2nd of e quando ela ? (".split(),
    *"咁 幾時 港珠澳大橋 第二屆 呢？".split(),
]
TYPED = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
CAREFUL = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CAREFUL
@given(TYPED)
def test_without_history_every_question_stays_as_typed(question: str) -> None:
    assert stand_alone(question, ()) == Standalone(question, ())


@CAREFUL
@given(TYPED, st.lists(st.tuples(TYPED, TYPED), max_size=4))
def test_every_added_word_was_said_before(question: str, asked: list[tuple[str, str]]) -> None:
    history = [Turn(text, answer) for text, answer in asked]
    found = following.stand_alone(question, history)
    said = " ".join(f"{turn.question} {turn.answer}" for turn in history)
    assert all(word in said for added in found.added for word in re.findall(r"[a-zA-Z]+", added))
    assert set("".join(found.added)) <= {*said, " "}
    assert (found.text != question) or not found.added


@CAREFUL
@given(TYPED, st.lists(TYPED, max_size=4))
def test_what_stands_alone_stays_so_when_it_is_asked_again(question: str, asked: list[str]) -> None:
    history = [Turn(text) for text in asked]
    found = stand_alone(question, history)
    assert stand_alone(found.text, ()) == Standalone(found.text, ())
    assert stand_alone(question, history) == found
    if not found.added:
        assert found.text == question

"""What kind of thing a question asks for, in the four languages, and which number it wants."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.expecting import Kind, expectation, expected


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who chairs the alliance?", "who"),
        ("Which company built the bridge?", "who"),
        ("What is the name of the person in charge?", "who"),
        ("When was the alliance set up?", "when"),
        ("In which year did the bridge open?", "when"),
        ("Since when can they apply?", "when"),
        ("How many members does the alliance have?", "how-many"),
        ("What is the population of Zhaoqing?", "how-many"),
        ("How much did the link cost to build?", "how-much"),
        ("how long is the bridge", "how-much"),
        ("What is the membership fee of the alliance?", "how-much"),
        ("What is the total area of the park?", "how-much"),
        ("What share of the land is taken?", "how-much"),
        ("How often may they come?", "how-much"),
        ("Is there a ceiling on what one can claim?", "how-much"),
        ("Where was it signed?", "where"),
        ("wher was it signed?", "where"),
        ("In which city was it signed?", "where"),
        ("Which three fields were added?", "which-list"),
        ("Which fields were added?", "which-list"),
        ("Can I renew without the ballot?", "yes-no"),
        ("My permit runs out soon. Can I renew it?", "yes-no"),
        ("Can I still apply? When does it close?", "when"),
        ("Are manufacturers bound, or is it voluntary?", "yes-no"),
        ("How do I apply for a licence?", "how-to"),
        ("What is a bay area, anyway?", "definition"),
        ("What does GBA mean?", "definition"),
        ("What is the difference between the two permits?", "compare"),
        ("Why did they leave?", "what"),
        ("Which industry grew most?", "what"),
        ("waht is the fee?", "how-much"),
        ("gba total area sq km", "how-much"),
        ("dongguan foreign trade 2018 rmb", "how-much"),
        ("expert group 18th plenary date", "when"),
        ("Whenever I ask, they show up", None),
        ("", None),
    ],
)
def test_english_questions_tell_their_kind(question: str, kind: Kind | None) -> None:
    assert expected(question) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("邊個係主席？", "who"),
        ("谁是理事长？", "who"),
        ("大橋幾時通車？", "when"),
        ("大桥哪一年通车？", "when"),
        ("申請截止日期", "when"),
        ("大灣區有幾多個城市？", "how-many"),
        ("有多少人报名？", "how-many"),
        ("過關要幾多錢？", "how-much"),
        ("收费标准是多少", "how-much"),
        ("要等幾耐？", "how-much"),
        ("河套有幾大？", "how-much"),
        ("港車北上 中籤率 2024", "how-much"),
        ("喺邊度簽署？", "where"),
        ("在哪个城市签署？", "where"),
        ("有哪些新领域？", "which-list"),
        ("邊四個城市係龍頭？", "which-list"),
        ("使唔使再過關？", "yes-no"),
        ("可以续期吗？", "yes-no"),
        ("係咪要抽籤？", "yes-no"),
        ("點樣申請？", "how-to"),
        ("如何备案？", "how-to"),
        ("「灣事通」係咩嚟？", "definition"),
        ("点解要停?", "what"),
        ("两边的合同包括了这边的规定", None),
    ],
)
def test_chinese_questions_tell_their_kind(question: str, kind: Kind | None) -> None:
    assert expected(question) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Quem preside à aliança?", "who"),
        ("Em que ano abriu a ponte?", "when"),
        ("Quando começou o programa?", "when"),
        ("Quantos membros tem a aliança?", "how-many"),
        ("Quanto custa o visto?", "how-much"),
        ("Quanto tempo leva a viagem?", "how-much"),
        ("Que fatia da economia é o jogo?", "how-much"),
        ("Onde fica Hengqin?", "where"),
        ("em que cidade e a conferencia", "where"),
        ("Quais são os novos sectores?", "which-list"),
        ("Como se faz o pedido?", "how-to"),
        ("O que é o CPTTM?", "definition"),
        ("Posso pagar com o vale em Macau?", "yes-no"),
        ("Segundo a Lusa, o programa abrange também os residentes?", "yes-no"),
    ],
)
def test_portuguese_questions_tell_their_kind(question: str, kind: Kind) -> None:
    assert expected(question) == kind


@pytest.mark.parametrize(
    ("question", "quantities", "units", "noun"),
    [
        ("How many hectares is the park?", {"area"}, set(), ""),
        ("What percentage of it is taken?", {"percent"}, set(), ""),
        ("How much do they pay in yuan?", {"money", "percent", "area"}, {"CNY"}, ""),
        ("How long is the tunnel?", {"length", "duration"}, set(), ""),
        ("How old must one be?", {"age", "duration"}, set(), ""),
        ("In which year did it open?", {"date", "time"}, set(), ""),
        ("How many core members are there?", {"count"}, set(), "member"),
        ("How many days may I stay?", {"duration"}, {"day"}, ""),
        ("Quantos alunos há?", {"count"}, set(), "alun"),
        ("聯盟有幾多個成員？", {"count"}, set(), "成员"),
        ("限速係幾多？", {"speed"}, set(), ""),
        ("Who is it?", set(), set(), ""),
    ],
)
def test_a_question_tells_which_number_it_wants(
    question: str, quantities: set[str], units: set[str], noun: str
) -> None:
    asked = expectation(question)
    assert (set(asked.quantities), set(asked.units), asked.noun) == (quantities, units, noun)


def test_the_numbers_of_the_question_are_kept_as_said() -> None:
    [said] = expectation("How many came in 2019?").said
    assert (said.kind, int(said.value)) == ("date", 20190000)


@given(st.text(alphabet=st.sampled_from("whoatenirs幾邊係？? .que很"), max_size=40))
def test_any_text_has_one_expectation(text: str) -> None:
    assert expectation(text) == expectation(text)
    assert expected(text) == expectation(text).kind

"""Whether a sentence holds what a question asks for, how well, and in which of its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.expecting import Kind, expectation, fit, key_span, meets
from gbaqa.answering.expecting.naming import people, places
from gbaqa.types import Language


@pytest.mark.parametrize(
    ("kind", "text", "met"),
    [
        ("how-much", "The quota costs HK$540 a year.", True),
        ("how-much", "手續費為 50 元。", True),
        ("how-much", "It opened in May 2018.", False),
        ("when", "It was founded on 9 October.", True),
        ("when", "大橋於2018年通車。", True),
        ("when", "It has 37 members.", False),
        ("how-many", "It has three parts.", True),
        ("how-many", "聯盟有三十七個成員。", True),
        ("how-many", "It has many members.", False),
        ("who", "It was chaired by Paul Chan.", True),
        ("who", "it was chaired by him.", False),
        ("where", "It was signed in Beijing.", True),
        ("where", "It was signed twice.", False),
        ("which-list", "They are tax, trade and law.", True),
        ("which-list", "They are many.", False),
        ("how-to", "Holders must apply online.", True),
        ("how-to", "Holders left.", False),
        ("definition", "It is a port group.", True),
        ("definition", "It grew.", False),
        ("yes-no", "Anything at all.", True),
        (None, "Anything at all.", True),
    ],
)
def test_a_sentence_meets_the_kind_when_it_holds_one(
    kind: Kind | None, text: str, met: bool
) -> None:
    assert meets(kind, text) is met


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("How many members are there?", "It has 37 members.", "It has two parts."),
        ("How many members are there?", "It has two parts.", "It grew."),
        ("How large is the park?", "It covers 87 hectares.", "It has 87 members."),
        ("When did it open?", "It opened in 2018.", "It opened, as stated in May 2024."),
        ("When did it open, in 2019?", "It opened in May 2020.", "It opened in 2019."),
        ("When in 2019 was it?", "It was on 21 May 2019.", "It was in 2019."),
        ("How much is it in yuan?", "It costs 90 yuan.", "It costs HK$100."),
        ("Who leads it?", "Paul Chan leads it.", "A man leads it."),
        ("Who is Paul Chan?", "John Lee named him.", "It is Paul Chan."),
        ("Which fields are new?", "They are tax, trade, law and art.", "They are tax and trade."),
    ],
)
def test_the_better_sentence_fits_better(question: str, better: str, worse: str) -> None:
    asked = expectation(question)
    assert fit(asked, better, "en") > fit(asked, worse, "en")


KEYS: list[tuple[str, str, Language, str | None]] = [
    ("How many members has it?", "In 2024 it had 37 members in 2 cities.", "en", "37 members"),
    ("When did it open?", "It opened on 1 May 2018, as stated in 2024.", "en", "1 May 2018"),
    ("When did it open?", "It grew, as stated in 2024.", "en", None),
    ("How large is it now?", "It grew from 14.92 to 120.56 square km.", "en", "120.56 square km"),
    ("What is the toll?", "Tolls are 80 to 300 yuan.", "en", "80 to 300 yuan"),
    ("How much tax is paid?", "They pay 15% instead of 25%.", "en", "15%"),
    ("How big is the fund?", "The HK$130-million (US$17 million) fund.", "en", "HK$130-million"),
    ("Until when is it valid?", "From 1 May 2020 to 31 May 2027.", "en", "31 May 2027"),
    ("Until when?", "On 5 May 2023 it was extended to 4 October 2026.", "en", "4 October 2026"),
    ("Since when is it valid?", "From 1 May 2020 to 31 May 2027.", "en", "1 May 2020"),
    ("How many came in May?", "In May 90 people came; in June 70 left.", "en", "90"),
    ("Who leads it?", "It is led by Paul Chan, as stated in 2024.", "en", "Paul Chan"),
    ("Who leads it?", "Paul Chan thanked John Lee, who stayed.", "en", None),
    ("Where was it signed?", "It was signed in Beijing.", "en", "Beijing"),
    ("Which fields?", "The fields are tax, trade and law.", "en", "tax, trade and law"),
    ("Can I renew?", "It can be renewed in 2025.", "en", None),
    ("幾時通車？", "據2024年報道，大橋於2018年10月通車。", "zh-Hant", "2018年10月"),
    ("有幾多成員？", "聯盟有三十七個成員。", "zh-Hant", "三十七個"),
    ("喺邊度簽署？", "備忘錄在北京簽署。", "zh-Hant", "北京"),
    ("邊個係主席？", "主席為岑浩輝，任期五年。", "zh-Hant", None),
    ("Quantos membros tem?", "A aliança tem 37 membros.", "pt", "37 membros"),
]


@pytest.mark.parametrize(("question", "text", "language", "key"), KEYS)
def test_the_phrase_that_answers_is_told(
    question: str, text: str, language: Language, key: str | None
) -> None:
    span = key_span(question, text, language)
    assert (span.of(text) if span else None) == key


def test_the_question_in_the_words_of_the_sentence_tells_the_nearest_number() -> None:
    text = "The park has 19 firms, and the port has 21 gates."
    wording = "How many gates does the port have?"
    span = key_span("有幾多個閘口？", text, "en", wording)
    assert span is not None
    assert span.of(text) == "21"
    assert key_span("有幾多個閘口？", text, "en") is None


def test_people_are_told_from_bodies_and_places() -> None:
    text = (
        "Financial Secretary Paul Chan of the Hong Kong Trade Council met Lin Xin in South China."
    )
    assert [span.of(text) for span in people(text)] == ["Lin Xin"]
    assert [span.of("行政長官岑浩輝表示") for span in people("行政長官岑浩輝表示")] == ["岑浩輝"]
    assert places("according to Tanner De Witt") == ()


@given(
    question=st.sampled_from([question for question, *_ in KEYS]),
    text=st.lists(
        st.sampled_from(
            "in from to 5 37 members 2018 May , and Paul Chan 三 個 年 HK$9 ( ) .".split()
        ),
        max_size=14,
    ).map(" ".join),
)
def test_a_key_lies_within_the_text_and_is_never_blank(question: str, text: str) -> None:
    span = key_span(question, text, "en")
    assert 0 <= fit(expectation(question), text, "en") <= 1
    assert span is None or (span.end <= len(text) and span.of(text).strip() != "")

"""What is offered next: near first, in the right language, nothing asked before, none too alike."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering import suggesting
from gbaqa.answering.suggesting import documents_of, suggestions, would_answer
from gbaqa.types import (
    LANGUAGES,
    Answer,
    Collection,
    Document,
    Hit,
    Language,
    NoAnswer,
    Passage,
    Query,
    Ranking,
    Reason,
    Sentence,
    Span,
    Suggestion,
)
from tests.web.scripted import COLLECTION, QUOTE, reply

TOPICS = {
    "bridge": ("transport", "Macao"),
    "ferry": ("Transport",),
    "ghost": (),
    "loan": ("finance",),
    "tax": ("finance", "Macao"),
}
DOCUMENTS = {
    **{doc_id: Document(doc_id, doc_id, "A.", topics=topics) for doc_id, topics in TOPICS.items()},
    "tax.zh-Hant": Document("tax.zh-Hant", "稅", "稅。", translation_of="tax"),
}
HELD = Collection(
    DOCUMENTS,
    {f"{doc_id}#0": Passage(f"{doc_id}#0", doc_id, Span(0, 2), (), "en") for doc_id in DOCUMENTS},
)
BANK = [
    Suggestion(language, f"{doc_id} {number}?", doc_id)
    for language in ("en", "zh-Hant")
    for doc_id in ("tax", "loan", "ghost", "ferry", "bridge")
    for number in ((2, 1) if language == "en" else (3,))
]


def offered(*found: str, limit: int = 20, **how: Any) -> list[str]:
    how.setdefault("languages", ["en"])
    return [one.text for one in suggestions(BANK, HELD, found, limit=limit, **how)]


def test_a_worked_example_goes_from_what_was_found_over_its_topics_to_the_rest() -> None:
    assert offered("ferry") == [
        "ferry 1?",  # found
        "bridge 1?",  # of the same topic, however it is written
        "ferry 2?",
        "bridge 2?",
        "ghost 1?",  # of none: by name
        "loan 1?",
        "ghost 2?",
        "loan 2?",
        "tax 1?",
        "tax 2?",  # beside the first: no other document's is left
    ]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["tax", "ferry"], ["tax 1?", "ferry 1?", "tax 2?", "ferry 2?", "bridge 1?", "loan 1?"]),
        (["ferry", "tax"], ["ferry 1?", "tax 1?", "ferry 2?", "tax 2?", "bridge 1?", "loan 1?"]),
        (["tax.zh-Hant"], ["tax 1?", "bridge 1?", "tax 2?", "bridge 2?", "loan 1?", "ferry 1?"]),
        (["loan", "ferry", "gone"], ["loan 1?", "ferry 1?", "loan 2?", "ferry 2?", "tax 1?"]),
        ([], ["bridge 1?", "ferry 1?", "bridge 2?", "ferry 2?", "ghost 1?", "loan 1?"]),
    ],
)
def test_the_nearer_a_document_the_sooner_its_questions(
    found: list[str], expected: list[str]
) -> None:
    assert offered(*found, limit=len(expected)) == expected


def test_what_was_asked_is_left_out_however_it_was_typed() -> None:
    assert offered("ferry", asked=["FERRY　1？", " ferry  2? "], limit=1) == ["bridge 1?"]


@pytest.mark.parametrize(
    ("languages", "asked", "expected"),
    [
        (["zh-Hant", "en"], (), ["ferry 3?", "bridge 3?"]),
        (["en", "zh-Hant"], (), ["ferry 1?", "bridge 1?"]),
        (["pt", "zh-Hans", "zh-Hant"], (), ["ferry 3?", "bridge 3?"]),
        (["pt", "zh-Hant", "en"], [f"{name} 3?" for name in TOPICS], ["ferry 1?", "bridge 1?"]),
        (["pt", "zh-Hant", "en"], ["ferry 3?"], ["bridge 3?", "ghost 3?"]),
        (["pt", "zh-Hans"], (), []),
        ([], (), []),
    ],
)
def test_all_are_of_the_first_language_that_has_any_left(
    languages: list[Language], asked: list[str], expected: list[str]
) -> None:
    assert offered("ferry", languages=languages, asked=asked, limit=2) == expected


BANKS = st.lists(
    st.builds(
        Suggestion,
        st.sampled_from(LANGUAGES),
        st.sampled_from("abcdef"),
        st.sampled_from([*TOPICS]),
    ),
    max_size=12,
    unique=True,
)


@given(
    BANKS,
    st.lists(st.sampled_from([*DOCUMENTS]), max_size=5),
    st.lists(st.sampled_from(LANGUAGES), max_size=3),
    st.lists(st.sampled_from("ABC")),
    st.integers(0, 5),
    st.randoms(),
)
def test_whatever_the_bank_the_rules_hold_and_its_order_counts_for_nothing(
    bank: list[Suggestion],
    found: list[str],
    languages: list[Language],
    asked: list[str],
    limit: int,
    chance: Any,
) -> None:
    how: dict[str, Any] = {"languages": languages, "asked": asked, "limit": limit}
    chosen = suggestions(bank, HELD, found, **how)
    assert len(chosen) <= limit
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= set(bank)
    assert len({one.language for one in chosen}) <= 1
    assert not {one.text for one in chosen} & {text.lower() for text in asked}
    for place, (one, other) in enumerate(pairwise(chosen)):
        if one.doc_id == other.doc_id:  # no other document's was left
            assert {later.doc_id for later in chosen[place:]} == {one.doc_id}
    chance.shuffle(bank)
    assert suggestions(bank, HELD, found, **how) == chosen


def test_the_documents_of_an_answer_are_those_it_quotes_then_those_found() -> None:
    ranking: Ranking = (Hit("undated#0000", 2.0), Hit("people/alliance#0000", 1.0))
    found = reply("Who?")
    assert isinstance(found, Answer)
    only_alliance = Answer(
        found.query, (Sentence(QUOTE, (1,)),), found.citations[:1], confidence=0.9
    )
    assert documents_of(only_alliance, ranking, COLLECTION) == ("people/alliance", "undated")
    assert documents_of(only_alliance, (), COLLECTION) == ("people/alliance",)
    assert documents_of(None, ranking, COLLECTION) == ("undated", "people/alliance")


def test_the_documents_of_no_answer_are_those_it_points_to_then_those_found() -> None:
    ranking: Ranking = (Hit("people/alliance#0000", 1.0),)
    found = reply("unicorn")
    assert isinstance(found, NoAnswer)
    assert documents_of(found, ranking, COLLECTION) == ("undated", "people/alliance")
    nothing = NoAnswer(Query("?"), Reason("nothing-near", "No."))
    assert documents_of(nothing, (), COLLECTION) == ()


@pytest.mark.parametrize(("probability", "risk"), [(0.9, "0.05"), (0.2, "0.10")])
def test_an_answer_is_foreseen_at_the_assistants_own_risk(
    monkeypatch: pytest.MonkeyPatch, probability: float, risk: str
) -> None:
    told: list[object] = []

    class Asked:
        def __init__(self) -> None:
            self.risk = risk

        def evidence(self, question: str) -> list[str]:
            return [question]

    def confident(found: list[str]) -> float:
        told.append(found)
        return probability

    def enough(given: float, *, risk: str) -> bool:
        told.append((given, risk))
        return given > 0.5

    monkeypatch.setattr(suggesting, "confidence", confident)
    monkeypatch.setattr(suggesting, "answers", enough)
    assert would_answer(Asked(), "Who?") is (probability > 0.5)  # type: ignore[arg-type]
    assert told == [["Who?"], (probability, risk)]

"""The trial tells the sentences nearest to the question, whatever else speaks for them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.evaluation.intervals import mean
from gbaqa.evaluation.questions import Question
from gbaqa.evaluation.shown import Found
from gbaqa.evaluation.trial import DEPTHS, Trial, Tried, depths
from tests.evaluation.folders import ScriptedAssistant, collection
from tests.fakes import BagOfWordsEncoder

TEXTS = {
    "a": "The zone is large. The bridge toll is 150 dollars. Nobody knows.",
    "b": "A bridge toll applies. It rains. Ships pass. It opened in 2018.",
}
PASSAGES = Found(documents=("b", "a"), passages=("b#0000", "a#0000"), read=frozenset({"a", "b"}))
TOLL = Question("q", "en", "bridge toll", True, ("a",), (("150",), ("2018",)))


def tried(question: Question, found: Found = PASSAGES, *, also_searched: str = "") -> Tried:
    assistant = ScriptedAssistant(collection(TEXTS))
    return Trial(assistant).of(question, found, also_searched=also_searched)


def test_nearest_sentences_are_told_in_their_order() -> None:
    found = tried(TOLL)
    # the two that hold both words, the shorter one first; of those that hold none, the first ones
    assert found.score.shown.quoted == (
        "A bridge toll applies. The bridge toll is 150 dollars. The zone is large."
    )
    assert found.score.shown.sources == ("b", "a", "a")
    assert found.score.shown.answered
    assert found.score.precision == 2 / 3
    assert found.within == (0.0, 0.5, 1.0)
    assert found.score.stated == 0.5


def test_best_cosine_is_the_confidence() -> None:
    left, right = BagOfWordsEncoder().encode(["bridge toll", "A bridge toll applies."])
    assert np.isclose(tried(TOLL).score.shown.confidence, left @ right)


def test_only_passages_that_were_found_are_read() -> None:
    found = tried(TOLL, Found(passages=("a#0000",)))
    assert set(found.score.shown.sources) == {"a"}
    assert found.within == (0.5, 0.5, 0.5)


def test_words_that_are_searched_besides_count_where_they_are_nearer() -> None:
    chinese = Question("q", "zh-Hant", "幾錢", True, ("a",), (("150",),))
    assert tried(chinese).score.shown.confidence == 0
    nearer = tried(chinese, also_searched="bridge toll")
    assert nearer.score.shown.confidence == tried(TOLL).score.shown.confidence
    assert nearer.within == (0.0, 1.0, 1.0)


def test_without_passages_or_words_nothing_is_told() -> None:
    blank = Question("q", "en", " ", True, ("a",), (("150",),))
    for found in (tried(TOLL, Found()), tried(blank)):
        assert not found.score.shown.answered
        assert found.within == (0.0, 0.0, 0.0)


def test_a_row_has_the_key_facts_within_each_depth() -> None:
    found = tried(TOLL)
    assert found.as_json() == {
        "confidence": round(found.score.shown.confidence, 6),
        "key_facts": 0.5,
        "citation_precision": 0.666667,
        "key_facts@1": 0.0,
        "key_facts@3": 0.5,
        "key_facts@10": 1.0,
    }


def test_depths_are_of_the_questions_that_have_an_answer() -> None:
    unanswerable = Question("u", "en", "bridge toll", False, (), ())
    found = depths([tried(TOLL), tried(unanswerable), tried(TOLL, Found())])
    assert found == {
        **mean("key_facts@1", [0.0, 0.0]),
        **mean("key_facts@3", [0.5, 0.0]),
        **mean("key_facts@10", [1.0, 0.0]),
    }


@given(st.lists(st.sampled_from("bridge toll zone rains ships 2018".split()), max_size=4))
def test_more_sentences_never_state_less(words: list[str]) -> None:
    keys = (("150",), ("2018",), ("large",))
    within = tried(Question("q", "en", " ".join(words), True, ("a",), keys)).within
    assert len(within) == len(DEPTHS)
    assert list(within) == sorted(within)

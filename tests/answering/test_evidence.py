"""A sentence is scored by its cosine and by the rare terms of the question that it holds."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.evidence import (
    COVERAGE_WEIGHT,
    KIND_WEIGHT,
    LEAD_WEIGHT,
    Candidate,
    candidates,
    coverage,
    rarity,
)
from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.types import Hit
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files

FILES = {
    "alliance.md": (
        "---\ntitle: Productivity alliance\n---\n\n## Members\n\n"
        "It has 37 members. A fee is due.\n\n- Hong Kong\n- Macao\n"
    ),
    "park.md": "---\ntitle: Park\n---\n\nThe park has members too.\n",
    "port.md": "---\ntitle: Port\n---\n\nThe port opened.\n",
}
QUESTION = "How many members does the alliance have?"  # asks for: member, allianc


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder: Path = tmp_path_factory.mktemp("evidence")
    build_index(write_files(folder / "corpus", FILES), folder / "index")
    return open_generation(
        folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )


def found(generation: Generation, *passage_ids: str) -> list[Candidate]:
    vector = BagOfWordsEncoder().encode([QUESTION])[0]
    return candidates(QUESTION, vector, tuple(Hit(name, 1.0) for name in passage_ids), generation)


def quote(generation: Generation, one: Candidate) -> str:
    return one.evidence.span.of(generation.collection.document_of(one.evidence.passage_id).text)


def test_every_sentence_and_list_item_of_the_ranked_passages_is_a_candidate(
    generation: Generation,
) -> None:
    quotes = [quote(generation, one) for one in found(generation, "park#0000", "alliance#0000")]
    assert sorted(quotes) == [
        "A fee is due.",
        "Hong Kong",
        "It has 37 members.",
        "Macao",
        "The park has members too.",
    ]
    assert found(generation) == []


def test_a_candidates_measures_are_those_worked_out_by_hand(generation: Generation) -> None:
    by_quote = {
        quote(generation, one): one for one in found(generation, "park#0000", "alliance#0000")
    }
    # of three passages two hold "member" (once in a heading), one holds "allianc"
    member, alliance = math.log(1 + 1.5 / 2.5), math.log(1 + 2.5 / 1.5)
    assert rarity(("member", "allianc"), generation) == pytest.approx(
        {"member": member, "allianc": alliance}
    )
    one = by_quote["It has 37 members."]
    assert one.coverage == pytest.approx(member / (member + alliance))
    assert one.lead_coverage == pytest.approx(1)  # its title names the alliance
    vectors = BagOfWordsEncoder().encode([QUESTION, "It has 37 members."])
    assert one.cosine == pytest.approx(float(vectors[0] @ vectors[1]))
    assert one.vector.tolist() == vectors[1].tolist()
    two = by_quote["The park has members too."]
    assert (two.coverage, two.lead_coverage) == pytest.approx(
        (one.coverage, member / (member + alliance))
    )


def test_the_score_adds_the_weighted_measures_to_the_cosine(generation: Generation) -> None:
    for one in found(generation, "park#0000", "alliance#0000", "port#0000"):
        assert one.evidence.score == pytest.approx(
            one.cosine
            + COVERAGE_WEIGHT * one.coverage
            + LEAD_WEIGHT * one.lead_coverage
            + KIND_WEIGHT * one.kind_met
        )


def test_candidates_are_in_one_total_order_whatever_the_ranking(generation: Generation) -> None:
    names = ["port#0000", "park#0000", "alliance#0000"]
    first, second = found(generation, *names), found(generation, *reversed(names))
    order = [(one.evidence.passage_id, one.evidence.span) for one in first]
    assert order == [(one.evidence.passage_id, one.evidence.span) for one in second]
    keys = [(-one.evidence.score, *place) for one, place in zip(first, order, strict=True)]
    assert keys == sorted(keys)


TERMS = st.sampled_from("abcdef")
WEIGHTS = st.dictionaries(TERMS, st.floats(0.01, 9), min_size=1)


@given(WEIGHTS, st.sets(TERMS), st.sets(TERMS))
def test_coverage_is_a_share_that_grows_with_what_is_held(
    weights: dict[str, float], held: set[str], more: set[str]
) -> None:
    less, whole = coverage(weights, held), coverage(weights, held | more)
    assert 0 <= less <= whole <= 1 + 1e-12
    assert coverage(weights, set(weights)) == pytest.approx(1)
    assert less + coverage(weights, set(weights) - held) == pytest.approx(1)


def test_nothing_asked_for_is_covered_by_nothing() -> None:
    assert coverage({}, {"fee"}) == 0.0

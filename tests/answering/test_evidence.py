"""What a question asks for is told by rare terms, and by how much of them a sentence holds."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.evidence import Wording, asked, coverage, missing, rarity
from gbaqa.indexing.opening import Generation, open_generation
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files

FILES = {
    "alliance.md": "---\ntitle: Alliance\n---\n\nIt has 37 members.\n",
    "park.md": "---\ntitle: Park\n---\n\nThe park has members too.\n",
    "port.md": "---\ntitle: Port\n---\n\nThe port opened.\n",
}


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder: Path = tmp_path_factory.mktemp("evidence")
    build_index(write_files(folder / "corpus", FILES), folder / "index")
    return open_generation(
        folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )


def test_rarity_is_the_inverse_document_frequency_of_bm25(generation: Generation) -> None:
    assert rarity(("member", "allianc", "fee"), generation) == pytest.approx(
        {
            "member": math.log(1 + 1.5 / 2.5),
            "allianc": math.log(1 + 2.5 / 1.5),
            "fee": math.log(1 + 3.5 / 0.5),
        }
    )


def test_what_is_asked_has_terms_numbers_a_kind_and_what_was_not_read(
    generation: Generation,
) -> None:
    text = "How many members had 2 alliances?"
    vector = BagOfWordsEncoder().encode([text])[0] * np.float32(0.75)
    found = asked(text, Wording(text, vector), generation)
    assert set(found.weights) == {"member", "had", "2", "allianc"} - {"had"}
    assert found.numbers == {"2"}
    assert found.expectation.kind == "how-many"
    assert found.unread == pytest.approx(0.25)


def test_the_kind_is_told_of_the_question_as_it_was_typed(generation: Generation) -> None:
    wording = Wording("members", BagOfWordsEncoder().encode(["members"])[0])
    assert asked("有幾多個會員？", wording, generation).expectation.kind == "how-many"
    assert asked("有幾多個會員？", wording, generation).weights.keys() == {"member"}


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


@given(WEIGHTS, st.sets(TERMS))
def test_what_is_missing_is_what_is_not_held_the_rarest_first(
    weights: dict[str, float], held: set[str]
) -> None:
    found = missing(weights, held)
    assert set(found) == set(weights) - held
    assert [weights[one] for one in found] == sorted((weights[one] for one in found), reverse=True)


def test_nothing_asked_for_is_covered_by_nothing() -> None:
    assert coverage({}, {"fee"}) == 0.0

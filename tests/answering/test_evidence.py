"""A sentence is scored by its cosine and by the rare terms of the question that it holds."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.evidence import (
    COVERAGE_WEIGHT,
    KIND_WEIGHT,
    LEAD_WEIGHT,
    Candidate,
    Wording,
    candidates,
    coverage,
    rarity,
)
from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.types import Hit, Language, Ranking
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
    return candidates(QUESTION, [worded(QUESTION)], ranking(*passage_ids), generation)


def worded(text: str, *languages: Language) -> Wording:
    return Wording(text, BagOfWordsEncoder().encode([text])[0], frozenset(languages))


def ranking(*passage_ids: str) -> Ranking:
    return tuple(Hit(name, 1.0) for name in passage_ids)


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


def test_a_document_is_held_against_the_first_wording_that_is_for_its_language(
    tmp_path: Path,
) -> None:
    files = {
        "en.md": "---\nlanguage: en\n---\n\nA fee of 5.\n",
        "pt.md": "---\nlanguage: pt\n---\n\nUma taxa de 7.\n",
    }
    build_index(write_files(tmp_path / "corpus", files), tmp_path / "index")
    both = open_generation(
        tmp_path / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )
    own = replace(worded("taxa 7", "pt"), language="pt")
    english = worded("fee 5 unknown")
    english = replace(english, vector=english.vector * np.float32(0.5))

    def measures(*wordings: Wording) -> dict[str, tuple[float, float, bool, float]]:
        found = candidates("taxa", wordings, ranking("en#0000", "pt#0000"), both)
        return {
            one.document.doc_id: (
                round(one.cosine, 6),
                round(one.coverage, 6),
                one.numbers_met,
                round(one.unread, 6),
            )
            for one in found
        }

    def cosine(wording: Wording, text: str) -> float:
        return round(float(wording.vector @ BagOfWordsEncoder().encode([text])[0]), 6)

    fee, five, absent = (math.log(1 + 1.5 / 1.5), math.log(1 + 1.5 / 1.5), math.log(1 + 2.5 / 0.5))
    held = round((fee + five) / (fee + five + absent), 6)
    portuguese = (cosine(own, "Uma taxa de 7."), 1.0, True, 0.0)
    read = (cosine(english, "A fee of 5."), held, True, 0.5)
    assert measures(own, english) == {"pt": portuguese, "en": read}
    # what no wording is for is no evidence
    assert measures(own) == {"pt": portuguese}
    # of the first that is for all languages, nothing further is looked at
    unread = (cosine(english, "Uma taxa de 7."), 0.0, False, 0.5)
    assert measures(english, own) == {"pt": unread, "en": read}


PORTUGUESE = {
    "en.md": "---\ntitle: Cooperation\nlanguage: en\n---\n\nThe cooperations began.\n",
    "pt.md": (
        "---\ntitle: Pontes longas\nlanguage: pt\n---\n\n"
        "A cooperação começou. As pontes são longas.\n"
    ),
}


def test_portuguese_words_are_held_and_rare_by_their_portuguese_stems(tmp_path: Path) -> None:
    build_index(write_files(tmp_path / "corpus", PORTUGUESE), tmp_path / "index")
    both = open_generation(
        tmp_path / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )
    text = "Onde estão as cooperações longas?"  # stems: estã, cooper, long
    passages = ranking(*both.collection.passages)

    def measures(wording: Wording) -> dict[str, tuple[float, float]]:
        found = candidates(text, [wording], passages, both)
        return {one.text: (one.coverage, one.lead_coverage) for one in found}

    # both documents hold "cooper", by their own stems; one of two "long"; none the verb
    cooper, long, absent = (math.log(1 + (2 - n + 0.5) / (n + 0.5)) for n in (2, 1, 0))
    whole = cooper + long + absent
    shares = {
        "The cooperations began.": (cooper / whole, cooper / whole),
        "A cooperação começou.": (cooper / whole, (cooper + long) / whole),
        "As pontes são longas.": (long / whole, long / whole),
    }
    found = measures(replace(worded(text), language="pt"))
    assert found == {quote: pytest.approx(share) for quote, share in shares.items()}
    # by their English stems they are in no document
    assert set(measures(worded(text)).values()) == {(0.0, 0.0)}


def test_the_kind_of_answer_is_told_of_the_question_as_it_was_typed(
    generation: Generation,
) -> None:
    def kinds(question: str, wording: str) -> dict[str, bool]:
        found = candidates(question, [worded(wording)], ranking("alliance#0000"), generation)
        return {quote(generation, one): one.kind_met for one in found}

    figure = {
        "It has 37 members.": True,
        "A fee is due.": False,
        "Hong Kong": False,
        "Macao": False,
    }
    assert kinds("How many members?", "members") == figure
    assert all(kinds("members", "How many members?").values())  # nothing of a kind is asked for


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

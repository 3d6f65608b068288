"""One to three sentences are shown: the best, and those near it that say something else."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.assembling import MARGIN, MOST, SAME, assemble
from gbaqa.answering.evidence import Candidate
from gbaqa.types import Document, Evidence, Span
from tests.answering.candidates import candidate


def numbered(number: int, score: float, direction: tuple[float, float]) -> Candidate:
    evidence = Evidence(f"d#{number:04d}", Span(number, number + 1), score)
    return candidate(evidence, direction=direction)


def numbers(chosen: tuple[Candidate, ...]) -> list[int]:
    return [one.evidence.span.start for one in chosen]


DIRECTION = st.tuples(st.floats(0.1, 1), st.floats(0.1, 1))
RANKED = st.lists(st.tuples(st.floats(0, 2), DIRECTION), max_size=8).map(
    lambda parts: [
        numbered(number, score, direction)
        for number, (score, direction) in enumerate(sorted(parts, key=lambda part: -part[0]))
    ]
)


@given(RANKED)
def test_at_most_three_come_near_the_best_and_none_repeats_another(found: list[Candidate]) -> None:
    chosen = assemble(found)
    assert bool(chosen) == bool(found)
    assert len(chosen) <= 3
    assert numbers(chosen) == sorted(numbers(chosen))
    for place, one in enumerate(chosen):
        assert one.evidence.score >= found[0].evidence.score - MARGIN
        assert all(float(one.vector @ other.vector) < SAME for other in chosen[:place])
    # whatever else comes near was left out for a reason
    for one in found:
        near = one.evidence.score >= found[0].evidence.score - MARGIN
        if near and one not in chosen and len(chosen) < MOST:
            assert any(float(one.vector @ other.vector) >= SAME for other in chosen)


def test_a_worked_example_leaves_out_the_repetition_and_what_is_far_off() -> None:
    east, north, both = (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)
    found = [
        numbered(0, 0.90, east),
        numbered(1, 0.89, (1.0, 0.05)),  # says what 0 says
        numbered(2, 0.85, north),
        numbered(3, 0.79, both),  # too far below 0.90
    ]
    assert numbers(assemble(found)) == [0, 2]
    assert numbers(assemble(found[3:])) == [3]
    assert assemble([]) == ()


def test_a_fourth_sentence_is_not_shown() -> None:
    directions = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)]
    found = [numbered(number, 0.9, direction) for number, direction in enumerate(directions)]
    assert numbers(assemble(found)) == [0, 1, 2]


def test_a_further_sentence_fits_the_question_as_well_as_the_best_one() -> None:
    east, north = (1.0, 0.0), (0.0, 1.0)
    fitting: dict[str, Any] = {"kind_met": True, "numbers_met": True}

    def chosen(**measures: Any) -> int:
        best = candidate(0.9, direction=east, **fitting)
        return len(assemble([best, candidate(0.89, direction=north, **measures)]))

    assert chosen(**fitting) == 2
    assert chosen(kind_met=False, numbers_met=True) == 1
    assert chosen(kind_met=True, numbers_met=False) == 1
    # where the best one does not fit either, nothing more is asked of the next
    unfit = [candidate(0.9, direction=east), candidate(0.89, direction=north)]
    assert len(assemble(unfit)) == 2


def test_of_a_document_and_its_twin_only_one_is_quoted() -> None:
    original = Document("b", "Hengqin", "The rate is 15%.")
    twin = Document("b.zh-Hant", "橫琴", "稅率是15%。", translation_of="b")
    other = Document("c", "Park", "The park opened.")
    directions = {"b": (1.0, 0.0), "b.zh-Hant": (0.0, 1.0), "c": (-1.0, 0.0)}

    def chosen(*documents: Document) -> list[str]:
        found = [
            candidate(0.9 - place / 100, document=one, direction=directions[one.doc_id])
            for place, one in enumerate(documents)
        ]
        return [one.document.doc_id for one in assemble(found)]

    assert chosen(original, twin, other) == ["b", "c"]
    assert chosen(twin, original, other) == ["b.zh-Hant", "c"]
    assert chosen(other, twin, original) == ["c", "b.zh-Hant"]


def test_two_sentences_of_one_twin_may_be_quoted() -> None:
    twin = Document("b.zh-Hant", "橫琴", "稅率是15%。", translation_of="b")
    found = [
        candidate(0.9 - place / 100, document=twin, direction=direction)
        for place, direction in enumerate([(1.0, 0.0), (0.0, 1.0)])
    ]
    assert len(assemble(found)) == 2

"""One to three sentences are shown: the best, and those near it that say something else."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.assembling import COMPLETING, MARGIN, MOST, SAME, assemble
from gbaqa.answering.evidence import Candidate
from gbaqa.types import Document, Evidence, Span
from tests.answering.candidates import candidate

QUESTION = "Tell me of the park"  # asks for nothing that two sources could differ in


def numbered(number: int, score: float, direction: tuple[float, float]) -> Candidate:
    evidence = Evidence(f"d#{number:04d}", Span(number, number + 1), score)
    return candidate(evidence, document=Document("d", "D", "abcdefghij"), direction=direction)


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
    chosen = assemble(QUESTION, found)
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
        numbered(0, 2.0, east),
        numbered(1, 1.9, (1.0, 0.05)),  # says what 0 says
        numbered(2, 1.5, north),
        numbered(3, 1.9 - MARGIN, both),  # too far below 2.0
    ]
    assert numbers(assemble(QUESTION, found)) == [0, 2]
    assert numbers(assemble(QUESTION, found[3:])) == [3]
    assert assemble(QUESTION, []) == ()


def test_a_fourth_sentence_is_not_shown() -> None:
    directions = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0)]
    found = [numbered(number, 0.9, direction) for number, direction in enumerate(directions)]
    assert numbers(assemble(QUESTION, found)) == [0, 1, 2]


def test_a_further_sentence_fits_the_question_as_well_as_the_best_one() -> None:
    east, north = (1.0, 0.0), (0.0, 1.0)
    fitting: dict[str, Any] = {"kind_met": True, "numbers_met": True}

    def chosen(**measures: Any) -> int:
        best = candidate(0.9, direction=east, **fitting)
        return len(assemble(QUESTION, [best, candidate(0.89, direction=north, **measures)]))

    assert chosen(**fitting) == 2
    assert chosen(kind_met=False, numbers_met=True) == 1
    assert chosen(kind_met=True, numbers_met=False) == 1
    # where the best one does not fit either, nothing more is asked of the next
    unfit = [candidate(0.9, direction=east), candidate(0.89, direction=north)]
    assert len(assemble(QUESTION, unfit)) == 2


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
        return [one.document.doc_id for one in assemble(QUESTION, found)]

    assert chosen(original, twin, other) == ["b", "c"]
    assert chosen(twin, original, other) == ["b.zh-Hant", "c"]
    assert chosen(other, twin, original) == ["c", "b.zh-Hant"]


def test_two_sentences_of_one_twin_may_be_quoted() -> None:
    twin = Document("b.zh-Hant", "橫琴", "稅率是15%。", translation_of="b")
    found = [
        candidate(0.9 - place / 100, document=twin, direction=direction)
        for place, direction in enumerate([(1.0, 0.0), (0.0, 1.0)])
    ]
    assert len(assemble(QUESTION, found)) == 2


def units(text: str, *scores: float, missing: tuple[tuple[str, ...], ...] = ()) -> list[Candidate]:
    """Candidates of one passage, a line or sentence each, best first."""
    document = Document("d", "D", text)
    made, start = [], 0
    for number, (unit, score) in enumerate(zip(text.split("|"), scores, strict=True)):
        lines = unit.removeprefix("\n- ")
        begin = start + len(unit) - len(lines)
        direction = tuple(float(place == number) for place in range(len(scores)))
        made.append(
            candidate(
                Evidence("d#0000", Span(begin, start + len(unit)), score),
                document=document,
                direction=direction,
                missing=missing[number] if missing else (),
            )
        )
        start += len(unit) + 1
    return sorted(made, key=lambda one: -one.evidence.score)


LIST = "The cities are:|\n- Foshan|\n- Zhuhai|\n- Macao|Rain fell."


def texts(chosen: tuple[Candidate, ...]) -> list[str]:
    return [one.text for one in chosen]


def test_of_a_list_every_item_is_shown_with_what_leads_up_to_it() -> None:
    whole = ["The cities are:", "Foshan", "Zhuhai", "Macao"]
    for scores in ((1.0, 5.0, 0.0, 0.0, 4.9), (5.0, 1.0, 0.0, 0.0, 4.9), (0.0, 0.0, 0.0, 9.0, 1.0)):
        assert texts(assemble("Which cities?", units(LIST, *scores))) == whole
    assert texts(assemble("Rain?", units(LIST, 0.0, 0.0, 0.0, 0.0, 9.0))) == ["Rain fell."]


def test_a_sentence_that_points_back_comes_with_the_one_before_it() -> None:
    text = "The park opened.|It has a lake.|Rain fell."
    assert texts(assemble(QUESTION, units(text, 0.0, 9.0, 1.0))) == [
        "The park opened.",
        "It has a lake.",
    ]
    assert texts(assemble(QUESTION, units(text, 9.0, 0.0, 1.0))) == ["The park opened."]


def test_a_sentence_that_speaks_of_what_the_best_leaves_out_may_score_less() -> None:
    text = "The park opened in May.|The port costs HK$5.|Rain fell."
    left = (("port", "cost"), ("park",), ("park", "port", "cost"))
    score = 5.0 - (MARGIN + COMPLETING) / 2
    found = units(text, 5.0, score, score, missing=left)
    assert texts(assemble(QUESTION, found)) == ["The park opened in May.", "The port costs HK$5."]
    found = units(text, 5.0, 5.0 - COMPLETING - 0.1, 0.0, missing=left)
    assert texts(assemble(QUESTION, found)) == ["The park opened in May."]


def test_where_sources_differ_both_are_quoted_the_newer_first() -> None:
    old = Document("a", "A", "The bridge is 55 km long.", date="2018")
    new = Document("b", "B", "The bridge is 57 km long.", date="2024")
    found = [
        candidate(Evidence(f"{one.doc_id}#0000", Span(0, 25), score), document=one, cosine=0.8)
        for one, score in ((old, 5.0), (new, 4.0))
    ]
    shown = assemble("How long is the bridge?", found)
    assert [one.document.doc_id for one in shown] == ["b", "a"]


def test_an_item_that_alone_holds_what_was_named_stands_without_the_others() -> None:
    left = ((), ("cost",), ("zhuhai", "cost"), ("zhuhai", "cost"), ("zhuhai", "cost"))
    items = (left[0], left[2], left[1], left[3], left[4])
    found = units(LIST, 1.0, 0.0, 5.0, 0.0, 0.0, missing=items)
    assert texts(assemble("What does Zhuhai cost?", found)) == ["Zhuhai"]

"""Of the candidates, those that give another value than the best one are found, newest first."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.disagreeing import (
    ALIKE,
    BEHIND,
    MOST_PARSED,
    NEAR,
    both_sides,
    order,
    rivals,
)
from gbaqa.answering.evidence import Candidate, Read
from gbaqa.types import Document, Evidence, Span
from tests.answering.candidates import candidate

HALLS = "How many halls does the harbour centre have?"


def one(
    doc_id: str,
    date: str = "",
    halls: str = "63 halls",
    *,
    text: str = "The harbour centre has {}.",
    twin_of: str | None = None,
    direction: tuple[float, float] = (1.0, 0.0),
    **measures: Any,
) -> Candidate:
    said = text.format(halls)
    document = Document(doc_id, "A brief", said, date=date, translation_of=twin_of)
    return candidate(
        Evidence(f"{doc_id}#0000", Span(0, len(said)), 1.0),
        document=document,
        direction=direction,
        **{"read": Read(document, (), said), "key": None, "cosine": 0.5, **measures},
    )


def ids(found: tuple[Candidate, ...]) -> list[str]:
    return [candidate.document.doc_id for candidate in found]


def test_rivals_are_of_other_originals_and_the_newest_is_first() -> None:
    best = one("a", "2019", "63 halls")
    found = [
        best,
        one("b", "2020", "63 halls"),  # says the same
        one("c", "2021", "70 halls"),
        one("d", "2024-05", "93 halls"),
        one("e", "", "51 halls"),
        one("a.pt", "2025", "95 halls", twin_of="a"),  # the best one's own twin
    ]
    assert ids(rivals(HALLS, best, found)) == ["d", "c", "e"]
    assert ids(both_sides(HALLS, best, found)) == ["d", "a"]
    assert ids(both_sides(HALLS, found[3], found)) == ["d", "c"]


def test_without_a_rival_the_best_stands_alone() -> None:
    best = one("a", "2019", "63 halls")
    assert both_sides(HALLS, best, [best]) == (best,)
    assert both_sides(HALLS, best, [best, one("b", "2020", "63 halls")]) == (best,)
    # nothing that has a value is asked for
    assert both_sides("Who runs it?", best, [best, one("b", "2020", "93 halls")]) == (best,)


def test_only_one_of_an_original_is_a_rival_the_most_alike() -> None:
    best = one("a", "2019", "63 halls")
    other = "The harbour building has {}."
    far = one("b", "2024", "70 halls", text=other)
    near = one("b.pt", "2024", "93 halls", twin_of="b")
    assert ids(rivals(HALLS, best, [best, far, near])) == ["b.pt"]
    assert ids(rivals(HALLS, best, [best, far])) == ["b"]


def test_what_is_far_from_the_best_one_is_no_rival() -> None:
    best = one("a", "2019", "63 halls")
    level = (ALIKE + 0.01, (1 - (ALIKE + 0.01) ** 2) ** 0.5)
    below = (ALIKE - 0.01, (1 - (ALIKE - 0.01) ** 2) ** 0.5)
    assert ids(rivals(HALLS, best, [one("b", "2024", "93 halls", direction=level)])) == ["b"]
    assert not rivals(HALLS, best, [one("b", "2024", "93 halls", direction=below)])
    assert not rivals(HALLS, best, [one("b", "2024", "93 halls", cosine=0.49 - NEAR)])
    assert ids(rivals(HALLS, best, [one("b", "2024", "93 halls", cosine=0.51 - NEAR)])) == ["b"]


def test_only_the_most_alike_are_read() -> None:
    best = one("a", "2019", "63 halls")
    alike = [one(f"b{number:02d}", "2019", "63 halls") for number in range(MOST_PARSED)]
    rival = one("c", "2024", "93 halls", direction=(1.0, 0.1))
    assert ids(rivals(HALLS, best, [*alike[1:], rival])) == ["c"]
    assert not rivals(HALLS, best, [*alike, rival])


def test_a_newer_rival_of_a_rival_is_found_too() -> None:
    best = one("a", "2019", "63 halls")
    middle = one("b", "2022", "70 halls", direction=(1.0, 1.0))
    newest = one("c", "2025", "93 halls", direction=(0.3, 1.0))  # far from the best one
    assert ids(rivals(HALLS, best, [best, middle, newest])) == ["b"]
    assert ids(both_sides(HALLS, best, [best, middle, newest])) == ["c", "a"]


def test_twins_are_compared_by_their_originals() -> None:
    best = one("a", "2019", "63 halls")
    original = one("b", "2024", "93 halls").document
    shown = Document("b.zh", "A", "海港中心有93個展館。", date="2024", language="zh-Hant")
    twin = candidate(
        Evidence("b.zh#0000", Span(0, len(shown.text)), 1.0),
        document=shown,
        direction=(1.0, 0.0),
        read=Read(original, (), original.text),
        key=None,
        cosine=0.5,
    )
    assert ids(both_sides(HALLS, best, [best, twin])) == ["b.zh", "a"]


def test_a_source_without_a_date_counts_by_the_date_that_it_states() -> None:
    dated = one("a", "2024-12-12")
    whole = one("b", "", text="The harbour centre had {} in 2024.")
    published = one("c", "", text="The harbour centre had {}, as reported in 2024.")
    ahead = one("d", "", text="By 2035 the harbour centre has {}.")
    silent = one("e")
    found = [silent, ahead, published, dated, whole]
    assert ids(order(HALLS, found)) == ["b", "a", "c", "e", "d"]
    # where a date is the answer, what a sentence states is not when it was written
    assert ids(order("When did it open?", found)) == ["a", "e", "d", "c", "b"]


DATES = st.sampled_from(["", "2019", "2020-05", "2020-05-06", "2024"])


@given(st.lists(DATES, max_size=6))
def test_the_order_is_total_and_keeps_what_is_level(dates: list[str]) -> None:
    found = [one(f"d{place}", date) for place, date in enumerate(dates)]
    ordered = order(HALLS, found)
    keys = [(candidate.document.date, -found.index(candidate)) for candidate in ordered]
    assert keys == sorted(keys, reverse=True)
    assert sorted(ids(ordered)) == sorted(ids(tuple(found)))
    assert order(HALLS, ordered) == ordered


@given(st.lists(st.tuples(DATES, st.sampled_from(["63 halls", "70 halls", "93 lifts"]))))
def test_no_rival_is_of_the_original_of_the_best(pairs: list[tuple[str, str]]) -> None:
    found = [
        one(f"d{place}", date, halls, twin_of="d0" if place % 3 else None)
        for place, (date, halls) in enumerate(pairs)
    ]
    for best in found:
        originals = [rival.document.original for rival in rivals(HALLS, best, found)]
        assert best.document.original not in originals
        assert len(set(originals)) == len(originals)


def test_what_answers_much_less_well_is_no_rival() -> None:
    best, other = one("a", "2024", "63 halls"), one("b", "2025", "70 halls")
    for behind, expected in ((BEHIND, ("b",)), (BEHIND + 0.1, ())):
        score = best.evidence.score - behind
        far = replace(other, evidence=replace(other.evidence, score=score))
        assert ids(rivals(HALLS, best, [best, far])) == [*expected]

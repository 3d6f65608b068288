"""An honest answer holds; spoilt in any place it does not, and garbage never raises."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.receipts import faults
from gbaqa.types import Document
from tests.answering.receipts_made import (
    CITATIONS,
    DOCUMENTS,
    GARBAGE,
    Json,
    answered,
    not_found,
    spoilt,
    spoilt_citations,
    spoilt_sentences,
    without,
)

HONEST = {"answered": answered(), "not_found": not_found()}


@pytest.mark.parametrize("honest", HONEST.values(), ids=HONEST.keys())
def test_an_honest_answer_has_no_faults(honest: Json) -> None:
    assert faults(honest, DOCUMENTS) == []


def test_the_object_holds_exactly_the_keys_of_the_design() -> None:
    found = answered()
    assert (
        list(found)
        == (
            "question standalone_question language status sentences confidence citations notices "
            "nearest index timings_ms"
        ).split()
    )
    assert (
        list(found["citations"][0])
        == (
            "marker doc_id passage_id title publisher date url quote start end doc_sha256 "
            "translation_of"
        ).split()
    )
    assert found["citations"][2] == {
        "marker": 3,
        "doc_id": "tax.zh-Hant",
        "passage_id": "tax.zh-Hant#0000",
        "title": "Title of tax.zh-Hant",
        "publisher": "Gazette",
        "date": "2024-05",
        "url": "https://example.org/tax.zh-Hant",
        "quote": "𠮷也是。",
        "start": 10,
        "end": 14,
        "doc_sha256": DOCUMENTS["tax.zh-Hant"].sha256,
        "translation_of": "tax",
    }
    assert found["sentences"][2] == {"text": "𠮷也是。", "markers": [3]}
    assert found["notices"] == [
        {"kind": "stated-as-is", "text": "Stated in patacas.", "markers": [1]}
    ]
    assert (found["status"], found["confidence"], found["nearest"]) == ("answered", 0.9, [])
    assert found["index"] == {"generation": "g" * 16, "encoder": "bag-of-words"}
    assert found["timings_ms"] == {"retrieve": 1.0, "answer": 2.0, "total": 3.0}


def test_not_found_holds_the_nearest_alone() -> None:
    found = not_found()
    assert (found["status"], found["sentences"], found["citations"]) == ("not_found", [], [])
    assert [one["marker"] for one in found["nearest"]] == [1, 2, 3]


def missed(spoils: Mapping[str, Json], documents: Mapping[str, Document]) -> list[str]:
    """The spoils that pass for honest, or whose faults are not told in lines."""
    return [
        name
        for name, spoil in spoils.items()
        if not (told := faults(spoil, documents)) or any("\n" in line for line in told)
    ]


def test_every_change_to_a_citation_is_caught() -> None:
    spoils = dict(spoilt_citations(HONEST["answered"], "citations"))
    assert len(spoils) > 900
    assert missed(spoils, DOCUMENTS) == []


def test_every_change_to_a_nearest_citation_is_caught() -> None:
    # whole ones may be left out here, since "up to three" are shown
    spoils = {
        name: spoil
        for name, spoil in spoilt_citations(HONEST["not_found"], "nearest")
        if name != "nearest 2 dropped"
    }
    assert len(spoils) > 900
    assert missed(spoils, DOCUMENTS) == []


def test_every_change_to_a_notice_is_caught() -> None:
    honest = HONEST["answered"]
    forged = {"kind": "undated", "text": "No date.", "markers": [1]}
    spoils = {
        "another text": spoilt(honest, "notices", 0, "text", to="Stated in dollars."),
        "another kind": spoilt(honest, "notices", 0, "kind", to="conflict"),
        "another marker": spoilt(honest, "notices", 0, "markers", to=[2]),
        "dropped": spoilt(honest, "notices", to=[]),
        "added": spoilt(honest, "notices", to=[*honest["notices"], forged]),
        "none at all": without(honest, "notices"),
        "on not found": spoilt(HONEST["not_found"], "notices", to=[forged]),
    }
    assert missed(spoils, DOCUMENTS) == []


def test_every_change_to_a_sentence_is_caught() -> None:
    spoils = dict(spoilt_sentences(HONEST["answered"]))
    assert len(spoils) > 200
    assert missed(spoils, DOCUMENTS) == []


@pytest.mark.parametrize("honest", HONEST.values(), ids=HONEST.keys())
def test_every_other_status_is_caught(honest: Json) -> None:
    others = {"answered", "not_found"} - {honest["status"]}
    spoils = {str(bad): spoilt(honest, "status", to=bad) for bad in [*others, *GARBAGE]}
    fields = ("status", "sentences", "citations", "nearest")
    spoils |= {f"{field} dropped": without(honest, field) for field in fields}
    assert missed(spoils, DOCUMENTS) == []


CHANGED = {
    "one character more": lambda one: replace(one, text=one.text + " ", sha256="0" * 64),
    "the same digest over another text": lambda one: replace(one, text="x" + one.text),
    "a shorter text": lambda one: replace(one, text="x"),
    "another digest over the same text": lambda one: replace(one, sha256="0" * 64),
    "another title": lambda one: replace(one, title="Another"),
    "another date": lambda one: replace(one, date="2023"),
    "another original": lambda one: replace(one, translation_of="other"),
}


@pytest.mark.parametrize("change", CHANGED.values(), ids=CHANGED.keys())
@pytest.mark.parametrize("doc_id", DOCUMENTS)
def test_a_document_changed_since_is_caught(doc_id: str, change: Any) -> None:
    documents = DOCUMENTS | {doc_id: change(DOCUMENTS[doc_id])}
    for honest in HONEST.values():
        told = faults(honest, documents)
        assert told
        number = list(DOCUMENTS).index(doc_id) + 1
        assert all(f" {number}:" in line for line in told)


def test_a_document_that_is_gone_is_named() -> None:
    documents = {name: one for name, one in DOCUMENTS.items() if name != "park"}
    told = "citation 2: document 'park' is not in the corpus"
    assert faults(HONEST["answered"], documents) == [told]


def test_a_sentence_may_stand_on_two_citations_of_the_same_words() -> None:
    answer = deepcopy(HONEST["answered"])
    answer["citations"] += [{**answer["citations"][0], "marker": 4}]
    assert faults(answer, DOCUMENTS) == ["citation 4 is used by no sentence"]
    answer["sentences"][0]["markers"] = [1, 4]
    answer["notices"][0]["markers"] = [1, 4]
    assert faults(answer, DOCUMENTS) == []


def test_the_fault_says_what_was_found_and_what_was_expected() -> None:
    answer = spoilt(HONEST["answered"], "citations", 0, "start", to=23)
    assert faults(answer, DOCUMENTS) == ["citation 1: the text at [23, 41) is not the quote"]
    answer = spoilt(HONEST["answered"], "sentences", 1, "markers", to=[7])
    assert faults(answer, DOCUMENTS) == [
        "sentence 2 has marker 7, which no citation bears",
        "citation 2 is used by no sentence",
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
KEYS = st.sampled_from(["status", "sentences", "citations", "nearest"])


@given(JSON | st.dictionaries(KEYS, JSON))
def test_garbage_is_told_as_faults(garbage: object) -> None:
    told = faults(garbage, DOCUMENTS)
    assert told
    assert all(isinstance(line, str) for line in told)


FIELDS = st.sampled_from([*HONEST["answered"]["citations"][0], "text", "markers", "unknown"])


@given(
    st.sampled_from(["sentences", "citations", "nearest"]),
    st.lists(st.dictionaries(FIELDS, JSON), min_size=1, max_size=3),
    st.integers(0, len(CITATIONS) - 1),
)
def test_garbage_inside_an_honest_answer_never_raises(
    field: str, parts: list[Json], number: int
) -> None:
    answer = deepcopy(HONEST["answered"])
    answer[field] = parts
    assert faults(answer, DOCUMENTS)
    answer = deepcopy(HONEST["answered"])
    answer["citations"][number] |= parts[0]
    answer["sentences"][number] |= parts[-1]
    assert isinstance(faults(answer, DOCUMENTS), list)

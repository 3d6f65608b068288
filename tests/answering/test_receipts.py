"""An honest answer holds; spoilt in any place it does not, and garbage never raises."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering import replaying
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.notices import notices
from gbaqa.answering.receipts import as_json
from gbaqa.answering.replaying import digest, faults, generation_of
from gbaqa.answering.writing.writing import Written
from gbaqa.documents.reading import read_corpus
from gbaqa.indexing.traits import DEFAULT_ENCODER, default_traits
from gbaqa.types import Answer, Citation, Document, Notice, Query, Sentence
from tests.answering.receipts_made import (
    CITATIONS,
    DOCUMENTS,
    GARBAGE,
    Json,
    answered,
    not_found,
    sealed,
    spoilt,
    spoilt_citations,
    spoilt_sentences,
    without,
)
from tests.fakes import BagOfWordsEncoder, build_index, write_files

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
            "nearest index timings_ms sha256"
        ).split()
    )
    assert (
        list(found["citations"][0])
        == (
            "marker doc_id passage_id title publisher date url quote start end doc_sha256 "
            "translation_of key"
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
        "key": None,
    }
    assert found["citations"][0]["key"] == {"start": 37, "end": 40}
    assert found["sha256"] == digest(found)
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
    assert found["reason"] == {
        "kind": "false-premise",
        "text": "The park has no fee.",
        "choices": ["How large is the park?"],
        "markers": [2],
    }
    assert (
        list(found)
        == (
            "question standalone_question language status reason sentences confidence citations "
            "notices nearest index timings_ms sha256"
        ).split()
    )


def test_the_digest_is_that_of_the_canonical_json_without_itself_and_the_timings() -> None:
    found = not_found()
    rest = {name: one for name, one in found.items() if name not in ("sha256", "timings_ms")}
    text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert found["sha256"] == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert "𠮷也是。" in text


def test_another_time_is_the_same_answer_and_another_order_of_fields_is_too() -> None:
    slower = spoilt(HONEST["answered"], "timings_ms", "total", to=9.0)
    assert faults(slower, DOCUMENTS) == []
    assert faults(dict(reversed(slower.items())), DOCUMENTS) == []


def test_words_that_a_follow_up_took_along_stand_after_the_question() -> None:
    sentences = (Sentence(CITATIONS[1].quote, (1,)),)
    reply = Answer(Query("how large?"), sentences, (replace(CITATIONS[1], marker=1),), 0.5)
    followed = Exchange("how large?", "how large? (fee)", reply, "g", "e", {}, "", ("fee",))
    found = as_json(followed)
    assert list(found)[:4] == ["question", "standalone_question", "carried_over", "language"]
    assert found["carried_over"] == ["fee"]
    assert faults(found, DOCUMENTS) == []
    assert faults(sealed({**found, "carried_over": [1]}), DOCUMENTS) == [
        "carried_over is [1], expected a list of words"
    ]


def missed(spoils: Mapping[str, Json], documents: Mapping[str, Document]) -> list[str]:
    """The spoils that pass for honest once a forger has sealed them again."""
    return [
        name
        for name, spoil in spoils.items()
        if not (told := faults(sealed(spoil), documents)) or any("\n" in line for line in told)
    ]


CHANGED_AFTER = "it was changed after it was written; ask the question again with gbaqa ask --json"


def test_what_no_document_can_refute_is_held_by_the_digest() -> None:
    answered, nothing = HONEST["answered"], HONEST["not_found"]
    for spoil in (
        spoilt(answered, "confidence", to=0.91),
        spoilt(answered, "question", to="fee!"),
        spoilt(answered, "language", to="pt"),
        spoilt(answered, "index", "generation", to="h" * 16),
        spoilt(answered, "citations", 0, "key", to=None),
        spoilt(answered, "citations", 0, "passage_id", to="fee#0001"),
        spoilt(nothing, "reason", "kind", to="attribute"),
        spoilt(nothing, "reason", "text", to="It rained."),
        without(nothing, "nearest", 2),
        {**answered, "carried_over": ["fee"]},
        {**answered, "also_searched": "fee"},
    ):
        assert faults(sealed(spoil), DOCUMENTS) == []
        assert faults(spoil, DOCUMENTS) == [
            f"the answer's SHA-256 is {digest(spoil)[:12]}, sha256 says "
            f"{spoil['sha256'][:12]}: {CHANGED_AFTER}"
        ]


@pytest.mark.parametrize("honest", HONEST.values(), ids=HONEST.keys())
def test_every_other_digest_is_caught(honest: Json) -> None:
    for bad in (*GARBAGE, honest["sha256"].upper(), honest["sha256"][:12], "0" * 64):
        (told,) = faults({**honest, "sha256": bad}, DOCUMENTS)
        assert told.endswith(CHANGED_AFTER)


def test_an_answer_of_an_earlier_version_is_told_in_one_line() -> None:
    older = without(HONEST["not_found"], "sha256")
    older["reason"] = "the documents do not say"
    assert faults(older, DOCUMENTS) == [
        "sha256 is missing: an answer of an earlier version, or a cut one; "
        "ask the question again with gbaqa ask --json"
    ]


def test_a_field_that_is_not_known_is_not_passed_as_proven() -> None:
    honest = HONEST["answered"]
    citation = {**honest["citations"][1], "note": "It is free."}
    for spoil, told in (
        ({**honest, "reason": not_found()["reason"]}, "reason is no field of it"),
        ({**honest, "advice": "Pay."}, "advice is no field of it"),
        (spoilt(honest, "citations", 1, to=citation), "citation 2: note is no field of it"),
        (
            spoilt(honest, "sentences", 0, "note", to="Pay."),
            "sentence 1: note is no field of it",
        ),
    ):
        assert faults(sealed(spoil), DOCUMENTS) == [f"{told} that this version knows"]


def test_an_answer_has_no_nearest_citations_beside_it() -> None:
    spoil = {**HONEST["answered"], "nearest": HONEST["not_found"]["nearest"]}
    assert faults(sealed(spoil), DOCUMENTS) == [
        "status is 'answered', yet there are nearest citations"
    ]


def test_notices_are_made_again_from_the_very_citations(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[Citation] = []

    def noted(citations: Sequence[Citation], *others: object) -> tuple[Notice, ...]:
        met.extend(citations)
        return notices(citations, DOCUMENTS)

    monkeypatch.setattr(replaying, "notices", noted)
    assert faults(HONEST["answered"], DOCUMENTS) == []
    assert tuple(met) == CITATIONS


def test_what_a_language_model_wrote_must_stand_on_the_citations() -> None:
    park = (replace(CITATIONS[1], marker=1),)
    reply = Answer(Query("how large?"), (Sentence(park[0].quote, (1,)),), park, 0.5)
    written = Written((Sentence("The park covers 19.1 hectares.", (1,)),), model="small")
    exchange = Exchange("how large?", "how large?", reply, "g", "e", {}, written=written)
    found = as_json(exchange)
    assert [*found][-4:] == ["written", "index", "timings_ms", "sha256"]
    assert faults(found, DOCUMENTS) == []
    for place, bad in (
        (("sentences", 0, "text"), "The park covers 91 hectares."),
        (("sentences", 0, "markers"), [2]),
        (("sentences",), "x"),
    ):
        spoil = spoilt(found, "written", *place, to=bad)
        (told,) = faults(sealed(spoil), DOCUMENTS)
        assert told.startswith("written ")


def test_every_change_of_kind_is_caught() -> None:
    honest = HONEST["answered"]
    spoils = {
        f"{field} = {bad!r}": spoilt(honest, field, to=bad)
        for field in honest
        if field != "sha256"
        for bad in GARBAGE
        if not (isinstance(bad, str) and field in ("question", "standalone_question"))
        and not (bad in ({}, []) and field in ("timings_ms", "nearest"))
        and not (bad == 1.0 and type(bad) is float and field == "confidence")
    }
    assert len(spoils) > 100
    assert missed(spoils, DOCUMENTS) == []


def test_every_change_of_kind_in_a_reason_is_caught() -> None:
    honest = HONEST["not_found"]
    allowed: Mapping[str, object] = {"text": str, "choices": list, "markers": list}
    spoils = {"none": without(honest, "reason")}
    for bad in GARBAGE:
        spoils[f"reason = {bad!r}"] = spoilt(honest, "reason", to=bad)
        for field in honest["reason"]:
            if bad and type(bad) is allowed.get(field) and bad != [[]] and bad != [{"a": [{}]}]:
                continue
            if bad != [] and bad != honest["reason"][field]:
                place = ("reason", field)
                spoils[f"{place} = {bad!r}"] = spoilt(honest, *place, to=bad)
    spoils |= {
        f"markers {bad}": spoilt(honest, "reason", "markers", to=bad)
        for bad in ([4], [0], [-1], [1, 1], [True], [1.0], ["1"])
    }
    assert missed(spoils, DOCUMENTS) == []


def test_an_index_of_other_documents_is_stale() -> None:
    for honest in HONEST.values():
        assert faults(honest, DOCUMENTS, generation="g" * 16) == []
        assert faults(honest, DOCUMENTS, generation="h" * 16) == [
            "the index that answered is gggggggggggggggg, the documents are those of "
            "hhhhhhhhhhhhhhhh: they were changed since; "
            "ask the question again with gbaqa ask --json"
        ]


def test_the_generation_of_documents_is_that_which_a_build_gives_them(tmp_path: Path) -> None:
    corpus = read_corpus(write_files(tmp_path / "corpus", {"a.txt": "The fee is due."}))
    name = generation_of(corpus, encoder_name=DEFAULT_ENCODER)
    encoder = BagOfWordsEncoder(DEFAULT_ENCODER)
    traits = default_traits(None)
    encoder.weights_sha256, encoder.dimension = traits.weights_sha256, traits.dimension
    encoder.max_tokens = traits.max_tokens
    assert name == build_index(tmp_path / "corpus", tmp_path / "index", encoder).generation
    assert generation_of(corpus, encoder_name=DEFAULT_ENCODER, dimension=128) != name
    (tmp_path / "corpus" / "a.txt").write_text("The fee is dve.", encoding="utf-8")
    later = read_corpus(tmp_path / "corpus")
    assert generation_of(later, encoder_name=DEFAULT_ENCODER) not in (None, name)
    assert generation_of(corpus, encoder_name="another") is None


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
        assert all(f" {number}:" in line for line in told)  # so not the answer's own digest


def test_a_document_that_is_gone_is_named() -> None:
    documents = {name: one for name, one in DOCUMENTS.items() if name != "park"}
    told = "citation 2: document 'park' is not in the corpus"
    assert faults(HONEST["answered"], documents) == [told]


def test_a_sentence_may_stand_on_two_citations_of_the_same_words() -> None:
    answer = deepcopy(HONEST["answered"])
    again = replace(DOCUMENTS["tax.zh-Hant"], doc_id="again")
    documents = {**DOCUMENTS, "again": again}
    same = {"doc_id": "again", "passage_id": "again#0000", "marker": 4}
    answer["citations"] += [{**answer["citations"][2], **same}]
    assert faults(sealed(answer), documents) == ["citation 4 is used by no sentence"]
    answer["sentences"][2]["markers"] = [3, 4]
    assert faults(sealed(answer), documents) == []


def test_sentences_stand_in_the_order_of_their_markers_each_once() -> None:
    answer = deepcopy(HONEST["answered"])
    first, second, third = answer["sentences"]
    for sentences, markers in (
        ([second, first, third], [2, 1, 3]),
        ([first, first, second, third], [1, 1, 2, 3]),
    ):
        told = f"the sentences have the markers {markers}, expected each once and in order"
        assert faults(sealed({**answer, "sentences": sentences}), DOCUMENTS) == [told]


def test_a_place_is_cited_once() -> None:
    answer = deepcopy(HONEST["not_found"])
    answer["nearest"][2] = {**answer["nearest"][0], "marker": 3}
    assert faults(sealed(answer), DOCUMENTS) == ["nearest 3 cites what nearest 1 does"]


def test_at_most_three_are_nearest() -> None:
    answer = deepcopy(HONEST["not_found"])
    quote = {"quote": "The fee", "start": 0, "end": 7, "key": None, "marker": 4}
    answer["nearest"] += [{**answer["nearest"][0], **quote}]
    assert faults(sealed(answer), DOCUMENTS) == [
        "there are 4 nearest citations, expected at most 3"
    ]


def test_the_fault_says_what_was_found_and_what_was_expected() -> None:
    answer = spoilt(HONEST["answered"], "citations", 0, "start", to=23)
    assert faults(sealed(answer), DOCUMENTS) == [
        "citation 1: the text at [23, 41) is not the quote"
    ]
    answer = spoilt(HONEST["answered"], "sentences", 1, "markers", to=[7])
    assert faults(sealed(answer), DOCUMENTS) == [
        "sentence 2 has marker 7, which no citation bears",
        "citation 2 is used by no sentence",
        "the sentences have the markers [1, 7, 3], expected each once and in order",
    ]


TEXT = st.text(st.characters(), max_size=5)  # half surrogate pairs are among them
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
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
    with suppress(ValueError):  # what JSON cannot hold has no digest
        assert faults(sealed(answer), DOCUMENTS) != []
    answer = deepcopy(HONEST["answered"])
    answer["citations"][number] |= parts[0]
    answer["sentences"][number] |= parts[-1]
    assert isinstance(faults(answer, DOCUMENTS), list)
    with suppress(ValueError):
        assert isinstance(faults(sealed(answer), DOCUMENTS), list)


def test_an_answer_in_another_language_than_its_notices_does_not_hold() -> None:
    undated = replace(DOCUMENTS["park"], date="")
    citation = replace(CITATIONS[1], marker=1, date="")
    documents = {"park": undated}
    honest = answered((citation,), documents)
    assert [one["kind"] for one in honest["notices"]] == ["undated"]
    changed = {**honest, "language": "pt"}
    assert faults(honest, documents) == []
    expected = "the notices are not those that the cited documents call for"
    assert faults(sealed(changed), documents) == [expected]
    assert [one.split(":")[0].split(" is ")[0] for one in faults(changed, documents)] == [
        expected,
        "the answer's SHA-256",
    ]
    text = "A fonte não indica a data de publicação."
    assert faults(sealed(spoilt(changed, "notices", 0, "text", to=text)), documents) == []

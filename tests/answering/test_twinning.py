"""The sentences of a twin are paired with those of its original that say the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.answering.twinning import Place, Twinning, align, marks
from gbaqa.indexing.opening import Generation, open_generation
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files

ENGLISH = (
    "The bridge is 55 km long. It was opened on 24 October 2018. "
    "Its toll is HK$150. The operator is the HZMB Authority."
)
CHINESE = "大橋全長55公里。收費為150港元。營運者為HZMB管理局。"
FILES = {
    "b.md": f"---\ntitle: Bridge\n---\n\n{ENGLISH}\n",
    "b.zh-Hant.md": (f"---\ntitle: 大橋\nlanguage: zh-Hant\ntranslation_of: b\n---\n\n{CHINESE}\n"),
    "c.md": "---\ntitle: Park\n---\n\nThe park opened in 2018.\n",
}


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    folder: Path = tmp_path_factory.mktemp("twinning")
    build_index(write_files(folder / "corpus", FILES), folder / "index")
    return open_generation(
        folder / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )


def places(generation: Generation, doc_id: str) -> list[Place]:
    passage_id = f"{doc_id}#0000"
    spans = generation.units.spans[passage_id]
    return [Place(passage_id, number, span) for number, span in enumerate(spans)]


def quotes(generation: Generation, found: list[Place | None]) -> list[str]:
    documents = generation.collection
    return [one.span.of(documents.document_of(one.passage_id).text) if one else "" for one in found]


def test_a_sentence_left_out_of_the_twin_shifts_no_pair(generation: Generation) -> None:
    twinning = Twinning(generation)
    twin = places(generation, "b.zh-Hant")
    originals = [twinning.original(one, "b.zh-Hant") for one in twin]
    assert quotes(generation, originals) == [
        "The bridge is 55 km long.",
        "Its toll is HK$150.",
        "The operator is the HZMB Authority.",
    ]


def test_the_pairs_are_found_from_the_original_too(generation: Generation) -> None:
    twinning = Twinning(generation)
    found = [twinning.twin(one, "b", ["zh-Hant"]) for one in places(generation, "b")]
    assert quotes(generation, found) == [
        "大橋全長55公里。",
        "",
        "收費為150港元。",
        "營運者為HZMB管理局。",
    ]
    assert {twinning.twin(one, "b", ["pt"]) for one in places(generation, "b")} == {None}


def test_without_a_twin_or_an_original_there_is_no_pair(generation: Generation) -> None:
    twinning = Twinning(generation)
    [park] = places(generation, "c")
    assert twinning.twin(park, "c", ["zh-Hant"]) is None
    assert twinning.original(park, "c") is None


SENTENCES = st.lists(
    st.sampled_from(["It has 37 members.", "It rains.", "The fee is HK$50.", "ABC Ltd won."]),
    max_size=5,
)


@given(SENTENCES, SENTENCES)
def test_an_alignment_is_monotone_and_uses_each_sentence_once(
    here: list[str], there: list[str]
) -> None:
    pairs = align([marks(one, "en") for one in here], [marks(one, "en") for one in there])
    rows, columns = [row for row, _ in pairs], [column for _, column in pairs]
    assert rows == sorted(set(rows))
    assert columns == sorted(set(columns))
    assert all(row < len(here) for row in rows)
    assert all(column < len(there) for column in columns)


@given(st.lists(st.integers(3, 999), min_size=1, max_size=6, unique=True))
def test_equal_texts_are_paired_one_to_one(numbers: list[int]) -> None:
    texts = [f"The hall number {one} holds {one + 1000} people." for one in numbers]
    found = [marks(one, "en") for one in texts]
    assert align(found, found) == [(place, place) for place in range(len(texts))]

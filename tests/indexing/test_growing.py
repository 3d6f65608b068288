"""An index of several shards is that of one build, byte for byte, in whatever steps it grew."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.documents.chunking import Chunk, chunk
from gbaqa.documents.formats import plain
from gbaqa.documents.reading import Read
from gbaqa.indexing import building, cutting, records, sharding, writing
from gbaqa.indexing.building import Counts, build
from gbaqa.indexing.generations import current
from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.indexing.postings import write_segments
from gbaqa.retrieval.opening import searcher
from gbaqa.retrieval.searching import QuestionEncoder
from gbaqa.types import ANY, Collection, Document, Filters, Query
from tests.fakes import FAKE_ENCODER, WordTokensEncoder

SENTENCES = ["The fee is 100.", "The park is new.", "A port opened.", "橫琴的稅率是15%。"]
TEXT = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join)
NAMES = [f"d{number:02d}" for number in range(12)]
CORPUS = st.dictionaries(st.sampled_from(NAMES), TEXT, min_size=1)


@pytest.fixture(autouse=True)
def _small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharding, "ABOUT", 60)  # bytes: a document or two
    monkeypatch.setattr(writing, "SLICE", 2)


def reads_of(corpus: dict[str, str]) -> list[Read]:
    return [
        Read(
            Document(name, f"Title {name}", text, publisher=name[:2], date=f"20{name[1:]}"),
            plain.read(text.encode(), name=name).blocks,
            f"{name}.txt",
        )
        for name, text in sorted(corpus.items())
    ]


def built(reads: list[Read], index: Path) -> tuple[Counts, list[str]]:
    encoder = WordTokensEncoder()
    counts = build(reads, index=index, encoder_name=FAKE_ENCODER, load=lambda name: encoder)
    return counts, encoder.encoded


def opened(index: Path) -> Generation:
    return open_generation(index, encoder_name=FAKE_ENCODER, load=lambda name: WordTokensEncoder())


def files(index: Path) -> dict[str, bytes]:
    folder = current(index)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        yield Path(name)


@settings(max_examples=5, deadline=None)
@given(st.lists(CORPUS, min_size=2, max_size=3))
def test_adding_changing_and_removing_ends_in_the_files_of_one_build(
    corpora: list[dict[str, str]],
) -> None:
    with scratch() as folder:
        for corpus in corpora:
            built(reads_of(corpus), folder / "step by step")
        built(reads_of(corpora[-1]), folder / "at once")
        assert files(folder / "step by step") == files(folder / "at once")
        found = opened(folder / "at once")
        assert list(found.collection.documents) == sorted(corpora[-1])
        ids = list(found.collection.passages)
        assert ids == sorted(ids)
        assert [found.collection.position(one) for one in ids] == list(range(len(ids)))


MANY = {name: f"{SENTENCES[at % 4]} Number {at}." for at, name in enumerate(NAMES)}


def test_one_changed_document_is_all_that_is_cut_embedded_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(reads_of(MANY), tmp_path / "index")
    before = {path.name for path in (current(tmp_path / "index") / "shards").iterdir()}
    cut: list[str] = []
    segments: list[str] = []

    def chunk_and_note(document: Document, *rest: Any, **how: Any) -> list[Chunk]:
        cut.append(document.doc_id)
        return chunk(document, *rest, **how)

    def write_and_note(folder: Path, key: str, fields: Any) -> tuple[tuple[str, int], ...]:
        segments.append(key)
        return write_segments(folder, key, fields)

    monkeypatch.setattr(cutting, "chunk", chunk_and_note)
    monkeypatch.setattr(records, "write_segments", write_and_note)
    counts, encoded = built(reads_of(MANY | {"d05": "A changed text."}), tmp_path / "index")
    after = {path.name for path in (current(tmp_path / "index") / "shards").iterdir()}
    assert cut == ["d05"]
    assert encoded == ["Title d05\nA changed text.", "A changed text."]
    assert (counts.embedded, counts.reused, counts.removed) == (1, 11, 1)
    assert len(before) > 3
    assert len(after - before) == 1
    assert segments == list(after - before)


def test_shards_that_stay_are_the_same_files_on_the_disk(tmp_path: Path) -> None:
    built(reads_of(MANY), tmp_path / "index")
    first = current(tmp_path / "index")
    built(reads_of(MANY | {"d05": "A changed text."}), tmp_path / "index")
    second = current(tmp_path / "index")
    alike = [
        path for path in first.rglob("tokens.npy") if (second / path.relative_to(first)).exists()
    ]
    assert alike
    assert all(path.samefile(second / path.relative_to(first)) for path in alike)


def test_a_broken_shard_is_made_again_and_nothing_else(tmp_path: Path) -> None:
    built(reads_of(MANY), tmp_path / "index")
    whole = files(tmp_path / "index")
    path = max(current(tmp_path / "index").rglob("vectors.npy"), key=lambda one: one.stat().st_size)
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    counts, encoded = built(reads_of(MANY), tmp_path / "index")
    assert 0 < counts.embedded < 12
    assert len(encoded) < 24
    assert files(tmp_path / "index") == whole


def test_an_index_of_many_shards_finds_what_one_of_one_shard_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = reads_of(MANY)
    reads[3] = replace(reads[3], document=replace(reads[3].document, translation_of="d01"))
    reads[5] = replace(reads[5], document=replace(reads[5].document, translation_of="d20"))
    topics = {6: ("ports",), 7: ("tax", "ports")}
    for number, some_topics in topics.items():
        changed = replace(reads[number].document, topics=some_topics)
        reads[number] = replace(reads[number], document=changed)
    built(reads, tmp_path / "many")
    monkeypatch.setattr(sharding, "ABOUT", 1 << 22)
    built(reads, tmp_path / "one")
    many, one = opened(tmp_path / "many"), opened(tmp_path / "one")
    assert len(many.collection.store.shards) > 3
    assert len(one.collection.store.shards) == 1
    assert many.collection == one.collection
    read = Collection(dict(one.collection.documents), dict(one.collection.passages))
    assert many.collection.overview() == one.collection.overview() == read.overview()
    assert read.overview().originals == 11  # of twelve: d03 counts as d01, d05 as d20
    assert read.overview().topics == {"tax": 1, "ports": 2}
    assert [
        (known.doc_id, [each.doc_id for each in held.other_languages(known)])
        for held in (many.collection, one.collection, read)
        for known in map(held.documents.__getitem__, ("d01", "d03", "d05", "d07"))
    ] == [("d01", ["d03"]), ("d03", ["d01"]), ("d05", []), ("d07", [])] * 3
    assert (
        many.collection.translations()
        == one.collection.translations()
        == {
            "d01": ("d03",),
            "d20": ("d05",),
        }
    )
    filters = (
        ANY,
        Filters(publisher="d1"),
        Filters(topic="TAX"),
        Filters(since="2004", until="2009"),
    )
    for text in ("the fee of the park", "Which port opened?", "number 7"):
        for some in filters:
            found = [
                searcher(each, QuestionEncoder(WordTokensEncoder())).search(
                    Query(text, filters=some), cutoff=12
                )
                for each in (many, one)
            ]
            assert [hit.passage_id for hit in found[0]] == [hit.passage_id for hit in found[1]]
            assert [hit.score for hit in found[0]] == pytest.approx(
                [hit.score for hit in found[1]], abs=1e-5
            )


def test_vectors_of_sentences_are_rounded_in_a_large_index_and_made_anew_in_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(reads_of(MANY), tmp_path / "small")
    _, exact = opened(tmp_path / "small").units.of("d05#0000")
    monkeypatch.setattr(building, "ROUNDED_FROM", 100)
    built(reads_of(MANY), tmp_path / "index")
    _, rounded = opened(tmp_path / "index").units.of("d05#0000")
    assert rounded.dtype == exact.dtype == "float32"
    assert rounded.tolist() == exact.astype("float16").astype("float32").tolist()
    assert rounded.tolist() != exact.tolist()
    monkeypatch.setattr(building, "ROUNDED_FROM", 1 << 27)
    counts, _ = built(reads_of(MANY | {"d00": "Another text."}), tmp_path / "index")
    assert opened(tmp_path / "index").units.of("d05#0000")[1].tolist() == exact.tolist()
    assert (counts.embedded, counts.reused) == (1, 11)  # vectors of passages are kept exactly

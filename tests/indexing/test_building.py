"""Building again embeds only what changed, and the result is that of a full build."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.documents.reading import read_corpus
from gbaqa.indexing.building import Counts, build
from gbaqa.indexing.encoding import DEFAULT_ENCODER
from gbaqa.indexing.generations import current
from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.indexing.tokens import shortened
from gbaqa.indexing.traits import default_sha256
from gbaqa.types import Term
from tests.fakes import (
    FAKE_ENCODER,
    BagOfWordsEncoder,
    WordTokensEncoder,
    build_index,
    word_tokens,
    write_files,
)

FILES = {
    "fee.txt": "The fee is 100 patacas.",
    "park.md": "---\ntitle: Park\npublisher: Gazette\n---\n\nIt covers 19.1 hectares. It is new.\n",
}


def counted(
    corpus: Path, index: Path, kind: type[BagOfWordsEncoder] = BagOfWordsEncoder
) -> tuple[Counts, list[str]]:
    """What a build counts, and the texts that it had encoded."""
    encoder = kind()
    return build_index(corpus, index, encoder), encoder.encoded


def opened(index: Path, kind: type[BagOfWordsEncoder] = BagOfWordsEncoder) -> Generation:
    return open_generation(index, encoder_name=FAKE_ENCODER, load=lambda name: kind())


def positions(generation: Generation, text: str) -> list[int]:
    """Where the words of a text are found."""
    found = generation.postings.search(generation.postings.groups(text), cutoff=3)
    return [position for position, _ in found]


def everything(index: Path, kind: type[BagOfWordsEncoder] = BagOfWordsEncoder) -> dict[str, object]:
    """All that two builds of one corpus must agree in."""
    generation = opened(index, kind)
    query = BagOfWordsEncoder().encode(["the fee of the park"])[0]
    wanted = generation.postings.groups("the fee of the park")
    return {
        "generation": generation.name,
        "manifest": asdict(generation.manifest) | {"files": None},
        "collection": generation.collection,
        "glossary": generation.glossary,
        "units": (dict(generation.units.spans), np.asarray(generation.units.vectors).tolist()),
        "vectors": generation.vectors.all().tolist(),
        "near": generation.vectors.search(query, cutoff=9),
        "shared": generation.postings.search(wanted, cutoff=9),
        "records": {
            path.relative_to(current(index)).as_posix(): path.read_bytes()
            for path in sorted(current(index).rglob("*"))
            if path.is_file() and path.name != "manifest.json"
        },
    }


FILES_OF_A_GENERATION = {
    "glossary.jsonl",
    "postings/.tantivy-meta.lock",
    "postings/.tantivy-writer.lock",
    "postings/meta.json",
    "shards.json",
    "vocabulary.tsv",
}
FILES_OF_A_SEGMENT = {"fast", "fieldnorm", "idx", "pos", "store", "term"}
FILES_OF_A_SHARD = {
    "blocks.npy",
    "documents.jsonl",
    "documents.npy",
    "facets.json",
    "passage_keys.npy",
    "passages.jsonl",
    "passages.npy",
    "unit_keys.npy",
    "units.npy",
    "vectors.npy",
    "words.tsv",
}
FILES_OF_TOKENS = {"token_counts.npy", "token_ids.npy", "token_starts.npy", "tokens.npy"}


def files_of(generation: Generation, *, tokens: bool) -> set[str]:
    """The files that a generation of one shard has."""
    (shard,) = generation.collection.store.shards
    ((segment, _),) = shard.listed.segments
    own = FILES_OF_A_SHARD | (FILES_OF_TOKENS if tokens else set())
    return {
        *FILES_OF_A_GENERATION,
        *({"token_frequencies.npy"} if tokens else ()),
        *(f"postings/{segment}.{ending}" for ending in FILES_OF_A_SEGMENT),
        *(f"shards/{shard.folder.name}/{name}" for name in own),
    }


def test_a_first_build_embeds_every_passage_and_unit(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    counts, encoded = counted(corpus, index)
    generation = current(index).name
    assert counts == Counts(
        2, 2, embedded=2, reused=0, removed=0, skipped=(), generation=generation
    )
    assert sorted(encoded) == [
        "It covers 19.1 hectares.",
        "It is new.",
        "Park\nIt covers 19.1 hectares. It is new.",
        "The fee is 100 patacas.",
        "fee\nThe fee is 100 patacas.",
    ]


def test_an_unchanged_corpus_embeds_nothing_and_publishes_nothing(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    first, _ = counted(corpus, index)
    published = (index / "CURRENT").stat().st_mtime_ns
    counts, encoded = counted(corpus, index)
    assert counts == Counts(2, 2, 0, reused=2, removed=0, skipped=(), generation=first.generation)
    assert encoded == []
    assert (index / "CURRENT").stat().st_mtime_ns == published


def test_the_default_encoder_is_not_loaded_for_an_unchanged_corpus(tmp_path: Path) -> None:
    reads = read_corpus(write_files(tmp_path / "corpus", FILES)).reads
    encoder = BagOfWordsEncoder(DEFAULT_ENCODER, dimension=384, limit=256)
    encoder.weights_sha256 = default_sha256()
    loaded = []

    def load(name: str) -> BagOfWordsEncoder:
        loaded.append(name)
        return encoder

    for _ in range(2):
        build(reads, index=tmp_path / "index", encoder_name=DEFAULT_ENCODER, load=load)
    assert loaded == [DEFAULT_ENCODER]


def test_one_changed_document_embeds_only_its_own_passages(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    first, _ = counted(corpus, index)
    write_files(corpus, {"fee.txt": "The fee is 120 patacas."})
    counts, encoded = counted(corpus, index)
    assert encoded == ["fee\nThe fee is 120 patacas.", "The fee is 120 patacas."]
    assert (counts.embedded, counts.reused, counts.removed) == (1, 1, 1)
    assert counts.generation != first.generation


def test_removed_documents_are_counted_and_no_longer_found(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    counted(corpus, index)
    (corpus / "fee.txt").unlink()
    counts, encoded = counted(corpus, index)
    assert (counts.documents, counts.passages, counts.removed, encoded) == (1, 1, 1, [])
    assert list(opened(index).collection.documents) == ["park"]
    assert positions(opened(index), "patacas") == []


def test_changed_metadata_publishes_a_new_generation_and_embeds_nothing(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    first, _ = counted(corpus, index)
    write_files(corpus, {"park.md": FILES["park.md"].replace("Gazette", "Bureau")})
    counts, encoded = counted(corpus, index)
    assert (counts.embedded, counts.reused, counts.removed, encoded) == (0, 2, 0, [])
    assert counts.generation != first.generation
    assert opened(index).collection.documents["park"].publisher == "Bureau"


def test_a_changed_title_embeds_the_passage_anew_but_not_its_sentences(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    counted(corpus, index)
    write_files(corpus, {"park.md": FILES["park.md"].replace("Park", "Garden")})
    _, encoded = counted(corpus, index)
    assert encoded == ["Garden\nIt covers 19.1 hectares. It is new."]


def test_other_weights_under_the_same_name_embed_everything_anew(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    counted(corpus, index)
    other = BagOfWordsEncoder()
    other.weights_sha256 = "f" * 64
    counts = build_index(corpus, index, other)
    assert (counts.embedded, counts.reused, len(other.encoded)) == (2, 0, 5)
    generation = open_generation(index, encoder_name=FAKE_ENCODER, load=lambda name: other)
    assert generation.manifest.weights_sha256 == other.weights_sha256


CHANGES: dict[str, Callable[[BagOfWordsEncoder], object]] = {
    "a query prompt": lambda encoder: encoder.prompts.update(query="query: "),
    "a document prompt": lambda encoder: encoder.prompts.update(document="passage: "),
    "a maximum length": lambda encoder: setattr(encoder, "max_tokens", 61),
    "a dimension": lambda encoder: setattr(encoder, "dimension", 32),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_changes_vectors_or_passages_makes_another_generation(
    tmp_path: Path, change: Callable[[BagOfWordsEncoder], object]
) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    first, _ = counted(corpus, index)
    other = BagOfWordsEncoder()
    change(other)
    counts = build_index(corpus, index, other)
    assert (counts.embedded, counts.reused) == (2, 0)
    assert counts.generation != first.generation
    again = open_generation(index, encoder_name=FAKE_ENCODER, load=lambda name: other)
    assert again.name == counts.generation


def test_the_default_encoder_in_another_dimension_is_loaded_for_an_unchanged_corpus(
    tmp_path: Path,
) -> None:
    reads = read_corpus(write_files(tmp_path / "corpus", FILES)).reads
    loaded = []

    def built(dimension: int | None) -> Counts:
        encoder = BagOfWordsEncoder(DEFAULT_ENCODER, dimension=dimension or 384, limit=256)
        encoder.weights_sha256 = default_sha256()

        def load(name: str) -> BagOfWordsEncoder:
            loaded.append(dimension)
            return encoder

        return build(
            reads,
            index=tmp_path / "index",
            encoder_name=DEFAULT_ENCODER,
            dimension=dimension,
            load=load,
        )

    embedded = [built(dimension).embedded for dimension in (None, 64, 64, None, 384)]
    assert (embedded, loaded) == ([2, 2, 0, 2, 0], [None, 64, None])


def test_another_encoder_embeds_everything_anew(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    counted(corpus, index)
    counts = build_index(corpus, index, BagOfWordsEncoder("other", dimension=32))
    assert (counts.embedded, counts.reused, counts.removed) == (2, 0, 0)


def test_skipped_files_are_counted_with_every_build(tmp_path: Path) -> None:
    corpus = write_files(tmp_path / "corpus", FILES | {"sheet.xyz": "?"})
    expected = ("sheet.xyz: no reader for '.xyz'; use ",)
    for _ in range(2):
        counts, _ = counted(corpus, tmp_path / "index")
        assert len(counts.skipped) == 1
        assert counts.skipped[0].startswith(expected)


def test_every_step_is_reported_to_its_end(tmp_path: Path) -> None:
    told: dict[str, tuple[int, int]] = {}
    build(
        read_corpus(write_files(tmp_path / "corpus", FILES)).reads,
        index=tmp_path / "index",
        encoder_name=FAKE_ENCODER,
        load=lambda name: BagOfWordsEncoder(),
        report=lambda step, done, total: told.update({step: (done, total)}),
    )
    assert told == {
        "loading the encoder": (1, 1),
        "cutting into passages": (2, 2),
        "embedding passages": (2, 2),
        "embedding sentences": (3, 3),
        "writing the index": (1, 1),
    }


SENTENCES = ["The fee is 100.", "The park is new.", "A port opened.", "橫琴的稅率是15%。"]
TEXT = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join)
CORPUS = st.dictionaries(st.sampled_from(["a.txt", "b.txt", "c/d.txt"]), TEXT, min_size=1)


@settings(max_examples=8, deadline=None)
@given(st.lists(CORPUS, min_size=2, max_size=3))
def test_building_step_by_step_equals_one_full_build(corpora: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for number, files in enumerate(corpora):
            build_index(write_files(folder / str(number), files), folder / "step by step")
        build_index(folder / str(len(corpora) - 1), folder / "at once")
        assert everything(folder / "step by step") == everything(folder / "at once")


@settings(max_examples=6, deadline=None)
@given(st.lists(CORPUS, min_size=2, max_size=3))
def test_tokens_that_are_reused_equal_those_of_one_full_build(
    corpora: list[dict[str, str]],
) -> None:
    kind = WordTokensEncoder
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for number, files in enumerate(corpora):
            corpus = write_files(folder / str(number), files)
            build_index(corpus, folder / "step by step", kind())
        build_index(folder / str(len(corpora) - 1), folder / "at once", kind())
        found = everything(folder / "step by step", kind)
        assert found == everything(folder / "at once", kind)
        expected = files_of(opened(folder / "at once", kind), tokens=True)
        assert set(found["records"]) == expected  # type: ignore[call-overload]


def test_an_encoder_with_tokens_has_those_of_each_passage_kept(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    counted(corpus, index, WordTokensEncoder)
    tokens = opened(index, WordTokensEncoder).tokens
    assert tokens is not None
    assert len(tokens) == 2
    texts = ["fee\nThe fee is 100 patacas.", "Park\nIt covers 19.1 hectares. It is new."]
    for position, text in enumerate(texts):
        kept, expected = tokens.of(position), shortened(word_tokens(text, marked=True))
        assert kept.ids.tolist() == expected.ids.tolist()
        assert kept.rows.tolist() == expected.rows.tolist()


def test_an_encoder_without_tokens_keeps_none(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    counted(corpus, index)
    found = opened(index)
    assert found.tokens is None
    folder = current(index)
    assert found.manifest.files.keys() == files_of(found, tokens=False)
    assert {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    } == {*found.manifest.files, "manifest.json"}


def test_one_changed_document_makes_the_tokens_of_its_own_passages_alone(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    counted(corpus, index, WordTokensEncoder)
    write_files(corpus, {"fee.txt": "The fee is 120 patacas."})
    counts, encoded = counted(corpus, index, WordTokensEncoder)
    assert encoded == ["fee\nThe fee is 120 patacas.", "The fee is 120 patacas."]
    assert (counts.embedded, counts.reused, counts.removed) == (1, 1, 1)
    tokens = opened(index, WordTokensEncoder).tokens
    assert tokens is not None
    ids = [tokens.of(position).ids.tolist() for position in range(len(tokens))]
    assert ids == [
        word_tokens("fee\nThe fee is 120 patacas.", marked=True).ids.tolist(),
        word_tokens("Park\nIt covers 19.1 hectares. It is new.", marked=True).ids.tolist(),
    ]


GLOSSARY = "kind,en,zh-Hant,zh-Hans,pt,aliases\nplace,Hengqin,橫琴,横琴,Hengqin,橫琴島|Ilha\n"


def test_the_glossary_ends_in_the_generation_and_changes_its_id(tmp_path: Path) -> None:
    corpus, index = write_files(tmp_path / "corpus", FILES), tmp_path / "index"
    without, _ = counted(corpus, index)
    assert opened(index).glossary == ()
    write_files(corpus, {"glossary.csv": GLOSSARY})
    within, encoded = counted(corpus, index)
    assert opened(index).glossary == (
        Term("Hengqin", "橫琴", "横琴", "Hengqin", ("橫琴島", "Ilha"), "place"),
    )
    assert within.generation != without.generation
    assert (within.embedded, within.reused, encoded) == (0, 2, [])
    assert counted(corpus, index)[0].generation == within.generation  # unchanged
    write_files(corpus, {"glossary.csv": GLOSSARY.replace("Ilha", "Montanha")})
    changed, _ = counted(corpus, index)
    assert len({without.generation, within.generation, changed.generation}) == 3
    (corpus / "glossary.csv").unlink()
    assert counted(corpus, index)[0].generation == without.generation


def test_passages_stand_in_the_order_of_their_ids_whatever_that_of_the_documents(
    tmp_path: Path,
) -> None:
    files = {name: f"Text {name}." for name in ("b.txt", "a.txt", "a-c.txt", "a/z.txt")}
    build(
        read_corpus(write_files(tmp_path / "corpus", files)).reads[::-1],
        index=tmp_path / "index",
        encoder_name=FAKE_ENCODER,
        load=lambda name: BagOfWordsEncoder(),
    )
    passages = list(opened(tmp_path / "index").collection.passages)
    assert passages == ["a#0000", "a-c#0000", "a/z#0000", "b#0000"]
    assert passages == sorted(passages)


@pytest.mark.parametrize("limit", [8, 60])
def test_a_passage_is_its_span_of_the_document_whatever_the_limit(
    tmp_path: Path, limit: int
) -> None:
    text = "The fee is 100 patacas. The park covers 19.1 hectares. A port opened in 2024."
    corpus = write_files(tmp_path / "corpus", {"a.txt": text})
    encoder = BagOfWordsEncoder(limit=limit)
    build_index(corpus, tmp_path / "index", encoder)
    collection = open_generation(
        tmp_path / "index", encoder_name=FAKE_ENCODER, load=lambda name: encoder
    ).collection
    assert " ".join(map(collection.text, collection.passages)) == text
    assert len(collection.passages) == (3 if limit == 8 else 1)


def test_an_index_for_searching_alone_embeds_no_sentences(tmp_path: Path) -> None:
    corpus = write_files(tmp_path / "corpus", {"a.txt": "One tax. Two taxes.\n\nThree."})
    reads = read_corpus(corpus).reads
    encoder = BagOfWordsEncoder()

    def built(*, quotable: bool) -> Counts:
        return build(
            reads,
            index=tmp_path / "index",
            encoder_name=FAKE_ENCODER,
            quotable=quotable,
            load=lambda name: encoder,
        )

    assert built(quotable=False).embedded == 1
    assert len(encoder.encoded) == 1
    searched = opened(tmp_path / "index")
    assert (searched.manifest.units, searched.units.of("a#0000")[0]) == (0, ())
    assert positions(searched, "tax") == [0]

    encoder.encoded.clear()
    assert built(quotable=True).embedded == 0  # the passage is reused, its sentences are new
    assert sorted(encoder.encoded) == ["One tax.", "Three.", "Two taxes."]

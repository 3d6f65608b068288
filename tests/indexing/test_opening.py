"""An index that is missing, changed, or of another encoder or version is refused with a remedy."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gbaqa.errors import IndexUnusable
from gbaqa.indexing import inforce, layout, manifest
from gbaqa.indexing.generations import current
from gbaqa.indexing.manifest import check_files, read_manifest
from gbaqa.indexing.opening import Generation, open_generation
from gbaqa.types import Term
from tests.fakes import FAKE_ENCODER, WordTokensEncoder, build_index, write_files

FILES = {
    "fee.md": "---\ntitle: Fees\n---\n\nThe fee is 100. It is paid once.\n\n- one\n- two\n",
    "park.txt": "The park covers 19.1 hectares.",
    "glossary.csv": "kind,en,zh-Hant,zh-Hans,pt,aliases\nplace,Hengqin,橫琴,横琴,Hengqin,Ilha\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that no test changes: those that would, copy it."""
    folder = tmp_path_factory.mktemp("built")
    build_index(write_files(folder / "corpus", FILES), folder / "index", WordTokensEncoder())
    return folder


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built / "index", tmp_path / "index")


def opened(index: Path, encoder: WordTokensEncoder | None = None) -> Generation:
    encoder = encoder or WordTokensEncoder()
    return open_generation(index, encoder_name=encoder.name, load=lambda name: encoder)


def refusal(index: Path, encoder: WordTokensEncoder | None = None) -> str:
    """The message, which is one line and ends in what to do."""
    with pytest.raises(IndexUnusable) as caught:
        opened(index, encoder)
    message = str(caught.value)
    assert message.endswith('; run "gbaqa index"')
    assert "\n" not in message
    return message


def test_a_whole_index_opens_with_documents_passages_and_units(index: Path) -> None:
    generation = opened(index)
    collection = generation.collection
    assert generation.name == generation.manifest.generation() == current(index).name
    assert list(collection.documents) == ["fee", "park"]
    assert list(collection.passages) == ["fee#0000", "park#0000"]
    spans, vectors = generation.units.of("fee#0000")
    text = collection.documents["fee"].text
    assert [span.of(text) for span in spans] == [
        "The fee is 100.",
        "It is paid once.",
        "one",
        "two",
    ]
    expected = WordTokensEncoder().encode([span.of(text) for span in spans])
    assert vectors.tolist() == expected.tolist()
    assert generation.tokens is not None
    assert [len(generation.tokens.of(place).ids) for place in (0, 1)] == [12, 7]
    words = ("covers", "fees", "hectares", "once", "paid", "park")
    assert generation.vocabulary.frequencies == dict.fromkeys(words, 1)
    assert generation.glossary == (Term("Hengqin", "橫琴", "横琴", "Hengqin", ("Ilha",), "place"),)
    spans, vectors = generation.units.of("park#0000")
    assert (len(spans), vectors.shape) == (1, (1, 64))


FAULTS: dict[str, Callable[[bytes], bytes]] = {
    "a flipped bit": lambda whole: whole[:20] + bytes([whole[20] ^ 1]) + whole[21:],
    "a lost end": lambda whole: whole[:-2],
    "nothing": lambda whole: b"",
}


def files_of(built: Path) -> list[Path]:
    """Every file of the generation that holds something, as it lies below the folder."""
    found = [
        path.relative_to(built)
        for path in sorted(current(built / "index").rglob("*"))
        if path.is_file() and path.stat().st_size  # tantivy leaves empty locks behind
    ]
    assert {path.name for path in found} > set(
        "documents.jsonl passages.jsonl vectors.npy units.npy tokens.npy token_ids.npy blocks.npy "
        "shards.json token_starts.npy vocabulary.tsv glossary.jsonl manifest.json meta.json".split()
    )
    return found


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_in_any_file_is_noticed(
    built: Path, index: Path, fault: Callable[[bytes], bytes]
) -> None:
    for name in files_of(built):
        path, whole = index.parent / name, (built / name).read_bytes()
        path.write_bytes(fault(whole))
        assert current(index).name in refusal(index), name
        path.write_bytes(whole)
    assert opened(index).name == current(index).name


@pytest.mark.parametrize(
    "name",
    "tokens.npy passages.npy words.tsv shards.json meta.json glossary.jsonl manifest.json".split(),
)
def test_a_fault_is_mended_by_a_build(built: Path, index: Path, name: str) -> None:
    (path,) = current(index).rglob(name)
    whole = path.read_bytes()
    path.write_bytes(FAULTS["a flipped bit"](whole))
    build_index(built / "corpus", index, WordTokensEncoder())
    assert opened(index).name == opened(built / "index").name
    (again,) = current(index).rglob(name)
    assert again.read_bytes() == whole


READ: dict[str, Callable[[Generation], object]] = {
    "documents.jsonl": lambda one: one.collection.documents["park"],
    "passages.jsonl": lambda one: one.collection.passages["park#0000"],
    "vectors.npy": lambda one: one.vectors.search(np.ones(64, dtype="float32"), cutoff=1),
    "units.npy": lambda one: one.units.of("park#0000"),
    "tokens.npy": lambda one: one.tokens and one.tokens.of(1),
    "token_ids.npy": lambda one: one.tokens and one.tokens.of(1),
}


@pytest.mark.parametrize(("name", "read"), READ.items(), ids=READ.keys())
def test_a_flipped_bit_of_a_large_index_is_told_before_what_it_changed_is_used(
    index: Path, monkeypatch: pytest.MonkeyPatch, name: str, read: Callable[[Generation], object]
) -> None:
    monkeypatch.setattr(layout, "WHOLE_BYTES", 0)  # every index is large then
    (path,) = current(index).rglob(name)
    whole = path.read_bytes()
    assert read(opened(index)) is not None
    # the last byte of what is read: the head of an array is looked at when it is opened
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(IndexUnusable, match=rf"{name} was changed; run"):
        read(opened(index))


def test_a_missing_file_is_named(index: Path) -> None:
    (path,) = current(index).rglob("units.npy")
    path.unlink()
    assert "units.npy cannot be read: No such file or directory;" in refusal(index)


def test_a_file_that_may_not_be_read_is_not_called_missing(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(manifest, "sha256_of", denied)
    assert "glossary.jsonl cannot be read: Permission denied;" in refusal(index)


def test_a_generation_removed_while_the_encoder_loads_is_open_already(index: Path) -> None:
    def load(name: str) -> WordTokensEncoder:
        shutil.rmtree(index)
        return WordTokensEncoder()

    generation = open_generation(index, encoder_name=FAKE_ENCODER, load=load)
    wanted = generation.postings.groups("park")
    assert [place for place, _ in generation.postings.search(wanted, cutoff=3)] == [1]
    assert generation.units.of("park#0000")[1].shape == (1, 64)


@pytest.mark.parametrize(
    "name",
    [
        "documents.jsonl",
        "glossary.jsonl",
        "vectors.npy",
        "postings",
        "shards.json",
        "token_ids.npy",
        "units.npy",
        "vocabulary.tsv",
    ],
)
def test_a_file_removed_after_the_check_is_told(
    index: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def check_then_lose(folder: Path, found: manifest.Manifest) -> None:
        manifest.check_files(folder, found)
        (path,) = folder.rglob(name)
        path.rename(folder / "gone")

    monkeypatch.setattr(inforce, "check_files", check_then_lose)
    assert current(index).name in refusal(index)


def test_every_single_byte_of_the_manifest_counts(index: Path) -> None:
    folder = current(index)
    path = folder / "manifest.json"
    whole = path.read_bytes()
    for place in range(len(whole) - 1):  # the last is the line's end, which is nothing said
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(IndexUnusable, match=r'; run "gbaqa index"$'):
            check_files(folder, read_manifest(folder))


def test_a_missing_index_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none") == (
        f'there is no index in {tmp_path / "none"}; run "gbaqa index"'
    )


def test_a_current_that_is_no_text_is_told(index: Path) -> None:
    (index / "CURRENT").write_bytes(b"\xff\xfe")
    assert refusal(index).startswith(f"{index / 'CURRENT'} names")


@pytest.mark.parametrize("name", ["../x", "..", ".", "", "gone", "g" * 300, "a\0b", "/etc"])
def test_current_can_name_nothing_but_a_generation(index: Path, name: str) -> None:
    shutil.copytree(current(index), index / "x")  # "../x" and ".." would be openable
    shutil.copytree(current(index), index, dirs_exist_ok=True)
    (index / "CURRENT").write_text(name + "\n")
    assert refusal(index) == (
        f'{index / "CURRENT"} names {name!r}, which is not there; run "gbaqa index"'
    )


def test_an_index_of_another_encoder_is_refused_before_it_is_loaded(index: Path) -> None:
    def load(name: str) -> WordTokensEncoder:
        raise AssertionError("the encoder was loaded")

    with pytest.raises(IndexUnusable) as caught:
        open_generation(index, encoder_name="another", load=load)
    assert str(caught.value) == (
        f"the index was built with encoder {FAKE_ENCODER!r}, the setting is 'another'; "
        'run "gbaqa index"'
    )


def test_an_index_of_another_dimension_is_refused(index: Path) -> None:
    encoder = WordTokensEncoder(dimension=32)
    encoder.weights_sha256 = WordTokensEncoder().weights_sha256
    assert refusal(index, encoder) == (
        'the index was built with dimension 64, the encoder has 32; run "gbaqa index"'
    )


def test_an_index_of_another_dimension_than_the_setting_is_refused_before_anything_is_loaded(
    index: Path,
) -> None:
    def load(name: str) -> WordTokensEncoder:
        raise AssertionError("the encoder was loaded")

    with pytest.raises(IndexUnusable) as caught:
        open_generation(index, encoder_name=FAKE_ENCODER, dimension=32, load=load)
    assert str(caught.value) == (
        'the index was built with dimension 64, the setting is 32; run "gbaqa index"'
    )


@pytest.mark.parametrize("kind", ["query", "document"])
def test_an_index_of_another_prompt_is_refused_in_one_line(index: Path, kind: str) -> None:
    encoder = WordTokensEncoder()
    encoder.prompts[kind] = "Find:\n"
    assert refusal(index, encoder) == (
        f"the index was built with {kind} prompt '', the encoder has 'Find:\\n'; "
        'run "gbaqa index"'
    )


def test_an_index_of_another_maximum_length_is_refused(index: Path) -> None:
    assert refusal(index, WordTokensEncoder(limit=59)) == (
        "the index was built with maximum length in tokens 60, the encoder has 59; "
        'run "gbaqa index"'
    )


def test_an_index_of_other_weights_under_the_same_name_is_refused(index: Path) -> None:
    encoder = WordTokensEncoder()
    encoder.weights_sha256 = "f" * 64
    assert refusal(index, encoder).endswith('the encoder has ffffffffffff; run "gbaqa index"')


CHANGES: dict[str, tuple[Callable[[dict[str, object]], object], str]] = {
    "another version": (lambda found: found.update(format_version=99), "has format 99, expected"),
    "no version": (lambda found: found.pop("format_version"), "no readable manifest.json"),
    "an unknown field": (lambda found: found.update(extra=1), "was changed"),
    "files that are a list": (lambda found: found.update(files=[]), "was changed"),
    "a missing seal": (lambda found: found.pop("seal"), "no readable manifest.json"),
}


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_a_manifest_that_says_something_else_is_refused(
    index: Path, change: Callable[[dict[str, object]], object], expected: str
) -> None:
    path = current(index) / "manifest.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")
    assert expected in refusal(index)


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '"text"'])
def test_a_manifest_that_is_no_manifest_is_refused(index: Path, text: str) -> None:
    (current(index) / "manifest.json").write_text(text)
    assert "has no readable manifest.json" in refusal(index)

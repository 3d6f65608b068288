"""GBAQA_ENCODER and GBAQA_DIMENSION, the whole way: index, search, and each refusing the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gbaqa.answering.asking import open_assistant
from gbaqa.indexing.generations import current
from gbaqa.indexing.opening import open_generation
from gbaqa.retrieval.searching import QuestionEncoder
from tests.cli.running import Gbaqa
from tests.fakes import write_files
from tests.small_models import bert_model

SENTENCES = ("the tax is low.", "the park is new.", "the port is old.")
WORDS = ("query", "passage", *sorted({word for text in SENTENCES for word in text[:-1].split()}))
PROMPTS = {"query": "query: ", "document": "passage: "}
FILES = {
    "tax.txt": " ".join([SENTENCES[0]] * 20),
    "park.txt": SENTENCES[1],
    "port.txt": SENTENCES[2],
}


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> str:
    """A model of 32 dimensions that reads 48 tokens, named by the environment."""
    folder = bert_model(tmp_path, length=48, dimension=32, words=WORDS, prompts=PROMPTS)
    write_files(tmp_path / "corpus", FILES)
    for name in ("corpus", "index"):
        monkeypatch.setenv(f"GBAQA_{name.upper()}", str(tmp_path / name))
    monkeypatch.setenv("GBAQA_ENCODER", folder)
    monkeypatch.delenv("GBAQA_DIMENSION", raising=False)
    return folder


def manifest(index: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((current(index) / "manifest.json").read_text("utf-8"))
    return found


def test_a_model_named_by_its_folder_indexes_and_searches(
    gbaqa_: Gbaqa, model: str, tmp_path: Path
) -> None:
    from sentence_transformers import SentenceTransformer

    index = tmp_path / "index"
    assert gbaqa_("index").code == 0
    recorded = manifest(index)
    assert {name: recorded[name] for name in ("encoder", "dimension", "prompts", "max_tokens")} == {
        "encoder": model,
        "dimension": 32,
        "prompts": PROMPTS,
        "max_tokens": 48,
    }
    generation = open_generation(index, encoder_name=model)
    assert recorded["weights_sha256"] == generation.encoder.weights_sha256

    ran = gbaqa_("search", "the park is new", "--json", "-k", "20")
    assert ran.code == 0
    hits = json.loads(ran.out)["hits"]
    assert hits[0]["doc_id"] == "park"
    assert {hit["doc_id"] for hit in hits} == {"tax", "park", "port"}

    itself = SentenceTransformer(model, device="cpu")
    asked = itself.encode(["the park is new"], prompt_name="query", normalize_embeddings=True)
    found = QuestionEncoder(generation.encoder).encode(["the park is new"])
    assert np.allclose(found, asked, atol=1e-6)

    passages = generation.collection.passages.values()
    texts = [f"{one.doc_id}\n{generation.collection.text(one.passage_id)}" for one in passages]
    lengths = [len(itself.tokenizer(PROMPTS["document"] + text)["input_ids"]) for text in texts]
    assert len(texts) > 3  # the long file was cut
    assert 40 < max(lengths) <= 48
    embedded = itself.encode(texts, prompt_name="document", normalize_embeddings=True)
    assert np.allclose(generation.vectors.all(), embedded, atol=1e-5)


def test_a_dimension_is_recorded_and_an_index_of_another_is_refused(
    gbaqa_: Gbaqa, model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    assert gbaqa_("index").code == 0
    whole = current(index).name

    monkeypatch.setenv("GBAQA_DIMENSION", "16")
    ran = gbaqa_("search", "park")
    assert (ran.code, ran.error()) == (
        3,
        'the index was built with dimension 32, the setting is 16; run "gbaqa index"',
    )
    assert gbaqa_("index").code == 0
    assert current(index).name != whole
    assert manifest(index)["dimension"] == 16
    found = json.loads(gbaqa_("search", "the park is new", "--json").out)
    assert found["hits"][0]["doc_id"] == "park"
    assistant = open_assistant(index, encoder_name=model, dimension=16)
    assert assistant.search("the park is new", cutoff=1)[0].passage_id == "park#0000"

    monkeypatch.delenv("GBAQA_DIMENSION")
    ran = gbaqa_("search", "park")
    assert ran.code == 3
    assert ran.err.splitlines()[-1] == (
        'gbaqa: the index was built with dimension 16, the encoder has 32; run "gbaqa index"'
    )
    assert gbaqa_("index").code == 0
    assert current(index).name == whole


def test_more_dimensions_than_the_model_has_exit_2(
    gbaqa_: Gbaqa, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GBAQA_DIMENSION", "64")
    ran = gbaqa_("index")
    assert ran.code == 2
    assert ran.err.splitlines()[-1] == (
        f"gbaqa: GBAQA_DIMENSION is 64, encoder {model!r} has 32; set no more than that or unset it"
    )
    monkeypatch.setenv("GBAQA_DIMENSION", "0")
    assert gbaqa_("index").error().startswith("GBAQA_DIMENSION is '0', expected a number from 1;")

"""An exported encoder says and computes what the model does, and torch is left out of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gbaqa.errors import SettingError
from gbaqa.indexing import graphs
from gbaqa.indexing.accelerating import Compiled, precisions
from gbaqa.indexing.encoding import DEFAULT_ENCODER, SentenceEncoder, TextEncoder, load_encoder
from gbaqa.indexing.graph_encoding import GraphEncoder
from gbaqa.indexing.graphs import GRAPH, TOKENIZER, WEIGHTS, key_of
from gbaqa.indexing.preparing import is_prepared, opened_encoder, prepared_encoder
from gbaqa.indexing.traits import default_traits, traits_of
from gbaqa.indexing.tuning import FEW, MANY, UNTUNED, tune
from tests.fakes import BagOfWordsEncoder
from tests.resident import resident
from tests.small_models import bert_model, static_model

PROMPTS = {"query": "ask: ", "document": "text: "}
TEXTS = ["The tax rate is 15%.", "park", "", "tax " * 90, "  two  spaces\n", "橫琴 the"]


def saying(encoder: TextEncoder) -> tuple[object, ...]:
    return (
        encoder.name,
        traits_of(encoder),
        encoder.limit,
        encoder.has_tokens,
        encoder.count_tokens(TEXTS),
        encoder.token_ids(TEXTS),
        [encoder.known_share(text) for text in TEXTS],
        encoder.ordinary_words,
    )


def agree(one: TextEncoder, other: TextEncoder) -> bool:
    return all(
        np.allclose(encode(TEXTS), encode_too(TEXTS), rtol=0, atol=1e-5)
        for encode, encode_too in (
            (one.encode, other.encode),
            (one.encode_queries, other.encode_queries),
        )
    )


@pytest.fixture(scope="module")
def name(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("model")
    return bert_model(folder, length=48, dimension=32, words=["tax", "the"], prompts=PROMPTS)


@pytest.fixture(scope="module")
def kept(name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    assert isinstance(prepared_encoder(name, prepared=folder), GraphEncoder)
    return folder


@pytest.mark.parametrize("dimension", [None, 8])
def test_an_exported_model_is_the_loaded_one(name: str, kept: Path, dimension: int | None) -> None:
    loaded = load_encoder(name, dimension=dimension)
    graph = opened_encoder(name, traits=traits_of(loaded), prepared=kept, dimension=dimension)
    assert isinstance(graph, GraphEncoder)
    assert saying(graph) == saying(loaded)
    assert agree(graph, loaded)
    with pytest.raises(ValueError, match="was not taught to tell tokens apart"):
        graph.encode_with_tokens(["tax"])


def test_a_question_has_the_vector_that_it_has_alone(name: str, kept: Path) -> None:
    graph = opened_encoder(name, traits=traits_of(load_encoder(name)), prepared=kept)
    alone = np.concatenate([graph.encode_queries([text]) for text in TEXTS])
    assert np.array_equal(graph.encode_queries(TEXTS), alone)


def test_the_default_encoder_is_exported_with_its_tokens(prepared: Path) -> None:
    graph, loaded = (
        prepared_encoder(DEFAULT_ENCODER, prepared=prepared),
        load_encoder(DEFAULT_ENCODER),
    )
    assert isinstance(graph, GraphEncoder)
    assert saying(graph) == saying(loaded)
    assert agree(graph, loaded)
    for one, other in zip(
        graph.encode_with_tokens(TEXTS)[1], loaded.encode_with_tokens(TEXTS)[1], strict=True
    ):
        assert one.ids.tolist() == other.ids.tolist()
        assert np.allclose(one.rows, other.rows, rtol=0, atol=1e-5)
    question = "What is the 橫琴 tax rate?"
    (vector, own), (expected, tokens) = (
        encoder.encode_query_with_tokens(question) for encoder in (graph, loaded)
    )
    assert np.allclose(vector, expected, rtol=0, atol=1e-5)
    assert own.ids.tolist() == tokens.ids.tolist()
    assert np.allclose(own.rows, tokens.rows, rtol=0, atol=1e-5)


def test_a_server_holds_no_table_of_all_words_that_were_ever_asked(
    prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphs, "EVERY", 1 << 20)
    encoder = opened_encoder(DEFAULT_ENCODER, traits=default_traits(None), prepared=prepared)
    folder = prepared / key_of(default_traits(None))
    weights = folder / WEIGHTS
    before = resident(weights)
    known = json.loads((folder / TOKENIZER).read_text(encoding="utf-8"))["model"]["vocab"]
    words = [word for word in known if word.isalpha()]
    asked = [" ".join(words[start::200][:100]) for start in range(4)]
    encoder.encode_queries(asked[:3])
    assert resident(weights) > before + 4096
    monkeypatch.setattr(graphs, "EVERY", 1)
    encoder.encode_queries(asked[3:])
    assert resident(weights) <= before


def test_more_dimensions_than_there_are_are_refused(name: str, kept: Path) -> None:
    loaded = load_encoder(name)
    with pytest.raises(SettingError, match="GBAQA_DIMENSION is 64"):
        opened_encoder(name, traits=traits_of(loaded), prepared=kept, dimension=64)


def test_what_cannot_be_exported_stays_loaded(tmp_path: Path) -> None:
    name = static_model(tmp_path / "static", ["tax park"])
    assert isinstance(prepared_encoder(name, prepared=tmp_path / "kept"), SentenceEncoder)
    assert not is_prepared(tmp_path / "kept", traits_of(load_encoder(name)))
    assert list((tmp_path / "kept").iterdir()) == []


def test_a_graph_that_gives_other_vectors_is_not_kept(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GraphEncoder, "_cut", lambda self, vectors: -vectors)
    assert isinstance(prepared_encoder(name, prepared=tmp_path), SentenceEncoder)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("file", [GRAPH, WEIGHTS, "tokenizer.json", "graph.json", "card.json"])
def test_a_broken_graph_is_not_used_and_is_made_again(
    name: str, tmp_path: Path, file: str, caplog: pytest.LogCaptureFixture
) -> None:
    traits = traits_of(load_encoder(name))
    prepared_encoder(name, prepared=tmp_path)
    path = tmp_path / key_of(traits) / file
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[-9:])
    assert not is_prepared(tmp_path, traits)
    assert isinstance(opened_encoder(name, traits=traits, prepared=tmp_path), SentenceEncoder)
    assert caplog.messages == []
    assert isinstance(prepared_encoder(name, prepared=tmp_path), GraphEncoder)
    assert is_prepared(tmp_path, traits)


def test_a_default_encoder_without_a_graph_is_told_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    loaded = opened_encoder(DEFAULT_ENCODER, traits=default_traits(None), prepared=tmp_path)
    assert isinstance(loaded, SentenceEncoder)
    assert caplog.messages == [
        f"encoder {DEFAULT_ENCODER!r} has no graph that is whole; loading it takes longer"
    ]


def test_asking_by_a_graph_imports_no_torch(prepared: Path) -> None:
    program = (
        "import sys, json; from pathlib import Path\n"
        "from gbaqa.indexing.preparing import opened_encoder\n"
        "from gbaqa.indexing.traits import DEFAULT_ENCODER, default_traits\n"
        f"encoder = opened_encoder(DEFAULT_ENCODER, traits=default_traits(None), "
        f"prepared=Path({str(prepared)!r}))\n"
        "encoder.encode_queries(['How long is the bridge?'])\n"
        "print(json.dumps(sorted({'torch', 'transformers', 'onnx', 'openvino', "
        "'sentence_transformers'} & sys.modules.keys())))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout) == []


def test_each_precision_is_as_near_as_is_said(prepared: Path) -> None:
    encoder = opened_encoder(DEFAULT_ENCODER, traits=default_traits(None), prepared=prepared)
    assert isinstance(encoder, GraphEncoder)
    exact = encoder.encode(TEXTS)
    for precision in precisions():
        encoder.encode_by(Compiled(encoder.folder, encoder.outputs, precision=precision))
        tolerance = 1e-5 if precision == "float32" else 5e-3
        assert np.allclose(encoder.encode(TEXTS), exact, rtol=0, atol=tolerance)


def test_few_texts_are_not_measured_and_few_thousand_stay_exact(name: str, kept: Path) -> None:
    graph = opened_encoder(name, traits=traits_of(load_encoder(name)), prepared=kept)
    assert tune(BagOfWordsEncoder(), ["tax"], count=MANY) is None
    assert tune(graph, ["tax"], count=FEW - 1) == UNTUNED
    effort = tune(graph, ["tax"], count=FEW)
    assert effort is not None
    assert (effort.precision, [way for way, _ in effort.speeds]) == (
        "float32",
        ["onnxruntime float32", "openvino float32"],
    )
    assert effort.runtime in ("onnxruntime", "openvino")


def test_of_many_texts_every_way_is_measured_and_the_fastest_is_used(name: str, kept: Path) -> None:
    graph = opened_encoder(name, traits=traits_of(load_encoder(name)), prepared=kept)
    effort = tune(graph, ["tax", "the park"] * 40, count=MANY)
    assert effort is not None
    speeds = dict(effort.speeds)
    assert list(speeds) == ["onnxruntime float32", *(f"openvino {one}" for one in precisions())]
    assert speeds[f"{effort.runtime} {effort.precision}"] == max(speeds.values())
    assert effort.record()["runtime"] == effort.runtime

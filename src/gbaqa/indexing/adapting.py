"""Fit the default encoder to questions by the small weights that this project trained for it.

The file holds, for each linear layer of the transformer, two matrices of low rank whose
product is added to its weights (LoRA: Hu et al., "Low-rank adaptation of large language models",
ICLR 2022), and one that makes a token's vector short (ColBERT: Khattab and Zaharia, SIGIR 2020).
`make train` makes it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from gbaqa.errors import EncoderUnusable
from gbaqa.indexing.hashing import sha256_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from gbaqa.types import Vectors

WEIGHTS = files(__package__ or "").joinpath("weights", "minilm-questions.safetensors")
PROJECTION = "projection"  # shape (token dimension, model dimension)
DOWN, UP = ".down", ".up"


def adapt(model: SentenceTransformer) -> Vectors:
    """Adds the trained differences to the model's weights; returns the token projection.

    Raises EncoderUnusable when the file is missing or does not fit the model.
    """
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        with as_file(WEIGHTS) as path:
            found = load_file(str(path))
        projection = found.pop(PROJECTION).float().numpy()
        transformer: Any = model[0]
        layers = dict(transformer.auto_model.named_modules())
        _check(PROJECTION, projection.shape[1:], (transformer.auto_model.config.hidden_size,))
        with torch.no_grad():
            for name in sorted({key.rpartition(".")[0] for key in found}):
                difference = found[name + UP].float() @ found[name + DOWN].float()
                _check(name, difference.shape, layers[name].weight.shape)
                layers[name].weight += difference
    except (
        OSError,
        LookupError,
        AttributeError,
        ValueError,
        RuntimeError,
        SafetensorError,
    ) as error:
        reason = str(error).strip().partition("\n")[0]
        raise EncoderUnusable(
            f"the trained weights {WEIGHTS.name} cannot be used ({reason}); install gbaqa again"
        ) from error
    vectors: Vectors = projection
    return vectors


def _check(name: str, found: Sequence[int], expected: Sequence[int]) -> None:
    if tuple(found) != tuple(expected):
        raise ValueError(f"{name} has shape {tuple(found)}, the model's is {tuple(expected)}")


def adapter_sha256() -> str:
    """The digest of the trained weights."""
    try:
        with as_file(WEIGHTS) as path:
            return sha256_of(path)
    except OSError as error:
        raise EncoderUnusable(
            f"the trained weights {WEIGHTS.name} are missing; install gbaqa again"
        ) from error

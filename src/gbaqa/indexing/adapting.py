"""Fit the default encoder to questions by the small weights that this project trained for it.

The file holds, for each linear layer of the transformer, two matrices of low rank whose
product is added to its weights (LoRA: Hu et al., "Low-rank adaptation of large language models",
ICLR 2022), and one that makes a token's vector short (ColBERT: Khattab and Zaharia, SIGIR 2020).
`make train` makes it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from gbaqa.disk import sha256_of
from gbaqa.errors import EncoderUnusable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

    from gbaqa.types import Vectors

WEIGHTS = files(__package__ or "").joinpath("weights", "minilm-questions.safetensors")
PROJECTION = "projection"  # shape (token dimension, model dimension)
DOWN, UP = ".down", ".up"


def adapt(model: SentenceTransformer) -> Vectors:
    """Adds the trained differences to the model's weights; returns the token projection.

    Raises EncoderUnusable when the file is missing or does not fit the model.
    """
    transformer: Any = model[0]
    found = add_trained(WEIGHTS, transformer.auto_model, readouts=(PROJECTION,))
    vectors: Vectors = found[PROJECTION].numpy()
    return vectors


def add_trained(
    weights: Traversable,
    model: Any,  # noqa: ANN401  # a transformer, which has no type of its own
    *,
    readouts: Sequence[str],
) -> dict[str, Tensor]:
    """Adds a file's differences to the weights of a transformer; returns what else it holds.

    `readouts` are to be as wide as the model's states. Raises EncoderUnusable when the file is
    missing or does not fit the model.
    """
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        with as_file(weights) as path:
            found = {name: rows.float() for name, rows in load_file(str(path)).items()}
        layers = dict(model.named_modules())
        for name in readouts:
            _check(name, found[name].shape[-1:], (model.config.hidden_size,))
        with torch.no_grad():
            for name in sorted({key.removesuffix(DOWN) for key in found if key.endswith(DOWN)}):
                difference = found.pop(name + UP) @ found.pop(name + DOWN)
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
            f"the trained weights {weights.name} cannot be used ({reason}); install gbaqa again"
        ) from error
    return found


def _check(name: str, found: Sequence[int], expected: Sequence[int]) -> None:
    if tuple(found) != tuple(expected):
        raise ValueError(f"{name} has shape {tuple(found)}, the model's is {tuple(expected)}")


def trained_sha256(weights: Traversable) -> str:
    """The digest of a file of trained weights; raises EncoderUnusable where it is missing."""
    try:
        with as_file(weights) as path:
            return sha256_of(path)
    except OSError as error:
        raise EncoderUnusable(
            f"the trained weights {weights.name} are missing; install gbaqa again"
        ) from error


def adapter_sha256() -> str:
    """The digest of the encoder's trained weights."""
    return trained_sha256(WEIGHTS)

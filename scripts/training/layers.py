"""The layers that are trained: low-rank differences of the encoder's, and a short token vector."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

RANK = 32
TOKEN_DIMENSION = 96
QUESTION_TOKENS, PASSAGE_TOKENS = 64, 144
SHAPES = {QUESTION_TOKENS: 32, PASSAGE_TOKENS: 48}  # lengths are multiples: each costs set-up
PARTS = 4  # of a batch's passages, by length


class LowRank(nn.Module):
    """A linear layer and the difference that it is trained by (LoRA: Hu et al., ICLR 2022)."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        scale = 1 / math.sqrt(layer.in_features)
        self.down = nn.Parameter(torch.randn(RANK, layer.in_features) * scale)
        self.up = nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, rows: Tensor) -> Tensor:
        """The layer's output with the difference added."""
        difference = functional.linear(functional.linear(rows, self.down), self.up)
        found: Tensor = self.layer(rows) + difference
        return found


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts of a batch: token ids and mask (texts, tokens), vectors, and token vectors."""

    ids: Tensor
    mask: Tensor
    vectors: Tensor
    tokens: Tensor


class Trained:
    """A transformer with low-rank layers, and a projection of its tokens."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401  # a SentenceTransformer
        self.transformer = model[0].auto_model
        self.tokenizer = model.tokenizer
        self.layers: dict[str, LowRank] = {}
        for parameter in self.transformer.parameters():
            parameter.requires_grad = False
        for name, layer in list(self.transformer.named_modules()):
            if isinstance(layer, nn.Linear) and "encoder.layer" in name:
                parent, _, own = name.rpartition(".")
                self.layers[name] = LowRank(layer)
                setattr(self.transformer.get_submodule(parent), own, self.layers[name])
        self.projection = nn.Linear(
            self.transformer.config.hidden_size, TOKEN_DIMENSION, bias=False
        )

    def begin_with(self, texts: Sequence[str]) -> None:
        """Sets the projection to the principal components of the tokens of some texts."""
        with torch.inference_mode():
            rows = torch.cat([functional.normalize(self._states(one)[0], dim=1) for one in texts])
        _, components = torch.linalg.eigh(rows.T @ rows)
        self.projection.weight.data = components.T.flip(0)[:TOKEN_DIMENSION].clone()

    def _states(self, text: str) -> Tensor:
        encoded = self.tokenizer([text], truncation=True, max_length=256, return_tensors="pt")
        states: Tensor = self.transformer(**encoded).last_hidden_state
        return states

    def encode(self, texts: Sequence[str], *, most: int) -> Encoded:
        """Unit-length vectors of texts and of their first `most` tokens."""
        encoded = self.tokenizer(
            list(texts),
            padding=True,
            truncation=True,
            max_length=most,
            pad_to_multiple_of=SHAPES[most],
            return_tensors="pt",
        )
        states = self.transformer(**encoded).last_hidden_state.float()
        mask = encoded["attention_mask"].float()
        means = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        tokens = functional.normalize(self.projection(states).float(), dim=2)
        return Encoded(encoded["input_ids"], mask, functional.normalize(means, dim=1), tokens)

    def encode_by_length(self, texts: Sequence[str], *, most: int) -> Encoded:
        """The same in PARTS, each of texts about as long; in the order given."""
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        size = math.ceil(len(texts) / PARTS)
        parts = [order[start : start + size] for start in range(0, len(order), size)]
        found = [self.encode([texts[place] for place in part], most=most) for part in parts]
        longest = max(one.mask.shape[1] for one in found)
        back = torch.argsort(torch.tensor([place for part in parts for place in part]))

        def joined(values: Sequence[Tensor], pad: tuple[int, ...]) -> Tensor:
            missing = [longest - one.shape[1] for one in values]
            padded = [
                functional.pad(one, (*pad, 0, more))
                for one, more in zip(values, missing, strict=True)
            ]
            return torch.cat(padded)[back]

        return Encoded(
            joined([one.ids for one in found], ()),
            joined([one.mask for one in found], ()),
            torch.cat([one.vectors for one in found])[back],
            joined([one.tokens for one in found], (0, 0)),
        )

    def weights(self) -> dict[str, Tensor]:
        """What gbaqa.indexing.adapting reads, in half precision."""
        found = {"projection": self.projection.weight.detach().half()}
        for name, layer in self.layers.items():
            found[f"{name}.down"] = layer.down.detach().half()
            found[f"{name}.up"] = layer.up.detach().half()
        return found

"""Have an encoder without torch: its graph is exported once and kept beside the index."""

from __future__ import annotations

import hashlib
import logging
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gbaqa.disk import sha256_of
from gbaqa.indexing.encoding import (
    DEFAULT_ENCODER,
    SentenceEncoder,
    TextEncoder,
    check_limits,
    load_encoder,
)
from gbaqa.indexing.exporting import write_graph
from gbaqa.indexing.graph_encoding import SENTENCE, TOKENS, GraphEncoder
from gbaqa.indexing.graphs import IDS, KINDS, MASK, Card, key_of, read_card, write_card
from gbaqa.indexing.traits import Traits, default_traits, tokenizer_state, traits_of
from gbaqa.keeping import make

if TYPE_CHECKING:
    from torch import Tensor, nn

logger = logging.getLogger(__name__)

TOLERANCE = 1e-5  # of a vector's numbers: what the order of additions costs in float32
# what a graph is tried on: scripts, lengths, white space and a text beyond every limit
TRIALS = (
    "The Greater Bay Area has nine cities and two special administrative regions.",
    "大灣區有九個城市和兩個特別行政區。",
    "  A região administrativa\tespecial de Macau\n",
    "Hetao",
    "",
    "word, " * 700,
)


def prepared_encoder(name: str, *, prepared: Path, dimension: int | None = None) -> TextEncoder:
    """An encoder to build with, run from its graph below `prepared`, which is made if need be.

    Where it cannot be exported it is the loaded model. Raises as `load_encoder` does.
    """
    if name == DEFAULT_ENCODER:
        found = _whole(prepared, default_traits(None), name, dimension)
        if found is not None:
            return found
    loaded = load_encoder(name, dimension=dimension)
    return (
        _whole(prepared, traits_of(loaded), name, dimension)
        or _exported(prepared, loaded, dimension)
        or loaded
    )


def opened_encoder(
    name: str, *, traits: Traits, prepared: Path, dimension: int | None = None
) -> TextEncoder:
    """The encoder of an index with these traits, to ask with: nothing is written.

    Without a graph that is whole it is the loaded model, as long as it takes.
    """
    found = _whole(prepared, traits, name, dimension)
    if found is None and name == DEFAULT_ENCODER:  # others may be none that can be exported
        logger.warning("encoder %r has no graph that is whole; loading it takes longer", name)
    return found or load_encoder(name, dimension=dimension)


def is_prepared(prepared: Path, traits: Traits) -> bool:
    """Whether the encoder of these traits has a graph that is whole."""
    return read_card(prepared / key_of(traits)) is not None


def _whole(prepared: Path, traits: Traits, name: str, dimension: int | None) -> GraphEncoder | None:
    """The encoder by its graph; None where there is none or it is broken."""
    folder = prepared / key_of(traits)
    card = read_card(folder)
    fits = card and card.name == name and card.source == _source(name)
    return _opened(folder, card, dimension) if card and fits else None


def _opened(folder: Path, card: Card, dimension: int | None) -> GraphEncoder:
    encoder = GraphEncoder(folder, card, dimension=min(dimension or card.dimension, card.dimension))
    check_limits(encoder, dimension)
    return encoder


def _exported(
    prepared: Path, loaded: SentenceEncoder, dimension: int | None
) -> GraphEncoder | None:
    folder = prepared / key_of(traits_of(loaded))
    if not make(folder, partial(_write, loaded)):
        return None
    card = read_card(folder)
    return _opened(folder, card, dimension) if card else None


def _write(loaded: SentenceEncoder, folder: Path) -> bool:
    """Writes the graph; False when it cannot be made, or gives other vectors than the model."""
    tokenizer = tokenizer_state(loaded.model.tokenizer)
    if tokenizer is None or not callable(loaded.model.tokenizer):
        return False
    inputs = [one for one in (IDS, MASK, KINDS) if one in loaded.model.tokenizer.model_input_names]
    outputs = [SENTENCE, TOKENS] if loaded.has_tokens else [SENTENCE]
    try:
        write_graph(
            folder,
            _module(loaded, inputs),
            inputs=inputs,
            outputs=outputs,
            per_token=[TOKENS],
            tokenizer=tokenizer,
        )
        card = _card(loaded, folder, outputs)
        write_card(folder, card)
        return _agrees(loaded, GraphEncoder(folder, card, dimension=loaded.dimension))
    except Exception as error:  # noqa: BLE001  # whatever a model does that cannot be traced: it stays loaded
        logger.info("encoder %r stays on torch: it cannot be exported (%s)", loaded.name, error)
        return False


def _card(loaded: SentenceEncoder, folder: Path, outputs: list[str]) -> Card:
    tokenizer = loaded.model.tokenizer
    return Card(
        name=loaded.name,
        weights_sha256=loaded.weights_sha256,
        dimension=_full_dimension(loaded),
        prompts=loaded.prompts,
        max_tokens=loaded.max_tokens,
        outputs=outputs,
        special=sorted(tokenizer.all_special_ids),
        unknown=tokenizer.unk_token_id,
        padding=tokenizer.pad_token_id or 0,
        source=_source(loaded.name),
    )


def _source(name: str) -> str:
    """A digest of a model's own folder: the graph of a model that has changed since is not used."""
    digest = hashlib.sha256()
    for path in sorted(Path(name).rglob("*")) if Path(name).is_dir() else ():
        if path.is_file():
            digest.update(f"{path.relative_to(name).as_posix()} {sha256_of(path)}\n".encode())
    return digest.hexdigest() if Path(name).is_dir() else ""


def _full_dimension(loaded: SentenceEncoder) -> int:
    cut, loaded.model.truncate_dim = loaded.model.truncate_dim, None
    try:
        return int(loaded.model.get_embedding_dimension() or 0)
    finally:
        loaded.model.truncate_dim = cut


def _module(loaded: SentenceEncoder, inputs: list[str]) -> nn.Module:
    """The model as a function of its inputs, and where it has tokens, with their short vectors."""
    import torch

    model: Any = loaded.model

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model
            if loaded.projection is not None:
                self.register_buffer("projection", torch.tensor(loaded.projection))

        def forward(self, *tensors: Tensor) -> tuple[Tensor, ...]:
            found = self.model(dict(zip(inputs, tensors, strict=True)))
            if loaded.projection is None:
                return (found["sentence_embedding"],)
            rows = found["token_embeddings"] @ self.projection.T
            lengths = rows.norm(dim=-1, keepdim=True).clamp(min=1e-12)
            return found["sentence_embedding"], rows / lengths

    return Whole()


def _agrees(loaded: SentenceEncoder, graph: GraphEncoder) -> bool:
    """Whether the graph reads and encodes as the model does."""
    same = loaded.token_ids(TRIALS) == graph.token_ids(TRIALS) and loaded.limit == graph.limit
    near = all(
        np.allclose(one(TRIALS), other(TRIALS), rtol=0, atol=TOLERANCE)
        for one, other in (
            (loaded.encode, graph.encode),
            (loaded.encode_queries, graph.encode_queries),
        )
    )
    if not (same and near and loaded.has_tokens):
        return same and near
    pairs = zip(
        loaded.encode_with_tokens(TRIALS)[1], graph.encode_with_tokens(TRIALS)[1], strict=True
    )
    return all(
        np.array_equal(one.ids, other.ids)
        and np.allclose(one.rows, other.rows, rtol=0, atol=TOLERANCE)
        for one, other in pairs
    )

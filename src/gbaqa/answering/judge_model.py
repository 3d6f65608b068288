"""Have the judge compute: by its exported graph, or by torch, which also makes the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from gbaqa.answering import judging
from gbaqa.answering.judging import MOST_TOKENS, Judge, Line, judge_sha256, the_judge
from gbaqa.indexing.adapting import add_trained
from gbaqa.indexing.encoding import default_weights
from gbaqa.indexing.exporting import write_graph
from gbaqa.indexing.graphs import (
    IDS,
    KINDS,
    MASK,
    Card,
    Session,
    key_of,
    processors,
    read_card,
    write_card,
)
from gbaqa.indexing.threads import use_threads
from gbaqa.indexing.traits import Traits
from gbaqa.keeping import make

if TYPE_CHECKING:
    from torch import Tensor, nn

    from gbaqa.indexing.graphs import Numbers, Runtime
    from gbaqa.types import Vectors

NAME = "judge"
HEAD, BIAS, KEY = "head", "bias", "key"  # shapes (hidden,), (1,), (2, hidden)
INPUTS = (IDS, MASK, KINDS)
OUTPUTS = ["scores", "keys"]  # shapes (lines,), (lines, length, 2)
TOLERANCE = 1e-4  # of a logit
TRIALS = (
    Line("Hetao > Size", "The zone covers 3.89 square kilometres."),
    Line("", "word " * 300),
    Line("", ""),
)


class TorchRuntime:
    """The adapted model on torch."""

    def __init__(self, module: nn.Module) -> None:
        self.module = module
        self._lock = Lock()

    def run(self, inputs: Mapping[str, Numbers]) -> Sequence[Vectors]:
        """Scores and keys."""
        import torch

        with self._lock, torch.inference_mode():
            use_threads(None)  # a question was encoded in one
            found = self.module(*(torch.from_numpy(inputs[name]) for name in INPUTS))
        return [one.numpy() for one in found]


def opened_judge(prepared: Path) -> Judge:
    """The judge by its graph below `prepared`, or on torch where there is none that is whole."""
    folder = prepared / key_of(_traits())
    if read_card(folder) is None:
        return the_judge()
    return Judge(Session(folder, OUTPUTS, threads=processors()), weights_sha256=judge_sha256())


def prepare_judge(prepared: Path) -> None:
    """Exports the judge, unless its graph is there and whole; where it cannot be, torch stays."""
    folder = prepared / key_of(_traits())
    if read_card(folder) is None:
        make(folder, _write)


def loaded_judge() -> TorchRuntime:
    """The model on torch; raises EncoderUnusable where its weights are missing or do not fit."""
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model: Any = AutoModel.from_pretrained(str(default_weights())).eval()
    return TorchRuntime(_module(model, add_trained(judging.WEIGHTS, model, readouts=(HEAD, KEY))))


def _module(model: nn.Module, found: Mapping[str, Tensor]) -> nn.Module:
    import torch

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model
            for name in (HEAD, BIAS, KEY):
                self.register_buffer(name, found[name])

        def forward(self, ids: Tensor, mask: Tensor, kinds: Tensor) -> tuple[Tensor, Tensor]:
            states = self.model(
                input_ids=ids, attention_mask=mask, token_type_ids=kinds
            ).last_hidden_state
            return states[:, 0] @ self.head + self.bias, states @ self.key.T

    return Whole()


def _traits() -> Traits:
    return Traits(judge_sha256(), 1, {}, MOST_TOKENS)


def _write(folder: Path) -> bool:
    """Writes the graph; False when it gives other judgements than the model."""
    runtime = loaded_judge()
    write_graph(
        folder,
        runtime.module,
        inputs=INPUTS,
        outputs=OUTPUTS,
        per_token=OUTPUTS[1:],
        tokenizer=(default_weights() / "tokenizer.json").read_text(encoding="utf-8"),
    )
    traits = _traits()
    write_card(
        folder,
        Card(
            name=NAME,
            weights_sha256=traits.weights_sha256,
            dimension=traits.dimension,
            prompts=traits.prompts,
            max_tokens=traits.max_tokens,
            outputs=OUTPUTS,
            special=[],
            unknown=None,
            padding=0,
            source="",
        ),
    )
    session = Session(folder, OUTPUTS, threads=1)
    return np.allclose(_scores(runtime), _scores(session), rtol=0, atol=TOLERANCE)


def _scores(runtime: Runtime) -> list[float]:
    judgements = Judge(runtime, weights_sha256="").judge("How large is it?", TRIALS)
    return [one.score for one in judgements]

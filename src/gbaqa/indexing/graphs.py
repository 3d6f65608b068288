"""Run an encoder's exported graph: the one door to onnxruntime.

prepared/<key>/
├── graph.onnx           what is computed, without the numbers
├── graph.bin            the weights: mapped, so that several processes share them
├── tokenizer.json       how a text becomes tokens
├── graph.json           what the encoder says of itself
└── card.json            the sums of the other files (keeping.py)
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.manifest import ID_LENGTH, REMEDY
from gbaqa.indexing.releasing import Mapped
from gbaqa.keeping import is_whole

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from gbaqa.indexing.traits import Traits
    from gbaqa.types import Vectors

    Numbers: TypeAlias = NDArray[np.int64]

FORMAT_VERSION = 1
GRAPH, WEIGHTS, TOKENIZER, CARD = "graph.onnx", "graph.bin", "tokenizer.json", "graph.json"
EVERY = 256  # tokens after which the rows of words that they looked up are given back
IDS, MASK, KINDS = "input_ids", "attention_mask", "token_type_ids"  # inputs, shape (texts, length)


@dataclass(frozen=True, slots=True)
class Card:
    """What a graph is: the encoder's name and traits, and what its tokenizer does not tell."""

    name: str
    weights_sha256: str
    dimension: int
    prompts: dict[str, str]
    max_tokens: int
    outputs: list[str]
    special: list[int]  # tokens that stand for no part of a text
    unknown: int | None
    padding: int
    source: str  # the digest of the folder that it was loaded from; "" for a model of the hub


class Runtime(Protocol):
    """What computes a graph: token ids and mask, shape (texts, length), to its outputs."""

    def run(self, inputs: Mapping[str, Numbers]) -> Sequence[Vectors]: ...


class BatchRuntime(Protocol):
    """What computes batch after batch, several beside each other, and gives them in order."""

    def run_all(self, batches: Iterable[Mapping[str, Numbers]]) -> Iterator[Sequence[Vectors]]: ...


def key_of(traits: Traits) -> str:
    """The folder of an encoder's graph; vectors may be cut to any dimension later."""
    made_of = (
        FORMAT_VERSION,
        traits.weights_sha256,
        sorted(traits.prompts.items()),
        traits.max_tokens,
    )
    return "graph-" + hashlib.sha256(repr(made_of).encode()).hexdigest()[:ID_LENGTH]


def write_card(folder: Path, card: Card) -> None:
    """Writes graph.json."""
    text = json.dumps(asdict(card), indent=1, sort_keys=True, ensure_ascii=False)
    (folder / CARD).write_text(text + "\n", encoding="utf-8")


def read_card(folder: Path) -> Card | None:
    """The card of a graph whose files are whole; None where there is none, or a broken one."""
    if not is_whole(folder):
        return None
    return Card(**json.loads((folder / CARD).read_text(encoding="utf-8")))


class Session:
    """A graph on onnxruntime, float32; safe to use from several threads."""

    def __init__(self, folder: Path, outputs: Sequence[str], *, threads: int) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # a plan for each shape that comes again costs as much memory once more, and is no faster
        options.enable_mem_pattern = False
        # threads sleep while they wait: a core that another question needs is left to it
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._weights = Mapped(folder / WEIGHTS)
        try:
            with self._weights.loading():
                self._session = onnxruntime.InferenceSession(
                    str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
                )
        except Exception as error:  # onnxruntime's own kinds have no common base but this
            reason = str(error).strip().partition("\n")[0]
            raise IndexUnusable(
                f"encoder {folder.name} cannot be loaded ({reason}); {REMEDY}"
            ) from error
        self._looked_up = 0  # tokens, since rows were given back
        self._outputs = list(outputs)
        self._inputs = [one.name for one in self._session.get_inputs()]

    def run(self, inputs: Mapping[str, Numbers]) -> Sequence[Vectors]:
        """The outputs in the order that was asked for."""
        wanted = {name: inputs[name] for name in self._inputs}
        found: Sequence[Vectors] = self._session.run(self._outputs, wanted)
        self._looked_up += wanted[IDS].size  # some are lost where threads meet, which is no harm
        if self._looked_up >= EVERY:
            # they are packed, but for the table of words: a server would soon hold all of it, since
            # the system maps up to 2 MB around a row
            self._looked_up = 0
            self._weights.release()
        return found

    def run_all(self, batches: Iterable[Mapping[str, Numbers]]) -> Iterator[Sequence[Vectors]]:
        """The outputs of each batch, which has a thread of its own."""
        with ThreadPoolExecutor(processors()) as threads:
            yield from threads.map(self.run, batches)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

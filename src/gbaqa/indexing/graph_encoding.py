"""Turn texts into vectors by an exported graph and its tokenizer: no torch is needed."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.indexing.graphs import (
    IDS,
    KINDS,
    MASK,
    TOKENIZER,
    BatchRuntime,
    Card,
    Session,
)
from gbaqa.indexing.lengths import unit
from gbaqa.indexing.tokens import Tokens
from gbaqa.indexing.wordlist import words_known

if TYPE_CHECKING:
    from tokenizers import Encoding

    from gbaqa.indexing.graphs import Numbers
    from gbaqa.types import Vectors

BATCH = 8  # texts of like length: larger ones are not faster, as more of them is padding
STEP = 8  # tokens: lengths are rounded up, since a runtime prepares each shape once
SENTENCE, TOKENS = "sentence", "tokens"  # outputs, shapes (texts, dimension), (texts, length, …)


class GraphEncoder:
    """An exported encoder on the CPU; safe to use from several threads.

    All is computed by onnxruntime in float32, passages and sentences until `encode_by` names a
    faster runtime. A batch is computed in one thread, several batches beside each other.
    """

    def __init__(self, folder: Path, card: Card, *, dimension: int | None = None) -> None:
        from tokenizers import Tokenizer

        self.folder = folder
        self._card = card
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.name = card.name
        self.weights_sha256 = card.weights_sha256
        self.dimension = dimension or card.dimension
        self.prompts = dict(card.prompts)
        self.max_tokens = card.max_tokens
        self._marks = self._tokenizer.num_special_tokens_to_add(False)
        taken = self._marks + self.count_tokens([self.prompts["document"]])[0]
        self.limit = self.max_tokens - taken
        self.has_tokens = TOKENS in card.outputs
        # a question is a few tokens: two threads lose more by waiting than they gain
        self.outputs = tuple(card.outputs)
        self._questions = Session(folder, self.outputs, threads=1)
        self._passages: BatchRuntime = self._questions

    def encode_by(self, runtime: BatchRuntime | None) -> None:
        """Computes passages and sentences by this runtime from now on; by onnxruntime if None."""
        self._passages = runtime or self._questions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit-length float32 vectors, shape (len(texts), dimension), in the order given."""
        vectors: Vectors = np.zeros((len(texts), self.dimension), dtype="float32")
        for places, outputs, _ in self._batches(texts, self.prompts["document"]):
            vectors[places] = self._cut(outputs[0])
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """As `encode`, of questions: models that define a prompt for them were taught with it."""
        vectors: Vectors = np.zeros((len(texts), self.dimension), dtype="float32")
        for place, text in enumerate(texts):
            encoding = self._read(self.prompts["query"] + text)
            vectors[place] = self._cut(self._questions.run(self._inputs([encoding], step=1))[0])[0]
        return vectors

    def encode_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        """As `encode`, and the tokens of each text with special ones, rows of unit length."""
        self._check_tokens()
        vectors: Vectors = np.zeros((len(texts), self.dimension), dtype="float32")
        tokens: dict[int, Tokens] = {}
        for places, outputs, encodings in self._batches(texts, self.prompts["document"]):
            vectors[places] = self._cut(outputs[0])
            for place, rows, encoding in zip(places, outputs[1], encodings, strict=True):
                ids = np.array(encoding.ids, dtype="int64")
                tokens[place] = Tokens(ids, rows[: len(ids)].copy())
        return vectors, [tokens[place] for place in range(len(texts))]

    def encode_query_with_tokens(self, text: str) -> tuple[Vectors, Tokens]:
        """As `encode_queries`, of one question, and its tokens without special ones."""
        self._check_tokens()
        encoding = self._read(self.prompts["query"] + text)
        vectors, rows = self._questions.run(self._inputs([encoding], step=1))
        ids = np.array(encoding.ids, dtype="int64")
        own = ~np.isin(ids, self._card.special)
        return self._cut(vectors)[0], Tokens(ids[own], rows[0][own])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text without the special ones, never cut."""
        return [len(ids) for ids in self.token_ids(texts)]

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The tokens of each text by their numbers, without the special ones, never cut."""
        found = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [encoding.ids for encoding in found]

    @cached_property
    def ordinary_words(self) -> Container[str]:
        """The whole words, in lower case, that the tokenizer knows: they are spelt rightly."""
        return words_known(self._tokenizer.get_vocab())

    def known_share(self, text: str) -> float:
        """The share of a text's tokens that the encoder was taught; 1 where it knows no unknown."""
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        unknown = sum(one == self._card.unknown for one in ids)
        return 1.0 - unknown / len(ids) if ids else 1.0

    def _batches(
        self, texts: Sequence[str], prompt: str
    ) -> Iterator[tuple[list[int], Sequence[Vectors], list[Encoding]]]:
        """Places of texts of like length, the graph's outputs for them, and what was read."""
        encodings = [self._read(prompt + text) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: (-len(encodings[place].ids), place))
        parts = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        batches = [[encodings[place] for place in part] for part in parts]

        inputs = [self._inputs(batch, step=STEP) for batch in batches]
        yield from zip(parts, self._passages.run_all(inputs), batches, strict=True)

    def _read(self, text: str) -> Encoding:
        """The tokens of a text, cut to what the encoder reads, with the special ones."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        encoding.truncate(self.max_tokens - self._marks)
        return self._tokenizer.post_process(encoding)

    def _inputs(self, encodings: Sequence[Encoding], *, step: int) -> Mapping[str, Numbers]:
        return inputs_of(encodings, step=step, padding=self._card.padding)

    def _cut(self, vectors: Vectors) -> Vectors:
        return unit(vectors[:, : self.dimension])

    def _check_tokens(self) -> None:
        if not self.has_tokens:
            raise ValueError(f"encoder {self.name!r} was not taught to tell tokens apart")


def inputs_of(encodings: Sequence[Encoding], *, step: int, padding: int) -> Mapping[str, Numbers]:
    """Ids, mask and kinds of texts, padded to the longest, its length rounded up to `step`."""
    longest = max(len(encoding.ids) for encoding in encodings)
    shape = (len(encodings), max(1, -(-longest // step) * step))
    ids = np.full(shape, padding, dtype="int64")
    mask, kinds = np.zeros(shape, dtype="int64"), np.zeros(shape, dtype="int64")
    for row, encoding in enumerate(encodings):
        length = len(encoding.ids)
        ids[row, :length] = encoding.ids
        mask[row, :length] = 1
        kinds[row, :length] = encoding.type_ids
    return {IDS: ids, MASK: mask, KINDS: kinds}

"""Embed the passages and sentences of a shard that was cut, and count their words.

The vectors that the generation before holds are copied from there. Memory is that of SLICE
passages, however large the shard is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.documents.enriching import enriched
from gbaqa.indexing.blocks import RowsWriter, write_sums
from gbaqa.indexing.cutting import Told
from gbaqa.indexing.earlier import Earlier
from gbaqa.indexing.embedding import embed, embed_tokens
from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.facets import carried
from gbaqa.indexing.known import MISSING
from gbaqa.indexing.layout import (
    CHECKED,
    DOCUMENT_STARTS,
    DOCUMENTS,
    PASSAGE_KEYS,
    PASSAGES,
    UNIT_KEYS,
    UNITS,
    VECTORS,
    WORDS,
)
from gbaqa.indexing.numbering import document_of
from gbaqa.indexing.postings import Fields
from gbaqa.indexing.tokens import Tokens, TokenWriter
from gbaqa.indexing.vocabulary import write_vocabulary
from gbaqa.types import Document, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gbaqa.indexing.known import Keys
    from gbaqa.types import Vectors

SLICE = 2048  # passages that are embedded, and held, at once


@dataclass(frozen=True, slots=True)
class Line:
    """A passage as it was written, with its document: what is embedded, searched and counted."""

    document: Document
    lead: str
    headings: tuple[str, ...]
    span: Span
    units: tuple[Span, ...]

    @property
    def text(self) -> str:
        """What is embedded for it."""
        return enriched(self.lead, self.span.of(self.document.text))

    def unit_texts(self) -> list[str]:
        """Its units as they stand."""
        return [unit.of(self.document.text) for unit in self.units]

    def fields(self) -> Fields:
        """What is searched by words."""
        return Fields(
            text=self.text,
            title=" ".join((self.document.title, *self.headings)),
            language=self.document.language,
            facets=tuple(carried(self.document)),
        )


def lines(folder: Path) -> Iterator[Line]:
    """The passages of a shard that was cut, one after the other."""
    counts = np.diff(np.load(folder / DOCUMENT_STARTS)[:, 1]).tolist()
    with (folder / DOCUMENTS).open("rb") as documents, (folder / PASSAGES).open("rb") as passages:
        for count, written in zip(counts, documents, strict=True):
            document = document_of(json.loads(written))
            for line in map(json.loads, islice(passages, count)):
                yield Line(
                    document,
                    line["lead"],
                    tuple(line["headings"]),
                    Span(*line["span"]),
                    tuple(Span(*unit) for unit in line["units"]),
                )


class Embedding:
    """Writes the vectors of shards; what the generation before has is copied."""

    def __init__(self, encoder: TextEncoder, earlier: Earlier | None, *, unit_type: str) -> None:
        self._encoder, self._earlier, self._unit_type = encoder, earlier, unit_type

    def missing(self, folder: Path) -> tuple[int, int]:
        """How many passages and units of a shard have to be embedded."""
        keys, unit_keys = _keys(folder, PASSAGE_KEYS), _keys(folder, UNIT_KEYS)
        return (
            int((self._passage_rows(keys) == MISSING).sum()),
            int((self._unit_rows(unit_keys) == MISSING).sum()),
        )

    def write(self, folder: Path, passages_told: Told, units_told: Told) -> None:
        """Vectors of passages and units, and tokens where the encoder has them."""
        dimension = self._encoder.dimension
        keys, unit_keys = _keys(folder, PASSAGE_KEYS), _keys(folder, UNIT_KEYS)
        start, unit = 0, 0
        following = lines(folder)
        with ExitStack() as files:
            vectors = files.enter_context(RowsWriter(folder / VECTORS, "<f4", dimension))
            units = files.enter_context(RowsWriter(folder / UNITS, self._unit_type, dimension))
            tokens = files.enter_context(TokenWriter(folder)) if self._encoder.has_tokens else None
            while part := list(islice(following, SLICE)):
                some = keys[start : start + len(part)]
                self._passages(part, some, vectors, tokens, passages_told)
                texts = [text for line in part for text in line.unit_texts()]
                units.add(self._units(texts, unit_keys[unit : unit + len(texts)], units_told))
                start, unit = start + len(part), unit + len(texts)

    def _passages(
        self,
        part: Sequence[Line],
        keys: Keys,
        vectors: RowsWriter,
        tokens: TokenWriter | None,
        told: Told,
    ) -> None:
        rows = self._passage_rows(keys)
        new = np.flatnonzero(rows == MISSING)
        texts = [part[at].text for at in new.tolist()]
        made_tokens: list[Tokens] = []
        steps = _Steps(told)
        if tokens:
            made, made_tokens = embed_tokens(texts, encoder=self._encoder, report=steps)
        else:
            made = embed(texts, encoder=self._encoder, report=steps)
        steps(len(new), len(new))
        vectors.add(self._merged(rows, new, made, lambda one: one.vectors_of))
        if tokens:
            following = iter(made_tokens)
            for row in rows.tolist():
                if self._earlier and row != MISSING:
                    tokens.add(Tokens(*self._earlier.tokens_of(row)))
                else:
                    tokens.add(next(following))

    def _units(self, texts: Sequence[str], keys: Keys, told: Told) -> Vectors:
        rows = self._unit_rows(keys)
        new = np.flatnonzero(rows == MISSING)
        steps = _Steps(told)
        made = embed([texts[at] for at in new.tolist()], encoder=self._encoder, report=steps)
        steps(len(new), len(new))
        return self._merged(rows, new, made, lambda one: one.unit_vectors_of)

    def _merged(
        self,
        rows: NDArray[np.int64],
        new: NDArray[np.int64],
        made: Vectors,
        taken: Callable[[Earlier], Callable[[NDArray[np.int64]], Vectors]],
    ) -> Vectors:
        merged = np.empty((len(rows), self._encoder.dimension), dtype="float32")
        merged[new] = made
        if self._earlier and len(new) < len(rows):
            merged[rows != MISSING] = taken(self._earlier)(rows[rows != MISSING])
        return merged

    def _passage_rows(self, keys: Keys) -> NDArray[np.int64]:
        if self._earlier is None:
            return np.full(len(keys), MISSING)
        return self._earlier.passages.find(keys)

    def _unit_rows(self, keys: Keys) -> NDArray[np.int64]:
        # a vector that was rounded is not that of a full build
        if self._earlier is None or self._earlier.made["unit_type"] < self._unit_type:
            return np.full(len(keys), MISSING)
        return self._earlier.units.find(keys)


class _Steps:
    """Tells what was done since it was told before."""

    def __init__(self, told: Told) -> None:
        self._told, self._done = told, 0

    def __call__(self, done: int, total: int) -> None:
        self._told(done - self._done)
        self._done = done


def finish(folder: Path) -> None:
    """Counts the words of a shard, and writes the sums of its files."""
    write_vocabulary(folder / WORDS, (line.text for line in lines(folder)))
    write_sums(folder, CHECKED)


def _keys(folder: Path, name: str) -> Keys:
    found: Keys = np.load(folder / name, mmap_mode="r")
    return found

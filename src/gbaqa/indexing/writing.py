"""Write one shard: cut its documents into passages, embed these, and count their words.

Whatever the generation before holds of an unchanged document or text is copied from there. Memory
is that of SLICE passages, however large the shard is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from gbaqa.documents.chunking import Chunk, chunk
from gbaqa.documents.enriching import enriched
from gbaqa.documents.reading import Read
from gbaqa.indexing.blocks import RowsWriter, write_sums
from gbaqa.indexing.earlier import Earlier, Kept
from gbaqa.indexing.embedding import embed, embed_tokens
from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.facets import carried, facets
from gbaqa.indexing.known import MISSING, keys_of
from gbaqa.indexing.layout import (
    CHECKED,
    DOCUMENT_STARTS,
    DOCUMENTS,
    FACETS,
    PASSAGE_KEYS,
    PASSAGE_STARTS,
    PASSAGES,
    UNIT_KEYS,
    UNITS,
    VECTORS,
    WORDS,
)
from gbaqa.indexing.postings import Fields
from gbaqa.indexing.sharding import Entry, Plan
from gbaqa.indexing.shards import Listed, document_of
from gbaqa.indexing.tokens import Tokens, TokenWriter
from gbaqa.indexing.vocabulary import write_vocabulary
from gbaqa.types import Document, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gbaqa.indexing.known import Keys
    from gbaqa.types import Vectors

SLICE = 2048  # passages that are embedded, and held, at once
Told = Callable[[int], None]  # how many more are done


@dataclass(frozen=True, slots=True)
class Cutting:
    """How documents become passages."""

    encoder: TextEncoder
    quotable: bool  # whether sentences are kept, which may answer
    earlier: Earlier | None  # with passages that were cut in the same way

    def chunks(self, read: Read) -> list[Chunk]:
        """In the order of passage_id: equal scores then come out in the one total order."""
        found = chunk(
            read.document,
            read.blocks,
            count_tokens=self.encoder.count_tokens,
            limit=self.encoder.limit,
        )
        return sorted(found, key=lambda one: one.passage.passage_id)

    def kept(self, entry: Entry) -> Kept | None:
        """The same document, as the generation before has it."""
        return self.earlier.document(entry.doc_id, entry.digest) if self.earlier else None


class _Cut:
    """The files that cutting fills: lines, where they begin, and keys."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = ExitStack()
        self._passages = self._files.enter_context((folder / PASSAGES).open("wb"))
        self._keys = self._files.enter_context(RowsWriter(folder / PASSAGE_KEYS, "<u8", 2))
        self._unit_keys = self._files.enter_context(RowsWriter(folder / UNIT_KEYS, "<u8", 2))
        self.starts: list[tuple[int, int]] = [(0, 0)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._files.__exit__(kind, error, at)
        if kind is None:
            np.save(self._folder / PASSAGE_STARTS, np.array(self.starts, dtype="int64"))

    def add(self, chunks: Sequence[Chunk], text: str, *, quotable: bool) -> None:
        """The passages of a document."""
        for one in chunks:
            units = one.units if quotable else ()
            self._line(_json(_record(one, units)), len(units))
            self._unit_keys.add(keys_of(unit.of(text) for unit in units))
        self._keys.add(keys_of(enriched(one.lead, one.passage.span.of(text)) for one in chunks))

    def copy(self, kept: Kept) -> None:
        """The passages of a document that has not changed."""
        shard, (start, end) = kept.shard, kept.passages()
        at = shard.passages_at[start : end + 1].tolist()
        for (begin, unit), (stop, next_unit) in pairwise(at):
            self._line(bytes(shard.files[PASSAGES].between(begin, stop)), next_unit - unit)
        self._keys.add(shard.rows(PASSAGE_KEYS).between(start, end))
        self._unit_keys.add(shard.rows(UNIT_KEYS).between(at[0][1], at[-1][1]))

    def _line(self, line: bytes, units: int) -> None:
        self._passages.write(line)
        begin, unit = self.starts[-1]
        self.starts.append((begin + len(line), unit + units))


def cut(folder: Path, plan: Plan, reads: Sequence[Read], how: Cutting, told: Told) -> Listed:
    """Writes the documents and passages of a shard, and the keys of what is to be embedded."""
    folder.mkdir(parents=True)
    documents: list[Document] = []
    starts, end = [(0, 0)], 0
    with _Cut(folder) as filled, (folder / DOCUMENTS).open("wb") as file:
        for entry in plan.entries:
            read = reads[entry.number]
            end += file.write(_json(_document_record(read, entry)))
            kept = how.kept(entry)
            if kept:
                filled.copy(kept)
            else:
                filled.add(how.chunks(read), read.document.text, quotable=how.quotable)
            starts.append((end, len(filled.starts) - 1))
            documents.append(_without_text(read.document))
            told(1)
    np.save(folder / DOCUMENT_STARTS, np.array(starts, dtype="int64"))
    record = {"ids": [one.doc_id for one in documents], **facets(documents)}
    (folder / FACETS).write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    return _listed(plan.key, documents, passages=len(filled.starts) - 1, units=filled.starts[-1][1])


def _listed(key: str, documents: Sequence[Document], *, passages: int, units: int) -> Listed:
    translations: dict[str, tuple[str, ...]] = {}
    for one in documents:
        if one.translation_of is not None:
            ids = translations.get(one.translation_of, ())
            translations[one.translation_of] = (*ids, one.doc_id)
    return Listed(
        key=key,
        documents=len(documents),
        passages=passages,
        units=units,
        first=documents[0].doc_id,
        languages=tuple(sorted({one.language for one in documents})),
        translations=translations,
    )


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
            made, made_tokens, _ = embed_tokens(
                texts, encoder=self._encoder, known={}, report=steps
            )
        else:
            made, _ = embed(texts, encoder=self._encoder, known={}, report=steps)
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
        made, _ = embed(
            [texts[at] for at in new.tolist()], encoder=self._encoder, known={}, report=steps
        )
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


def _document_record(read: Read, entry: Entry) -> dict[str, Any]:
    return {"path": read.path, "digest": entry.digest, "document": read.document.record()}


def _record(one: Chunk, units: Sequence[Span]) -> dict[str, Any]:
    passage = one.passage
    return {
        "passage_id": passage.passage_id,
        "span": [passage.span.start, passage.span.end],
        "headings": passage.headings,
        "language": passage.language,
        "lead": one.lead,
        "units": [[unit.start, unit.end] for unit in units],
    }


def _without_text(document: Document) -> Document:
    return replace(document, text="")


def _json(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False) + "\n").encode()

"""Cut the documents of one shard into passages, and write both with the keys of their texts.

What the generation before holds of an unchanged document is copied from there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from gbaqa.documents.chunking import Chunk, chunk
from gbaqa.documents.enriching import enriched
from gbaqa.documents.reading import Read
from gbaqa.indexing.blocks import RowsWriter
from gbaqa.indexing.earlier import Earlier, Kept
from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.facets import facets
from gbaqa.indexing.known import keys_of
from gbaqa.indexing.layout import (
    DOCUMENT_STARTS,
    DOCUMENTS,
    FACETS,
    PASSAGE_KEYS,
    PASSAGE_STARTS,
    PASSAGES,
    UNIT_KEYS,
)
from gbaqa.indexing.listing import Listed
from gbaqa.indexing.sharding import Entry, Plan
from gbaqa.types import Document, Span

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

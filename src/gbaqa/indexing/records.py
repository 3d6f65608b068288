"""The files of one generation: written whole, read whole.

documents.jsonl     one document a line, its text included
passages.jsonl      one passage a line: where it stands, its units, the keys of its vectors
passages.faiss      passage vectors, row for line
units.npy           unit vectors, in the order of the passages' units
postings/           BM25 over the passages, numbered as the lines are
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gbaqa.documents.chunking import Chunk
from gbaqa.documents.enriching import enriched
from gbaqa.indexing.embedding import key
from gbaqa.indexing.postings import write_postings
from gbaqa.indexing.vectors import VectorIndex, write_vectors
from gbaqa.types import Collection, Document, Passage, Span

if TYPE_CHECKING:
    from gbaqa.types import Vectors

DOCUMENTS = "documents.jsonl"
PASSAGES = "passages.jsonl"
VECTORS = "passages.faiss"
UNITS = "units.npy"
POSTINGS = "postings"


@dataclass(frozen=True, slots=True)
class Material:
    """Documents and their chunks, with the texts that are embedded for passages and units."""

    documents: tuple[Document, ...]
    chunks: tuple[Chunk, ...]

    def passage_texts(self) -> list[str]:
        """One enriched text a passage, in the order of the chunks."""
        return [enriched(chunk.lead, chunk.passage.span.of(text)) for chunk, text in self._pairs()]

    def unit_texts(self) -> list[str]:
        """The units of all passages as they stand, in order."""
        return [unit.of(text) for chunk, text in self._pairs() for unit in chunk.units]

    def _pairs(self) -> Iterator[tuple[Chunk, str]]:
        texts = {document.doc_id: document.text for document in self.documents}
        return ((chunk, texts[chunk.passage.doc_id]) for chunk in self.chunks)


def write_records(
    folder: Path, material: Material, *, vectors: Vectors, unit_vectors: Vectors
) -> None:
    """Writes every file of a generation but its manifest."""
    _write_lines(folder / DOCUMENTS, (asdict(document) for document in material.documents))
    passage_texts = material.passage_texts()
    unit_keys = iter(map(key, material.unit_texts()))
    _write_lines(
        folder / PASSAGES,
        (
            {
                "passage_id": chunk.passage.passage_id,
                "doc_id": chunk.passage.doc_id,
                "span": [chunk.passage.span.start, chunk.passage.span.end],
                "headings": chunk.passage.headings,
                "language": chunk.passage.language,
                "units": [[unit.start, unit.end] for unit in chunk.units],
                "key": key(text),
                "unit_keys": [next(unit_keys) for _ in chunk.units],
            }
            for chunk, text in zip(material.chunks, passage_texts, strict=True)
        ),
    )
    write_vectors(folder / VECTORS, vectors)
    np.save(folder / UNITS, unit_vectors)
    write_postings(folder / POSTINGS, passage_texts)


def read_collection(folder: Path) -> tuple[Collection, dict[str, tuple[Span, ...]]]:
    """Documents and passages by id, both in ascending order, and the units of each passage."""
    documents = {}
    for line in _lines(folder / DOCUMENTS):
        line["topics"], line["also"] = tuple(line["topics"]), tuple(line["also"])
        documents[line["doc_id"]] = Document(**line)
    passages, units = {}, {}
    for line in _lines(folder / PASSAGES):
        passage = Passage(
            passage_id=line["passage_id"],
            doc_id=line["doc_id"],
            span=Span(*line["span"]),
            headings=tuple(line["headings"]),
            language=line["language"],
        )
        passages[passage.passage_id] = passage
        units[passage.passage_id] = tuple(Span(*unit) for unit in line["units"])
    return Collection(documents, passages), units


def read_unit_vectors(folder: Path) -> Vectors:
    """Unit vectors, shape (units, dimension), mapped from the file."""
    vectors: Vectors = np.load(folder / UNITS, mmap_mode="r")
    return vectors


def read_known(folder: Path) -> tuple[dict[str, Vectors], dict[str, Vectors]]:
    """Vectors of a generation by the key of their text: of passages, and of units."""
    lines = list(_lines(folder / PASSAGES))
    passage_keys = [line["key"] for line in lines]
    unit_keys = [unit_key for line in lines for unit_key in line["unit_keys"]]
    return (
        dict(zip(passage_keys, VectorIndex(folder / VECTORS).all(), strict=True)),
        dict(zip(unit_keys, np.load(folder / UNITS), strict=True)),
    )


def _write_lines(path: Path, lines: Iterator[Mapping[str, Any]] | Sequence[Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)

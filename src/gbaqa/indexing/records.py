"""The files of one generation: written whole, read whole.

documents.jsonl     one document a line, its text included
passages.jsonl      one passage a line: where it stands, its units, the keys of its vectors
passages.faiss      passage vectors, row for line
units.npy           unit vectors, in the order of the passages' units
postings/           BM25 over the passages, numbered as the lines are
tokens.npy …        token vectors of the passages, where the encoder has them
vocabulary.tsv      the words of the passages as they are written
glossary.jsonl      the corpus's own names and words, one term a line
questions-….jsonl   what visitors are offered to ask (offering.py), where there is a bank
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gbaqa.documents.chunking import Chunk
from gbaqa.documents.enriching import enriched
from gbaqa.indexing.embedding import key
from gbaqa.indexing.offering import write_questions
from gbaqa.indexing.postings import Fields, write_postings
from gbaqa.indexing.tokens import ROWS, TokenIndex, Tokens, write_tokens
from gbaqa.indexing.vectors import VectorIndex, write_vectors
from gbaqa.indexing.vocabulary import write_vocabulary
from gbaqa.types import Collection, Document, Passage, Span, Suggestion, Term

if TYPE_CHECKING:
    from gbaqa.types import Vectors

DOCUMENTS = "documents.jsonl"
PASSAGES = "passages.jsonl"
VECTORS = "passages.faiss"
UNITS = "units.npy"
VOCABULARY = "vocabulary.tsv"
GLOSSARY = "glossary.jsonl"
POSTINGS = "postings"


@dataclass(frozen=True, slots=True)
class Material:
    """Documents and their chunks, with the texts that are embedded for passages and units."""

    documents: tuple[Document, ...]
    chunks: tuple[Chunk, ...]
    glossary: tuple[Term, ...] = ()
    questions: tuple[Suggestion, ...] = ()

    def passage_texts(self) -> list[str]:
        """One enriched text a passage, in the order of the chunks."""
        return [enriched(chunk.lead, chunk.passage.span.of(text)) for chunk, text in self._pairs()]

    def unit_texts(self) -> list[str]:
        """The units of all passages as they stand, in order."""
        return [unit.of(text) for chunk, text in self._pairs() for unit in chunk.units]

    def fields(self) -> Iterator[Fields]:
        """What is searched by words, of each passage."""
        titles = {document.doc_id: document.title for document in self.documents}
        for chunk, text in self._pairs():
            yield Fields(
                text=enriched(chunk.lead, chunk.passage.span.of(text)),
                title=" ".join((titles[chunk.passage.doc_id], *chunk.passage.headings)),
                language=chunk.passage.language,
            )

    def _pairs(self) -> Iterator[tuple[Chunk, str]]:
        texts = {document.doc_id: document.text for document in self.documents}
        return ((chunk, texts[chunk.passage.doc_id]) for chunk in self.chunks)


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors of passages and units, and tokens of passages where the encoder has them."""

    passages: Vectors
    units: Vectors
    tokens: Sequence[Tokens] | None


@dataclass(frozen=True, slots=True)
class Known:
    """What a generation holds, by the key of the text that it was made of."""

    passages: dict[str, Vectors] = field(default_factory=dict)
    units: dict[str, Vectors] = field(default_factory=dict)
    tokens: dict[str, Tokens] = field(default_factory=dict)


def write_records(folder: Path, material: Material, made: Embedded) -> None:
    """Writes every file of a generation but its manifest."""
    _write_lines(folder / DOCUMENTS, (document.record() for document in material.documents))
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
    write_vectors(folder / VECTORS, made.passages)
    np.save(folder / UNITS, made.units)
    if made.tokens is not None:
        write_tokens(folder, made.tokens)
    write_postings(folder / POSTINGS, material.fields())
    write_vocabulary(folder / VOCABULARY, passage_texts)
    _write_lines(folder / GLOSSARY, (asdict(term) for term in material.glossary))
    write_questions(folder, material.questions)


def read_collection(folder: Path) -> tuple[Collection, dict[str, tuple[Span, ...]]]:
    """Documents and passages by id, both in ascending order, and the units of each passage."""
    documents = {}
    for line in _lines(folder / DOCUMENTS):
        line["topics"], line["also"] = tuple(line["topics"]), tuple(line["also"])
        line["pages"] = tuple(line.get("pages", ()))
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


def read_glossary(folder: Path) -> tuple[Term, ...]:
    """The terms of the corpus's glossary."""
    return tuple(
        Term(**line | {"aliases": tuple(line["aliases"])}) for line in _lines(folder / GLOSSARY)
    )


def read_tokens(folder: Path) -> TokenIndex | None:
    """The token vectors; None where the encoder has none."""
    return TokenIndex(folder) if (folder / ROWS).exists() else None


def read_known(folder: Path) -> Known:
    """Everything embedded of a generation."""
    lines = list(_lines(folder / PASSAGES))
    passage_keys = [line["key"] for line in lines]
    unit_keys = [unit_key for line in lines for unit_key in line["unit_keys"]]
    tokens = read_tokens(folder)
    return Known(
        passages=dict(zip(passage_keys, VectorIndex(folder / VECTORS).all(), strict=True)),
        units=dict(zip(unit_keys, np.load(folder / UNITS), strict=True)),
        tokens={one: tokens.of(place) for place, one in enumerate(passage_keys)} if tokens else {},
    )


def _write_lines(path: Path, lines: Iterator[Mapping[str, Any]] | Sequence[Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)

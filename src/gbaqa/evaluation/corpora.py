"""Make documents of a dataset's own corpus.jsonl."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from gbaqa.documents.formats import plain
from gbaqa.documents.reading import Read
from gbaqa.errors import DatasetError
from gbaqa.evaluation.lines import Line, read_lines, unique
from gbaqa.text.scripts import language_of
from gbaqa.types import Document

NAME = "corpus.jsonl"
TOLD_BY = 300  # characters: enough to tell a language by, and quick over thousands of texts


@dataclass(frozen=True, slots=True)
class OwnCorpus:
    """Documents in the file's order; `skipped` has one line for each that holds no text."""

    reads: tuple[Read, ...]
    skipped: tuple[str, ...]
    ids: frozenset[str]  # of both


def read_own_corpus(folder: Path) -> OwnCorpus | None:
    """The dataset's documents, or None when it has no corpus.jsonl.

    A document without text is its title; without either it is skipped and named.
    Raises DatasetError with file and line for what cannot be read.
    """
    path = folder / NAME
    if not path.exists():
        return None
    lines = unique(read_lines(path, holds="lines with _id, title and text"), "_id")
    reads = {doc_id: _read(doc_id, line) for doc_id, line in lines.items()}
    blank = [doc_id for doc_id, read in reads.items() if not read.blocks]
    if len(blank) == len(reads):
        raise DatasetError(f"{path} holds no text, expected some in the field 'text'; add it")
    return OwnCorpus(
        reads=tuple(read for read in reads.values() if read.blocks),
        skipped=tuple(f"{NAME}:{lines[doc_id].number}: {doc_id!r} has no text" for doc_id in blank),
        ids=frozenset(reads),
    )


def _read(doc_id: str, line: Line) -> Read:
    title = line.text_or_blank("title", default="")
    text = line.text_or_blank("text")
    if not text.strip():
        text = title
    document = Document(
        doc_id=doc_id,
        title=title,
        text=text,
        language=language_of(text[:TOLD_BY]),
        # there is no file of its own to replay: the digest is that of the text in UTF-8
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    return Read(document, plain.parse(text, name=doc_id).blocks, f"{NAME}:{line.number}")

"""Open the generation in force, after checking that it is whole and of this encoder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.holding import Hold
from gbaqa.indexing.inforce import checked, reading
from gbaqa.indexing.manifest import REMEDY, Manifest, check_encoder
from gbaqa.indexing.offering import read_questions
from gbaqa.indexing.postings import Postings
from gbaqa.indexing.preparing import opened_encoder
from gbaqa.indexing.records import (
    POSTINGS,
    VECTORS,
    VOCABULARY,
    read_collection,
    read_glossary,
    read_tokens,
    read_unit_vectors,
)
from gbaqa.indexing.tokens import TokenIndex
from gbaqa.indexing.traits import traits_of
from gbaqa.indexing.vectors import VectorIndex
from gbaqa.indexing.vocabulary import Vocabulary, read_vocabulary
from gbaqa.keeping import folder_beside
from gbaqa.types import Collection, Span, Suggestion, Term

if TYPE_CHECKING:
    from gbaqa.types import Vectors


@dataclass(frozen=True, slots=True)
class Units:
    """The quotable sentences and list items of each passage, and their vectors."""

    spans: Mapping[str, tuple[Span, ...]]
    rows: Mapping[str, int]  # the row of a passage's first unit
    vectors: Vectors

    def of(self, passage_id: str) -> tuple[tuple[Span, ...], Vectors]:
        """A passage's units and their vectors, shape (units, dimension)."""
        spans, row = self.spans[passage_id], self.rows[passage_id]
        return spans, self.vectors[row : row + len(spans)]


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation of the index, open for reading, with the encoder that made it.

    No build removes its folder while the hold lasts: as long as anything refers to the record.
    """

    name: str
    manifest: Manifest
    collection: Collection
    units: Units
    vectors: VectorIndex
    postings: Postings
    tokens: TokenIndex | None
    vocabulary: Vocabulary
    glossary: tuple[Term, ...]
    questions: tuple[Suggestion, ...]
    encoder: TextEncoder
    hold: Hold | None = None


def open_generation(
    index: Path,
    *,
    encoder_name: str,
    dimension: int | None = None,
    load: Callable[[str], TextEncoder] | None = None,
    loaded: TextEncoder | None = None,
) -> Generation:
    """Raises IndexUnusable when the index is missing, broken or of another encoder.

    `load` stands in for loading the encoder in that `dimension`, and `loaded` is one that is used
    instead where it is the one that made the generation.
    """

    def read(folder: Path, held: Hold) -> tuple[Manifest, Callable[[TextEncoder], Generation]]:
        manifest = checked(folder, encoder_name=encoder_name, dimension=dimension)
        return manifest, _open_files(folder, manifest, held)

    # before the encoder is loaded: that takes seconds
    manifest, opened = reading(index, read)
    if loaded and (loaded.name, traits_of(loaded)) == (encoder_name, manifest.traits()):
        return opened(loaded)
    encoder = (load or partial(_opened_encoder, index, manifest, dimension))(encoder_name)
    check_encoder(manifest, traits_of(encoder))
    return opened(encoder)


def _opened_encoder(
    index: Path, manifest: Manifest, dimension: int | None, name: str
) -> TextEncoder:
    prepared = folder_beside(index)
    return opened_encoder(name, traits=manifest.traits(), prepared=prepared, dimension=dimension)


def _open_files(
    folder: Path, manifest: Manifest, held: Hold
) -> Callable[[TextEncoder], Generation]:
    """The generation but for its encoder."""
    try:
        collection, spans = read_collection(folder)
        return partial(
            Generation,
            manifest.generation(),
            manifest,
            collection,
            Units(spans, _first_rows(spans), read_unit_vectors(folder)),
            VectorIndex(folder / VECTORS),
            Postings(folder / POSTINGS),
            read_tokens(folder),
            read_vocabulary(folder / VOCABULARY),
            read_glossary(folder),
            read_questions(folder, manifest.files),
            hold=held,
        )
    except (OSError, EOFError, IndexError, ValueError, RuntimeError) as error:  # of numpy, of faiss
        reason = str(error).strip().partition("\n")[0]
        raise IndexUnusable(f"index {folder.name} cannot be read ({reason}); {REMEDY}") from error


def _first_rows(spans: Mapping[str, tuple[Span, ...]]) -> dict[str, int]:
    lengths = np.array([0, *map(len, spans.values())])
    return dict(zip(spans, np.cumsum(lengths)[:-1].tolist(), strict=True))

"""Open the generation in force, after checking that it is whole and of this encoder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.encoding import TextEncoder, load_encoder
from gbaqa.indexing.generations import current
from gbaqa.indexing.manifest import REMEDY, Manifest, check_files, read_manifest
from gbaqa.indexing.postings import Postings
from gbaqa.indexing.records import (
    POSTINGS,
    VECTORS,
    read_collection,
    read_unit_vectors,
)
from gbaqa.indexing.vectors import VectorIndex
from gbaqa.types import Collection, Span

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
    """One generation of the index, open for reading, with the encoder that made it."""

    name: str
    manifest: Manifest
    collection: Collection
    units: Units
    vectors: VectorIndex
    postings: Postings
    encoder: TextEncoder


def open_generation(
    index: Path, *, encoder_name: str, load: Callable[[str], TextEncoder] = load_encoder
) -> Generation:
    """Raises IndexUnusable when the index is missing, broken or of another encoder."""
    folder = current(index)
    manifest = read_manifest(folder)
    if manifest.encoder != encoder_name:
        raise IndexUnusable(
            f"the index was built with encoder {manifest.encoder!r}, "
            f"the setting is {encoder_name!r}; {REMEDY}"
        )
    check_files(folder, manifest)
    collection, spans = read_collection(folder)
    vectors = VectorIndex(folder / VECTORS)
    encoder = load(encoder_name)
    if (encoder.dimension, encoder.weights_sha256) != (vectors.dimension, manifest.weights_sha256):
        raise IndexUnusable(
            f"the index holds {vectors.dimension} dimensions of weights "
            f"{manifest.weights_sha256[:12]}, the encoder gives {encoder.dimension} of "
            f"{encoder.weights_sha256[:12]}; {REMEDY}"
        )
    return Generation(
        name=folder.name,
        manifest=manifest,
        collection=collection,
        units=Units(spans, _first_rows(spans), read_unit_vectors(folder)),
        vectors=vectors,
        postings=Postings(folder / POSTINGS),
        encoder=encoder,
    )


def _first_rows(spans: Mapping[str, tuple[Span, ...]]) -> dict[str, int]:
    lengths = np.array([0, *map(len, spans.values())])
    return dict(zip(spans, np.cumsum(lengths)[:-1].tolist(), strict=True))

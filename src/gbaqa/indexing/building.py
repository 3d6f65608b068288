"""Build a generation from documents, embedding only what was not embedded before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gbaqa.documents.chunking import Chunk, chunk
from gbaqa.documents.reading import Read
from gbaqa.errors import IndexUnusable
from gbaqa.indexing.embedding import embed, key
from gbaqa.indexing.encoding import (
    DEFAULT_ENCODER,
    TextEncoder,
    default_traits,
    load_encoder,
    traits_of,
)
from gbaqa.indexing.generations import building, current, publish, searchable
from gbaqa.indexing.manifest import FORMAT_VERSION, Manifest, digests
from gbaqa.indexing.records import Material, read_known, write_records
from gbaqa.types import Report

if TYPE_CHECKING:
    from gbaqa.types import Vectors


def no_report(step: str, done: int, total: int) -> None:
    """Reports to nobody."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a build did: passages embedded anew, reused from before, gone since."""

    documents: int
    passages: int
    embedded: int
    reused: int
    removed: int
    skipped: tuple[str, ...]
    generation: str


def build(
    reads: Sequence[Read],
    *,
    index: Path,
    encoder_name: str,
    dimension: int | None = None,
    skipped: Sequence[str] = (),
    quotable: bool = True,
    report: Report = no_report,
    load: Callable[[str], TextEncoder] | None = None,
) -> Counts:
    """Publishes a generation for these documents and tells what it took.

    Without `quotable` no sentences are embedded: the index can be searched in half the
    time to build, and every question asked of it is "not found".
    `load` stands in for loading the encoder in that `dimension`, by default its own.
    An unchanged corpus publishes nothing, and does not load the default encoder. Raises
    IndexUnusable when another build is at work, EncoderUnusable when the encoder is,
    SettingError when it has fewer dimensions.
    """
    load = load or partial(load_encoder, dimension=dimension)
    with building(index):
        # the default alone is known without loading it
        encoder = None if encoder_name == DEFAULT_ENCODER else _loaded(encoder_name, load, report)
        traits = traits_of(encoder) if encoder else default_traits(dimension)
        before = _in_force(index, encoder_name)
        digest = corpus_digest(reads, quotable=quotable)
        if before and (before.corpus_digest, before.traits()) == (digest, traits):
            counts = Counts(
                documents=before.documents,
                passages=before.passages,
                embedded=0,
                reused=before.passages,
                removed=0,
                skipped=(),
                generation=before.generation(),
            )
        else:
            encoder = encoder or _loaded(encoder_name, load, report)
            counts = _publish(
                reads, digest, index, before, encoder, quotable=quotable, report=report
            )
    return replace(counts, skipped=tuple(skipped))


def corpus_digest(reads: Sequence[Read], *, quotable: bool = True) -> str:
    """One digest over every document's text and metadata, where it came from, and what for."""
    digest = hashlib.sha256(b"" if quotable else b"searched only")
    for read in reads:
        record = json.dumps([read.path, asdict(read.document)], sort_keys=True)
        digest.update(record.encode() + b"\n")
    return digest.hexdigest()


def _in_force(index: Path, encoder_name: str) -> Manifest | None:
    """The manifest in force when its generation is whole and of this version and encoder."""
    try:
        return searchable(index, encoder_name=encoder_name)[1]
    except IndexUnusable:
        return None


def _loaded(encoder_name: str, load: Callable[[str], TextEncoder], report: Report) -> TextEncoder:
    report("loading the encoder", 0, 1)
    encoder = load(encoder_name)
    report("loading the encoder", 1, 1)
    return encoder


def _publish(
    reads: Sequence[Read],
    digest: str,
    index: Path,
    before: Manifest | None,
    encoder: TextEncoder,
    *,
    quotable: bool,
    report: Report,
) -> Counts:
    material = _chunked(reads, encoder, quotable=quotable, report=report)
    known: tuple[dict[str, Vectors], dict[str, Vectors]] = ({}, {})
    if before and before.traits() == traits_of(encoder):
        known = read_known(current(index))
    passage_texts, unit_texts = material.passage_texts(), material.unit_texts()
    vectors, embedded = embed(
        passage_texts,
        encoder=encoder,
        known=known[0],
        report=lambda done, total: report("embedding passages", done, total),
    )
    unit_vectors, _ = embed(
        unit_texts,
        encoder=encoder,
        known=known[1],
        report=lambda done, total: report("embedding sentences", done, total),
    )

    manifest = Manifest(
        format_version=FORMAT_VERSION,
        encoder=encoder.name,
        **asdict(traits_of(encoder)),
        documents=len(reads),
        passages=len(passage_texts),
        units=len(unit_texts),
        corpus_digest=digest,
        sources={read.path: read.document.sha256 for read in reads},
        files={},
    )

    def write(folder: Path) -> None:
        write_records(folder, material, vectors=vectors, unit_vectors=unit_vectors)
        replace(manifest, files=digests(folder)).write(folder)

    report("writing the index", 0, 1)
    publish(index, manifest.generation(), write)
    report("writing the index", 1, 1)
    return Counts(
        documents=len(reads),
        passages=len(passage_texts),
        embedded=embedded,
        reused=len(passage_texts) - embedded,
        removed=len(known[0].keys() - set(map(key, passage_texts))),
        skipped=(),
        generation=manifest.generation(),
    )


def _chunked(
    reads: Sequence[Read], encoder: TextEncoder, *, quotable: bool, report: Report
) -> Material:
    chunks: list[Chunk] = []
    for done, read in enumerate(reads, start=1):
        chunks += chunk(
            read.document, read.blocks, count_tokens=encoder.count_tokens, limit=encoder.limit
        )
        report("cutting into passages", done, len(reads))
    if not quotable:
        chunks = [replace(chunk, units=()) for chunk in chunks]
    # in the order of passage_id: equal scores then come out in the one total order
    chunks.sort(key=lambda chunk: chunk.passage.passage_id)
    return Material(tuple(read.document for read in reads), tuple(chunks))

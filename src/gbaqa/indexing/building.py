"""Build a generation from documents, embedding only what was not embedded before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from gbaqa.documents.chunking import Chunk, chunk
from gbaqa.documents.reading import Read
from gbaqa.errors import IndexUnusable
from gbaqa.indexing.embedding import embed, embed_tokens, key
from gbaqa.indexing.encoding import (
    DEFAULT_ENCODER,
    TextEncoder,
)
from gbaqa.indexing.generations import building, current, publish, searchable
from gbaqa.indexing.manifest import FORMAT_VERSION, Manifest, digests
from gbaqa.indexing.offering import renew_questions
from gbaqa.indexing.preparing import is_prepared, prepared_encoder
from gbaqa.indexing.records import Embedded, Known, Material, read_known, write_records
from gbaqa.indexing.tokens import Tokens
from gbaqa.indexing.traits import default_traits, traits_of
from gbaqa.keeping import folder_beside
from gbaqa.types import Report, Suggestion, Term


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
    glossary: Sequence[Term] = (),
    questions: Sequence[Suggestion] = (),
    skipped: Sequence[str] = (),
    quotable: bool = True,
    report: Report = no_report,
    load: Callable[[str], TextEncoder] | None = None,
) -> Counts:
    """Publishes a generation for these documents and tells what it took.

    Without `quotable` no sentences are embedded: the index can be searched in half the
    time to build, and every question asked of it is "not found".
    `glossary` is what questions of other languages are read with, `questions` what visitors are
    offered. `load` stands in for loading the encoder in that `dimension`, by default its own.
    An unchanged corpus publishes nothing, and does not load the default encoder; `questions` that
    alone have changed are renewed in the generation in force. Raises
    IndexUnusable when another build is at work, EncoderUnusable when the encoder is,
    SettingError when it has fewer dimensions.
    """
    prepared = folder_beside(index)
    load = load or partial(prepared_encoder, prepared=prepared, dimension=dimension)
    with building(index):
        # the default alone is known without loading it
        encoder = None if encoder_name == DEFAULT_ENCODER else _loaded(encoder_name, load, report)
        traits = traits_of(encoder) if encoder else default_traits(dimension)
        before = _in_force(index, encoder_name)
        digest = corpus_digest(reads, glossary, quotable=quotable)
        if before and (before.corpus_digest, before.traits()) == (digest, traits):
            renew_questions(current(index), before, questions)
            if encoder is None and not is_prepared(prepared, traits):
                _loaded(encoder_name, load, report)
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
            material = _material(reads, glossary, encoder, quotable=quotable, report=report)
            material = replace(material, questions=tuple(questions))
            counts = _publish(
                material, _sources(reads), digest, index, before, encoder, report=report
            )
    return replace(counts, skipped=tuple(skipped))


def corpus_digest(
    reads: Sequence[Read], glossary: Sequence[Term] = (), *, quotable: bool = True
) -> str:
    """One digest over documents, their metadata and where they came from, glossary, and purpose.

    Questions that visitors are offered are left out: they change no answer.
    """
    digest = hashlib.sha256(b"" if quotable else b"searched only")
    for read in reads:
        record = json.dumps([read.path, read.document.record()], sort_keys=True)
        digest.update(record.encode() + b"\n")
    for term in glossary:
        digest.update(json.dumps(asdict(term), sort_keys=True).encode() + b"\n")
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


def _sources(reads: Sequence[Read]) -> dict[str, str]:
    return {read.path: read.document.sha256 for read in reads}


def _publish(
    material: Material,
    sources: dict[str, str],
    digest: str,
    index: Path,
    before: Manifest | None,
    encoder: TextEncoder,
    *,
    report: Report,
) -> Counts:
    known = Known()
    if before and before.traits() == traits_of(encoder):
        known = read_known(current(index))
    texts = material.passage_texts()
    made, embedded = _embedded(material, encoder, known, report)
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        encoder=encoder.name,
        **asdict(traits_of(encoder)),
        documents=len(material.documents),
        passages=len(texts),
        units=len(made.units),
        corpus_digest=digest,
        sources=sources,
        files={},
    )

    def write(folder: Path) -> None:
        write_records(folder, material, made)
        replace(manifest, files=digests(folder)).write(folder)

    report("writing the index", 0, 1)
    publish(index, manifest.generation(), write)
    report("writing the index", 1, 1)
    return Counts(
        documents=len(material.documents),
        passages=len(texts),
        embedded=embedded,
        reused=len(texts) - embedded,
        removed=len(known.passages.keys() - set(map(key, texts))),
        skipped=(),
        generation=manifest.generation(),
    )


def _embedded(
    material: Material, encoder: TextEncoder, known: Known, report: Report
) -> tuple[Embedded, int]:
    """Everything that is embedded, and how many passages had to be."""

    def passages(done: int, total: int) -> None:
        report("embedding passages", done, total)

    texts = material.passage_texts()
    tokens: list[Tokens] | None = None
    if encoder.has_tokens:
        both = {one: (known.passages[one], known.tokens[one]) for one in known.tokens}
        vectors, tokens, embedded = embed_tokens(
            texts, encoder=encoder, known=both, report=passages
        )
    else:
        vectors, embedded = embed(texts, encoder=encoder, known=known.passages, report=passages)
    units, _ = embed(
        material.unit_texts(),
        encoder=encoder,
        known=known.units,
        report=lambda done, total: report("embedding sentences", done, total),
    )
    return Embedded(vectors, units, tokens), embedded


def _material(
    reads: Sequence[Read],
    glossary: Sequence[Term],
    encoder: TextEncoder,
    *,
    quotable: bool,
    report: Report,
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
    return Material(tuple(read.document for read in reads), tuple(chunks), tuple(glossary))

"""Build a generation from documents, embedding only what was not embedded before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from gbaqa.documents.reading import Read
from gbaqa.errors import IndexUnusable
from gbaqa.indexing.earlier import Earlier
from gbaqa.indexing.encoding import (
    DEFAULT_ENCODER,
    TextEncoder,
)
from gbaqa.indexing.generations import building, current, publish
from gbaqa.indexing.manifest import FORMAT_VERSION, Manifest, digests, read_manifest
from gbaqa.indexing.numbering import order_of
from gbaqa.indexing.offering import renew_questions
from gbaqa.indexing.preparing import is_prepared, prepared_encoder
from gbaqa.indexing.records import Material, Writer, Written
from gbaqa.indexing.sharding import Entry, entry, planned
from gbaqa.indexing.traits import Traits, default_traits, traits_of
from gbaqa.keeping import folder_beside
from gbaqa.types import Report, Suggestion, Term

# Vectors of sentences are rounded to halves from so much text on: they are most of what is on the
# disk but for tokens, and cosines then differ by some 1e-4.
ROUNDED_FROM = 1 << 27  # bytes of text, about 140,000 passages
UNIT_TYPE, ROUNDED_UNIT_TYPE = "<f4", "<f2"


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
        before = _earlier(index, encoder_name, traits)
        entries = _entries(reads)
        digest = _digest(entries, glossary, quotable=quotable)
        if before and before.whole and before.manifest.corpus_digest == digest:
            renew_questions(before.folder, before.manifest, questions)
            if encoder is None and not is_prepared(prepared, traits):
                _loaded(encoder_name, load, report)
            counts = _unchanged(before.manifest)
        else:
            encoder = encoder or _loaded(encoder_name, load, report)
            material = _material(reads, entries, traits, quotable=quotable)
            material = replace(material, glossary=tuple(glossary), questions=tuple(questions))
            counts = _publish(material, digest, index, before, encoder, report=report)
    return replace(counts, skipped=tuple(skipped))


def corpus_digest(
    reads: Sequence[Read], glossary: Sequence[Term] = (), *, quotable: bool = True
) -> str:
    """One digest over documents, their metadata and where they came from, glossary, and purpose.

    Questions that visitors are offered are left out: they change no answer.
    """
    return _digest(_entries(reads), glossary, quotable=quotable)


def _digest(entries: Sequence[Entry], glossary: Sequence[Term], *, quotable: bool) -> str:
    digest = hashlib.sha256(b"" if quotable else b"searched only")
    for one in entries:
        digest.update(one.digest.encode() + b"\n")
    for term in glossary:
        digest.update(json.dumps(asdict(term), sort_keys=True).encode() + b"\n")
    return digest.hexdigest()


def _entries(reads: Sequence[Read]) -> list[Entry]:
    """In the order of their passages' ids."""
    found = [entry(number, read) for number, read in enumerate(reads)]
    return sorted(found, key=lambda one: order_of(one.doc_id))


def _earlier(index: Path, encoder_name: str, traits: Traits) -> Earlier | None:
    """What is whole of the generation in force, when it is of this version and encoder."""
    try:
        folder = current(index)
        manifest = read_manifest(folder)
    except IndexUnusable:
        return None
    if (manifest.encoder, manifest.traits()) != (encoder_name, traits):
        return None
    return Earlier(folder, manifest)


def _unchanged(before: Manifest) -> Counts:
    return Counts(
        documents=before.documents,
        passages=before.passages,
        embedded=0,
        reused=before.passages,
        removed=0,
        skipped=(),
        generation=before.generation(),
    )


def _loaded(encoder_name: str, load: Callable[[str], TextEncoder], report: Report) -> TextEncoder:
    report("loading the encoder", 0, 1)
    encoder = load(encoder_name)
    report("loading the encoder", 1, 1)
    return encoder


def _publish(
    material: Material,
    digest: str,
    index: Path,
    before: Earlier | None,
    encoder: TextEncoder,
    *,
    report: Report,
) -> Counts:
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        encoder=encoder.name,
        **asdict(traits_of(encoder)),
        documents=0,
        passages=0,
        units=0,
        corpus_digest=digest,
        files={},
        encoded_by=before.manifest.encoded_by if before else {},
    )
    written: list[Written] = []

    def write(folder: Path) -> None:
        found = Writer(folder, material, encoder, before, report).write()
        written.append(found)
        replace(
            manifest,
            documents=sum(one.documents for one in found.shards),
            passages=sum(one.passages for one in found.shards),
            units=sum(one.units for one in found.shards),
            files=digests(folder, known=found.linked),
            encoded_by=found.effort.record() if found.effort else manifest.encoded_by,
        ).write(folder)

    publish(index, manifest.generation(), write)
    (found,) = written
    passages = sum(one.passages for one in found.shards)
    return Counts(
        documents=len(material.reads),
        passages=passages,
        embedded=found.embedded,
        reused=passages - found.embedded,
        removed=found.removed,
        skipped=(),
        generation=manifest.generation(),
    )


def _material(
    reads: Sequence[Read], entries: Sequence[Entry], traits: Traits, *, quotable: bool
) -> Material:
    total = sum(one.size for one in entries)
    made = {
        "quotable": quotable,
        "unit_type": UNIT_TYPE if total <= ROUNDED_FROM else ROUNDED_UNIT_TYPE,
    }
    of = [FORMAT_VERSION, asdict(traits), made]
    return Material(reads, tuple(planned(entries, of)), made)

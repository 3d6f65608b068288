"""Open the generation in force, after checking that it is whole and of this encoder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.glossary import read_glossary
from gbaqa.indexing.holding import Hold
from gbaqa.indexing.inforce import checked, reading
from gbaqa.indexing.layout import NEAR, POSTINGS, TOKEN_FREQUENCIES, VOCABULARY
from gbaqa.indexing.manifest import REMEDY, Manifest, check_encoder
from gbaqa.indexing.numbering import Store
from gbaqa.indexing.offering import read_questions
from gbaqa.indexing.postings import Postings
from gbaqa.indexing.preparing import opened_encoder
from gbaqa.indexing.storing import StoredCollection, stored
from gbaqa.indexing.storing import Units as Units
from gbaqa.indexing.tokens import TokenIndex
from gbaqa.indexing.traits import traits_of
from gbaqa.indexing.vectors import VectorIndex
from gbaqa.indexing.vocabulary import Vocabulary, read_vocabulary
from gbaqa.keeping import folder_beside
from gbaqa.types import Suggestion, Term


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation of the index, open for reading, with the encoder that made it.

    No build removes its folder while the hold lasts: as long as anything refers to the record.
    """

    name: str
    manifest: Manifest
    collection: StoredCollection
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
        store = Store(folder)
        collection, units = stored(store)
        return partial(
            Generation,
            manifest.generation(),
            manifest,
            collection,
            units,
            VectorIndex([one.vectors for one in store.shards], folder / NEAR),
            Postings(folder / POSTINGS),
            _tokens(folder, store),
            read_vocabulary(folder / VOCABULARY),
            read_glossary(folder),
            read_questions(folder, manifest.files),
            hold=held,
        )
    except (OSError, EOFError, IndexError, ValueError, RuntimeError) as error:  # of numpy, of faiss
        reason = str(error).strip().partition("\n")[0]
        raise IndexUnusable(f"index {folder.name} cannot be read ({reason}); {REMEDY}") from error


def _tokens(folder: Path, store: Store) -> TokenIndex | None:
    """The token vectors; None where the encoder has none."""
    tokens = [one.tokens for one in store.shards if one.tokens]
    if not tokens:
        return None
    if len(tokens) < len(store.shards):
        raise ValueError("some shards have token vectors and others have none")
    return TokenIndex(tokens, np.load(folder / TOKEN_FREQUENCIES))

"""BM25 over the same passages: the one door to tantivy."""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from collections.abc import Collection, Iterable
from pathlib import Path

import tantivy

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.manifest import REMEDY
from gbaqa.text.terms import terms

# The terms are made by gbaqa.text.terms, so tantivy only has to split them at spaces again.
ANALYZER = "terms"
HEAP_BYTES = 128_000_000  # a text beyond it begins another segment


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name=ANALYZER, index_option="freq")
    builder.add_unsigned_field("position", fast=True)
    return builder.build()


def _registered(index: tantivy.Index) -> tantivy.Index:
    splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(ANALYZER, splitter)
    return index


def write_postings(folder: Path, texts: Iterable[str]) -> None:
    """An index of the texts, numbered from 0.

    Texts beyond HEAP_BYTES make further segments, in no certain order, which tantivy-py
    cannot merge. Scores do not tell: their statistics are over all segments.
    """
    folder.mkdir()
    index = _registered(tantivy.Index(_schema(), path=str(folder)))
    writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
    for position, text in enumerate(texts):
        document = tantivy.Document()
        document.add_text("text", " ".join(terms(text)))
        document.add_unsigned("position", position)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _writable(folder: Path) -> bool:
    return all(os.access(path, os.W_OK) for path in (folder, *folder.glob("*.lock")))


class Postings:
    """Loaded postings; positions are those of the texts that were written.

    tantivy writes a lock to read: postings that cannot be written are opened in a copy,
    which goes with this object. Raises IndexUnusable when they cannot be opened.
    """

    def __init__(self, folder: Path) -> None:
        self._schema = _schema()
        try:
            opened = folder if _writable(folder) else self._copied(folder)
            self._searcher = _registered(tantivy.Index.open(str(opened))).searcher()
        except (OSError, ValueError) as error:
            reason = str(error).strip().partition("\n")[0]
            raise IndexUnusable(
                f"index {folder.parent.name}: postings cannot be opened ({reason}); {REMEDY}"
            ) from error

    def _copied(self, folder: Path) -> Path:
        copy = tempfile.TemporaryDirectory(prefix="gbaqa-", ignore_cleanup_errors=True)
        weakref.finalize(self, copy.cleanup)
        for path in folder.iterdir():
            shutil.copyfile(path, Path(copy.name) / path.name)  # without its read-only mode
        return Path(copy.name)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def frequency(self, term: str) -> int:
        """The number of texts that hold the term."""
        return int(self._searcher.doc_freq("text", term))

    def search(
        self, text: str, *, cutoff: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Positions and BM25 scores of the texts that share a term with `text`, best first."""
        wanted = sorted(set(terms(text)))
        if not wanted or not len(self):
            return []
        query = tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.term_query(self._schema, "text", term, index_option="freq"),
                )
                for term in wanted
            ]
        )
        # tantivy orders ties by segment, so that a cut among several may lose the first position
        cuttable = allowed is None and self._searcher.num_segments == 1
        # never more than there are: tantivy sets memory aside for as many as it is asked for
        limit = min(cutoff, len(self)) if cuttable else len(self)
        hits = self._searcher.search(query, limit=limit, count=False).hits
        positions = self._searcher.fast_field_values("position", [address for _, address in hits])
        found = [
            (int(position or 0), float(score))
            for position, (score, _) in zip(positions, hits, strict=True)
            if allowed is None or position in allowed
        ]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:cutoff]

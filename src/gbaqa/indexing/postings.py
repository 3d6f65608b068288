"""BM25 over the same passages: the one door to tantivy."""

from __future__ import annotations

import math
import os
import shutil
import tempfile
import weakref
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.manifest import REMEDY
from gbaqa.text.alternatives import characters, groups, indexed_terms
from gbaqa.text.scripts import IDEOGRAPH
from gbaqa.types import Group, Language

# The terms are made by gbaqa.text, so tantivy only has to split them at spaces again.
ANALYZER = "terms"
TEXT, TITLE = "text", "title"  # all of a passage with what leads up to it; the latter alone
CHARACTERS = "characters"  # each ideograph of the text by itself; terms are pairs of them
K1 = 1.2  # of tantivy's BM25, as b is 0.75
TITLE_WEIGHT = 0.1  # chosen as docs/DESIGN.md tells, "Tuned on"
HEAP_BYTES = 128_000_000  # a text beyond it begins another segment


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in (TEXT, TITLE, CHARACTERS):
        builder.add_text_field(field, tokenizer_name=ANALYZER, index_option="freq")
    builder.add_unsigned_field("position", fast=True)
    return builder.build()


def _registered(index: tantivy.Index) -> tantivy.Index:
    splitter = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(ANALYZER, splitter)
    return index


@dataclass(frozen=True, slots=True)
class Fields:
    """A passage as it is searched by words: `text` includes `title`, its title and headings."""

    text: str
    title: str = ""
    language: Language = "en"


def write_postings(folder: Path, passages: Iterable[Fields]) -> None:
    """An index of the passages, numbered from 0.

    Texts beyond HEAP_BYTES make further segments, in no certain order, which tantivy-py
    cannot merge. Scores do not tell: their statistics are over all segments.
    """
    folder.mkdir()
    index = _registered(tantivy.Index(_schema(), path=str(folder)))
    writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
    for position, passage in enumerate(passages):
        document = tantivy.Document()
        for field, text in ((TEXT, passage.text), (TITLE, passage.title)):
            document.add_text(field, " ".join(indexed_terms(text, passage.language)))
        document.add_text(CHARACTERS, " ".join(characters(passage.text)))
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
        return int(self._searcher.doc_freq(TEXT, term))

    def groups(self, text: str, language: Language = "en") -> list[Group]:
        """What to look for in place of each word of a question."""
        return groups(text, language, known=lambda term: self.frequency(term) > 0)

    def search(
        self, wanted: Sequence[Group], *, cutoff: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Positions and scores of the passages that hold something wanted, best first.

        The score is BM25 of the text and, by TITLE_WEIGHT, of the title, summed over the
        groups, each of which counts as its best alternative does.
        """
        if not wanted or not len(self):
            return []
        query = _any([self._group(group) for group in wanted])
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

    def attainable(self, wanted: Sequence[Group]) -> float:
        """What BM25 of the text gives, at most, to a passage that holds all that is wanted.

        A term scores idf * (k1 + 1) where it fills the passage. A word that no passage holds
        counts as the rarest: the share that is attained tells how much of a question is met.
        Lone ideographs count only where there is nothing else: they are in the pairs, too.
        """
        pairs = [group for group in wanted if not _is_character(group[0].terms)]
        return sum(
            max(one.weight * sum(map(self._most, one.terms)) for one in group)
            for group in pairs or wanted
        )

    def _most(self, term: str) -> float:
        count = self._searcher.doc_freq(CHARACTERS if _is_character((term,)) else TEXT, term)
        return (K1 + 1) * math.log(1 + (len(self) - count + 0.5) / (count + 0.5))

    def _group(self, group: Group) -> tantivy.Query:
        alternatives = [
            tantivy.Query.boost_query(_any([self._term(term) for term in one.terms]), one.weight)
            for one in group
        ]
        if len(alternatives) == 1:
            return alternatives[0]
        return tantivy.Query.disjunction_max_query(alternatives)

    def _term(self, term: str) -> tantivy.Query:
        if _is_character((term,)):
            return tantivy.Query.term_query(self._schema, CHARACTERS, term, index_option="freq")
        text, title = (
            tantivy.Query.term_query(self._schema, field, term, index_option="freq")
            for field in (TEXT, TITLE)
        )
        return _any([text, tantivy.Query.boost_query(title, TITLE_WEIGHT)])


def _is_character(terms: Sequence[str]) -> bool:
    return len(terms) == 1 and IDEOGRAPH.fullmatch(terms[0]) is not None


def _any(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])

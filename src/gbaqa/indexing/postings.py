"""BM25 over the same passages: the one door to tantivy."""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
import tempfile
import uuid
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import tantivy

from gbaqa.errors import IndexUnusable
from gbaqa.indexing.facets import Admitted
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
FACETS = "facets"  # what filters ask about
SHARD = "shard"  # the number of the segment, by which its place is checked
HEAP_BYTES = 128_000_000  # what lies beyond it would begin another segment
SEGMENT_BYTES = 24_000_000  # of text: those of one segment fit the heap
ID_LENGTH = 32  # hexadecimal digits of a segment's id
META, LOCKS = "meta.json", (".tantivy-meta.lock", ".tantivy-writer.lock")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in (TEXT, TITLE, CHARACTERS):
        builder.add_text_field(field, tokenizer_name=ANALYZER, index_option="freq")
    builder.add_text_field(FACETS, tokenizer_name=ANALYZER, index_option="basic")
    builder.add_unsigned_field(SHARD, fast=True)
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
    facets: tuple[str, ...] = ()


def write_segments(
    folder: Path, key: str, passages: Iterable[Fields]
) -> tuple[tuple[str, int], ...]:
    """Adds the segments of a shard to a folder; their ids, and how many passages each has.

    Segments never change, and hold nothing of each other: `join_segments` makes any of them one
    index. The same passages make the same bytes.
    """
    segments = []
    for number, part in enumerate(_parts(passages)):
        segment = f"{key}{number:0{ID_LENGTH - len(key)}x}"
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as scratch:
            _write_segment(Path(scratch), part, mark=_mark(segment))
            _take_segment(Path(scratch), folder, segment)
        segments.append((segment, len(part)))
    return tuple(segments)


def _parts(passages: Iterable[Fields]) -> Iterator[list[Fields]]:
    """Runs of passages whose texts together fit a segment."""
    part: list[Fields] = []
    size = 0
    for passage in passages:
        if part and size + len(passage.text) > SEGMENT_BYTES:
            yield part
            part, size = [], 0
        part.append(passage)
        size += len(passage.text)
    if part:
        yield part


def _write_segment(folder: Path, passages: Iterable[Fields], *, mark: int) -> None:
    index = _registered(tantivy.Index(_schema(), path=str(folder)))
    writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
    for passage in passages:
        document = tantivy.Document()
        for field, text in ((TEXT, passage.text), (TITLE, passage.title)):
            document.add_text(field, " ".join(indexed_terms(text, passage.language)))
        document.add_text(CHARACTERS, " ".join(characters(passage.text)))
        document.add_text(FACETS, " ".join(passage.facets))
        document.add_unsigned(SHARD, mark)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _take_segment(scratch: Path, folder: Path, segment: str) -> None:
    """Moves the one segment of an index, under its new name."""
    (written,) = json.loads((scratch / META).read_text(encoding="utf-8"))["segments"]
    name = written["segment_id"].replace("-", "")
    for path in sorted(scratch.glob(name + ".*")):
        path.rename(folder / f"{segment}{path.suffix}")


def join_segments(folder: Path, segments: Sequence[tuple[str, int]]) -> None:
    """Makes one index of the segments in a folder: the passages of each follow the one before's.

    What tantivy writes of an index is a list of its segments. Statistics are over all of them,
    none holds a deleted passage: scores are those of an index that was written at once.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as scratch:
        tantivy.Index(_schema(), path=scratch)
        record: dict[str, Any] = json.loads((Path(scratch) / META).read_text(encoding="utf-8"))
    record["segments"] = [
        {"segment_id": str(uuid.UUID(segment)), "max_doc": count, "deletes": None}
        for segment, count in segments
    ]
    (folder / META).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    for name in LOCKS:  # tantivy locks to read
        (folder / name).touch()


def write_postings(folder: Path, passages: Iterable[Fields]) -> None:
    """An index of the passages, numbered from 0."""
    folder.mkdir()
    join_segments(folder, write_segments(folder, "0" * 24, passages))


def _mark(segment: str) -> int:
    """A number by which a segment is known."""
    return int(hashlib.sha256(segment.encode()).hexdigest()[:15], 16)


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
            self._starts = self._placed(json.loads((opened / META).read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            reason = str(error).strip().partition("\n")[0]
            raise IndexUnusable(
                f"index {folder.parent.name}: postings cannot be opened ({reason}); {REMEDY}"
            ) from error

    def _copied(self, folder: Path) -> Path:
        copy = tempfile.TemporaryDirectory(prefix="gbaqa-", ignore_cleanup_errors=True)
        weakref.finalize(self, copy.cleanup)
        for path in folder.iterdir():
            if path.name == META or path.name in LOCKS:
                shutil.copyfile(path, Path(copy.name) / path.name)  # without its read-only mode
            else:
                (Path(copy.name) / path.name).symlink_to(path.resolve())
        return Path(copy.name)

    def _placed(self, record: Mapping[str, Any]) -> list[int]:
        """The position of the first passage of each segment, and the end."""
        ids = [one["segment_id"].replace("-", "") for one in record["segments"]]
        firsts = [tantivy.DocAddress(number, 0) for number in range(len(ids))]
        marks = self._searcher.fast_field_values(SHARD, firsts) if firsts else []
        if self._searcher.num_segments != len(ids) or marks != list(map(_mark, ids)):
            raise ValueError("segments are not in the order of their list")
        return list(accumulate((one["max_doc"] for one in record["segments"]), initial=0))

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def frequency(self, term: str) -> int:
        """The number of texts that hold the term."""
        return int(self._searcher.doc_freq(TEXT, term))

    def groups(self, text: str, language: Language = "en") -> list[Group]:
        """What to look for in place of each word of a question."""
        return groups(text, language, known=lambda term: self.frequency(term) > 0)

    def search(
        self, wanted: Sequence[Group], *, cutoff: int, allowed: Admitted | None = None
    ) -> list[tuple[int, float]]:
        """Positions and scores of the passages that hold something wanted, best first.

        The score is BM25 of the text and, by TITLE_WEIGHT, of the title, summed over the
        groups, each of which counts as its best alternative does.
        """
        admitted = allowed.groups if allowed is not None else ()
        if not wanted or not len(self) or not all(admitted):
            return []
        query = _any([self._group(group) for group in wanted])
        if admitted:
            query = _all([query, *map(self._carries, admitted)])
        # never more than there are: tantivy sets memory aside for as many as it is asked for
        hits = self._searcher.search(query, limit=min(cutoff, len(self)), count=False).hits
        # of equal scores tantivy keeps the first segments, and in each the first passages
        return [(self._starts[at.segment_ord] + at.doc, float(score)) for score, at in hits]

    def _carries(self, facets: Sequence[str]) -> tantivy.Query:
        """What has one of these facets; adds nothing to a score."""
        held = tantivy.Query.term_set_query(self._schema, FACETS, list(facets))
        return tantivy.Query.boost_query(held, 0.0)

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


def _all(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])

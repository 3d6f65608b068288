"""Write the files of one generation, shard by shard; layout.py names them.

What the generation before holds alike is linked, or copied from there. Memory is that of a slice of
passages, and of the shards' lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from gbaqa.documents.reading import Read
from gbaqa.indexing.cutting import Cutting, cut
from gbaqa.indexing.earlier import Earlier
from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.glossary import write_glossary
from gbaqa.indexing.known import MISSING, KnownRows
from gbaqa.indexing.layout import (
    NEAR,
    PASSAGE_KEYS,
    POSTINGS,
    SHARDS,
    TOKEN_COUNTS,
    TOKEN_FREQUENCIES,
    VOCABULARY,
    WORDS,
)
from gbaqa.indexing.listing import Listed, write_list
from gbaqa.indexing.numbering import Store
from gbaqa.indexing.offering import write_questions
from gbaqa.indexing.postings import join_segments, write_segments
from gbaqa.indexing.sharding import Plan
from gbaqa.indexing.tokens import frequencies
from gbaqa.indexing.tuning import Effort, tune
from gbaqa.indexing.vectors import write_near
from gbaqa.indexing.vocabulary import summed, write_counts
from gbaqa.indexing.writing import Embedding, finish, lines
from gbaqa.types import Report, Suggestion, Term

SAMPLED = 200  # passages, out of which some are measured


@dataclass(frozen=True, slots=True)
class Material:
    """What a generation is made of."""

    reads: Sequence[Read]
    plans: tuple[Plan, ...]
    made: Mapping[str, Any]  # how: whether sentences may be quoted, the type of their vectors
    glossary: tuple[Term, ...] = ()
    questions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the shards, how many passages were embedded, how many have gone.

    `linked` are the digests of the files that are those of the generation before.
    """

    shards: tuple[Listed, ...]
    embedded: int
    removed: int
    linked: Mapping[str, str]
    effort: Effort | None


class Writer:
    """Fills the folder of one generation."""

    def __init__(
        self,
        folder: Path,
        material: Material,
        encoder: TextEncoder,
        earlier: Earlier | None,
        report: Report,
    ) -> None:
        self._folder, self._material = folder, material
        self._encoder, self._earlier, self._report = encoder, earlier, report
        self._linked: dict[str, str] = {}
        self._listed: dict[str, Listed] = {}
        self._effort: Effort | None = None

    def write(self) -> Written:
        """Writes every file but the manifest."""
        fresh = self._cut()
        embedded = self._embed(fresh)
        self._finish(fresh)
        shards = tuple(self._listed[plan.key] for plan in self._material.plans)
        write_list(self._folder, self._material.made, shards)
        join_segments(self._folder / POSTINGS, [one for each in shards for one in each.segments])
        store = Store(self._folder)
        self._write_whole(store)
        removed = self._removed(store)
        return Written(shards, embedded, removed, self._linked, self._effort)

    def _cut(self) -> list[Plan]:
        """Takes over shards that are as they were; cuts the others, and returns them."""
        step = _Counter(self._report, "cutting into passages")
        step.total = sum(len(plan.entries) for plan in self._material.plans)
        alike = self._earlier and self._earlier.made["quotable"] == self._material.made["quotable"]
        how = Cutting(
            self._encoder,
            quotable=self._material.made["quotable"],
            earlier=self._earlier if alike else None,
        )
        fresh = []
        for plan in self._material.plans:
            if self._earlier and plan.key in self._earlier.shards:
                self._linked |= self._earlier.link_shard(plan.key, self._folder)
                self._listed[plan.key] = self._earlier.shards[plan.key].listed
                step(len(plan.entries))
            else:
                listed = cut(self._shard(plan), plan, self._material.reads, how, step)
                self._listed[plan.key] = listed
                fresh.append(plan)
        return fresh

    def _embed(self, fresh: Sequence[Plan]) -> int:
        embedding = Embedding(
            self._encoder, self._earlier, unit_type=self._material.made["unit_type"]
        )
        passages = _Counter(self._report, "embedding passages")
        units = _Counter(self._report, "embedding sentences")
        for plan in fresh:
            missing = embedding.missing(self._shard(plan))
            passages.total += missing[0]
            units.total += missing[1]
        if passages.total + units.total:
            self._effort = tune(
                self._encoder, self._sample(fresh), count=passages.total + units.total
            )
        for plan in fresh:
            embedding.write(self._shard(plan), passages, units)
        return passages.total

    def _sample(self, fresh: Sequence[Plan]) -> list[str]:
        """Some passages and sentences of those that were cut."""
        some = islice((line for plan in fresh for line in lines(self._shard(plan))), SAMPLED)
        return [text for line in some for text in (line.text, *line.unit_texts())]

    def _finish(self, fresh: Sequence[Plan]) -> None:
        """Counts words, and writes the postings of each shard that are not there already."""
        (self._folder / POSTINGS).mkdir()
        step = _Counter(self._report, "writing the index")
        step.total = len(self._material.plans)
        for plan in fresh:
            finish(self._shard(plan))
        for plan in self._material.plans:
            listed = self._listed[plan.key]
            if listed.segments and self._earlier and self._earlier.has_segments(plan.key):
                self._linked |= self._earlier.link_segments(plan.key, self._folder)
            else:
                fields = (line.fields() for line in lines(self._shard(plan)))
                segments = write_segments(self._folder / POSTINGS, plan.key, fields)
                self._listed[plan.key] = replace(listed, segments=segments)
            step(1)

    def _write_whole(self, store: Store) -> None:
        """Writes what is of all shards together."""
        folder = self._folder
        write_near(folder / NEAR, [one.vectors for one in store.shards])
        if self._encoder.has_tokens:
            held = frequencies(one.rows(TOKEN_COUNTS).whole() for one in store.shards)
            np.save(folder / TOKEN_FREQUENCIES, held)
        words = (one.files[WORDS] for one in store.shards)
        write_counts(folder / VOCABULARY, summed(bytes(one.between(0, len(one))) for one in words))
        write_glossary(folder, self._material.glossary)
        write_questions(folder, self._material.questions)

    def _removed(self, store: Store) -> int:
        """How many texts of the generation before are no passage's any more."""
        if self._earlier is None:
            return 0
        before = [
            shard.rows(PASSAGE_KEYS).whole()
            for key, shard in self._earlier.shards.items()
            if key not in self._listed
        ]
        if not before:
            return 0
        gone = np.unique(np.concatenate(before), axis=0)
        now = KnownRows([one.rows(PASSAGE_KEYS).whole() for one in store.shards])
        return int((now.find(gone) == MISSING).sum())

    def _shard(self, plan: Plan) -> Path:
        return self._folder / SHARDS / plan.key


class _Counter:
    """Reports a step that is done little by little."""

    def __init__(self, report: Report, step: str) -> None:
        self._report, self._step = report, step
        self._done = self.total = 0

    def __call__(self, more: int) -> None:
        if more:
            self._done += more
            self._report(self._step, self._done, self.total)

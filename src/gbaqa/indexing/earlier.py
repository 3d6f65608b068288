"""Take over from the generation before what a build would make again."""

from __future__ import annotations

import os
import shutil
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gbaqa.disk import sha256_of
from gbaqa.errors import IndexUnusable
from gbaqa.indexing.known import KnownRows
from gbaqa.indexing.layout import (
    CHECKED,
    PASSAGE_KEYS,
    POSTINGS,
    SHARD_LIST,
    SHARDS,
    UNIT_KEYS,
)
from gbaqa.indexing.listing import Listed, read_list
from gbaqa.indexing.manifest import NAME, Manifest
from gbaqa.indexing.numbering import by_shard, order_of
from gbaqa.indexing.shards import Shard

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gbaqa.types import Vectors

THREADS = 4  # that check files: they wait for the disk


@dataclass(frozen=True, slots=True)
class Kept:
    """What a shard says of a document that has not changed."""

    shard: Shard
    number: int

    def passages(self) -> tuple[int, int]:
        """The numbers of its passages there, from and to."""
        start, end = self.shard.documents_at[self.number : self.number + 2, 1].tolist()
        return start, end


class Earlier:
    """The shards of a generation that are whole; `whole` says whether all of its files are."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder, self.manifest = folder, manifest
        self.made: dict[str, Any] = {"quotable": None, "unit_type": ""}  # nothing is like these
        listed: tuple[Listed, ...] = ()
        if _same(folder, SHARD_LIST, manifest.files):
            self.made, listed = read_list(folder)
        # not in threads: numpy reads heads by ast, which is not safe in them (CPython 106905)
        found = list(map(self._opened, listed))
        with ThreadPoolExecutor(THREADS) as pool:
            opened = list(pool.map(self._checked, found))
            others = [name for name in manifest.files if not name.startswith(SHARDS + "/")]
            same = list(pool.map(lambda name: _same(folder, name, manifest.files), others))
        self.shards = {one.listed.key: one for one in opened if one}
        self._postings = {
            name.removeprefix(POSTINGS + "/")
            for name, good in zip(others, same, strict=True)
            if good and name.startswith(POSTINGS + "/")
        }
        self.whole = all(opened) and all(same)
        self._in_order = list(self.shards.values())
        self._firsts = [order_of(one.listed.first) for one in self._in_order]

    def _opened(self, listed: Listed) -> Shard | None:
        """The shard; None where it cannot be one."""
        try:
            return Shard(self.folder / SHARDS / listed.key, listed)
        except (OSError, ValueError, EOFError, IndexUnusable):
            return None

    def _checked(self, shard: Shard | None) -> Shard | None:
        """The shard, every byte of it checked; None where one is another."""
        if shard is None:
            return None
        try:
            for file in shard.files.values():
                file.check_whole()
                file.release()
        except IndexUnusable:
            return None
        small = (path.name for path in shard.folder.iterdir() if path.name not in CHECKED)
        names = [f"{SHARDS}/{shard.listed.key}/{name}" for name in small]
        return shard if all(_same(self.folder, one, self.manifest.files) for one in names) else None

    def document(self, doc_id: str, digest: str) -> Kept | None:
        """The document of that id and digest, where it is held."""
        last = bisect_right(self._firsts, order_of(doc_id)) - 1
        if last < 0:
            return None
        shard = self._in_order[last]
        at = shard.numbers.get(doc_id)
        if at is None or shard.document_line(at)["digest"] != digest:
            return None
        return Kept(shard, at)

    @cached_property
    def passages(self) -> KnownRows:
        """The rows of passages by the keys of what was embedded for them."""
        return KnownRows([one.rows(PASSAGE_KEYS).whole() for one in self._in_order])

    @cached_property
    def units(self) -> KnownRows:
        """The rows of units by the keys of their texts."""
        return KnownRows([one.rows(UNIT_KEYS).whole() for one in self._in_order])

    def vectors_of(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of passages, by their rows."""
        found: Vectors = self._taken(rows, self.passages.starts, lambda shard: shard.vectors)
        return found

    def unit_vectors_of(self, rows: NDArray[np.int64]) -> Vectors:
        """The vectors of units, by their rows, of the type that they are kept in."""
        found: Vectors = self._taken(rows, self.units.starts, lambda shard: shard.units)
        return found

    def tokens_of(self, row: int) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
        """The ids and rows of the tokens of a passage, by its row."""
        ((at, _, local),) = by_shard(np.array([row]), self.passages.starts)
        tokens = self._in_order[at].tokens
        if tokens is None:
            raise ValueError("the generation before has no tokens")
        return tokens.of(int(local[0]))

    def _taken(
        self, rows: NDArray[np.int64], starts: Sequence[int], table: Callable[[Shard], Any]
    ) -> Any:  # noqa: ANN401  # rows of whatever type the table has
        tables = [table(one) for one in self._in_order]
        taken = np.zeros((len(rows), *tables[0].shape[1:]), dtype=tables[0].dtype)
        for at, which, local in by_shard(rows, starts):
            taken[which] = tables[at].take(local)
        return taken

    def link_shard(self, key: str, folder: Path) -> dict[str, str]:
        """Gives the files of a shard to another generation as well; their names and digests.

        They were checked, byte for byte, when this was opened, and nothing changes them.
        """
        (folder / SHARDS / key).mkdir(parents=True)
        return self._linked(
            (
                f"{SHARDS}/{key}/" + path.name
                for path in sorted((self.folder / SHARDS / key).iterdir())
            ),
            folder,
        )

    def has_segments(self, key: str) -> bool:
        """Whether the postings of a shard are whole."""
        return all(
            any(name.startswith(segment) for name in self._postings)
            and set(self._segment_files(segment)) <= self._postings
            for segment, _ in self.shards[key].listed.segments
        )

    def link_segments(self, key: str, folder: Path) -> dict[str, str]:
        """Gives the postings of a shard to another generation as well."""
        return self._linked(
            (
                f"{POSTINGS}/{name}"
                for segment, _ in self.shards[key].listed.segments
                for name in self._segment_files(segment)
            ),
            folder,
        )

    def _segment_files(self, segment: str) -> list[str]:
        """As the manifest lists them: one that is lost is missed."""
        prefix = f"{POSTINGS}/{segment}."
        return [
            name.removeprefix(POSTINGS + "/")
            for name in self.manifest.files
            if name.startswith(prefix)
        ]

    def _linked(self, names: Iterator[str], folder: Path) -> dict[str, str]:
        found = {}
        for name in names:
            try:
                os.link(self.folder / name, folder / name)
            except OSError:  # a file system without links
                shutil.copyfile(self.folder / name, folder / name)
            found[name] = self.manifest.files[name]
        return found


def _same(folder: Path, name: str, files: dict[str, str]) -> bool:
    try:
        return files.get(name) == sha256_of(folder / name) if name != NAME else True
    except OSError:
        return False

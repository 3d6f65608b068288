"""Read the shards of a generation as one, with documents and passages numbered through."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakMethod

import numpy as np

from gbaqa.indexing.facets import overview
from gbaqa.indexing.layout import SHARDS
from gbaqa.indexing.listing import read_list
from gbaqa.indexing.shards import Shard
from gbaqa.types import Document, Overview, Passage, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

Asked = TypeVar("Asked", bound=Hashable)
Found = TypeVar("Found")

NUMBERED = 10_000  # passages of a document whose numbers, of four digits, are in their ids' order

HELD = 20_000  # passages whose ids are held; of more they are put together when asked for


class Store:
    """The shards of one generation as one: documents and passages are numbered through."""

    def __init__(self, folder: Path) -> None:
        self.made, listed = read_list(folder)
        self.shards = tuple(Shard(folder / SHARDS / one.key, one) for one in listed)
        self.firsts = [one.first for one in listed]
        self.documents_from = np.cumsum([0, *(one.documents for one in listed)]).tolist()
        self.passages_from = np.cumsum([0, *(one.passages for one in listed)]).tolist()
        self.units_from = np.cumsum([0, *(one.units for one in listed)]).tolist()
        self.position = _remembered(self._position, most=16_384)
        self.document = _remembered(self._document, most=4096)
        self.passage = _remembered(self._passage, most=8192)

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return int(self.documents_from[-1])

    @property
    def passages(self) -> int:
        """How many passages there are."""
        return int(self.passages_from[-1])

    @cached_property
    def translations(self) -> dict[str, tuple[str, ...]]:
        """The ids of the documents that are translations, by those of their originals."""
        found: dict[str, tuple[str, ...]] = {}
        for shard in self.shards:
            for original, ids in shard.listed.translations.items():
                found[original] = (*found.get(original, ()), *ids)
        return found

    @cached_property
    def overview(self) -> Overview:
        """What the documents are, as a whole."""
        missing = sum(self.number(original) is None for original in self.translations)
        facets = [one.facets for one in self.shards]
        return overview(facets, self.translations, missing=missing)

    def number(self, doc_id: str) -> int | None:
        """The number of a document; None where it is not held."""
        at = bisect_right(self.firsts, order_of(doc_id), key=order_of) - 1
        if at < 0:
            return None
        found = self.shards[at].numbers.get(doc_id)
        return None if found is None else int(self.documents_from[at]) + found

    def place(self, position: int) -> tuple[Shard, int]:
        """The shard that holds a passage, and its number there."""
        if not 0 <= position < self.passages:
            raise IndexError(f"no passage {position} among {self.passages}")
        at = bisect_right(self.passages_from, position) - 1
        return self.shards[at], position - int(self.passages_from[at])

    def passages_of(self, number: int) -> range:
        """The positions of a document's passages."""
        at = bisect_right(self.documents_from, number) - 1
        local, base = number - self.documents_from[at], self.passages_from[at]
        start, end = self.shards[at].first_passages[local : local + 2]
        return range(base + start, base + end)

    def _position(self, passage_id: str) -> int | None:
        """The position of a passage; None where it is not held."""
        doc_id, _, tail = passage_id.rpartition("#")
        number = self.number(doc_id) if tail.isascii() and tail.isdecimal() else None
        if number is None:
            return None
        held = self.passages_of(number)
        rank = _rank(int(tail), len(held))
        if rank is None or tail != _tail(int(tail)):
            return None
        return held[rank]

    def first_unit(self, position: int) -> int:
        """The row of a passage's first unit among those of all passages."""
        at = bisect_right(self.passages_from, position) - 1
        local = position - self.passages_from[at]
        return int(self.units_from[at]) + int(self.shards[at].passages_at[local, 1])

    def passage_id(self, position: int) -> str:
        """The id of the passage at a position."""
        return self.passage_ids(np.array([position]))[0]

    def passage_ids(self, positions: NDArray[np.int64]) -> list[str]:
        """The ids of the passages at these positions, in their order."""
        if self.passages <= HELD:
            return [self._ids[position] for position in positions.tolist()]
        return self._ids_at(positions)

    @cached_property
    def _ids(self) -> list[str]:
        return self._ids_at(np.arange(self.passages))

    def _ids_at(self, positions: NDArray[np.int64]) -> list[str]:
        found = [""] * len(positions)
        for at, which, local in by_shard(positions, self.passages_from):
            shard = self.shards[at]
            starts = shard.documents_at[:, 1]
            documents = np.searchsorted(starts, local, side="right") - 1
            ranks, counts = local - starts[documents], shard.passage_counts[documents]
            each = zip(
                which.tolist(), documents.tolist(), ranks.tolist(), counts.tolist(), strict=True
            )
            for row, document, rank, count in each:
                found[row] = f"{shard.ids[document]}#{_tail(_numbered(rank, count))}"
        return found

    def doc_id(self, number: int) -> str:
        """The id of the document of a number."""
        at = bisect_right(self.documents_from, number) - 1
        return str(self.shards[at].ids[number - self.documents_from[at]])

    def _document(self, number: int) -> Document:
        at = bisect_right(self.documents_from, number) - 1
        line = self.shards[at].document_line(number - self.documents_from[at])
        return document_of(line)

    def _passage(self, position: int) -> tuple[Passage, tuple[Span, ...]]:
        """A passage and its units."""
        shard, local = self.place(position)
        line = shard.passage_line(local)
        passage = Passage(
            passage_id=line["passage_id"],
            doc_id=line["passage_id"].rpartition("#")[0],
            span=Span(*line["span"]),
            headings=tuple(line["headings"]),
            language=line["language"],
        )
        return passage, tuple(Span(*unit) for unit in line["units"])


def order_of(doc_id: str) -> str:
    """By what documents are ordered: so their passages are in the order of their own ids."""
    return doc_id + "#"


def document_of(line: Mapping[str, Any]) -> Document:
    """The document of a line, which holds its fields and what the index knows besides."""
    return Document(**{name: _frozen(value) for name, value in line["document"].items()})


def by_shard(
    positions: NDArray[np.int64], starts: Sequence[int]
) -> list[tuple[int, NDArray[np.int64], NDArray[np.int64]]]:
    """Of positions the shards, and in each which of them lie there, and their numbers there."""
    if not len(positions):
        return []
    at = np.searchsorted(np.asarray(starts), positions, side="right") - 1
    order = np.argsort(at, kind="stable")
    shards, firsts = np.unique(at[order], return_index=True)
    ends = [*firsts[1:].tolist(), len(order)]
    return [
        (shard, order[first:end], positions[order[first:end]] - starts[shard])
        for shard, first, end in zip(shards.tolist(), firsts.tolist(), ends, strict=True)
    ]


def _remembered(method: Callable[[Asked], Found], *, most: int) -> Callable[[Asked], Found]:
    """What a method found is kept, and its object is not: it goes with the last who uses it."""
    weak = WeakMethod(method)

    @lru_cache(maxsize=most)
    def find(asked: Asked) -> Found:
        alive = weak()
        if alive is None:
            raise ReferenceError("the store is gone")
        return alive(asked)

    return find


def _frozen(value: Any) -> Any:  # noqa: ANN401  # of any field
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _tail(number: int) -> str:
    return f"{number:04d}"


@lru_cache(maxsize=16)
def _order(count: int) -> tuple[int, ...]:
    """The numbers of so many passages in the order of their ids, as strings."""
    return tuple(sorted(range(count), key=_tail))


def _numbered(rank: int, count: int) -> int:
    return rank if count <= NUMBERED else _order(count)[rank]


def _rank(number: int, count: int) -> int | None:
    if not 0 <= number < count:
        return None
    return number if count <= NUMBERED else _order(count).index(number)

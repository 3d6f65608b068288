"""Offer the documents and passages of a generation as if they were held in memory."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from gbaqa.indexing.facets import Admitted, admitted, is_all
from gbaqa.indexing.numbering import Store
from gbaqa.types import Collection, Document, Filters, Language, Overview, Passage, Span

if TYPE_CHECKING:
    from gbaqa.types import Vectors

Held = TypeVar("Held")


class _Numbered(Mapping[str, Held]):
    """Records by id, in the order of their numbers, read when they are asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def _number(self, name: str) -> int | None:
        raise NotImplementedError

    def _name(self, number: int) -> str:
        raise NotImplementedError

    def _at(self, number: int) -> Held:
        raise NotImplementedError

    def __getitem__(self, name: str) -> Held:
        number = self._number(name) if isinstance(name, str) else None
        if number is None:
            raise KeyError(name)
        return self._at(number)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._number(name) is not None

    def __iter__(self) -> Iterator[str]:
        return map(self._name, range(len(self)))


class StoredDocuments(_Numbered[Document]):
    """Documents by id, in ascending order."""

    def __len__(self) -> int:
        return self._store.documents

    def _number(self, name: str) -> int | None:
        return self._store.number(name)

    def _name(self, number: int) -> str:
        return self._store.doc_id(number)

    def _at(self, number: int) -> Document:
        return self._store.document(number)


class _ByPassage(_Numbered[Held]):
    """What is known of passages, by their ids."""

    def __len__(self) -> int:
        return self._store.passages

    def _number(self, name: str) -> int | None:
        return self._store.position(name)

    def _name(self, number: int) -> str:
        return self._store.passage_id(number)


class StoredPassages(_ByPassage[Passage]):
    """Passages by id, in ascending order."""

    def _at(self, number: int) -> Passage:
        return self._store.passage(number)[0]


class StoredSpans(_ByPassage[tuple[Span, ...]]):
    """The units of passages, by the passages' ids."""

    def _at(self, number: int) -> tuple[Span, ...]:
        return self._store.passage(number)[1]


@dataclass(frozen=True, slots=True)
class StoredCollection(Collection):
    """The documents and passages of one generation; what is asked of all is known beforehand."""

    store: Store = field(compare=False)

    def position(self, passage_id: str) -> int:
        found = self.store.position(passage_id)
        if found is None:
            raise KeyError(passage_id)
        return found

    def ids(self, positions: Sequence[int]) -> list[str]:
        return self.store.passage_ids(np.array(positions, dtype="int64"))

    def passages_of(self, doc_id: str) -> tuple[Passage, ...]:
        number = self.store.number(doc_id)
        held = () if number is None else self.store.passages_of(number)
        return tuple(self.store.passage(position)[0] for position in held)

    def languages(self) -> frozenset[Language]:
        return frozenset(one for shard in self.store.shards for one in shard.listed.languages)

    def translations(self) -> dict[str, tuple[str, ...]]:
        return self.store.translations

    def overview(self) -> Overview:
        return self.store.overview

    def admitted(self, filters: Filters, languages: tuple[Language, ...]) -> Admitted | None:
        """The passages that filters admit, in documents of these languages; None for all."""
        if is_all(filters, languages, self.languages()):
            return None
        shards = self.store.shards
        facets = [one.facets for one in shards]
        return admitted(facets, [one.passage_counts for one in shards], filters, languages)


class StoredRows(_ByPassage[int]):
    """The row of each passage's first unit, by the passages' ids."""

    def _at(self, number: int) -> int:
        return self._store.first_unit(number)


class StoredUnitVectors:
    """Unit vectors, shape (units, dimension): those of one passage are a slice of them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __len__(self) -> int:
        return int(self._store.units_from[-1])

    def __getitem__(self, rows: slice) -> Vectors:
        if rows.start == rows.stop:
            return np.zeros((0, self._store.shards[0].units.shape[1]), dtype="float32")
        at = bisect_right(self._store.units_from, rows.start) - 1
        start = int(self._store.units_from[at])
        found = self._store.shards[at].units.between(rows.start - start, rows.stop - start)
        return found.astype("float32")

    def __array__(self, dtype: object = None, copy: object = None) -> Vectors:
        whole: Vectors = np.concatenate([one.units.whole() for one in self._store.shards])
        return whole.astype("float32")


@dataclass(frozen=True, slots=True)
class Units:
    """The quotable sentences and list items of each passage, and their vectors."""

    spans: Mapping[str, tuple[Span, ...]]
    rows: Mapping[str, int]  # the row of a passage's first unit
    vectors: Vectors | StoredUnitVectors

    def of(self, passage_id: str) -> tuple[tuple[Span, ...], Vectors]:
        """A passage's units and their vectors, shape (units, dimension)."""
        spans, row = self.spans[passage_id], self.rows[passage_id]
        return spans, self.vectors[row : row + len(spans)]


def stored(store: Store) -> tuple[StoredCollection, Units]:
    """The collection of a generation's shards, and the units of its passages."""
    collection = StoredCollection(StoredDocuments(store), StoredPassages(store), store)
    return collection, Units(StoredSpans(store), StoredRows(store), StoredUnitVectors(store))

"""Tell which passages filters admit, by the few values that documents share, not one by one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from gbaqa.types import ANY, Document, Filters, Language, Overview, folded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask: TypeAlias = "NDArray[np.bool_]"

NAMES = ("language", "publisher", "topics", "date")


@dataclass(frozen=True, slots=True, eq=False)
class Admitted:
    """Passages that may be found: by their positions, and by what the postings know of them.

    A passage is one of them when it carries a facet of each of the groups.
    """

    mask: Mask
    groups: tuple[tuple[str, ...], ...]
    count: int

    def __len__(self) -> int:
        return self.count

    def __contains__(self, position: object) -> bool:
        return isinstance(position, int) and bool(self.mask[position])

    def __iter__(self) -> Iterator[int]:
        return iter(np.flatnonzero(self.mask).tolist())


@dataclass(frozen=True, slots=True)
class Facets:
    """What filters ask of some documents: distinct values, and which of them each document has."""

    values: dict[str, list[Any]]
    codes: NDArray[np.int32]  # shape (documents, len(NAMES))


def facets(documents: Sequence[Document]) -> dict[str, Any]:
    """The record that `read_facets` reads."""
    values: dict[str, dict[Any, int]] = {name: {} for name in NAMES}
    codes = [
        [
            values[name].setdefault(value, len(values[name]))
            for name, value in zip(NAMES, _values(document), strict=True)
        ]
        for document in documents
    ]
    return {"values": {name: list(found) for name, found in values.items()}, "codes": codes}


def read_facets(record: dict[str, Any]) -> Facets:
    """Facets as they were written."""
    values = record["values"] | {"topics": list(map(tuple, record["values"]["topics"]))}
    return Facets(values, np.array(record["codes"], dtype="int32").reshape(-1, len(NAMES)))


def overview(
    shards: Sequence[Facets], translations: Mapping[str, Sequence[str]], *, missing: int
) -> Overview:
    """What the documents of these shards are as a whole, without reading them.

    `translations` are those of each original, of which so many are `missing`.
    """
    documents = sum(len(one.codes) for one in shards)
    topics: Counter[str] = Counter()
    for together, count in _counted(shards, "topics").items():
        topics.update(dict.fromkeys(together, count))
    return Overview(
        originals=documents - sum(map(len, translations.values())) + missing,
        newest=max(_counted(shards, "date"), default=""),
        publishers={name: count for name, count in _counted(shards, "publisher").items() if name},
        topics=topics,
    )


def _counted(shards: Sequence[Facets], name: str) -> Counter[Any]:
    """The values of a facet, with the number of their documents."""
    found: Counter[Any] = Counter()
    for shard in shards:
        values = shard.values[name]
        counts = np.bincount(shard.codes[:, NAMES.index(name)], minlength=len(values))
        found.update(dict(zip(values, counts.tolist(), strict=True)))
    return found


def carried(document: Document) -> list[str]:
    """The facets that each passage of a document carries in the postings."""
    return [
        _facet("language", document.language),
        _facet("publisher", document.publisher),
        _facet("date", document.date),
        *(_facet("topics", topic) for topic in dict.fromkeys(map(folded, document.topics))),
    ]


def admitted(
    shards: Sequence[Facets],
    counts: Sequence[NDArray[np.int64]],
    filters: Filters,
    languages: tuple[Language, ...],
) -> Admitted:
    """What the filters admit, in documents of these languages, all of them where there is none.

    `counts` are the numbers of passages of each shard's documents.
    """
    admits = _asked(filters, languages)
    groups: dict[str, dict[str, None]] = {name: {} for name in admits}
    masks = [np.zeros(0, dtype=bool)]
    for shard, passages in zip(shards, counts, strict=True):
        chosen = np.ones(len(shard.codes), dtype=bool)
        for name, test in admits.items():
            passes = np.array([test(value) for value in shard.values[name]], dtype=bool)
            chosen &= passes[shard.codes[:, NAMES.index(name)]]
            groups[name] |= dict.fromkeys(_facets(name, filters, shard.values[name], passes))
        masks.append(np.repeat(chosen, passages))
    mask = np.concatenate(masks)
    return Admitted(mask, tuple(tuple(found) for found in groups.values()), int(mask.sum()))


def _asked(filters: Filters, languages: tuple[Language, ...]) -> dict[str, Callable[[Any], bool]]:
    """A test for each facet that is asked about."""
    asked: dict[str, Callable[[Any], bool]] = {}
    if filters.language or languages:
        asked["language"] = lambda value: (
            filters.language in ("", value) and (not languages or value in languages)
        )
    if filters.publisher:
        asked["publisher"] = filters.admits_publisher
    if filters.topic:
        asked["topics"] = filters.admits_topics
    if filters.since or filters.until:
        asked["date"] = filters.admits_date
    return asked


def _facets(name: str, filters: Filters, values: Sequence[Any], passes: Mask) -> Iterator[str]:
    if name == "topics":
        yield _facet(name, folded(filters.topic))
    else:
        for value, passed in zip(values, passes, strict=True):
            if passed:
                yield _facet(name, value)


def _values(document: Document) -> tuple[object, ...]:
    return document.language, document.publisher, document.topics, document.date


def _facet(name: str, value: str) -> str:
    return f"{name}:{hashlib.sha256(value.encode()).hexdigest()[:16]}"


def is_all(filters: Filters, languages: Sequence[Language], held: frozenset[Language]) -> bool:
    """Whether every document is admitted."""
    return filters == ANY and (not languages or held.issubset(languages))

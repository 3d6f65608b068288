"""Divide documents into shards, so that a change in one of them makes few shards anew.

Where a shard ends depends on the document that ends it alone (as content-defined chunking does for
files: Muthitacharoen, Chen and Mazieres, "A low-bandwidth network file system", SOSP 2001), and on
the size of all, by powers of two. The same documents make the same shards, whatever was before.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gbaqa.documents.reading import Read

ABOUT = 1 << 20  # bytes of text in a shard, on average: some 1,300 passages
MOST = 128  # shards, about: from more text on, they are larger
KEY_LENGTH = 24
FULL = 1 << 64


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that is to be indexed: its number among the reads, its digest, its size."""

    number: int
    doc_id: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents of one shard, in order, and the key of all that it is made of."""

    key: str
    entries: tuple[Entry, ...]


def entry(number: int, read: Read) -> Entry:
    """What a plan must know of a document; the digest is over all that is kept of it."""
    record = json.dumps([read.path, read.document.record()], sort_keys=True)
    digest = hashlib.sha256(record.encode()).hexdigest()
    return Entry(number, read.document.doc_id, digest, len(read.document.text.encode()))


def planned(entries: Sequence[Entry], made: object) -> Iterator[Plan]:
    """Plans for entries in their order; `made` is how everything is made of them."""
    about = size_of_shards(sum(one.size for one in entries))
    part: list[Entry] = []
    for one in entries:
        part.append(one)
        if ends_shard(one, about=about):
            yield _plan(part, made)
            part = []
    if part:
        yield _plan(part, made)


def size_of_shards(total: int) -> int:
    """About how many bytes of text a shard of so many in all has.

    >>> size_of_shards(1000) == size_of_shards(MOST * ABOUT) == ABOUT
    True
    >>> size_of_shards(MOST * ABOUT + 1) == 2 * ABOUT
    True
    """
    about = ABOUT
    while total > about * MOST:
        about *= 2
    return about


def ends_shard(one: Entry, *, about: int) -> bool:
    """By chance, but always the same: the likelier the larger the document is."""
    drawn = int.from_bytes(hashlib.sha256(one.doc_id.encode()).digest()[:8])
    return drawn * about < one.size * FULL


def _plan(part: Sequence[Entry], made: object) -> Plan:
    record = json.dumps([made, [one.digest for one in part]], sort_keys=True)
    key = hashlib.sha256(record.encode()).hexdigest()[:KEY_LENGTH]
    return Plan(key, tuple(part))

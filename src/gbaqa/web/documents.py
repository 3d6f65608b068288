"""Choose documents by words and filters, newest first: for the browse page and for machines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from gbaqa.types import ANY, Document, Filters, folded

MOST_KEPT = 8192  # documents whose folded words are kept: folding them takes longer than looking


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents chosen, and the first and last of their dates, "" where none has one."""

    documents: tuple[Document, ...]
    oldest: str
    newest: str


def select(
    documents: Iterable[Document],
    *,
    words: str = "",
    filters: Filters = ANY,
    hide_twins: bool = False,
) -> Selection:
    """Those that the filters admit and that hold every word, newest first, undated ones last.

    A word is what stands between white space; it may stand anywhere in title, publisher, topics
    or text, within another word, too, whatever its case and width. `hide_twins` leaves out a twin
    whose original is chosen as well.

    >>> old = Document("a", "Bridge", "Opened.", date="2018-10")
    >>> new = Document("b", "Painted bridge", "In red.", date="2024")
    >>> select([old, new], words="BRIDGE").documents == (new, old)
    True
    >>> select([old, new], words="bridge red").oldest
    '2024'
    """
    wanted = folded(words).split()
    chosen = [
        document
        for document in documents
        if filters.admits(document) and all(word in _words_of(document) for word in wanted)
    ]
    if hide_twins:
        held = {document.doc_id for document in chosen}
        chosen = [one for one in chosen if one.translation_of not in held]
    dates = sorted(document.date for document in chosen if document.date)
    return Selection(
        documents=_newest_first(chosen),
        oldest=dates[0] if dates else "",
        newest=dates[-1] if dates else "",
    )


def _newest_first(documents: Iterable[Document]) -> tuple[Document, ...]:
    named = sorted(documents, key=lambda one: (folded(one.title), one.doc_id))
    return tuple(sorted(named, key=lambda one: one.date, reverse=True))  # "" comes last


@lru_cache(maxsize=MOST_KEPT)
def _words_of(document: Document) -> str:
    """All that is looked through: a line between two fields, so that no word spans both."""
    fields = (document.title, document.publisher, *document.topics, document.text)
    return "\n".join(map(folded.__wrapped__, fields))

"""Put documents under headings, a page of them at a time, and count what a filter would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from gbaqa.types import LANGUAGES, Document, folded
from gbaqa.web.documents import select
from gbaqa.web.pages.browsing import Form

ROWS = 50  # of one page


@dataclass(frozen=True, slots=True)
class Group:
    """Documents under one heading: a topic, a publisher, a year or a language, "" for none."""

    name: str
    count: int  # of the whole group
    documents: tuple[Document, ...]  # those of this page
    continued: bool = False  # it began on an earlier page


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of the groups."""

    groups: tuple[Group, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter can take, and how many documents it would leave."""

    value: str
    count: int


def leaf(documents: Sequence[Document], form: Form, *, rows: int = ROWS) -> Leaf:
    """The page of the form, the last one where there are fewer.

    A document stands under each of its topics, and under the one that is filtered alone.
    """
    lines = [(name, document) for name, members in _groups(documents, form) for document in members]
    counts = Counter(name for name, _ in lines)
    pages = max(1, -(-len(lines) // rows))
    page = min(max(form.page, 1), pages)
    first = (page - 1) * rows
    before = lines[first - 1][0] if first else None
    groups = (
        Group(name, counts[name], tuple(document for _, document in members), name == before)
        for name, members in groupby(lines[first : first + rows], key=lambda line: line[0])
    )
    return Leaf(tuple(groups), page, pages)


def choices(documents: Iterable[Document], form: Form, field: str) -> list[Choice]:
    """The values of a field among the documents that all other filters leave, with counts.

    Each count is what the filter would find: a publisher's name is found within longer ones. A
    language shows twins; elsewhere a twin counts as its original.
    """
    filters = form.filters(without=field)
    hide_twins = field != "language"
    chosen = select(documents, words=form.words, filters=filters, hide_twins=hide_twins).documents
    counts = Counter(value for document in chosen for value in dict.fromkeys(_of(field, document)))
    if field == "publisher":
        counts = _within(counts)
    return [Choice(value, counts[value]) for value in _in_order(field, filter(None, counts))]


def _within(counts: Counter[str]) -> Counter[str]:
    """The counts of names, each with those of the names that hold it."""
    names = [(folded(name), count) for name, count in counts.items()]
    return Counter(
        {name: sum(count for other, count in names if folded(name) in other) for name in counts}
    )


def _groups(documents: Sequence[Document], form: Form) -> list[tuple[str, list[Document]]]:
    groups: dict[str, list[Document]] = {}
    only = folded(form.typed["topic"]) if form.group == "topic" else ""
    for document in documents:
        for name in dict.fromkeys(_of(form.group, document)):
            if only in ("", folded(name)):
                groups.setdefault(name, []).append(document)
    named = _in_order(form.group, filter(None, groups))
    return [(name, groups[name]) for name in (*named, "") if name in groups]


def _in_order(field: str, values: Iterable[str]) -> list[str]:
    """Years from the newest, languages as everywhere, names by the alphabet."""
    if field == "date":
        return sorted(values, reverse=True)
    if field == "language":
        return sorted(values, key=list[str](LANGUAGES).index)
    return sorted(values, key=lambda value: (folded(value), value))


def _of(field: str, document: Document) -> tuple[str, ...]:
    match field:
        case "topic":
            return document.topics or ("",)
        case "publisher":
            return (document.publisher,)
        case "language":
            return (document.language,)
        case _:
            return (document.date[:4],)

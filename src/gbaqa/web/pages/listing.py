"""What the browse page shows for a form: choices with counts, documents under headings, links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gbaqa.types import Collection, Document, folded
from gbaqa.web.documents import Selection, select
from gbaqa.web.pages.addresses import SOURCES, Addresses
from gbaqa.web.pages.browsing import GROUPS, LABELS, Form
from gbaqa.web.pages.grouping import Choice, Group, choices, leaf
from gbaqa.web.pages.receipts import Value
from gbaqa.web.pages.tongues import data_language, title_language
from gbaqa.web.wording import Words

RESULTS = "#results"
NAMELESS = {"date": "undated", "topic": "page_no_topic", "publisher": "no_publisher"}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list: what is sent, what is read, and whether it is the present one."""

    value: str
    text: str
    language: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Used:
    """A filter that is set, and the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Row:
    """A document of the list, the language of its title, and its other languages."""

    document: Document
    language: str
    address: str
    others: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in its language, how many documents stand under it, and those of this page."""

    heading: str
    language: str
    count: int
    continued: bool
    rows: tuple[Row, ...]


class Listing:
    """The parts of the page, worked out as the template asks for them.

    `form` is what can be used of `typed`, which keeps what a reader has to mend.
    """

    def __init__(
        self, form: Form, typed: Form, collection: Collection, words: Words, addresses: Addresses
    ) -> None:
        self._form, self._typed = form, typed
        self._collection = collection
        self._documents = tuple(collection.documents.values())
        self._words, self._addresses = words, addresses
        # arranged by language, a twin belongs to its own
        self._hide_twins = form.group != "language"
        self.chosen = self._select(words=form.words, form=form)
        self.leaf = leaf(self.chosen.documents, form)

    def _select(self, *, words: str = "", form: Form | None = None) -> Selection:
        if form is None:
            return select(self._documents, hide_twins=self._hide_twins)
        return select(
            self._documents, words=words, filters=form.filters(), hide_twins=self._hide_twins
        )

    @property
    def whole(self) -> list[str]:
        """How many documents there are, from when to when, and how many of no known date."""
        every = select(self._documents, hide_twins=True)
        undated = sum(not document.date for document in every.documents)
        told = [self._count(len(every.documents)), self._dates(every)]
        if undated:
            told.append(self._words["page_undated"].format(count=undated))
        return [part for part in told if part]

    @property
    def found(self) -> str:
        """How many of them these are."""
        total, count = len(self._select().documents), len(self.chosen.documents)
        if not self.used:
            return self._count(total)
        return self._words["page_selected"].format(count=count, total=total)

    @property
    def found_dates(self) -> str:
        """From when to when the chosen ones are, where some are left out."""
        return self._dates(self.chosen) if self.used else ""

    def options(self, field: str) -> list[Option]:
        """The choices of a field; a value that is none of them comes first, to be seen."""
        typed = self._typed.typed[field]
        found = choices(self._documents, self._form, field)
        known = {folded(choice.value) for choice in found}
        if typed and folded(typed) not in known:
            usable = self._form.typed[field] == typed
            found.insert(0, Choice(typed, len(self.chosen.documents) if usable else 0))
        return [self._option(field, choice, typed) for choice in found]

    @property
    def groups(self) -> list[Option]:
        """The ways to arrange them."""
        labels = {"date": "page_group_date", **LABELS}
        present = self._form.group
        return [Option(one, self._words[labels[one]], "", one == present) for one in GROUPS]

    @property
    def more_is_open(self) -> bool:
        """Whether one of the fields that are folded away is in use."""
        return any(self._typed.typed[one] for one in ("publisher", "language", "since", "until"))

    @property
    def used(self) -> list[Used]:
        """The filters that are set, each with a way to do without it."""
        return [
            Used(self._words[LABELS[field]], self._shown(field, value), self._without(field))
            for field, value in self._form.typed.items()
            if value
        ]

    @property
    def sections(self) -> Iterator[Section]:
        """The documents of this page under their headings."""
        for group in self.leaf.groups:
            yield Section(
                heading=self._heading(group),
                language="" if self._form.group == "language" else data_language(group.name),
                count=group.count,
                continued=group.continued,
                rows=tuple(map(self._row, group.documents)),
            )

    @property
    def topics(self) -> list[tuple[Choice, str]]:
        """Every topic with its count and the address of its documents."""
        every = Form(dict.fromkeys(LABELS, ""))
        return [
            (choice, self._addresses.to(SOURCES, {"topic": choice.value}) + RESULTS)
            for choice in choices(self._documents, every, "topic")
        ]

    def spoken(self, text: str) -> str:
        """The language of a publisher or topic, "" for that of the page."""
        return data_language(text)

    @property
    def previous(self) -> str:
        """The address of the page before this one, "" on the first."""
        return self._turned(self.leaf.page - 1) if self.leaf.page > 1 else ""

    @property
    def next(self) -> str:
        """The address of the page after this one, "" on the last."""
        return self._turned(self.leaf.page + 1) if self.leaf.page < self.leaf.pages else ""

    def _turned(self, page: int) -> str:
        return self._addresses.to(SOURCES, self._form.parameters(page=page)) + RESULTS

    def _without(self, field: str) -> str:
        return self._addresses.to(SOURCES, self._form.parameters(without=field)) + RESULTS

    def _count(self, count: int) -> str:
        key = "page_documents_one" if count == 1 else "page_documents"
        return self._words[key].format(count=count)

    def _dates(self, selection: Selection) -> str:
        if not selection.oldest:
            return ""
        dates = {"oldest": selection.oldest, "newest": selection.newest}
        return self._words["page_dates"].format(**dates)

    def _option(self, field: str, choice: Choice, typed: str) -> Option:
        return Option(
            value=choice.value,
            text=f"{self._shown(field, choice.value)} ({choice.count})",
            language="" if field == "language" else data_language(choice.value),
            selected=bool(typed) and folded(choice.value) == folded(typed),
        )

    def _shown(self, field: str, value: str) -> str:
        return self._words.get(f"language_{value}", value) if field == "language" else value

    def _heading(self, group: Group) -> str:
        if not group.name:
            return self._words[NAMELESS[self._form.group]]
        return self._shown(self._form.group, group.name)

    def _row(self, document: Document) -> Row:
        others = (
            Value(
                self._words["page_also_in"].format(language=self._shown("language", one.language)),
                one.language,
                self._addresses.document(one.doc_id),
            )
            for one in self._collection.other_languages(document)
        )
        address = self._addresses.document(document.doc_id)
        return Row(document, title_language(document), address, tuple(others))

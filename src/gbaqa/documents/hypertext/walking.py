"""A tree of elements to the parts of a document: headings, paragraphs, items and rows."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, field

from gbaqa.documents.composing import Composer, folded
from gbaqa.documents.hypertext.grids import Spare, data_tables, rows_of
from gbaqa.documents.hypertext.trees import BLOCKS, BREAK, Element, steps, text_in

HEADINGS = {f"h{level}": level for level in range(1, 7)}
ITEMS = frozenset(["li", "dd"])
WHOLE_ITEM = 300  # characters: an item goes on over its paragraphs until it is this long
WITHIN_ITEM = frozenset("p div section article figure figcaption address blockquote".split())
PARAGRAPH_END = re.compile(rf"{BREAK}\s*{BREAK}")
BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


@dataclass(slots=True)
class Item:
    """A list item that is open: its mark, the term it explains, and whether its text has begun."""

    mark: str = "-"
    term: str = ""
    begun: bool = False


@dataclass(slots=True)
class List:
    """A list that is open: the number of its next item, 0 without numbers, and terms that wait."""

    number: int = 0
    terms: list[str] = field(default_factory=list)
    explained: bool = False


def compose(
    root: Element, composer: Composer, *, without: Container[Element], quoted: bool = False
) -> None:
    """Gives the composer all that stands in `root`; `quoted` where headings are all there is."""
    walk = _Walk(composer, without, data_tables(root, without=without), quoted)
    for event, element in steps(root, without=walk):
        if event == "start":
            walk.opens(element)
        else:
            walk.closes(element)
            if element is not root:
                walk.says(element.tail)
    walk.cut()


class _Walk:
    """Where a walk stands: the text not yet given to the composer, lists and items that are open.

    As a container it holds what the walk does not go into.
    """

    def __init__(
        self, composer: Composer, without: Container[Element], tables: set[Element], quoted: bool
    ) -> None:
        self._composer = composer
        self._without = without
        self._tables = tables
        self._quoted = quoted
        self._spare = Spare()
        self._words: list[str] = []
        self._length = 0
        self._lists: list[List] = []
        self._items: list[Item] = []
        self._whole: Element | None = None  # a heading, term or pre: its blocks are no parts

    def __contains__(self, element: object) -> bool:
        return element in self._without or element in self._tables

    def opens(self, element: Element) -> None:
        tag = element.tag
        if self._whole is None and tag in BLOCKS:
            self._boundary(tag)
            if tag in HEADINGS or tag in ("dt", "pre") or element.get("role") == "heading":
                self._whole = element
            elif tag in ("ul", "ol", "dl"):
                self._open_list(element)
            elif tag in ITEMS:
                self._items.append(self._item(tag))
        elif tag in BLOCKS or tag == "br":
            self.says(BREAK if tag == "br" else " ")
        self.says(element.text)

    def closes(self, element: Element) -> None:
        if element in self._without:
            return
        if element in self._tables:
            self._table(element)
        elif element is self._whole:
            self._close_whole(element)
        elif self._whole is None and element.tag in BLOCKS:
            self._boundary(element.tag)
            if element.tag in ("ul", "ol", "dl") and self._lists:
                self._close_terms(self._lists.pop())
            elif element.tag in ITEMS and self._items:
                self._close_item(self._items.pop())
        elif element.tag in BLOCKS:
            self.says(" ")

    def says(self, text: str | None) -> None:
        if text:
            self._words.append(text)
            self._length += len(text)

    def cut(self) -> None:
        """Gives what was said since the last cut to the composer."""
        for text in PARAGRAPH_END.split(self._taken()):
            if not (text := folded(text)):
                continue
            if self._items and not self._items[-1].begun:
                self._begin_item(self._items[-1], text)
            else:
                self._composer.paragraph(text)

    def _taken(self) -> str:
        text = "".join(self._words)
        self._words.clear()
        self._length = 0
        return text

    def _boundary(self, tag: str) -> None:
        if self._items and tag in WITHIN_ITEM and self._length < WHOLE_ITEM:
            self.says(" ")
        else:
            self.cut()

    def _open_list(self, element: Element) -> None:
        if self._items and self._items[-1].term and not self._items[-1].begun:
            self._begin_item(self._items[-1], "")
        start = element.get("start", "1")
        begin = int(start) if re.fullmatch("[0-9]{1,6}", start) else 1
        self._lists.append(List(begin if element.tag == "ol" else 0))

    def _item(self, tag: str) -> Item:
        holder = self._lists[-1] if self._lists else List()
        if tag == "dd":
            holder.explained = True
            return Item(term=", ".join(holder.terms))
        holder.number += holder.number > 0
        return Item(f"{holder.number - 1}." if holder.number else "-")

    def _begin_item(self, item: Item, text: str) -> None:
        item.begun = True
        term = item.term.removesuffix(":")
        self._composer.item(f"{term}: {text}" if term and text else term or text, mark=item.mark)

    def _close_item(self, item: Item) -> None:
        if item.term and not item.begun:
            self._begin_item(item, "")

    def _close_terms(self, holder: List) -> None:
        """Terms that nothing explained are items themselves."""
        if not holder.explained:
            for term in holder.terms:
                self._composer.item(term)
        holder.terms.clear()

    def _close_whole(self, element: Element) -> None:
        self._whole = None
        text = self._taken()
        if element.tag == "pre":
            for part in BLANK_LINE.split(text.replace(BREAK, "\n")):
                self.says(part)
                self.cut()
        elif element.tag == "dt":
            self._term(folded(text))
        else:
            level = HEADINGS.get(element.tag) or _level(element)
            self._composer.heading(level, text, quoted=self._quoted)

    def _term(self, text: str) -> None:
        if not self._lists:
            self._composer.item(text)
            return
        holder = self._lists[-1]
        if holder.explained:
            holder.terms.clear()
            holder.explained = False
        if text:
            holder.terms.append(text)

    def _table(self, table: Element) -> None:
        if self._whole is not None:
            self.says(f" {text_in(table, without=self._without)} ")
            return
        self.cut()
        for part in table.iterchildren("caption"):
            if part not in self._without:
                self._composer.paragraph(text_in(part, without=self._without))
        for heads, cells in rows_of(table, without=self._without, spare=self._spare):
            self._composer.row(heads, cells)


def _level(element: Element) -> int:
    level = element.get("aria-level", "2")
    return int(level) if level in ("1", "2", "3", "4", "5", "6") else 2

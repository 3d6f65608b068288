"""Compose a document's text of the parts that a reader finds in a file that is not text itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from gbaqa.documents.blocks import Block, Kind, Parsed
from gbaqa.types import Span

# what no reader of a document is to see, nor an encoder: control characters, halves of characters
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
MOST_LEVELS = 6
Part = Literal["heading", "prose", "item"]


class Composer:
    """Takes the parts of a document in their order; `parsed` gives its text and blocks.

    Each part is one line, white space folded. Parts stand a blank line apart, items and rows of one
    list line under line. Empty parts leave no trace.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._headings: dict[int, str] = {}
        self._top = ""
        self._pages: list[int] = []
        self._last: Part | None = None

    def heading(self, level: int, text: str, *, quoted: bool = False) -> None:
        """A heading of level 1 to 6; what follows stands under it and those above it.

        `quoted` is for one that says all there is under it: it may be found and quoted itself.
        """
        text = folded(text)
        if not text:
            return
        level = min(max(level, 1), MOST_LEVELS)
        self.leave(level)
        self._headings[level] = text
        self._top = self._top or (text if level == 1 else "")
        if quoted:
            self._block(text, "prose")
        else:
            self._put(text, "heading")

    def leave(self, level: int) -> None:
        """What follows stands under no heading of this level nor a deeper one."""
        self._headings = {one: self._headings[one] for one in self._headings if one < level}

    def paragraph(self, text: str) -> None:
        """Prose, which is cut into sentences later."""
        self._block(folded(text), "prose")

    def item(self, text: str, *, mark: str = "-") -> None:
        """A list item: kept whole and quoted without its mark."""
        self._block(folded(text), "item", mark=mark)

    def row(self, heads: Sequence[str], cells: Sequence[str]) -> None:
        """A row of a table as one sentence, each cell behind the head of its column.

        >>> composer = Composer()
        >>> composer.row(["City", "People"], ["Macao", "680,000"])
        >>> composer.parsed().text
        'City: Macao; People: 680,000'
        """
        named = [
            f"{head}: {cell}" if head and head != cell else cell
            for head, cell in zip(
                map(folded, _padded(heads, len(cells))), map(folded, cells), strict=False
            )
            if cell
        ]
        self._block("; ".join(named), "item")

    def page(self) -> None:
        """Another page begins: the first call is for page 1, before its first part."""
        self._pages.append(-1 if self._length else 0)  # the place of the part to come

    def parsed(
        self,
        fields: dict[str, str | tuple[str, ...]] | None = None,
        *,
        notes: Sequence[str] = (),
    ) -> Parsed:
        """The document; without a title among the fields, its first heading of level 1 is one."""
        found = dict(fields or {})
        if self._top and "title" not in found:
            found["title"] = self._top
        text = "".join(self._pieces)
        pages = tuple(len(text) if place < 0 else place for place in self._pages)
        return Parsed(text, tuple(self._blocks), found, pages, tuple(notes))

    def _block(self, text: str, kind: Kind, *, mark: str = "") -> None:
        if text:
            start = self._put(f"{mark} {text}" if mark else text, kind)
            path = tuple(self._headings[level] for level in sorted(self._headings))
            end = self._length
            self._blocks.append(
                Block(Span(start + (len(mark) + 1 if mark else 0), end), kind, path)
            )

    def _put(self, line: str, part: Part) -> int:
        """Where the line begins."""
        if self._length:
            between = "\n" if part == self._last == "item" else "\n\n"
            self._pieces.append(between)
            self._length += len(between)
        start = self._length
        for number in range(len(self._pages) - 1, -1, -1):  # a long document has many behind it
            if self._pages[number] >= 0:
                break
            self._pages[number] = start
        self._pieces.append(line)
        self._length += len(line)
        self._last = part
        return start


def folded(text: str) -> str:
    r"""One line: white space of every kind becomes single spaces, what cannot be seen goes.

    >>> folded(" a\x00b\n\u00a0 c ")
    'ab c'
    """
    return " ".join(UNSEEN.sub("", text).split())


def _padded(heads: Sequence[str], width: int) -> list[str]:
    return [*heads, *[""] * (width - len(heads))]

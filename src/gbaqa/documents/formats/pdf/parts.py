"""Make headings, paragraphs, items and rows of the groups of lines, across columns and pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from gbaqa.documents.composing import Composer, folded
from gbaqa.documents.formats.pdf.joining import SOFT, joined, joined_texts, spelled, vocabulary
from gbaqa.documents.formats.pdf.layout import (
    ALIKE,
    SMALLER,
    Group,
    Style,
    groups_of,
    may_be_heading,
    style_of,
    title_of,
    with_headings,
)
from gbaqa.documents.formats.pdf.marks import BULLETS, MARK, ended
from gbaqa.documents.formats.pdf.pages import Line, Page, Table

FURTHEST = 8  # parts, such as notes and rows, between the two halves of a paragraph
BULLET = re.compile(r"[^\w(\uff08\u2460-\u24ff\u3251-\u325f]+")  # not a number or letter: "-" does
# ideographs, kana and hangul have no small letters that would say that a sentence goes on
NO_CASE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]")
BULLETED = re.compile(f"^[{BULLETS}]+ ")
CONTENTS = re.compile(r"\u2026\W*\w{1,6}$")  # a line of a table of contents
Kind = Literal["heading", "prose", "item", "row"]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the document; `breaks` say how far into its text a later page begins."""

    page: int
    kind: Kind
    text: str
    level: int = 0
    mark: str = "-"
    heads: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    breaks: tuple[tuple[int, int], ...] = ()
    first: Line | None = field(default=None, compare=False)
    last: Line | None = field(default=None, compare=False)

    def put(self, composer: Composer) -> None:
        """Adds it to a document."""
        if self.kind == "heading":
            composer.heading(self.level, self.text)
        elif self.kind == "row":
            composer.row(self.heads, self.cells)
        elif self.kind == "item":
            composer.item(self.text, mark=self.mark)
        else:
            composer.paragraph(self.text)


def parts_of(pages: Sequence[Page]) -> list[Part]:
    """The parts of a document in the order in which it is read."""
    grouped = [(number, group) for number, page in enumerate(pages) for group in groups_of(page)]
    words = vocabulary(line for page in pages for line in page.lines)
    groups = [group for _, group in grouped]
    style = style_of(groups)
    first = [group for number, group in grouped if number == grouped[0][0]]
    style = with_headings(style, groups, title_of(first, style))
    found: list[Part] = []
    for number, group in grouped:
        if isinstance(group, Table):
            found += _rows(group, number)
            continue
        part = _part(group, number, style, words)
        place = _begun(found, part, style) if part.text else None
        if place is not None:
            part = _whole(found.pop(place), part, words)
        if part.text:
            found.append(part)
    return found


def _part(group: Group, page: int, style: Style, words: frozenset[str]) -> Part:
    text = folded(joined(group.lines, words))
    kind, mark, level = _kind(group, text, style)
    told = MARK.match(text) if mark else None
    return Part(
        page,
        kind,
        text[told.end() :] if told else text,
        level=level,
        mark=_sign(mark) if told else "",
        first=group.lines[0],
        last=group.lines[-1],
    )


def _kind(group: Group, text: str, style: Style) -> tuple[Kind, str, int]:
    """What a group is, the mark before its text, and its level."""
    if may_be_heading(group, style):
        return "heading", "", style.level(group)
    mark = MARK.match(text) if group.mark else None
    if mark and text[mark.end() :]:
        return "item", mark[0].strip(), 0
    if CONTENTS.search(text):
        return "item", "", 0
    return "prose", "", 0


def _sign(mark: str) -> str:
    """The mark to write: a number as it is, "-" for bullets, which many fonts cannot show."""
    return "-" if BULLET.fullmatch(mark) else mark


def _begun(found: Sequence[Part], part: Part, style: Style) -> int | None:
    """Where the part stands that this one goes on with; notes and tables may lie between."""
    for place in range(len(found) - 1, max(len(found) - 1 - FURTHEST, -1), -1):
        other = found[place]
        if other.kind == "heading" or part.kind != "prose":
            return None
        if other.kind == "row" or (other.last and other.last.size < SMALLER * style.size):
            if other.last and part.first and part.first.size < SMALLER * style.size:
                return place if _goes_on(other, part) else None
            continue
        return place if _goes_on(other, part) else None
    return None


def _goes_on(one: Part, two: Part) -> bool:
    """Whether a part is the second half of one on an earlier page or in an earlier column."""
    last, first = one.last, two.first
    if last is None or first is None or abs(last.size - first.size) > ALIKE * last.size:
        return False
    beyond = two.page > one.page or first.bottom > last.top
    if not beyond or last.bold != first.bold or ended(one.text):
        return False
    without_case = NO_CASE.match(one.text[-1:]) and NO_CASE.match(two.text)
    return bool(last.hyphen or two.text[:1].islower() or without_case or one.text.endswith(","))


def _whole(one: Part, two: Part, words: frozenset[str]) -> Part:
    hyphen = SOFT if one.last and one.last.hyphen else ""
    text = joined_texts(one.text + hyphen, two.text, words)
    begins = len(text) - len(two.text)
    return Part(
        page=one.page,
        kind=one.kind,
        text=text,
        mark=one.mark,
        breaks=(*one.breaks, (two.page, begins)) if two.page > one.page else one.breaks,
        first=one.first,
        last=two.last,
    )


def _rows(table: Table, page: int) -> Iterator[Part]:
    """Each row with the heads of its columns, where the first row has them."""
    rows = [tuple(BULLETED.sub("", spelled(cell)) for cell in row) for row in table.rows]
    heads = rows[0] if table.heads or (table.heads is None and _is_head(rows)) else ()
    for row in rows[1:] if heads else rows:
        yield Part(page, "row", " ".join(row).strip(), heads=heads, cells=row)


def _is_head(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether the first row names the columns: short words, hardly a number, none left out."""
    first = rows[0]
    named = sum(map(bool, first)) >= max(2, len(first) - 1)
    short = all(len(cell) <= 80 for cell in first)
    numbers = sum(bool(re.fullmatch(r"[\W\d]+", cell)) for cell in first if cell)
    pairs = any(cell.endswith((":", "\uff1a")) for cell in first)
    return len(rows) > 1 and named and short and not pairs and numbers * 3 < len(first)

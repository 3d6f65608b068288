"""What the styles and numberings of a DOCX file make of a paragraph: a heading, an item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gbaqa.documents.formats.numerals import numeral
from gbaqa.documents.formats.packages import (
    Package,
    attribute,
    child,
    children,
    local,
    value,
    whole,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Word stores the English name in any language; other programs store their own
HEADING = re.compile(r"(?:heading|标题|標題|título|titulo|cabeçalho)\s*([1-9])", re.IGNORECASE)
LIST = re.compile(r"list (?:bullet|number)(?: \d)?", re.IGNORECASE)
CONTENTS = re.compile(r"(?:toc|table of figures|contents|目录|目錄|índice)\s*\d*", re.IGNORECASE)
TITLE = re.compile(r"title|标题|標題|título", re.IGNORECASE)
MOST_BASES = 20  # of a style: Word allows 10; a ring of them ends
BODY = 9  # the outline level of what is no heading
SKIPPED_FORMATS = ("bullet", "none", "picture")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's style: `level` 1 to 9 of a heading, 0 of what is none; its place in a list."""

    name: str = ""
    level: int = 0
    numbering: str = ""
    depth: int = 0

    @property
    def is_contents(self) -> bool:
        """Whether it marks lines of a table of contents."""
        return CONTENTS.fullmatch(self.name) is not None

    @property
    def is_list(self) -> bool:
        """Whether it is a style for lists by its name."""
        return LIST.fullmatch(self.name) is not None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a numbering: how a number is written, and the text around it, such as "%1."."""

    written: str
    text: str
    start: int


def read_styles(root: Element | None) -> dict[str, Style]:
    """The styles of paragraphs by id; "" is the default."""
    elements: dict[str, Element] = {}
    default = ""
    for one in children(root):
        if local(one) == "style" and attribute(one, "type") in ("paragraph", None):
            style_id = attribute(one, "styleId") or ""
            elements[style_id] = one
            default = style_id if attribute(one, "default") in ("1", "true", "on") else default
    styles = {style_id: _style(style_id, elements) for style_id in elements}
    return styles | {"": styles.get(default, Style())}


def _style(style_id: str, elements: dict[str, Element]) -> Style:
    bases = list(_bases(style_id, elements))
    name = value(bases[0], "name") or style_id
    level, numbering, depth = 0, "", 0
    for base in reversed(bases):  # the nearest to the style has the last word
        own = child(base, "pPr")
        level = heading_level(value(base, "name") or "", own, level)
        numbering = value(own, "numPr", "numId") or numbering
        depth = whole(value(own, "numPr", "ilvl"), depth)
    return Style(name, level, numbering, depth)


def heading_level(name: str, properties: Element | None, inherited: int) -> int:
    """The level of a heading by the name of its style or its outline level, 0 where it is none."""
    if TITLE.fullmatch(name):
        return 1
    if named := HEADING.fullmatch(name):
        return int(named[1])
    outline = value(properties, "outlineLvl")
    if outline is None:
        return inherited
    return (whole(outline, BODY) + 1) % (BODY + 1)


def _bases(style_id: str, elements: dict[str, Element]) -> Iterator[Element]:
    for _ in range(MOST_BASES):
        if style_id not in elements:
            return
        yield elements[style_id]
        style_id = value(elements[style_id], "basedOn") or ""


class Numberings:
    """Counts the numbered paragraphs of a document, each level from its start."""

    def __init__(self, package: Package, part: str) -> None:
        found = children(package.xml(part)) if part else []
        self._abstract = {
            attribute(one, "abstractNumId") or "": _levels(one)
            for one in found
            if local(one) == "abstractNum"
        }
        nums = [one for one in found if local(one) == "num"]
        self._of = {
            attribute(one, "numId") or "": value(one, "abstractNumId") or "" for one in nums
        }
        self._starts = {attribute(one, "numId") or "": _starts(one) for one in nums}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def mark(self, numbering: str, depth: int) -> str:
        """What stands before the next paragraph of a numbering: "-" for a bullet, "" for none."""
        abstract = self._of.get(numbering, "")
        levels = self._abstract.get(abstract, {})
        if depth not in levels:
            return "-"
        counts = self._counts.setdefault(abstract, {})
        if numbering not in self._begun:
            self._begun.add(numbering)
            counts |= {level: start - 1 for level, start in self._starts[numbering].items()}
        for upper in levels.keys() - counts.keys():
            counts |= {upper: levels[upper].start} if upper < depth else {}  # one that was skipped
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]
        if levels[depth].written in SKIPPED_FORMATS:
            return "" if levels[depth].written == "none" else "-"
        return _filled(levels, counts, depth)


def _filled(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    """The text of a level with the numbers of it and those above it put in."""

    def number(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        if level not in levels:
            return ""
        written = "decimal" if level < depth and levels[depth].written == "decimal" else ""
        return numeral(counts.get(level, levels[level].start), written or levels[level].written)

    return " ".join(re.sub(r"%(\d)", number, levels[depth].text).split())


def _levels(abstract: Element) -> dict[int, Level]:
    return {
        whole(attribute(one, "ilvl"), 0): Level(
            value(one, "numFmt") or "decimal",
            value(one, "lvlText") or "",
            whole(value(one, "start"), 1),
        )
        for one in abstract
        if local(one) == "lvl"
    }


def _starts(num: Element) -> dict[int, int]:
    """Levels that this list counts anew."""
    overrides: Iterable[Element] = (one for one in num if local(one) == "lvlOverride")
    return {
        whole(attribute(one, "ilvl"), 0): whole(value(one, "startOverride"), 1)
        for one in overrides
        if child(one, "startOverride") is not None
    }

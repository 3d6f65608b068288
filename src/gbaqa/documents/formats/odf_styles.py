"""What the styles of an OpenDocument file make of paragraphs, lists, sheets and slides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gbaqa.documents.formats.numerals import numeral
from gbaqa.documents.formats.packages import Package, attribute, child, children, local, whole

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TITLE = "Title"  # its name within the file, whatever the language of the program
ESCAPED = re.compile(r"_([0-9a-f]{1,5})_")  # how a space and the like are written in names
HEADING = re.compile(r"heading (\d{1,2})", re.IGNORECASE)
MOST_PARENTS = 20
MANNERS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
MANNERS |= {"一, 二, 三, ...": "chineseCounting", "1": "decimal"}


@dataclass(frozen=True, slots=True)
class ListLevel:
    """A level of a list: `manner` is "" for bullets."""

    manner: str
    before: str
    after: str
    start: int


class Styles:
    """Styles by name; one that is not there says nothing."""

    def __init__(
        self, elements: dict[str, Element], lists: dict[str, dict[int, ListLevel]]
    ) -> None:
        self._elements = elements
        self._lists = lists

    def level(self, name: str | None) -> int:
        """The level of a heading that a paragraph of the style is, 0 for none."""
        for style_name, element in self._line(name or ""):
            plain = ESCAPED.sub(lambda match: chr(int(match[1], 16) % 0x110000), style_name)
            if plain == TITLE:
                return 1
            outline = None if element is None else attribute(element, "default-outline-level")
            named = HEADING.fullmatch(plain)
            if outline or named:
                return whole(outline or (named[1] if named else ""), 0)
        return 0

    def is_hidden(self, name: str | None) -> bool:
        """Whether a sheet or a slide of the style is not shown."""
        return any(
            attribute(properties, key) == value
            for _, element in self._line(name or "")
            for properties in children(element)
            for key, value in (("display", "false"), ("visibility", "hidden"))
        )

    def start(self, name: str, depth: int) -> int:
        """The number that the first item of a list gets."""
        level = self._lists.get(name, {}).get(depth)
        return level.start if level else 1

    def mark(self, name: str, depth: int, number: int) -> str:
        """What stands before an item."""
        level = self._lists.get(name, {}).get(depth)
        if level is None or not level.manner:
            return "-"
        return "".join(f"{level.before}{numeral(number, level.manner)}{level.after}".split())

    def _line(self, name: str) -> Iterator[tuple[str, Element | None]]:
        """A style and those it is made from."""
        for _ in range(MOST_PARENTS):
            element = self._elements.get(name)
            yield name, element
            if element is None:
                return
            name = attribute(element, "parent-style-name") or ""


def read_styles(package: Package) -> Styles:
    """Those of the document and, before them, those made for single places in it."""
    elements: dict[str, Element] = {}
    lists: dict[str, dict[int, ListLevel]] = {}
    for part, groups in (
        ("styles.xml", ("styles",)),
        ("content.xml", ("automatic-styles",)),
    ):
        root = package.xml(part)
        for group in groups:
            for one in children(child(root, group)):
                name = attribute(one, "name") or ""
                if local(one) == "style":
                    elements[name] = one
                elif local(one) == "list-style":
                    lists[name] = {
                        whole(attribute(level, "level"), 1) - 1: _list_level(level) for level in one
                    }
    return Styles(elements, lists)


def _list_level(level: Element) -> ListLevel:
    numbered = local(level) == "list-level-style-number"
    written = attribute(level, "num-format") or ""
    return ListLevel(
        MANNERS.get(written, "decimal") if numbered and written else "",
        attribute(level, "num-prefix") or "",
        attribute(level, "num-suffix") or "",
        whole(attribute(level, "start-value"), 1),
    )

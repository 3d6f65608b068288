"""Find the running heads, feet and page numbers of a document by what repeats over its pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gbaqa.documents.composing import folded
from gbaqa.documents.formats.pdf.pages import Line, Page

MARGIN = 0.14  # of the page's height: where heads and feet stand
MOST = 4  # lines of a head or foot
FEWEST_PAGES = 3  # that a head is on, where there are as many
NEAR = 2  # pages between two of them: heads of left and right pages alternate
APART = 4.0  # points that their heights may differ by
NUMBER = re.compile(r"\d+|\b[ivxlcdm]+\b", re.IGNORECASE)
# a number by itself, with what is put around it, in the languages of documents
PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|p\u00e1gina|p\u00e1g\.|\u7b2c)?\s*(\d{1,4}|[ivxl]{1,6})\s*"
    r"(?:(?:of|de|/|\|)\s*\d{1,4}|[\u9801\u9875])?[\W_]*",
    re.IGNORECASE,
)
# one that says so needs no other page to be told
SAID = re.compile(
    r"\W*(?:page|p\u00e1gina|\u7b2c)\s*\d{1,4}\s*(?:(?:of|de|/)\s*\d{1,4}|[\u9801\u9875])?\W*",
    re.IGNORECASE,
)


def without_running(pages: Sequence[Page]) -> list[Page]:
    """The pages without the lines at their top and foot that come again on other pages.

    Where that would leave no line on any page they are the text.
    """
    edges = [list(_edges(page)) for page in pages]
    repeated = _repeated(edges)
    numbered = _numbered(edges)
    found = [
        replace(page, lines=_left(page, places, number, repeated, numbered))
        for number, (page, places) in enumerate(zip(pages, edges, strict=True))
    ]
    return found if any(page.lines for page in found) else list(pages)


Edge = tuple[int, str, float]  # the line's place, its text without numbers, its height


def _edges(page: Page) -> Iterator[list[Edge]]:
    """The lines at the top, from the outermost inwards, and those at the foot."""
    margin = MARGIN * page.height
    tables = [table.box for table in page.tables]
    places = sorted(range(len(page.lines)), key=lambda place: -page.lines[place].bottom)
    free = [place for place in places if not _inside(page.lines[place], tables)]
    top = [p for p in free if page.lines[p].bottom > page.foot + page.height - margin]
    foot = [p for p in reversed(free) if page.lines[p].top < page.foot + margin]
    for edge in (top, foot):
        yield [(p, _key(page.lines[p]), page.lines[p].bottom) for p in edge[:MOST]]


def _inside(line: Line, boxes: Sequence[tuple[float, float, float, float]]) -> bool:
    middle = (line.bottom + line.top) / 2
    return any(box[1] < middle < box[3] for box in boxes)


def _key(line: Line) -> str:
    return NUMBER.sub("#", folded(line.text)).casefold()


def _repeated(edges: Sequence[Sequence[Sequence[Edge]]]) -> frozenset[tuple[int, int]]:
    """(page, place) of the lines that stand at the same height on pages near each other."""
    seen: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for number, page in enumerate(edges):
        for edge in page:
            for place, key, height in edge:
                seen[key].append((number, place, height))
    fewest = max(min(FEWEST_PAGES, len(edges)), 2)
    near = (_near(group) for group in seen.values())
    return frozenset(
        (number, place)
        for group in near
        if len({number for number, _, _ in group}) >= fewest
        for number, place, _ in group
    )


def _near(group: Sequence[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """Those with another one at their height on one of the next pages."""
    return [
        one
        for at, one in enumerate(group)
        for other in group[max(at - 3, 0) : at + 4]
        if 0 < abs(one[0] - other[0]) <= NEAR and abs(one[2] - other[2]) <= APART
    ]


def _numbered(edges: Sequence[Sequence[Sequence[Edge]]]) -> bool:
    """Whether the pages bear numbers: most have a line at an edge that is one by itself."""
    having = sum(
        any(PAGE_NUMBER.fullmatch(key.replace("#", "1")) for edge in page for _, key, _ in edge)
        for page in edges
    )
    return len(edges) > 1 and having * 2 > len(edges)


def _left(
    page: Page,
    edges: Sequence[Sequence[Edge]],
    number: int,
    repeated: frozenset[tuple[int, int]],
    numbered: bool,
) -> tuple[Line, ...]:
    gone: set[int] = set()
    for edge in edges:
        for place, _, _ in edge:
            text = folded(page.lines[place].text)
            is_number = SAID.fullmatch(text) or (numbered and PAGE_NUMBER.fullmatch(text))
            if not is_number and (number, place) not in repeated:
                break  # what stands further in is text
            gone.add(place)
    return tuple(line for place, line in enumerate(page.lines) if place not in gone)

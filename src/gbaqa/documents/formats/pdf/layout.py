"""Tell from where the lines of a page stand which of them make up a paragraph, item or heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from gbaqa.documents.formats.pdf.marks import LEADERS, MARK, ended
from gbaqa.documents.formats.pdf.pages import Line, Page, Table
from gbaqa.documents.formats.pdf.rows import visible_lines

LARGER = 1.12  # times the size of the body: letters of a heading
SMALLER = 0.93  # likewise of notes and captions
ALIKE = 0.12  # share by which sizes of one paragraph may differ
LEADING = 1.85  # times the size of letters: base lines of one paragraph
NEARLY = 0.85  # of the size of the largest heading: a title that opens the first page
MOST_TITLE = 150
Kind = tuple[float, bool]  # the size of letters, and whether they are bold
COLUMN = 12.0  # points: lines that begin so near belong to one column
SHORT_LINE = 0.4  # of the column left free behind a line: it was broken on purpose
LONG_WORD = 12  # letters
INDENT = 0.8  # times the size
MOST_HEADING = 220  # characters


@dataclass(frozen=True, slots=True)
class Style:
    """The size of most letters of a document, whether they are bold, and those of its headings.

    `titled` says that the first kind of heading is that of the document's title.
    """

    size: float
    bold: bool
    headings: tuple[Kind, ...] = ()
    titled: bool = False

    def level(self, group: Group) -> int:
        """1 for the title, from 2 for other headings, by their size."""
        return self.headings.index(_kind(group)) + (1 if self.titled else 2)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together; `mark` says that the first begins with a bullet or number."""

    lines: tuple[Line, ...]
    mark: str = ""

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)

    @property
    def length(self) -> int:
        return sum(len(line.text) for line in self.lines)


def groups_of(page: Page) -> list[Group | Table]:
    """What the page says, part by part; a table stands where its first line does."""
    found: list[Group | Table] = []
    told: set[int] = set()
    places = [_table_of(line, page.tables) for line in page.lines]
    for place, run in groupby(zip(places, page.lines, strict=True), key=itemgetter(0)):
        if place is None:
            found += _free_groups([line for _, line in run])
        elif place not in told:
            told.add(place)
            found.append(page.tables[place])
    return found


def _free_groups(lines: Sequence[Line]) -> Iterator[Group | Table]:
    group: list[Line] = []
    edges = _edges(lines)
    for line in visible_lines(lines):
        if group and (isinstance(line, Table) or not _goes_on(group, line, edges)):
            yield _group(group)
            group = []
        if isinstance(line, Table):
            yield line
        else:
            group.append(line)
    if group:
        yield _group(group)


def style_of(groups: Iterable[Group | Table]) -> Style:
    """What the body of a document looks like, and which letters its headings have."""
    letters: Counter[tuple[float, bool]] = Counter()
    for group in groups:
        for line in group.lines if isinstance(group, Group) else ():
            letters[(_rounded(line.size), line.bold)] += len(line.text)
    sizes: Counter[float] = Counter()
    for (one, _), count in letters.items():
        sizes[one] += count
    size = max(sizes, key=lambda one: (sizes[one], one), default=0.0)
    return Style(size, bold=letters[(size, True)] > letters[(size, False)])


def with_headings(style: Style, groups: Sequence[Group | Table], opening: Group | None) -> Style:
    """The style with the kinds of its headings, largest first, but for the title's.

    `opening` is the heading on the first page that may be the title.
    """
    kinds = {_kind(one) for one in groups if isinstance(one, Group) and may_be_heading(one, style)}
    order = sorted(kinds, reverse=True)
    if opening:
        order = [_kind(opening), *(kind for kind in order if kind != _kind(opening))]
    return replace(style, headings=tuple(order), titled=opening is not None)


def title_of(groups: Sequence[Group | Table], style: Style) -> Group | None:
    """The first of the largest headings of the first page; what opens the page, if nearly so."""
    found = [one for one in groups if isinstance(one, Group) and may_be_heading(one, style)]
    if not found:
        return None
    largest = max(found, key=lambda one: _rounded(one.size))
    first = found[0]
    opens = first is groups[0] and first.size >= NEARLY * largest.size
    title = first if opens else largest
    if title.length > MOST_TITLE or not (opens or title.size >= LARGER * style.size):
        return None
    return title


def may_be_heading(group: Group, style: Style) -> bool:
    """Short lines of larger letters than the body's, or of bold ones where the body's are not."""
    text = group.lines[-1].text.rstrip()
    if group.length > MOST_HEADING or len(group.lines) > 3 or not any(map(str.isalpha, text)):
        return False
    if group.size >= LARGER * style.size:
        return True
    bold = group.bold and not style.bold and group.size >= SMALLER * style.size
    return bold and len(group.lines) <= 2 and not re.search("[.,;\u3002\uff0c\uff1b]$", text)


def _kind(group: Group) -> Kind:
    return _rounded(group.size), group.bold


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _table_of(line: Line, tables: Sequence[Table]) -> int | None:
    x, y = (line.left + line.right) / 2, (line.bottom + line.top) / 2
    for place, table in enumerate(tables):
        left, bottom, right, top = table.box
        if left <= x <= right and bottom <= y <= top:
            return place
    return None


def _group(lines: Sequence[Line]) -> Group:
    found = MARK.match(lines[0].text)
    return Group(tuple(lines), found[0].strip() if found else "")


def _edges(lines: Sequence[Line]) -> dict[int, float]:
    """How far to the right lines go that begin near a place, in steps of COLUMN points."""
    edges: dict[int, float] = {}
    for line in lines:
        for step in range(-1, 2):
            place = round(line.left / COLUMN) + step
            edges[place] = max(edges.get(place, line.right), line.right)
    return edges


def _goes_on(group: Sequence[Line], line: Line, edges: Mapping[int, float]) -> bool:
    """Whether a line goes on with the paragraph of the lines before it."""
    before = group[-1]
    size = before.size
    if abs(line.size - size) > ALIKE * size or MARK.match(line.text):
        return False
    if LEADERS.search(before.text):  # a line of a table of contents
        return False
    if before.bold != line.bold and not line.text[:1].islower():
        return False
    fall = before.bottom - line.bottom
    if not 0.3 * size < fall <= LEADING * size:
        return False
    if len(group) > 1 and fall > 1.3 * (group[-2].bottom - before.bottom) + 0.1 * size:
        return False
    if line.left >= before.right or line.right <= before.left:
        return False
    return _indented_alike(group, line) and not _stopped(group, line, edges)


def _indented_alike(group: Sequence[Line], line: Line) -> bool:
    before, step = group[-1], INDENT * group[-1].size
    shift = line.left - before.left
    centred = abs(line.left + line.right - before.left - before.right) < before.size
    right_to_left = abs(line.right - before.right) < 2.0
    if abs(shift) <= step or centred or right_to_left:
        return True
    if len(group) == 1:  # the first line of a paragraph is indented, or hangs out
        return shift < 0 or not ended(before.text)
    hanging = group[0].left < line.left and MARK.match(group[0].text)
    return bool(hanging)


def _stopped(group: Sequence[Line], line: Line, edges: Mapping[int, float]) -> bool:
    """Whether the line before ends short of where the next word would still have fitted."""
    before = group[-1]
    if line.text[:1].islower() or before.hyphen:
        return False
    if ended(before.text):
        edge = max(line.right, *(one.right for one in group))
        letter = line.width / max(len(line.text.strip()), 1)
        word = letter * len((line.text.split() or [""])[0][:LONG_WORD])
        return edge - before.right - word > 0.3 * before.size
    edge = max(edges.get(round(before.left / COLUMN), before.right), line.right)
    centred = abs(line.left + line.right - before.left - before.right) < before.size
    return not centred and edge - before.right > SHORT_LINE * (edge - before.left)

"""What a page of a PDF holds, as records: lines of text and where they stand, rules, pictures."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]  # left, bottom, right, top; y grows upwards
Rule = tuple[float, float, float, float]  # x0, y0, x1, y1 of a drawn line that is level or upright


def whole(text: str) -> str:
    """The text with its halves of characters put together, those without a mate replaced."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its middle; of white space that PDFium adds, that of the one before."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text on one base line, no wider apart than words are.

    `size` is the height of its letters in points; `hyphen` says that its last word goes on in the
    next line, behind a hyphen that is not in the text.
    """

    text: str
    box: Box
    size: float
    bold: bool = False
    hyphen: bool = False

    @property
    def left(self) -> float:
        return self.box[0]

    @property
    def bottom(self) -> float:
        return self.box[1]

    @property
    def right(self) -> float:
        return self.box[2]

    @property
    def top(self) -> float:
        return self.box[3]

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    def beside(self, other: Line) -> bool:
        """Whether the two stand on one line, whatever lies between them."""
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > 0.5 * min(self.top - self.bottom, other.top - other.bottom)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its place, and its rows of cells, "" where one is empty.

    `heads` says whether the first row names the columns; None where that is still to be told.
    """

    box: Box
    rows: tuple[tuple[str, ...], ...]
    heads: bool | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Lines in the order in which the file draws them; `height` of the page from its `foot` up."""

    lines: tuple[Line, ...]
    foot: float = 0.0
    height: float = 0.0
    tables: tuple[Table, ...] = ()
    pictured: bool = False  # no text, yet something is drawn
    unreadable: bool = False  # its letters have no Unicode
    broken: bool = False

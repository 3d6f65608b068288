"""The one door to PDFium: open a file, read its pages and what it says of itself."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gbaqa.documents.formats.pdf.pages import Box, Glyph, Line, Page, whole
from gbaqa.documents.formats.pdf.rules import rules_of
from gbaqa.documents.formats.pdf.tables import drawn_tables
from gbaqa.errors import DocumentError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

LINE = re.compile("[^\r\n\ufffe\x02]+[\ufffe\x02]?")  # PDFium writes a hyphen at a line's end so
HYPHENS = "\ufffe\x02\u00ad"
BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
BOLD_WEIGHT = 600  # CSS, 700 less what some fonts call semibold
WIDE = 1.6  # times the letters' size: a gap that parts cells or columns, not words
PASSWORD, SECURITY = 4, 5  # PDFium's FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
MOST_CODE = 0xFFFF  # PDFium tells characters beyond it in two halves
MOST_NAME = 256  # bytes of a font's name
LETTER = re.compile(r"[^\W_]")
UNMAPPED = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")  # letters without Unicode


def opened(raw: bytes, *, name: str) -> PdfDocument:
    """The document; raises DocumentError where it is locked or broken."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (PASSWORD, SECURITY):
            reason = "is locked with a password; save it without one"
        else:
            reason = "is a broken PDF or a part of one; download it or save it again"
        raise DocumentError(f"{name}: {reason}") from error
    if not len(document):
        raise DocumentError(f"{name}: is a PDF without a page; download it or save it again")
    return document


def pages_of(document: PdfDocument) -> Iterator[Page]:
    """Each page in turn; one that is broken comes out empty and says so."""
    import pypdfium2

    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            yield Page((), broken=True)
            continue
        try:
            yield _page(page)
        finally:
            page.close()


def told_of(document: PdfDocument) -> Mapping[str, str]:
    """What the file says of itself: Title, Author, CreationDate, ModDate; and Lang."""
    import pypdfium2.raw as pdfium

    told = dict(document.get_metadata_dict(skip_empty=True))
    length = pdfium.FPDFCatalog_GetLanguage(document.raw, None, 0)  # in bytes, with the end
    if length > len("\0\0"):  # its end alone
        buffer = ctypes.create_string_buffer(length)
        kind = ctypes.POINTER(pdfium.FPDF_WCHAR)
        pdfium.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(buffer, kind), length)
        told["Lang"] = buffer.raw[: length - 2].decode("utf-16-le", "replace")
    return told


def _page(page: PdfPage) -> Page:
    textpage = page.get_textpage()
    try:
        reader = _Reader(textpage.raw)
        quarter, lines = reader.lines()
        rules, drawn = rules_of(page.raw)
        turned = [TURNS[quarter](*rule) for rule in rules]
        tables = drawn_tables(turned, lambda: reader.glyphs(quarter)) if lines else ()
    finally:
        textpage.close()
    _, bottom, _, top = TURNS[quarter](*page.get_bbox())
    letters = sum(len(line.text) for line in lines)
    unmapped = sum(len(UNMAPPED.findall(line.text)) for line in lines)
    unreadable = unmapped * 2 > letters
    return Page(
        () if unreadable else lines,
        foot=bottom,
        height=top - bottom,
        tables=() if unreadable else tables,
        pictured=drawn and not lines,
        unreadable=unreadable,
    )


class _Reader:
    """The characters of one page; PDFium is asked for as little as lines need."""

    def __init__(self, raw: Any) -> None:  # noqa: ANN401 - a pointer of ctypes
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._raw = raw
        self._box = tuple(ctypes.c_double() for _ in range(4))
        self._places = tuple(map(ctypes.byref, self._box))
        self._matrix = pdfium.FS_MATRIX()
        self._name = ctypes.create_string_buffer(MOST_NAME)
        self._flags = ctypes.c_int()
        self.text = self._characters()

    def lines(self) -> tuple[int, tuple[Line, ...]]:
        """By how many quarter turns most lines are drawn, and the lines: these, then others."""
        turned: dict[int, list[Line]] = {}
        for found in LINE.finditer(self.text):
            if not found[0].strip(" \t\u00a0" + HYPHENS):
                continue
            boxes = self._rects(found.start(), found.end())
            for begin, end in self._stretches(found.start(), found.end(), boxes):
                if self.text[begin:end].strip(" \t\u00a0" + HYPHENS):
                    part = (begin, end) != found.span()
                    quarter, line = self._line(
                        begin, end, self._rects(begin, end) if part else boxes
                    )
                    turned.setdefault(quarter, []).append(line)
        order = sorted(turned, key=lambda way: -sum(len(one.text) for one in turned[way]))
        return (order or [0])[0], tuple(line for way in order for line in turned[way])

    def glyphs(self, quarter: int) -> Iterator[Glyph]:
        """Every character with its place, for cells of tables."""
        x = y = 0.0
        for number, text in enumerate(self.text):
            if not text.isspace() and text not in HYPHENS:
                left, bottom, right, top = TURNS[quarter](*self._charbox(number))
                x, y = (left + right) / 2, (bottom + top) / 2
            yield Glyph(text, x, y)

    def _characters(self) -> str:
        count = max(self._pdfium.FPDFText_CountChars(self._raw), 0)
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        self._pdfium.FPDFText_GetText(self._raw, 0, count, buffer)
        text = bytes(buffer).decode("utf-16-le", "surrogatepass").split("\0", 1)[0]
        if len(text) == count:
            return text
        # some characters are left out of it, added or two halves: then one by one, by number
        ask = self._pdfium.FPDFText_GetUnicode
        return "".join(chr(ask(self._raw, number) & MOST_CODE) for number in range(count))

    def _line(self, begin: int, end: int, boxes: Sequence[Box]) -> tuple[int, Line]:
        """A line and by how many quarter turns it is drawn; its box is that of a level one."""
        text = self.text[begin:end]
        first = begin + len(text) - len(text.lstrip())
        last = begin + len(text.rstrip(" \t\u00a0" + HYPHENS)) - 1
        letter = LETTER.search(text)
        middle = LETTER.search(text, len(text) // 2) or letter
        angle = self._pdfium.FPDFText_GetCharAngle(self._raw, first)
        quarter = -round(angle / (math.pi / 2)) % 4  # PDFium counts clockwise
        line = Line(
            text=whole(text.rstrip("\ufffe\x02")),
            box=TURNS[quarter](*_union(boxes)),
            size=self._size(begin + middle.start() if middle else first),
            bold=self._bold(begin + letter.start() if letter else first) and self._bold(last),
            hyphen=text[-1] in HYPHENS,
        )
        return quarter, line

    def _stretches(self, begin: int, end: int, boxes: Sequence[Box]) -> Iterator[tuple[int, int]]:
        """The line's parts between gaps that are wider than those between words."""
        size = max((top - bottom for _, bottom, _, top in boxes), default=0.0)
        wide = WIDE * max(size, 4.0)
        gap = any(two[0] - one[2] > wide or two[2] < one[0] for one, two in pairwise(boxes))
        if not gap:
            yield begin, end
            return
        start, before = begin, -math.inf
        for number in range(begin, end):
            if self.text[number].isspace() or self.text[number] in HYPHENS:
                continue
            left, _, right, _ = self._charbox(number)
            if before > -math.inf and left - before > wide:
                yield start, number
                start = number
            before = right
        yield start, end

    def _rects(self, begin: int, end: int) -> list[Box]:
        """Boxes of the line's runs, without those of white space alone."""
        count = self._pdfium.FPDFText_CountRects(self._raw, begin, end - begin)
        boxes: list[Box] = []
        left, top, right, bottom = self._places
        for number in range(count):
            self._pdfium.FPDFText_GetRect(self._raw, number, left, top, right, bottom)
            one = tuple(value.value for value in self._box)
            box = (one[0], one[3], one[2], one[1])
            if box[2] > box[0] and box[3] > box[1]:
                boxes.append(box)
        return boxes

    def _charbox(self, number: int) -> Box:
        left, bottom, right, top = self._places
        self._pdfium.FPDFText_GetCharBox(self._raw, number, left, right, bottom, top)
        one = tuple(value.value for value in self._box)
        return one[0], one[1], one[2], one[3]

    def _size(self, number: int) -> float:
        self._pdfium.FPDFText_GetMatrix(self._raw, number, ctypes.byref(self._matrix))
        scale = math.hypot(self._matrix.c, self._matrix.d)
        return float(self._pdfium.FPDFText_GetFontSize(self._raw, number)) * scale

    def _bold(self, number: int) -> bool:
        if self._pdfium.FPDFText_GetFontWeight(self._raw, number) >= BOLD_WEIGHT:
            return True
        flags = ctypes.byref(self._flags)
        self._pdfium.FPDFText_GetFontInfo(self._raw, number, self._name, MOST_NAME, flags)
        return bool(BOLD.search(self._name.value.decode("utf-8", "replace")))


def _union(boxes: Sequence[Box]) -> Box:
    lefts, bottoms, rights, tops = zip(*(boxes or [(0.0, 0.0, 0.0, 0.0)]), strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


# A box as it stands once the page is turned so that its text is level.
TURNS: tuple[Callable[[float, float, float, float], Box], ...] = (
    lambda left, bottom, right, top: (left, bottom, right, top),
    lambda left, bottom, right, top: (bottom, -right, top, -left),
    lambda left, bottom, right, top: (-right, -top, -left, -bottom),
    lambda left, bottom, right, top: (-top, left, -bottom, right),
)

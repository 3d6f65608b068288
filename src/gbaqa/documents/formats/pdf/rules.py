"""The straight lines that a page draws, as PDFium tells them: what tables are made of."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from gbaqa.documents.formats.pdf.pages import Rule

MOST_OBJECTS = 5_000  # a page with more is a drawing
MOST_SEGMENTS = 200  # of one path, likewise
STRAIGHT = 0.7  # points that a line may lean
SHORTEST = 4.0  # points; shorter ones are dots, dashes and corners


def rules_of(page: Any) -> tuple[list[Rule], bool]:  # noqa: ANN401 - a pointer of ctypes
    """The level and upright lines of a page, and whether it draws anything but text."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page)
    found: list[Rule] = []
    drawn = False
    for number in range(min(count, MOST_OBJECTS)):
        one = pdfium.FPDFPage_GetObject(page, number)
        kind = pdfium.FPDFPageObj_GetType(one)
        drawn = drawn or kind != pdfium.FPDF_PAGEOBJ_TEXT
        if kind == pdfium.FPDF_PAGEOBJ_PATH and count <= MOST_OBJECTS:
            found += _lines(one)
    return found, drawn


def _lines(path: Any) -> Iterator[Rule]:  # noqa: ANN401 - as above
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(path)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if count > MOST_SEGMENTS or not (fill.value or stroke.value):
        return
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for number in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, number)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _straight(last, point)
        if kind != pdfium.FPDF_SEGMENT_MOVETO and pdfium.FPDFPathSegment_GetClose(segment):
            yield from _straight(point, first)
        last = point


def _straight(one: tuple[float, float], two: tuple[float, float]) -> Iterator[Rule]:
    (left, right), (low, high) = sorted((one[0], two[0])), sorted((one[1], two[1]))
    if high - low <= STRAIGHT and right - left >= SHORTEST:
        yield left, (low + high) / 2, right, (low + high) / 2
    elif right - left <= STRAIGHT and high - low >= SHORTEST:
        yield (left + right) / 2, low, (left + right) / 2, high

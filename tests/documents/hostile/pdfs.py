"""Make PDF files by hand, with loops, bombs and nests where a writer has none."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
TEXT = b"BT /F 12 Tf 72 700 Td (Good words stand here.) Tj ET"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources 6 0 R >>"
RESOURCES = b"<< /Font << /F 4 0 R >> >>"


def written(objects: Mapping[int, bytes], *, trailer: bytes = b"") -> bytes:
    """The objects in a file, with a table of where they are."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places.get(number, 0)
    trailer = trailer.replace(b"HERE", b"%d" % start)
    out += b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF" % (
        size,
        trailer,
        start,
    )
    return bytes(out)


def stream(data: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), more, data)


def pdf(
    contents: bytes = stream(TEXT),
    *,
    page: bytes = PAGE,
    resources: bytes = RESOURCES,
    more: Mapping[int, bytes] | None = None,
    trailer: bytes = b"",
) -> bytes:
    """A file of one page."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: page,
        4: FONT,
        5: contents,
        6: resources,
    }
    return written(objects | dict(more or {}), trailer=trailer)


def pages(texts: Sequence[str]) -> bytes:
    """A file with a page for each text."""
    kids = b" ".join(b"%d 0 R" % (10 + 2 * one) for one in range(len(texts)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(texts)),
        4: FONT,
        6: RESOURCES,
    }
    for one, text in enumerate(texts):
        number = 10 + 2 * one
        objects[number] = PAGE.replace(b"5 0 R", b"%d 0 R" % (number + 1))
        objects[number + 1] = stream(b"BT /F 12 Tf 72 700 Td (%b) Tj ET" % text.encode())
    return written(objects)


def loop_of_pages() -> bytes:
    """Pages that hold themselves, and each other."""
    return written(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 1000000 /Parent 3 0 R >>",
            3: b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 1000000 /Parent 2 0 R >>",
        }
    )


def loop_of_tables() -> bytes:
    """A table of objects whose predecessor is itself."""
    return pdf(trailer=b"/Prev HERE")


def loop_of_streams() -> bytes:
    """Streams of objects that extend each other, and hold themselves."""
    inner = b"7 0 << /Type /Pages >>"
    return pdf(
        b"8 0 R",
        more={
            7: stream(inner, b"/Type /ObjStm /N 1 /First 4 /Extends 8 0 R"),
            8: stream(inner, b"/Type /ObjStm /N 1 /First 4 /Extends 7 0 R"),
        },
    )


def length_of_itself() -> bytes:
    """A stream as long as itself."""
    return pdf(b"<< /Length 5 0 R >>\nstream\n%b\nendstream" % TEXT)


def bomb(size: int, *, layers: int) -> bytes:
    """A page whose contents unpack, layer by layer, to so many spaces and a text."""
    data = b" " * size + TEXT
    for _ in range(layers):
        data = zlib.compress(data, 9)
    filters = b"/Filter [%b]" % (b"/FlateDecode " * layers)
    return pdf(stream(data, filters))


def doubling(levels: int) -> bytes:
    """Forms of which each draws the next one twice."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources %b"
    more = {}
    for level in range(levels):
        names = b"<< /Font << /F 4 0 R >> /XObject << /N %d 0 R >> >>" % (11 + level)
        more[10 + level] = stream(b"/N Do /N Do", form % names)
    more[10 + levels] = stream(TEXT, form % RESOURCES)
    return pdf(stream(b"/N Do"), resources=b"<< /XObject << /N 10 0 R >> >>", more=more)


def drawing_itself() -> bytes:
    """A form that draws itself."""
    names = b"<< /Font << /F 4 0 R >> /XObject << /N 10 0 R >> >>"
    form = stream(
        TEXT + b" /N Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources " + names
    )
    return pdf(stream(b"/N Do"), resources=names, more={10: form})


def outline_of_itself() -> bytes:
    """Bookmarks that follow themselves."""
    mark = b"<< /Title (A) /Next 10 0 R /First 10 0 R /Parent 10 0 R /Dest [3 0 R /Fit] >>"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 9 0 R >>",
        9: b"<< /First 10 0 R >>",
        10: mark,
    }
    return pdf(more=objects)

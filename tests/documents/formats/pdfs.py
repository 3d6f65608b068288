"""Write small PDFs by hand: text, rules and pictures at given places, in the standard fonts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 595, 842  # points: A4
FONTS = {"plain": b"Helvetica", "bold": b"Helvetica-Bold"}
TOP, LEFT, LEADING = 760, 72, 14


@dataclass(frozen=True, slots=True)
class Show:
    """A line of text; without a place it stands below the one before."""

    text: str
    x: float = LEFT
    y: float | None = None
    size: float = 11
    font: str = "plain"
    hex: str = ""  # of a font with two bytes a letter, instead of `text`


@dataclass(frozen=True, slots=True)
class Draw:
    """Operators of a page's content as they stand."""

    operators: str


Page = Sequence[Show | Draw]
GRID = "0.8 w " + " ".join(
    [f"{72 + 150 * n} 600 m {72 + 150 * n} 660 l S" for n in range(3)]
    + [f"72 {600 + 20 * n} m 372 {600 + 20 * n} l S" for n in range(4)]
)
PICTURE = "q 500 0 0 700 40 60 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x7f EI Q"


def pdf(
    pages: Sequence[Page],
    *,
    info: Mapping[str, str] | None = None,
    lang: str = "",
    unicode: Mapping[int, str] | None = None,
    rotate: int = 0,
    header: bytes = b"%PDF-1.7\n",
) -> bytes:
    """The file's bytes. `unicode` says what the letters of the font "wide" stand for."""
    objects: list[bytes] = [b"", b""]  # the catalogue and the tree of pages come first
    fonts = b""
    for name, base in FONTS.items():
        objects.append(
            b"<< /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding /BaseFont /" + base + b" >>"
        )
        fonts += f"/{name} {len(objects)} 0 R ".encode()
    if unicode:
        fonts += f"/wide {_wide_font(objects, unicode)} 0 R ".encode()
    kids = []
    for page in pages:
        content = _content(page)
        objects.append(_stream(content))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate} "
            f"/Contents {len(objects)} 0 R /Resources << /Font << ".encode()
            + fonts
            + b">> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    told = f" /Lang ({lang})" if lang else ""
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R{told} >>".encode()
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>".encode()
    objects.append(b"<< " + b" ".join(_entry(*one) for one in (info or {}).items()) + b" >>")
    return _file(objects, header)


def lines(*texts: str, size: float = 11, font: str = "plain", x: float = LEFT) -> list[Show]:
    """Lines of one paragraph, one below the other."""
    return [Show(text, x, size=size, font=font) for text in texts]


def _content(page: Page) -> bytes:
    found: list[bytes] = []
    y: float = TOP + LEADING
    for one in page:
        if isinstance(one, Draw):
            found.append(one.operators.encode("latin-1"))
            continue
        y = y - LEADING if one.y is None else one.y
        text = f"<{one.hex}>".encode() if one.hex else b"(" + _escaped(one.text) + b")"
        place = f"BT /{one.font} {one.size} Tf 1 0 0 1 {one.x} {y} Tm ".encode()
        found.append(place + text + b" Tj ET")
    return b"\n".join(found)


def _escaped(text: str) -> bytes:
    return text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _entry(name: str, text: str) -> bytes:
    return f"/{name} <{(chr(0xFEFF) + text).encode('utf-16-be').hex()}>".encode()


def _stream(content: bytes) -> bytes:
    return f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _wide_font(objects: list[bytes], unicode: Mapping[int, str]) -> int:
    pairs = "\n".join(
        f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in unicode.items()
    )
    objects.append(
        _stream(
            f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
            f"1 begincodespacerange <0000> <ffff> endcodespacerange "
            f"{len(unicode)} beginbfchar\n{pairs}\nendbfchar endcmap end end".encode()
        )
    )
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Wide /DW 1000 /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    objects.append(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Wide /Encoding /Identity-H "
        f"/DescendantFonts [{len(objects)} 0 R] /ToUnicode {len(objects) - 1} 0 R >>".encode()
    )
    return len(objects)


def _file(objects: Sequence[bytes], header: bytes) -> bytes:
    made, places = header, []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        made
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n"
            f"<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
        ).encode()
    )

"""Make office files and books by hand, so that any part of them can be what it should not be."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
SHAPE = "<p:sp><p:txBody><a:p><a:r><a:t>Good.</a:t></a:r></a:p></p:txBody></p:sp>"
OPEN = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
}
OFFICE = " ".join(f'xmlns:{short}="{long}"' for short, long in OPEN.items())


def zipped(parts: Mapping[str, bytes | str], *, stored: tuple[str, ...] = ()) -> bytes:
    """A zip of these parts in their order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), part, compress_type=how)
    return out.getvalue()


def office(main: str, kind: str, part: bytes | str, **more: bytes | str) -> bytes:
    """A package whose main part this is."""
    types = f'<Types xmlns="{PACKAGE}content-types">' + (
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" '
        f'ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
    )
    rels = f'<Relationships xmlns="{PACKAGE}relationships">' + (
        f'<Relationship Id="r1" Type="{R}/officeDocument" Target="{main}"/></Relationships>'
    )
    parts = {"[Content_Types].xml": types, "_rels/.rels": rels, main: part}
    return zipped(parts | {name.replace("__", "/"): value for name, value in more.items()})


def docx(body: str = PARAGRAPH.format("Good."), *, before: str = "") -> bytes:
    """A Word file with this body, behind what may stand before its root."""
    text = f"{before}<w:document {W}><w:body>{body}</w:body></w:document>"
    return office("word/document.xml", "wordprocessingml.document", text)


def xlsx(rows: str = '<row r="1"><c r="A1"><v>1</v></c></row>', *, before: str = "") -> bytes:
    """A workbook of one sheet with these rows, behind what may stand before its root."""
    book = (
        f'<workbook {S} xmlns:r="{R}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>"
    )
    rels = f'<Relationships xmlns="{PACKAGE}relationships">' + (
        f'<Relationship Id="r1" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>"
    )
    sheet = f"{before}<worksheet {S}><sheetData>{rows}</sheetData></worksheet>"
    more = {"xl__worksheets__sheet1.xml": sheet, "xl___rels__workbook.xml.rels": rels}
    kind = "spreadsheetml.sheet"
    return office("xl/workbook.xml", kind, book, **more)


def pptx(shapes: str = SHAPE, *, before: str = "") -> bytes:
    """A presentation of one slide with these shapes, behind what may stand before its root."""
    names = (
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:r="{R}"'
    )
    main = f'<p:presentation {names}><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst>'
    rels = f'<Relationships xmlns="{PACKAGE}relationships">' + (
        f'<Relationship Id="r1" Type="{R}/slide" Target="slides/slide1.xml"/></Relationships>'
    )
    slide = f"{before}<p:sld {names}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
    more = {"ppt__slides__slide1.xml": slide, "ppt___rels__presentation.xml.rels": rels}
    kind = "presentationml.presentation"
    return office("ppt/presentation.xml", kind, main + "</p:presentation>", **more)


def odf(body: str = "<text:p>Good.</text:p>", *, before: str = "", kind: str = "text") -> bytes:
    """An OpenDocument file with this body, behind what may stand before its root."""
    text = (
        f"{before}<office:document-content {OFFICE}><office:body><office:{kind}>{body}"
        f"</office:{kind}></office:body></office:document-content>"
    )
    media = {"text": "text", "spreadsheet": "spreadsheet"}[kind]
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="application/vnd.oasis.opendocument.{media}"/></manifest:manifest>'
    )
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{media}",
        "content.xml": text,
        "META-INF/manifest.xml": manifest,
    }
    return zipped(parts, stored=("mimetype",))


def epub(chapter: str = "<p>Good.</p>", *, before: str = "", chapters: int = 1) -> bytes:
    """A book with this chapter so many times in its reading order."""
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="a.opf"/></rootfiles></container>'
    )
    ids = "".join(
        f'<item id="c{one}" href="c{one}.xhtml" media-type="application/xhtml+xml"/>'
        for one in range(chapters)
    )
    order = "".join(f'<itemref idref="c{one}"/>' for one in range(chapters))
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/>'
        f"<manifest>{ids}</manifest><spine>{order}</spine></package>"
    )
    page = (
        f'{before}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head>'
        f"<body>{chapter}</body></html>"
    )
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": container}
    parts |= {"a.opf": book} | {f"c{one}.xhtml": page for one in range(chapters)}
    return zipped(parts, stored=("mimetype",))


@dataclass(frozen=True, slots=True)
class Packed:
    """The raw DEFLATE stream of a text too large to be held, with the text's size and CRC."""

    stream: bytes
    size: int
    crc: int


def swollen(head: bytes, filling: bytes, times: int, tail: bytes) -> Packed:
    """The head, the filling so many times (rounded down to mebibytes), and the tail."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = filling * max(1, (1 << 20) // len(filling))
    stream, size, crc = [], 0, 0
    for piece in (head, *[block] * (times * len(filling) // len(block)), tail):
        stream.append(packer.compress(piece))
        size += len(piece)
        crc = zlib.crc32(piece, crc)
    return Packed(b"".join([*stream, packer.flush()]), size, crc)


def with_part(whole: bytes, part: str, packed: Packed, *, said: int | None = None) -> bytes:
    """The package with a part in place of its own, of its own size or of the one that is said."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(whole)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for info in before.infolist():
            if info.filename != part:
                after.writestr(info, before.read(info))
        after.writestr(zipfile.ZipInfo(part), b"")
    return _spliced(out.getvalue(), part.encode(), packed, packed.size if said is None else said)


def _spliced(raw: bytes, part: bytes, packed: Packed, size: int) -> bytes:
    """The last entry, empty so far, given a stream and a size, whether or not they agree."""
    local = raw.rindex(b"PK\x03\x04")
    directory = raw.index(b"PK\x01\x02")
    entry = raw.rindex(b"PK\x01\x02")
    end = raw.rindex(b"PK\x05\x06")
    sizes = struct.pack("<III", packed.crc, len(packed.stream), min(size, 0xFFFFFFFE))
    deflated = struct.pack("<H", zipfile.ZIP_DEFLATED)
    header = raw[local : local + 8] + deflated + raw[local + 10 : local + 14] + sizes
    begin = header + struct.pack("<HH", len(part), 0) + part + packed.stream
    last = raw[entry : entry + 10] + deflated + raw[entry + 12 : entry + 16] + sizes
    central = raw[directory:entry] + last + raw[entry + 28 : end]
    closing = raw[end : end + 12] + struct.pack("<II", len(central), local + len(begin)) + b"\0\0"
    return raw[:local] + begin + central + closing


def overlapping(times: int) -> bytes:
    """A book whose chapters are all one and the same stretch of the file."""
    whole = epub("<p>" + "Again. " * 20_000 + "</p>", chapters=1)
    many = epub("<p>x</p>", chapters=times)
    with zipfile.ZipFile(BytesIO(many)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name[0] != "c"}
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        parts["c0.xhtml"] = archive.read("c0.xhtml")
    raw = zipped(parts)
    end = raw.rindex(b"PK\x05\x06")
    entry = raw.rindex(b"PK\x01\x02")
    directory = raw.index(b"PK\x01\x02")
    copies = b"".join(_renamed(raw[entry:end], f"c{one}.xhtml") for one in range(1, times))
    central = raw[directory:end] + copies
    count = struct.pack("<HH", len(parts) + times - 1, len(parts) + times - 1)
    place = struct.pack("<II", len(central), directory)
    return raw[:directory] + central + raw[end : end + 8] + count + place + b"\0\0"


def _renamed(entry: bytes, name: str) -> bytes:
    return entry[:28] + struct.pack("<H", len(name)) + entry[30:46] + name.encode()


def nested(depth: int) -> bytes:
    """A zip of sixteen zips of sixteen zips, and so on, with zeros at the bottom."""
    inner = zipped({"0": bytes(1 << 20)})
    for _ in range(depth):
        inner = zipped({f"{one}.zip": inner for one in range(16)})
    return inner

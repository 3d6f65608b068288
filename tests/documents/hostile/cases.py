"""Files made to hang, swell, crash or mislead a reader: a name and a way to make each.

What `sample` gives is small enough for every run of the tests;
`python -m scripts.bench_hostile` reads the `whole`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from tests.documents.hostile import pdfs, zips

MIB = 1 << 20
CANARY = "canary-7f3a"  # stands in the file and behind the address that entities point to
XML = "<?xml version='1.0'?>"


@dataclass(frozen=True, slots=True)
class Case:
    """A file; `{secret}` and `{url}` are where CANARY is found, by who lets itself be led there."""

    name: str
    make: Callable[[str, str], bytes]


def _plain(make: Callable[[], bytes]) -> Callable[[str, str], bytes]:
    return lambda secret, url: make()


def laughs(_secret: str, _url: str) -> str:
    """Ten to the tenth of a word, by entities of entities."""
    lines = "".join(
        f'<!ENTITY l{one} "{f"&l{one - 1};" * 10 if one else "ha"}">' for one in range(11)
    )
    return f"{XML}<!DOCTYPE x [{lines}]>"


def quadratic(_secret: str, _url: str) -> str:
    """One long entity, which is used often."""
    return f'{XML}<!DOCTYPE x [<!ENTITY l10 "{"a" * 100_000}">]>'


def external(secret: str, url: str) -> str:
    """Entities that point to a file and to an address."""
    return (
        f'{XML}<!DOCTYPE x SYSTEM "{url}/dtd" [<!ENTITY l10 SYSTEM "file://{secret}">'
        f'<!ENTITY u SYSTEM "{url}/entity"><!ENTITY % p SYSTEM "{url}/parameter"> %p;]>'
    )


def without_type(_secret: str, _url: str) -> str:
    """Entities that nobody declared."""
    return XML


WITH_ENTITY = {
    "docx": lambda before: zips.docx(zips.PARAGRAPH.format("&l10;" * 1000), before=before),
    "xlsx": lambda before: zips.xlsx(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>' + "&l10;" * 1000 + "</t></is></c></row>",
        before=before,
    ),
    "pptx": lambda before: zips.pptx(
        "<p:sp><p:txBody><a:p><a:r><a:t>" + "&l10;" * 1000 + "</a:t></a:r></a:p></p:txBody></p:sp>",
        before=before,
    ),
    "odt": lambda before: zips.odf("<text:p>" + "&l10;" * 1000 + "</text:p>", before=before),
    "ods": lambda before: zips.odf(
        "<table:table><table:table-row><table:table-cell><text:p>&l10;</text:p>"
        "</table:table-cell></table:table-row></table:table>",
        before=before,
        kind="spreadsheet",
    ),
    "epub": lambda before: zips.epub("<p>" + "&l10;" * 1000 + "</p>", before=before),
    "html": lambda before: (before + "<html><p>" + "&l10;" * 1000 + "</p></html>").encode(),
}


def _entities(*kinds: Callable[[str, str], str]) -> Iterator[Case]:
    for ending, wrap in WITH_ENTITY.items():
        for before in kinds:
            yield Case(
                f"{before.__name__}.{ending}",
                lambda secret, url, wrap=wrap, before=before: wrap(before(secret, url)),  # type: ignore[misc]
            )


def _fetching(secret: str, url: str) -> bytes:
    """A page that points out by every element that a browser follows."""
    parts = "".join(
        f"<{tag} {attribute}='{place}'></{tag}>"
        for tag, attribute in (
            *(("img", "src"), ("iframe", "src"), ("link rel=stylesheet", "href"), ("a", "href")),
            *(("script", "src"), ("object", "data"), ("embed", "src"), ("base", "href")),
            *(("video", "poster"), ("xi:include", "href"), ("input type=image", "src")),
        )
        for place in (f"{url}/{tag.split()[0]}", f"file://{secret}")
    )
    refresh = f"<meta http-equiv=refresh content='0;url={url}/refresh'>"
    style = f"<style>@import '{url}/import'; body {{background: url({url}/background)}}</style>"
    return f"<html><head>{refresh}{style}</head><p>Good words.</p>{parts}</html>".encode()


def _swollen_docx(size: int, *, said: int | None = None) -> bytes:
    head = f"<w:document {zips.W}><w:body><w:p><w:r><w:t>".encode()
    packed = zips.swollen(head, b"a", size, b"</w:t></w:r></w:p></w:body></w:document>")
    return zips.with_part(zips.docx(), "word/document.xml", packed, said=said)


def _swollen_epub(size: int, *, said: int | None = None) -> bytes:
    packed = zips.swollen(b"<html><body><p>", b"a ", size // 2, b"</p></body></html>")
    return zips.with_part(zips.epub(), "c0.xhtml", packed, said=said)


def _swollen_odt(size: int) -> bytes:
    head = f"<office:document-content {zips.OFFICE}><office:body><office:text>".encode()
    tail = b"</office:text></office:body></office:document-content>"
    packed = zips.swollen(head, b"<text:p>a</text:p>", size // 18, tail)
    return zips.with_part(zips.odf(), "content.xml", packed)


def _far_cells() -> bytes:
    """The first cell and the last, merged: 17,179,869,184 cells lie between."""
    first = '<row r="1"><c r="A1"><v>2</v></c></row>'
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    merged = "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>"
    return zips.xlsx(f"{first}{last}</sheetData>{merged}<sheetData>")


def _wide_row(columns: int) -> bytes:
    cells = "".join(f"<c><v>{one}</v></c>" for one in range(columns))
    return zips.xlsx(f"<row>{cells}</row>" * 3)


def _repeated(rows: int) -> bytes:
    body = (
        f"<table:table><table:table-row table:number-rows-repeated='{rows}'>"
        f"<table:table-cell table:number-columns-repeated='{rows}'><text:p>x</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    return zips.odf(body, kind="spreadsheet")


def _nest(ending: str, depth: int) -> bytes:
    if ending == "docx":
        table = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
        return zips.docx(table[0] * depth + zips.PARAGRAPH.format("Deep.") + table[1] * depth)
    if ending == "pptx":
        return zips.pptx("<p:grpSp>" * depth + "</p:grpSp>" * depth)
    if ending == "odt":
        one = "<text:list><text:list-item>", "</text:list-item></text:list>"
        return zips.odf(one[0] * depth + "<text:p>Deep.</text:p>" + one[1] * depth)
    if ending == "epub":
        return zips.epub("<div>" * depth + "Deep." + "</div>" * depth)
    return NESTS[ending](depth).encode()


NESTS: dict[str, Callable[[int], str]] = {
    "div.html": lambda depth: "<div>" * depth + "Deep." + "</div>" * depth,
    "ul.html": lambda depth: "<ul><li>a" * depth,
    "table.html": lambda depth: "<table><tr><td>a" * depth,
    "bold.html": lambda depth: "<p>" + "<b><i>" * depth + "a",
    "quote.md": lambda depth: ">" * depth + " Deep.",
    "list.md": lambda depth: "- " * depth + "Deep.",
    "bracket.md": lambda depth: "[" * depth,
    "picture.md": lambda depth: "![" * depth,
    "star.md": lambda depth: "*" * depth + "a" + "*" * depth,
    "yaml.md": lambda depth: "---\ntopics: " + "[" * depth + "\n---\nText.",
    "json.txt": lambda depth: "[" * depth + "]" * depth,
    "quote.csv": lambda depth: '"' * depth + "a,b\n",
}
ODT_SPACES = "<text:p>a<text:s text:c='2000000000'/>b</text:p>"
YAML_BOMB = "---\ntopics: [&a " + "x" * 10_000 + ", *a" * 9_000 + "]\n---\nText."
BODIES: dict[str, Callable[[], bytes]] = {
    "spaces.odt": lambda: zips.odf(ODT_SPACES),
    "far.xlsx": _far_cells,
    "loop_of_tables.pdf": pdfs.loop_of_tables,
    "loop_of_streams.pdf": pdfs.loop_of_streams,
    "length_of_itself.pdf": pdfs.length_of_itself,
    "outline_of_itself.pdf": pdfs.outline_of_itself,
    "drawing_itself.pdf": pdfs.drawing_itself,
    "arrays.pdf": lambda: pdfs.pdf(page=pdfs.PAGE + b" " + b"[" * 100_000),
    "names.pdf": lambda: pdfs.pdf(pdfs.stream(b"q " * 100_000 + pdfs.TEXT)),
    "no_box.pdf": lambda: pdfs.pdf(page=pdfs.PAGE.replace(b"612 792", b"1e38 -1e38")),
    "encrypted.pdf": lambda: pdfs.pdf(
        trailer=b"/Encrypt << /Filter /Standard /V 4 /R 4 /O (x) /U (y) /P -1 >>"
    ),
    "alias.md": lambda: YAML_BOMB.encode(),
    "lying_small.docx": lambda: _swollen_docx(8 * MIB, said=10),
    "lying_large.docx": lambda: _swollen_docx(MIB, said=4_000_000_000),
    "lying_small.epub": lambda: _swollen_epub(8 * MIB, said=10),
    "nested.docx": lambda: zips.nested(2),
    "nested.epub": lambda: zips.nested(2),
    "up.docx": lambda: zips.zipped({"../../../tmp/evil": "x", "/etc/evil": "y", "a\0b": "z"}),
    "overlapping.epub": lambda: zips.overlapping(50),
    "nul.txt": lambda: b"a\0b\n" * 1000,
    "halves.txt": lambda: b"\xed\xa0\x80 half",
    "mark.txt": lambda: b"\xef\xbb\xbf",
    "zeros.md": lambda: bytes(MIB),
    "utf16.txt": lambda: "河".encode("utf-16-le") * 1000,
    "long_line.md": lambda: b"a" * MIB,
    "open.html": lambda: b"<script>" + b"a" * MIB,
    "short_comments.md": lambda: b"<!---->" * 600 + b"x",
    "comments.html": lambda: b"<!--" * 100_000,
    "attributes.html": lambda: b"<p " + b"a=1 " * 100_000 + b">x",
    "characters.html": lambda: b"<p>&#x110000;&#0;&#xd800;&nonesuch;</p>",
    "columns.csv": lambda: b"a," * 10_000 + b"\n" + b"b," * 10_000,
    "open.csv": lambda: b'a,"' + b"b,c\n" * 100_000,
    "empty.docx": lambda: b"",
    "empty.pdf": lambda: b"",
    "locked.docx": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    ),
}
GOOD: dict[str, Callable[[], bytes]] = {
    "docx": zips.docx,
    "xlsx": zips.xlsx,
    "pptx": zips.pptx,
    "odt": zips.odf,
    "epub": zips.epub,
    "pdf": pdfs.pdf,
    "html": lambda: b"<html><title>T</title><p>Good words stand here.</p></html>",
    "csv": lambda: b"a,b\n1,2\n",
    "md": lambda: b"# T\n\nGood words.\n",
    "txt": lambda: b"Good words.\n",
}


def _truncated() -> Iterator[Case]:
    for ending, make in GOOD.items():
        for tenth in range(1, 10):
            yield Case(
                f"{tenth}_tenths.{ending}",
                lambda secret, url, make=make, tenth=tenth: make()[: len(make()) * tenth // 10],  # type: ignore[misc]
            )


def _misnamed() -> Iterator[Case]:
    for ending, make in GOOD.items():
        for other in GOOD:
            if other != ending:
                yield Case(f"{ending}_as.{other}", _plain(make))


def sample() -> Iterator[Case]:
    """What takes less than a second or so each."""
    yield from _entities(laughs, external)
    yield Case("fetching.html", _fetching)
    yield from (Case(name, _plain(make)) for name, make in BODIES.items())
    for ending in (*NESTS, "docx", "pptx", "odt", "epub"):
        yield Case(f"nest_1000.{ending}", _plain(partial(_nest, ending, 1000)))


def whole() -> Iterator[Case]:
    """All of it: minutes, and up to the limits."""
    yield from sample()
    yield from _entities(quadratic, without_type)
    yield from _truncated()
    yield from _misnamed()
    for ending in (*NESTS, "docx", "pptx", "odt", "epub"):
        yield Case(f"nest_100000.{ending}", _plain(partial(_nest, ending, 100_000)))
    yield from (Case(name, _plain(make)) for name, make in LARGE.items())


LARGE: dict[str, Callable[[], bytes]] = {
    "loop_of_pages.pdf": pdfs.loop_of_pages,
    "repeated.ods": lambda: _repeated(1_000_000_000),
    "gigabytes.docx": lambda: _swollen_docx(3 * 1024 * MIB),
    "gigabytes_lying.docx": lambda: _swollen_docx(3 * 1024 * MIB, said=1000),
    "gigabytes.odt": lambda: _swollen_odt(2 * 1024 * MIB),
    "200_megabytes.odt": lambda: _swollen_odt(200 * MIB),
    "200_megabytes.docx": lambda: _swollen_docx(200 * MIB),
    "gigabytes.epub": lambda: _swollen_epub(2 * 1024 * MIB),
    "100_megabytes.epub": lambda: _swollen_epub(100 * MIB),
    "many_entries.epub": lambda: zips.overlapping(60_000),
    "wide.xlsx": lambda: _wide_row(100_000),
    "million.md": lambda: b"a.\n\n" * 1_000_000,
    "million.txt": lambda: b"a.\n\n" * 1_000_000,
    "million.html": lambda: b"<p>a." * 1_000_000,
    "million.csv": lambda: b"a,b\n" * 1_000_000,
    "million.docx": lambda: zips.docx(zips.PARAGRAPH.format("a.") * 1_000_000),
    "million.odt": lambda: zips.odf("<text:p>a.</text:p>" * 1_000_000),
    "million.xlsx": lambda: zips.xlsx("<row><c><v>1</v></c></row>" * 1_000_000),
    "100_megabytes_of_one_line.txt": lambda: b"a" * (100 * MIB),
    "100_megabytes_of_one_line.md": lambda: b"a" * (100 * MIB),
    "100_megabytes_of_zeros.txt": lambda: bytes(100 * MIB),
    "100_megabytes_of_tags.html": lambda: b"<b>" * (33 * MIB),
    "10000_pages.pdf": lambda: pdfs.pages(
        [f"Page {one} has words of its own." for one in range(10_000)]
    ),
    "doubling.pdf": lambda: pdfs.doubling(30),
    "bomb.pdf": lambda: pdfs.bomb(512 * MIB, layers=3),
    "operators.pdf": lambda: pdfs.pdf(pdfs.stream(pdfs.TEXT * 300_000)),
    "million_brackets.md": lambda: b"[" * MIB,
    "million_pictures.md": lambda: b"![" * (MIB // 2),
    "columns_100000.csv": lambda: b"a," * 100_000 + b"\n" + b"b," * 100_000,
    "json.json": lambda: json.dumps({"a": 1}).encode(),
}

"""Office files made for tests: a zip of the parts that are written out beside each test."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from gbaqa.documents.blocks import Kind, Parsed

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"
Seen = tuple[Kind, tuple[str, ...], str]


def seen(parsed: Parsed) -> list[Seen]:
    """Kind, headings and verbatim text of each block."""
    return [(block.kind, block.headings, block.span.of(parsed.text)) for block in parsed.blocks]


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file that holds the parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """A part of relations: id to the kind and the target of each."""
    listed = "".join(
        f'<Relationship Id="{key}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'


def docx(body: str, **parts: str) -> bytes:
    """A Word file of the body's markup, with styles, numbering, footnotes, … beside it."""
    targets = {f"r{name}": (name, f"{name}.xml") for name in parts}
    others = {f"word/{name}.xml": _word(name, content) for name, content in parts.items()}
    return packed(
        {
            "_rels/.rels": relations({"r1": ("officeDocument", "word/document.xml")}),
            "word/document.xml": _word("document", f"<w:body>{body}</w:body>"),
            "word/_rels/document.xml.rels": relations(targets),
            **others,
        }
    )


def _word(root: str, content: str) -> str:
    return f'<w:{root} xmlns:w="{W}" xmlns:r="{RELATIONS}">{content}</w:{root}>'


def p(text: str, properties: str = "") -> str:
    """A paragraph of a Word file."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def styled(text: str, style: str, more: str = "") -> str:
    """A paragraph of a Word file in a style."""
    return p(text, f'<w:pStyle w:val="{style}"/>{more}')


def odf(kind: str, content: str, *, styles: str = "", **parts: str) -> bytes:
    """An OpenDocument file of a kind such as "text", its styles those made for single places."""
    spaces = " ".join(
        f'xmlns:{prefix}="{ODF}:{name}:1.0"'
        for prefix, name in {
            "office": "office",
            "text": "text",
            "table": "table",
            "draw": "drawing",
            "style": "style",
            "presentation": "presentation",
            "meta": "meta",
            "chart": "chart",
        }.items()
    )
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="x:link"'

    def root(name: str, inner: str) -> str:
        return f"<office:{name} {spaces}>{inner}</office:{name}>"

    body = f"<office:body><office:{kind}>{content}</office:{kind}></office:body>"
    styled_body = f"<office:automatic-styles>{styles}</office:automatic-styles>{body}"
    others = {f"{name}.xml": root("document", inner) for name, inner in parts.items()}
    return packed(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": root("document-content", styled_body),
            **others,
        }
    )

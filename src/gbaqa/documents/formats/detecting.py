"""Tell what kind of document a file is: by what its bytes are, and by its ending among texts."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from gbaqa.documents.formats.kinds import ALSO, ENDINGS, NAMES, TEXTS, Kind
from gbaqa.documents.formats.magic import OLE, refused_binary, refused_ole
from gbaqa.documents.formats.zipped import zipped
from gbaqa.errors import DocumentError

HEAD = 4096  # bytes that tell a text's kind
ADVISED = "PDF, DOCX, HTML, CSV, .md or .txt"
BOM = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe(?:\0\0)?|\xfe\xff)")
# before the first element; what is taken is never given back: comments take no time to the power
NOTHING_YET = rb"^\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?><!--.*?-->)\s*+)*+"
HTML = re.compile(NOTHING_YET + rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S)
# elements that a piece of HTML may begin with, as browsers tell it: mimesniff.spec.whatwg.org
PIECE = re.compile(
    NOTHING_YET
    + rb"<(?:script|iframe|h[1-6]|div|font|table|a|style|title|b|br|p|main|article|section|meta)"
    rb"[\s>/]",
    re.I | re.S,
)
ROOT = re.compile(NOTHING_YET + rb"(?:<!doctype[^>]*>\s*)?<([A-Za-z_][\w:.-]{0,60})", re.I | re.S)
FRONT_MATTER = re.compile(rb"^---[ \t]*\r?\n(?:[a-z_]+:.*\r?\n)+", re.I)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Detected:
    """A kind of document; `note` says so where the file's ending says something else."""

    kind: Kind
    note: str = ""


def detect(raw: bytes, *, name: str) -> Detected:
    """What the file is; raises DocumentError with one line for what is no document."""
    ending = PurePosixPath(name).suffix.lower()
    named = ENDINGS.get(ending) or ALSO.get(ending)
    kind = _packed(raw, named, name=name) or _text(raw, ending, named, name=name)
    if kind == named:
        return Detected(kind)
    said = f"the name ends in {ending}" if ending else "the name has no ending"
    return Detected(kind, f"{said}; it is read as {NAMES[kind]}, which it is")


def is_own_text(raw: bytes, *, name: str) -> bool:
    """Whether it is Markdown or plain text: what needs no library of others to be read."""
    if raw.startswith(b"PK"):
        return False
    try:
        return detect(raw, name=name).kind in ("markdown", "plain")
    except DocumentError:
        return False


def _packed(raw: bytes, named: Kind | None, *, name: str) -> Kind | None:
    """The kind of a file that is not text; None for text."""
    if _is_pdf(raw, named):
        return "pdf"
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return zipped(raw, named, name=name)
    if raw.startswith(OLE):
        raise DocumentError(f"{name}: {refused_ole(raw)}")
    reason = refused_binary(raw)
    if not reason and not BOM.match(raw) and CONTROL.search(raw[:HEAD]) and named not in TEXTS:
        kind = f"is not {NAMES[named]}, or is broken" if named else "is of no kind that can be read"
        reason = f"{kind}; save it again as PDF, DOCX, HTML or text"
    if reason:
        raise DocumentError(f"{name}: {reason}")
    return None


def _is_pdf(raw: bytes, named: Kind | None) -> bool:
    """Some programs write before the header, as PDF's readers suffer in its first 1,024 bytes."""
    at = raw[:1024].find(b"%PDF-")
    return at == 0 or (at > 0 and (named == "pdf" or not raw[:at].strip(b"\xef\xbb\xbf \t\r\n")))


def _text(raw: bytes, ending: str, named: Kind | None, *, name: str) -> Kind:
    head = _plain_head(raw)
    if HTML.match(head):
        return "html"
    if named == "html":
        return "html" if b"<" in raw or not raw.strip() else "plain"
    if named in TEXTS:
        return named
    if PIECE.match(head):
        return "html"
    root = ROOT.match(head)
    if root and (ending in (".xml", ".rss", ".atom", ".svg", "") or head.lstrip()[:5] == b"<?xml"):
        element = root[1].decode("ascii").rpartition(":")[2].lower()
        raise DocumentError(f"{name}: {XML.get(element, OTHER_XML)}")
    if ending in (".json", ".jsonl", ".ndjson", ".geojson", ".ipynb") or _is_json(raw, ending):
        raise DocumentError(
            f"{name}: is data in JSON, not a document; write what it says as text, or as CSV"
        )
    if ending and named is None:
        raise DocumentError(f"{name}: no reader for {ending!r}; use {ADVISED}")
    if not raw.strip():
        raise DocumentError(f"{name}: is empty; write some text or remove the file")
    if FRONT_MATTER.match(head):
        return "markdown"
    if head.startswith(b"#!"):
        raise DocumentError(f"{name}: is a program, not a document; remove it")
    return "plain"


XML = {
    "rss": "is a feed of news (RSS); add the articles themselves, as HTML",
    "feed": "is a feed of news (Atom); add the articles themselves, as HTML",
    "rdf": "is data in RDF, not a document; write what it says as text, or as CSV",
    "svg": "is a drawing (SVG); write what it says as text",
    "document": "is a flat OpenDocument file; save it as ODT, ODS or ODP",
    "fictionbook": "is a FictionBook; save it as EPUB",
}
OTHER_XML = "is data in XML, not a document; save it as HTML, text or CSV"


def _plain_head(raw: bytes) -> bytes:
    """The first bytes without a byte order mark, as if they were written in single bytes."""
    mark = BOM.match(raw)
    head = raw[:HEAD] if not mark else raw[mark.end() : HEAD]
    return head.replace(b"\0", b"") if mark and mark[0][:1] != b"\xef" else head


def _is_json(raw: bytes, ending: str) -> bool:
    if ending or raw.lstrip()[:1] not in (b"{", b"["):
        return False
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return True

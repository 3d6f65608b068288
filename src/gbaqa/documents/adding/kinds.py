"""Under which ending a fetched document is kept: as it is declared and named, if it is that."""

from __future__ import annotations

import posixpath
from urllib.parse import urlsplit

from gbaqa.documents.formats.detecting import detect
from gbaqa.documents.formats.kinds import ENDINGS, NAMES, TEXTS, Kind
from gbaqa.documents.naming import on_one_line
from gbaqa.errors import DocumentError

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
DECLARED = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "application/epub+zip": ".epub",
    f"{OFFICE}.wordprocessingml.document": ".docx",
    f"{OFFICE}.presentationml.presentation": ".pptx",
    f"{OFFICE}.spreadsheetml.sheet": ".xlsx",
    f"{OPEN}.text": ".odt",
    f"{OPEN}.spreadsheet": ".ods",
    f"{OPEN}.presentation": ".odp",
}
# what servers say of files they know nothing about: the name decides, else the bytes
VAGUE = frozenset(
    (
        *("", "application/octet-stream", "binary/octet-stream", "application/force-download"),
        *("application/x-download", "application/zip", "application/x-zip-compressed"),
    )
)
ENDING: dict[Kind, str] = {kind: ending for ending, kind in reversed(ENDINGS.items())}


def ending_for(media_type: str, raw: bytes, *, url: str) -> str:
    """The ending; raises DocumentError for what no reader reads, or is not what it is said to be.

    >>> ending_for("text/plain", b"# Tax", url="https://example.org/tax.md")
    '.md'
    """
    named = posixpath.splitext(urlsplit(url).path)[1].lower()
    ending = DECLARED.get(media_type, "")
    if media_type in VAGUE or (ending == ".txt" and ENDINGS.get(named) in TEXTS):
        ending = named if named in ENDINGS else ""
    elif not ending:
        shown = on_one_line(media_type)[:80]
        raise DocumentError(f"{url}: is said to be {shown}, which has no reader; add a document")
    try:
        found = detect(raw, name=f"document{ending}").kind
    except DocumentError as error:
        raise DocumentError(f"{url}{str(error).removeprefix(f'document{ending}')}") from error
    if not ending:
        return ENDING[found]
    said = ENDINGS[ending]
    if found != said and not (found in TEXTS and said in TEXTS):
        raise DocumentError(
            f"{url}: is said to be {NAMES[said]} and is {NAMES[found]}; check the address"
        )
    return ending if found == said else ENDING[found]

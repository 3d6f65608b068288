"""Tell which kind of document a zip archive is, without unpacking more than a list."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib

from gbaqa.documents.formats.kinds import Kind
from gbaqa.errors import DocumentError

OPEN_XML: dict[bytes, Kind] = {  # in [Content_Types].xml; ISO 29500 and its strict form
    b"wordprocessingml.": "docx",
    b"ms-word.": "docx",
    b"presentationml.": "pptx",
    b"ms-powerpoint.": "pptx",
    b"spreadsheetml.": "xlsx",
    b"ms-excel.": "xlsx",
}
MAIN_PART = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.|)"
    rb"(wordprocessingml\.|presentationml\.|spreadsheetml\.|ms-word\.|ms-powerpoint\.|ms-excel\.)"
    rb"(?:document|template|presentation|slideshow|sheet|sheet\.macroEnabled|addin)"
    rb"(?:\.macroEnabled)?(?:Template|Presentation|Slideshow)?\.main\+xml"
)
ODF_TYPE = b"application/vnd.oasis.opendocument."
ODF_KINDS = (b"text", b"spreadsheet", b"presentation")
EPUB_TYPE = b"application/epub+zip"
FAULTS = (  # what zipfile and what it unpacks with raise of an archive that is broken or locked
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError, OSError, RuntimeError, EOFError),
)
MOST_LISTED = 256 * 1024  # bytes of [Content_Types].xml that are looked at


def zipped(raw: bytes, named: Kind | None, *, name: str) -> Kind:
    """The kind of a zip archive; raises DocumentError where it is no document."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            kind = _kind_of(archive)
            names = archive.namelist()
    except FAULTS as error:
        if named in ("docx", "pptx", "xlsx", "odf", "epub"):
            return named  # whose reader says what is wrong with it
        raise DocumentError(f"{name}: is a broken archive; save it again") from error
    if kind:
        return kind
    if any(one.lower().endswith(".iwa") for one in names):
        reason = "is a document of Pages, Numbers or Keynote; save it as PDF or DOCX"
    elif "xl/workbook.bin" in names:
        reason = "is a binary workbook (XLSB); save it as XLSX"
    else:
        reason = "is an archive; unpack it and put its documents there"
    raise DocumentError(f"{name}: {reason}")


def _kind_of(archive: zipfile.ZipFile) -> Kind | None:
    mimetype = _beginning(archive, "mimetype", 200).strip()
    if mimetype == EPUB_TYPE:
        return "epub"
    if mimetype.startswith(ODF_TYPE):
        document = mimetype.removeprefix(ODF_TYPE).removesuffix(b"-template")
        return "odf" if document in ODF_KINDS else None
    main = MAIN_PART.search(_beginning(archive, "[Content_Types].xml", MOST_LISTED))
    if main:
        return OPEN_XML[main[1]]
    return "epub" if "META-INF/container.xml" in archive.namelist() else None


def _beginning(archive: zipfile.ZipFile, part: str, size: int) -> bytes:
    try:
        with archive.open(part) as opened:
            return opened.read(size)
    except (KeyError, *FAULTS):
        return b""  # not there, locked, or broken

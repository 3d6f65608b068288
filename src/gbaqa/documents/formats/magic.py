"""Files that are no documents, or none that can be read: how they begin, and what to do."""

from __future__ import annotations

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Microsoft's compound file, of Office before 2007
PICTURE = "is a picture ({}); write what it says as text, or put it into a PDF with a text layer"
SOUND = "is a recording ({}); write down what is said as text"
ARCHIVE = "is an archive ({}); unpack it and put its documents there"
PROGRAM = "is a program, not a document; remove it"
DATA = "is a database ({}), not a document; write its tables as CSV"
FONT = "is a font, not a document; remove it"
# (where, what, why): the first that fits
BEGINNINGS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n", PICTURE.format("PNG")),
    (0, b"\xff\xd8\xff", PICTURE.format("JPEG")),
    (0, b"GIF87a", PICTURE.format("GIF")),
    (0, b"GIF89a", PICTURE.format("GIF")),
    (0, b"II*\0", PICTURE.format("TIFF")),
    (0, b"MM\0*", PICTURE.format("TIFF")),
    (8, b"WEBP", PICTURE.format("WebP")),
    (4, b"ftypheic", PICTURE.format("HEIC")),
    (4, b"ftypavif", PICTURE.format("AVIF")),
    (0, b"8BPS", PICTURE.format("Photoshop")),
    (0, b"\0\0\1\0", PICTURE.format("icon")),
    (4, b"ftyp", SOUND.format("MP4")),
    (8, b"WAVE", SOUND.format("WAV")),
    (8, b"AVI ", SOUND.format("AVI")),
    (0, b"ID3", SOUND.format("MP3")),
    (0, b"\xff\xfb", SOUND.format("MP3")),
    (0, b"OggS", SOUND.format("Ogg")),
    (0, b"fLaC", SOUND.format("FLAC")),
    (0, b"\x1a\x45\xdf\xa3", SOUND.format("Matroska or WebM")),
    (0, b"\x1f\x8b", ARCHIVE.format("gzip")),
    (0, b"BZh", ARCHIVE.format("bzip2")),
    (0, b"\xfd7zXZ\0", ARCHIVE.format("xz")),
    (0, b"\x28\xb5\x2f\xfd", ARCHIVE.format("zstd")),
    (0, b"7z\xbc\xaf\x27\x1c", ARCHIVE.format("7z")),
    (0, b"Rar!\x1a\x07", ARCHIVE.format("RAR")),
    (257, b"ustar", ARCHIVE.format("tar")),
    (0, b"{\\rtf", "is RTF; save it as DOCX"),
    (0, b"%!PS", "is PostScript; save it as PDF"),
    (0, b"AT&TFORM", "is DjVu; save it as PDF with a text layer"),
    (60, b"BOOKMOBI", "is a book for Kindle; save it as EPUB"),
    (0, b"SQLite format 3\0", DATA.format("SQLite")),
    (0, b"PAR1", DATA.format("Parquet")),
    (0, b"\x7fELF", PROGRAM),
    (0, b"\xca\xfe\xba\xbe", PROGRAM),
    (0, b"\0asm", PROGRAM),
    (0, b"\0\1\0\0\0", FONT),
    (0, b"OTTO\0", FONT),
    (0, b"wOF2", FONT),
    (0, b"wOFF", FONT),
)
TEXTUAL = (b"BM", b"MZ")  # two letters that a text may begin with: only where zeros follow
WIDE = {  # the names of streams in a compound file, in UTF-16
    "EncryptedPackage": "is locked with a password; save it without one",
    "WordDocument": "is of Word before 2007 (DOC); save it as DOCX",
    "PowerPoint Document": "is of PowerPoint before 2007 (PPT); save it as PPTX",
    "Workbook": "is of Excel before 2007 (XLS); save it as XLSX",
    "Book": "is of Excel before 2007 (XLS); save it as XLSX",
    "__substg1.0_": "is a message of Outlook; save it as HTML, text or PDF",
    "VisioDocument": "is a drawing of Visio; save it as PDF",
}
OTHER_OLE = "is of an Office program before 2007; save it as DOCX, XLSX, PPTX or PDF"


def refused_binary(raw: bytes) -> str:
    """Why a file that begins so cannot be read, and what to do; "" where nothing is known."""
    for where, what, why in BEGINNINGS:
        if raw.startswith(what, where):
            return why
    if raw.startswith(TEXTUAL) and b"\0" in raw[:64]:
        return PROGRAM if raw.startswith(b"MZ") else PICTURE.format("BMP")
    return ""


def refused_ole(raw: bytes) -> str:
    """Why a compound file cannot be read, and what to do, by what lies in it."""
    for stream, why in WIDE.items():
        if stream.encode("utf-16-le") in raw:
            return why
    return OTHER_OLE

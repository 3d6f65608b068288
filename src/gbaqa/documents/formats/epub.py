"""EPUB: the chapters of a book in reading order, each read as HTML, and the book's metadata.

Nothing is unpacked to disk and no path of the archive is ever one of the machine: parts are looked
up by name. What is read is bounded, whatever sizes the archive gives.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.composing import Composer, folded
from gbaqa.documents.hypertext.characters import characters
from gbaqa.documents.hypertext.describing import iso_date, language_code, usable
from gbaqa.documents.hypertext.furniture import silent_parts
from gbaqa.documents.hypertext.trees import Element, tree_of
from gbaqa.documents.hypertext.walking import HEADINGS, compose
from gbaqa.errors import DocumentError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Xml

MOST_PARTS = 20_000
MOST_BYTES = 200_000_000  # unpacked, all parts together: some 1,000 novels
CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
IS_ENCRYPTED = 0x1  # bit of a ZIP entry's flags
PAGES = frozenset(["application/xhtml+xml", "text/html"])
CONTENTS = "application/x-dtbncx+xml"  # of EPUB 2
NOT_READ = frozenset(["cover", "toc", "loi", "lot"])  # of the guide
FAULTS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError),
    *(EOFError, OSError, ValueError, RuntimeError),
)


@dataclass(slots=True)
class Archive:
    """The parts of a book by their names, of which only so many bytes are read."""

    name: str
    zipped: zipfile.ZipFile
    left: int

    def __contains__(self, part: str) -> bool:
        return part in self.zipped.NameToInfo

    def read(self, part: str) -> bytes:
        """Raises DocumentError for a part that is missing, encrypted, broken or too large."""
        info = self.zipped.NameToInfo.get(part)
        if info is None:
            raise DocumentError(f"{self.name}: has no {_shown(part)}; save the book anew")
        if info.flag_bits & IS_ENCRYPTED:
            raise DocumentError(f"{self.name}: is encrypted; add the book without a password")
        try:
            with self.zipped.open(info) as stream:
                raw = stream.read(self.left + 1)
        except FAULTS as error:
            reason = folded(str(error))[:100]
            raise DocumentError(
                f"{self.name}: is damaged ({reason}); save the book anew"
            ) from error
        self.left -= len(raw)
        if self.left < 0:
            size = MOST_BYTES // 1_000_000
            raise DocumentError(f"{self.name}: unpacks to more than {size} MB; split the book")
        return raw


@dataclass(frozen=True, slots=True)
class Book:
    """What a package document tells: names of the chapters in order, and its metadata."""

    chapters: tuple[str, ...]
    fields: dict[str, str]
    missing: int = 0
    labels: dict[str, str] = field(default_factory=dict)


def read(raw: bytes, *, name: str) -> Parsed:
    """All chapters in one text; one without headings stands under its name in the contents."""
    archive = Archive(name, _opened(raw, name=name), MOST_BYTES)
    book = _book(archive)
    _check_rights(archive, book)
    composer = Composer()
    notes = [f"{book.missing} chapters are missing from the file"] if book.missing else []
    for chapter in book.chapters:
        text, note = characters(archive.read(chapter))
        notes += [f"{_shown(chapter)}: {note}"] if note else []
        root = tree_of(text, name=f"{name}: {_shown(chapter)}", strict=True)
        if root is not None:
            _add_chapter(root, composer, label=book.labels.get(chapter, ""))
    return composer.parsed(dict(book.fields), notes=notes)


def _add_chapter(root: Element, composer: Composer, *, label: str) -> None:
    silent = silent_parts(root)
    if label and not any(True for _ in root.iter(*HEADINGS)):
        composer.heading(1, label)
    compose(root, composer, without=silent)


def _opened(raw: bytes, *, name: str) -> zipfile.ZipFile:
    try:
        zipped = zipfile.ZipFile(io.BytesIO(raw))
    except FAULTS as error:
        raise DocumentError(f"{name}: is not an EPUB book; save it anew or remove it") from error
    if len(zipped.NameToInfo) > MOST_PARTS:
        raise DocumentError(f"{name}: has more than {MOST_PARTS} parts; split the book")
    return zipped


def _check_rights(archive: Archive, book: Book) -> None:
    """Refuses a book with encrypted chapters; fonts may be, which are not read."""
    if ENCRYPTION not in archive:
        return
    root = _xml(archive, ENCRYPTION)
    locked = {unquote(part.get("URI", "")) for part in _all(root, "CipherReference")}
    if locked & set(book.chapters):
        raise DocumentError(f"{archive.name}: its chapters are encrypted (DRM); add one without")


def _book(archive: Archive) -> Book:
    container = _xml(archive, CONTAINER)
    package = next((part.get("full-path", "") for part in _all(container, "rootfile")), "")
    root = _xml(archive, package)
    folder = posixpath.dirname(package)
    items = {part.get("id", ""): part for part in _all(root, "item")}
    guide = {
        _place(folder, part.get("href", ""))
        for part in _all(root, "reference")
        if part.get("type", "").lower() in NOT_READ
    }
    spine = [items.get(one.get("idref", "")) for one in _all(root, "itemref")]
    pages = [item for item in spine if item is not None and _is_chapter(item)]
    places = [_place(folder, item.get("href", "")) for item in pages]
    named = [place for place in dict.fromkeys(places) if place not in guide]
    chapters = tuple(place for place in named if place in archive)
    if not chapters:
        raise DocumentError(f"{archive.name}: has no chapter in its reading order; save it anew")
    contents = [item for item in items.values() if _is_contents(item)]
    labels = _labels(archive, [_place(folder, item.get("href", "")) for item in contents])
    return Book(chapters, _fields(root), len(named) - len(chapters), labels)


def _is_chapter(item: Xml) -> bool:
    return item.get("media-type") in PAGES and not _is_contents(item)


def _is_contents(item: Xml) -> bool:
    return item.get("media-type") == CONTENTS or "nav" in item.get("properties", "").split()


def _labels(archive: Archive, contents: Sequence[str]) -> dict[str, str]:
    """What the tables of contents call each part, the first name of each; {} without one."""
    labels: dict[str, str] = {}
    for place in contents:
        try:
            root = _xml(archive, place)
        except DocumentError:  # a book can be read without its contents
            continue
        folder = posixpath.dirname(place)
        for href, text in (*_links(root), *_points(root)):
            if href and "#" not in href and text:
                labels.setdefault(_place(folder, href), text)
    return labels


def _links(root: Xml) -> Iterator[tuple[str, str]]:
    """Where the entries of EPUB 3 lead, and their texts."""
    return ((part.get("href", ""), folded("".join(part.itertext()))) for part in _all(root, "a"))


def _points(root: Xml) -> Iterator[tuple[str, str]]:
    """Where the entries of EPUB 2 lead, and their texts."""
    for point in _all(root, "navPoint"):
        text = next((label for part in point if (label := _label(part))), "")
        places = (part.get("src", "") for part in point if part.tag.endswith("}content"))
        yield next(places, ""), text


def _label(part: Xml) -> str:
    return folded("".join(part.itertext())) if part.tag.endswith("}navLabel") else ""


def _fields(root: Xml) -> dict[str, str]:
    """The book's metadata; a book without a publisher is told by its authors."""
    creators = ", ".join(_said(root, "creator"))
    dates = (iso_date(text) for text in _said(root, "date"))
    return usable(
        {
            "title": next(iter(_said(root, "title")), "")[:300],
            "publisher": (next(iter(_said(root, "publisher")), "") or creators)[:300],
            "date": next((date for date in dates if date), ""),
            "language": language_code(next(iter(_said(root, "language")), "")),
        }
    )


def _said(root: Xml, name: str) -> list[str]:
    return [text for part in _all(root, name) if (text := folded("".join(part.itertext())))]


def _all(root: Xml, name: str) -> Iterator[Xml]:
    """Elements of this name, whatever their namespace."""
    return (part for part in root.iter() if part.tag.rpartition("}")[2] == name)


def _place(folder: str, href: str) -> str:
    """The name of the part that a reference leads to."""
    return posixpath.normpath(posixpath.join(folder, unquote(urldefrag(href).url)))


def _xml(archive: Archive, part: str) -> Xml:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(archive.read(part))  # type: ignore[no-any-return]
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        reason = folded(str(error))[:100]
        raise DocumentError(
            f"{archive.name}: {_shown(part)} is not what a book has ({reason}); save it anew"
        ) from error


def _shown(part: str) -> str:
    """The name of a part, fit for a line."""
    return folded(part)[:100]

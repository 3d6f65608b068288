"""Open an office file, a zip of XML parts, so that nothing in it can do harm: the door to its XML.

No document type is read, so that no entity can expand and none can point to a file or an address.
Only parts that are asked for are unpacked; pictures, macros and embedded files never are.
"""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote

from gbaqa.errors import DocumentError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how Office locks a file up, and older formats
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP_FAULTS: tuple[type[Exception], ...] = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError),
    *(ValueError, RuntimeError),  # a name that is not text; a manner of packing that is not known
)
LARGEST_PART = 256 * 2**20  # a novel's text is 2 MB; a sheet of a million rows of five cells fits


@dataclass(frozen=True, slots=True)
class Related:
    """What a part of a package refers to: a kind such as "slide", and the part's name."""

    kind: str
    target: str


class Package:
    """The parts of an office file by name; names differ in case and slashes between writers."""

    def __init__(self, archive: zipfile.ZipFile, *, name: str, kind: str) -> None:
        self._archive = archive
        self._infos = {_plain(info.filename): info for info in archive.infolist()}
        self._name = name
        self._kind = kind

    def holds(self, part: str) -> bool:
        """Whether there is such a part."""
        return _plain(part) in self._infos

    def parts(self) -> Iterator[str]:
        """The names of all parts."""
        return (info.filename for info in self._infos.values())

    def check(self, part: str) -> None:
        """Raises DocumentError for a part that is locked or unpacks to more than is read."""
        info = self._infos[_plain(part)]
        if info.flag_bits & 0x1:
            raise protected(self._name)
        if info.file_size > LARGEST_PART:
            raise DocumentError(
                f"{self._name}: unpacks to {info.file_size:,} bytes in one part, "
                f"{LARGEST_PART:,} are read; split it"
            )

    def bytes(self, part: str) -> bytes:
        """A part unpacked, b"" where there is none."""
        info = self._infos.get(_plain(part))
        if info is None:
            return b""
        self.check(part)
        try:
            return self._archive.read(info)
        except ZIP_FAULTS as error:
            raise broken(self._name, self._kind, error) from error

    def xml(self, part: str) -> Element | None:
        """A part as a tree, None where there is none."""
        raw = self.bytes(part)
        return parsed_xml(raw, name=self._name, kind=self._kind) if raw.strip() else None

    def needed(self, part: str) -> Element:
        """A part without which the file is not what it says it is."""
        root = self.xml(part)
        if root is None:
            raise broken(self._name, self._kind, f"it has no {part}")
        return root

    def related(self, part: str) -> dict[str, Related]:
        """What a part refers to within the package, by id; what is outside is left out."""
        folder, _, leaf = part.rpartition("/")
        root = self.xml(f"{folder}/_rels/{leaf}.rels".lstrip("/"))
        found = {}
        for one in children(root):
            target = unquote(one.get("Target", ""))
            if one.get("TargetMode") != "External" and target:
                place = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = one.get("Type", "").rpartition("/")[2]
                found[one.get("Id", "")] = Related(kind, place)
        return found

    def main_part(self) -> str:
        """The part that the package begins with; "" where it names none."""
        return next(
            (one.target for one in self.related("").values() if one.kind == "officeDocument"), ""
        )


def open_package(raw: bytes, *, name: str, kind: str) -> Package:
    """The package in a file's bytes; raises DocumentError where there is none to be read."""
    if raw.startswith(COMPOUND_FILE) and ENCRYPTED in raw:
        raise protected(name)
    try:
        return Package(zipfile.ZipFile(BytesIO(raw)), name=name, kind=kind)
    except ZIP_FAULTS as error:
        raise broken(name, kind, error) from error


def parsed_xml(raw: bytes, *, name: str, kind: str) -> Element:
    """The tree of an XML text that declares no document type; raises DocumentError."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(raw, forbid_dtd=True)
    except DefusedXmlException as error:
        raise broken(name, kind, "it declares entities or a document type") from error
    except (ParseError, ValueError, LookupError) as error:
        raise broken(name, kind, error) from error
    return root


def protected(name: str) -> DocumentError:
    """The error for a file that only a password opens."""
    return DocumentError(f"{name}: is protected by a password; save it without one")


def broken(name: str, kind: str, reason: object) -> DocumentError:
    """The error for a file that is not what it should be; a reason is one short line."""
    told = " ".join(str(reason).split())[:100] or type(reason).__name__
    return DocumentError(f"{name}: is not a {kind} file or is broken ({told}); save it again")


def local(element: Element) -> str:
    """The name of an element without its namespace, of which the same format has several."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, wanted: str) -> str | None:
    """An attribute by its name without namespace."""
    value = element.get(wanted)
    if value is not None:
        return value
    return next((value for key, value in element.items() if key.rpartition("}")[2] == wanted), None)


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of a name, or its first child of the next name, and so on."""
    for step in path:
        if element is None:
            return None
        element = next((one for one in element if local(one) == step), None)
    return element


def children(element: Element | None) -> list[Element]:
    """All children, none of what is not there: an element without children counts as false."""
    return [] if element is None else list(element)


def value(element: Element | None, *path: str) -> str | None:
    """The attribute `val` of such a child."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


def whole(text: str | None, default: int) -> int:
    """A number from an attribute, the default where it is none."""
    try:
        return int(text or "")
    except ValueError:
        return default


def _plain(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()

"""Walk a folder of files and make documents of them; what cannot be read is named, not dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gbaqa.documents.blocks import Block, Parsed
from gbaqa.documents.formats import FORMATS
from gbaqa.documents.metadata import ID, Fields, read_fields
from gbaqa.errors import DocumentError, InputError
from gbaqa.text.scripts import language_of
from gbaqa.types import Document, Language

SIDECAR = ".yaml"


@dataclass(frozen=True, slots=True)
class Read:
    """A document, the blocks its format tells apart, and the file it came from."""

    document: Document
    blocks: tuple[Block, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents by id in ascending order, and one line for each file that is not among them."""

    reads: tuple[Read, ...]
    skipped: tuple[str, ...]


def read_corpus(folder: Path) -> Corpus:
    """Every readable file below `folder`; README files and hidden names are not documents.

    Raises InputError when the folder is missing or nothing in it can be read.
    """
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder; name the folder that holds the documents")
    reads: dict[str, Read] = {}
    skipped: list[str] = []
    for path in _files(folder):
        try:
            read = read_file(path, folder=folder)
            _check_new(read, reads)
        except DocumentError as error:
            skipped.append(str(error))
        else:
            reads[read.document.doc_id] = read
    if not reads:
        raise InputError(_nothing_readable(folder, skipped))
    return Corpus(tuple(reads[doc_id] for doc_id in sorted(reads)), tuple(skipped))


def _check_new(read: Read, reads: Mapping[str, Read]) -> None:
    doc_id = read.document.doc_id
    if doc_id in reads:
        raise DocumentError(
            f"{read.path}: id {doc_id!r} is that of {reads[doc_id].path} too; change one"
        )


def _nothing_readable(folder: Path, skipped: list[str]) -> str:
    if not skipped:
        return f"{folder} holds no document; put Markdown (.md) or text (.txt) files there"
    more = f" (and {len(skipped) - 1} more files)" if len(skipped) > 1 else ""
    return f"nothing in {folder} can be read: {skipped[0]}{more}"


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        sidecar = path.suffix == SIDECAR and path.with_suffix("").is_file()
        file = path.is_file() or (path.is_symlink() and not path.is_dir())  # broken links too
        if file and not hidden and not sidecar and path.stem.upper() != "README":
            yield path


def read_file(path: Path, *, folder: Path) -> Read:
    """One file as a document; raises DocumentError with file, line and field where it fails."""
    name = path.relative_to(folder).as_posix()
    parser = FORMATS.get(path.suffix.lower())
    if parser is None:
        known = " ".join(FORMATS)
        raise DocumentError(f"{name}: no reader for {path.suffix or 'a bare name'!r}; use {known}")
    raw = _bytes(path, name=name)
    parsed = parser.parse(_decoded(raw, name=name), name=name)
    if not parsed.blocks:
        raise DocumentError(f"{name}: has no text to search; write some or remove the file")
    fields = parsed.fields | _sidecar(path, name=name)
    sha256 = hashlib.sha256(raw).hexdigest()
    return Read(_document(parsed, fields, name=name, sha256=sha256), parsed.blocks, name)


def _bytes(path: Path, *, name: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{name}: cannot be opened: {error.strerror}") from error


def _decoded(raw: bytes, *, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DocumentError(
            f"{name}:{line}: byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
        ) from error


def _sidecar(path: Path, *, name: str) -> Fields:
    sidecar, name = path.with_name(path.name + SIDECAR), name + SIDECAR
    if not sidecar.is_file():
        return {}
    return read_fields(_decoded(_bytes(sidecar, name=name), name=name), name=name)


def _document(parsed: Parsed, fields: Fields, *, name: str, sha256: str) -> Document:
    text = {key: value for key, value in fields.items() if isinstance(value, str)}
    lists = {key: value for key, value in fields.items() if isinstance(value, tuple)}
    doc_id = text.get("id", name.rpartition(".")[0])
    if not ID.fullmatch(doc_id):
        raise DocumentError(
            f"{name}: the name cannot serve as an id; "
            "use letters, digits and - _ . or give an id in the front matter or sidecar"
        )
    return Document(
        doc_id=doc_id,
        title=text.get("title", doc_id.rpartition("/")[2]),
        text=parsed.text,
        publisher=text.get("publisher", ""),
        date=text.get("date", ""),
        url=text.get("url", ""),
        language=cast(Language, text.get("language") or language_of(parsed.text)),
        topics=lists.get("topics", ()),
        note=text.get("note", ""),
        sha256=sha256,
        source_language=text.get("source_language", ""),
        also=lists.get("also", ()),
        translation_of=text.get("translation_of"),
    )

"""Walk a folder of files and make documents of them; what cannot be read is named, not dropped."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from gbaqa.documents.blocks import Block, Parsed
from gbaqa.documents.encodings import decoded
from gbaqa.documents.formats import FORMATS
from gbaqa.documents.glossary import read_glossary
from gbaqa.documents.metadata import ID, Fields, read_fields
from gbaqa.documents.questions import read_questions
from gbaqa.errors import DocumentError, InputError
from gbaqa.text.scripts import language_of
from gbaqa.types import Document, Language, Suggestion, Term

SIDECAR = ".yaml"
GLOSSARY = "glossary.csv"  # at the top: names in four languages, searched with, never cited
QUESTIONS = "questions.csv"  # likewise: what visitors are offered to ask
NO_DOCUMENTS = (GLOSSARY, QUESTIONS)


@dataclass(frozen=True, slots=True)
class Read:
    """A document, the blocks its format tells apart, and the file it came from."""

    document: Document
    blocks: tuple[Block, ...]
    path: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents by id in ascending order, a line for each file that is none, and two tables."""

    reads: tuple[Read, ...]
    skipped: tuple[str, ...]
    glossary: tuple[Term, ...] = ()
    questions: tuple[Suggestion, ...] = ()


def read_corpus(folder: Path) -> Corpus:
    """Every readable file below `folder`; README files, the tables and hidden names are none.

    Raises InputError when the folder is missing or nothing in it can be read.
    """
    _check_folder(folder)
    reads: dict[str, Read] = {}
    paths, skipped = _files(folder)
    for path in paths:
        try:
            read = read_file(path, folder=folder)
            _check_new(read, reads)
        except DocumentError as error:
            skipped.append(str(error))
        else:
            reads[read.document.doc_id] = read
    skipped += _without_originals(reads)
    if not reads:
        raise InputError(_nothing_readable(folder, skipped))
    glossary, faults = read_glossary(folder / GLOSSARY)
    questions, wrong = read_questions(folder / QUESTIONS, doc_ids=_originals(reads))
    return Corpus(
        tuple(reads[doc_id] for doc_id in sorted(reads)),
        (*skipped, *faults, *wrong),
        glossary,
        questions,
    )


def _check_folder(folder: Path) -> None:
    try:
        is_folder = folder.is_dir()
    except OSError as error:
        raise InputError(f"{folder} cannot be opened: {error.strerror}") from error
    if not is_folder:
        raise InputError(f"{folder} is not a folder; name the folder that holds the documents")


def _check_new(read: Read, reads: Mapping[str, Read]) -> None:
    doc_id = read.document.doc_id
    if doc_id in reads:
        raise DocumentError(
            f"{read.path}: id {doc_id!r} is that of {reads[doc_id].path} too; change one"
        )


def _without_originals(reads: dict[str, Read]) -> list[str]:
    """Takes out translations of no document among the reads, and of those; a line for each."""
    lines: list[str] = []
    while strays := [
        read
        for doc_id, read in reads.items()
        if (read.document.translation_of or doc_id) not in reads
    ]:
        for read in strays:
            lines.append(
                f"{read.path}: field 'translation_of' is {read.document.translation_of!r}, "
                "expected the id of a document of the corpus"
            )
            del reads[read.document.doc_id]
    return lines


def _originals(reads: Mapping[str, Read]) -> frozenset[str]:
    return frozenset(read.document.original for read in reads.values())


def _nothing_readable(folder: Path, skipped: list[str]) -> str:
    if not skipped:
        return f"{folder} holds no document; put Markdown (.md) or text (.txt) files there"
    more = f" (and {len(skipped) - 1} more files)" if len(skipped) > 1 else ""
    return f"nothing in {folder} can be read: {skipped[0]}{more}"


def _files(folder: Path) -> tuple[list[Path], list[str]]:
    """Files that may be documents, in order, and one line for each folder that is not read."""
    paths: list[Path] = []
    unread: list[str] = []

    def note(error: OSError) -> None:
        unread.append(f"{_name(Path(error.filename), folder)}: cannot be opened: {error.strerror}")

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(place, name) for name in folders):
            if os.path.islink(path):  # noqa: PTH114 - is_symlink raises in a closed folder
                reason = "a link to a folder is not followed; put the folder itself there"
                unread.append(f"{_name(path, folder)}: {reason}")
        names = frozenset(files)
        paths += [Path(place, name) for name in files if _may_be_document(name, names)]
    return sorted(set(paths) - {folder / name for name in NO_DOCUMENTS}), unread


def _may_be_document(name: str, names: Set[str]) -> bool:
    """Not so for hidden names, README files and sidecars of one of the names beside them."""
    hidden = name.startswith(".")
    sidecar = name.endswith(SIDECAR) and name.removesuffix(SIDECAR) in names
    return not hidden and not sidecar and Path(name).stem.upper() != "README"


def _name(path: Path, folder: Path) -> str:
    """The name below the folder, fit to print: bytes that are not UTF-8 become escapes."""
    return path.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode("utf-8")


def read_file(path: Path, *, folder: Path) -> Read:
    """One file as a document; raises DocumentError with file, line and field where it fails."""
    name = _name(path, folder)
    if name != path.relative_to(folder).as_posix():
        raise DocumentError(f"{name}: the name is not UTF-8; rename it")
    parser = FORMATS.get(path.suffix.lower())
    if parser is None:
        known = " ".join(FORMATS)
        raise DocumentError(f"{name}: no reader for {path.suffix or 'a bare name'!r}; use {known}")
    raw = _bytes(path, name=name)
    parsed = parser.read(raw, name=name)
    if not parsed.blocks:
        raise DocumentError(f"{name}: has no text to search; write some or remove the file")
    fields = parsed.fields | _sidecar(path, name=name)
    sha256 = hashlib.sha256(raw).hexdigest()
    return Read(_document(parsed, fields, name=name, sha256=sha256), parsed.blocks, name)


def _bytes(path: Path, *, name: str) -> bytes:
    try:
        if stat.S_ISREG(path.stat().st_mode):
            return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{name}: cannot be opened: {error.strerror}") from error
    raise DocumentError(f"{name}: is not a file; remove it")  # a pipe would be waited for


def _sidecar(path: Path, *, name: str) -> Fields:
    sidecar, name = path.with_name(path.name + SIDECAR), name + SIDECAR
    if not os.path.lexists(sidecar):  # a link to nowhere is named, not dropped
        return {}
    return read_fields(decoded(_bytes(sidecar, name=name), name=name), name=name)


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

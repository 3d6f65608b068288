"""Walk a folder of files and make documents of them; what cannot be read is named, not dropped."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import cast

from gbaqa.documents.blocks import Block, Parsed
from gbaqa.documents.encodings import decoded
from gbaqa.documents.glossary import read_glossary
from gbaqa.documents.isolating import IsolatedReader
from gbaqa.documents.metadata import ID, LONGEST, Fields, read_fields
from gbaqa.documents.naming import is_safe, is_utf8, name_below, on_one_line, shown
from gbaqa.documents.opening import read_bytes
from gbaqa.documents.questions import read_questions
from gbaqa.errors import DocumentError, InputError
from gbaqa.text.scripts import language_of
from gbaqa.types import Document, Language, Suggestion, Term

SIDECAR = ".yaml"
GLOSSARY = "glossary.csv"  # at the top: names in four languages, searched with, never cited
QUESTIONS = "questions.csv"  # likewise: what visitors are offered to ask
NO_DOCUMENTS = (GLOSSARY, QUESTIONS)
DEEPEST = 100  # folders within folders; a path has an end, and so has what os.walk can follow


@dataclass(frozen=True, slots=True)
class Read:
    """A document, the blocks its format tells apart, and the file it came from.

    `notes` tell what of the file is not in the text, a line each.
    """

    document: Document
    blocks: tuple[Block, ...]
    path: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents by id in ascending order, a line for each file that is none, and two tables."""

    reads: tuple[Read, ...]
    skipped: tuple[str, ...]
    glossary: tuple[Term, ...] = ()
    questions: tuple[Suggestion, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be known of files that were read, a line each with the file's name."""
        return tuple(
            on_one_line(f"{read.path}: {note}") for read in self.reads for note in read.notes
        )


def read_corpus(folder: Path) -> Corpus:
    """Every readable file below `folder`; README files, the tables and hidden names are none.

    Raises InputError when the folder is missing or nothing in it can be read.
    """
    _check_folder(folder)
    reads: dict[str, Read] = {}
    paths, skipped = _files(folder)
    with IsolatedReader() as reader:
        for path in paths:
            try:
                read = read_file(path, folder=folder, reader=reader)
                _check_new(read, reads)
            except DocumentError as error:
                skipped.append(on_one_line(str(error)))
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
        return f"{folder} holds no document; put PDF, DOCX, HTML, Markdown or text files there"
    more = f" (and {len(skipped) - 1} more files)" if len(skipped) > 1 else ""
    return f"nothing in {folder} can be read: {skipped[0]}{more}"


def _files(folder: Path) -> tuple[list[Path], list[str]]:
    """Files that may be documents, in order, and one line for each folder that is not read."""
    paths: list[Path] = []
    unread: list[str] = []

    def note(error: OSError) -> None:
        name = shown(name_below(Path(error.filename), folder))
        unread.append(f"{name}: cannot be opened: {error.strerror}")

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if folders and len(Path(place).relative_to(folder).parts) >= DEEPEST:
            name = shown(name_below(Path(place, folders[0]), folder))
            unread.append(f"{name}: lies deeper than {DEEPEST} folders; move it up")
            folders.clear()
        for path in (Path(place, name) for name in folders):
            if os.path.islink(path):  # noqa: PTH114 - is_symlink raises in a closed folder
                reason = "a link to a folder is not followed; put the folder itself there"
                unread.append(f"{shown(name_below(path, folder))}: {reason}")
        names = frozenset(files)
        paths += [Path(place, name) for name in files if _may_be_document(name, names)]
    return sorted(set(paths) - {folder / name for name in NO_DOCUMENTS}), unread


def _may_be_document(name: str, names: Set[str]) -> bool:
    """Not so for hidden names, README files and sidecars of one of the names beside them."""
    hidden = name.startswith(".")
    sidecar = name.endswith(SIDECAR) and name.removesuffix(SIDECAR) in names
    return not hidden and not sidecar and Path(name).stem.upper() != "README"


def read_file(path: Path, *, folder: Path, reader: IsolatedReader | None = None) -> Read:
    """One file as a document; raises DocumentError with file, line and field where it fails.

    `reader` reads one file after another without a new process for each.
    """
    if reader is None:
        with IsolatedReader() as reader:
            return read_file(path, folder=folder, reader=reader)
    name = name_below(path, folder)
    _check_name(name)
    raw = read_bytes(path, folder=folder, name=name, most=reader.limits.file)
    parsed = reader.read(raw, name=name)
    if not parsed.blocks:
        raise DocumentError(f"{name}: has no text to search; write some or remove the file")
    fields = parsed.fields | _sidecar(path, folder=folder, name=name)
    sha256 = hashlib.sha256(raw).hexdigest()
    document = _document(parsed, fields, name=name, sha256=sha256)
    return Read(document, parsed.blocks, name, parsed.notes)


def _check_name(name: str) -> None:
    """What is kept of a name is printed in many places: it must be safe there."""
    if not is_utf8(name):
        raise DocumentError(f"{shown(name)}: the name is not UTF-8; rename it")
    if not is_safe(name):
        raise DocumentError(f"{shown(name)}: the name has characters that are not seen; rename it")


def _sidecar(path: Path, *, folder: Path, name: str) -> Fields:
    sidecar, name = path.with_name(path.name + SIDECAR), name + SIDECAR
    if not os.path.lexists(sidecar):  # a link to nowhere is named, not dropped
        return {}
    raw = read_bytes(sidecar, folder=folder, name=name, most=LONGEST)
    return read_fields(decoded(raw, name=name), name=name)


def _document(parsed: Parsed, fields: Fields, *, name: str, sha256: str) -> Document:
    text = {key: value for key, value in fields.items() if isinstance(value, str)}
    lists = {key: value for key, value in fields.items() if isinstance(value, tuple)}
    doc_id = text.get("id", str(PurePosixPath(name).with_suffix("")))
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
        pages=parsed.pages,
    )

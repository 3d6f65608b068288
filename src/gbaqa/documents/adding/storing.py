"""Put a document and its sidecar into a corpus folder: both whole or neither, over nothing else."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from gbaqa.disk import sync
from gbaqa.documents.isolating import IsolatedReader
from gbaqa.documents.metadata import LONGEST, Fields, read_fields
from gbaqa.documents.reading import SIDECAR, Read, read_file
from gbaqa.errors import DocumentError, InputError

HIDDEN = ".adding-"  # names that begin with a full stop are no documents


def try_out(folder: Path, name: str, raw: bytes, fields: Fields, reader: IsolatedReader) -> Read:
    """The document as it would be read from `folder`, where its files now are, whole on disk.

    Raises DocumentError where it cannot be read.
    """
    _write(folder / name, raw)
    describe(folder, name, fields)
    return read_file(folder / name, folder=folder, reader=reader)


def describe(folder: Path, name: str, fields: Fields) -> None:
    """Writes the sidecar of a document; raises DocumentError for fields that none may have."""
    plain = {key: list(one) if isinstance(one, tuple) else one for key, one in fields.items()}
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=LONGEST)
    read_fields(text, name=name + SIDECAR)
    _write(folder / (name + SIDECAR), text.encode("utf-8"))


@contextmanager
def beside(corpus: Path) -> Iterator[Path]:
    """A hidden folder on the same file system, gone afterwards."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=HIDDEN, dir=corpus))
    except OSError as error:
        raise InputError(f"{corpus} cannot be written to: {error.strerror}") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def move_in(folder: Path, name: str, corpus: Path, into: str, *, replace: bool) -> None:
    """Moves both files in, the sidecar first: a document never stands without what it is.

    Raises DocumentError where one of the names is taken, unless it is to be replaced.
    """
    taken = [one for one in (into + SIDECAR, into) if os.path.lexists(corpus / one)]
    if taken and not replace:
        raise DocumentError(f"{taken[0]}: is there already; remove it or give a --title")
    try:
        (folder / (name + SIDECAR)).replace(corpus / (into + SIDECAR))
        (folder / name).replace(corpus / into)
        sync(corpus)
    except OSError as error:
        raise DocumentError(f"{into}: cannot be written: {error.strerror}") from error


def sidecars(corpus: Path) -> Iterator[tuple[str, Fields]]:
    """The names of the documents at the top of the corpus with the fields beside them."""
    for path in sorted(corpus.glob(f"*{SIDECAR}")):
        name = path.name.removesuffix(SIDECAR)
        if (corpus / name).is_file() and path.is_file() and path.stat().st_size <= LONGEST:
            try:
                yield name, read_fields(path.read_text(encoding="utf-8"), name=path.name)
            except (DocumentError, OSError, UnicodeDecodeError):  # "gbaqa index" names it
                continue


def _write(path: Path, raw: bytes) -> None:
    try:
        path.write_bytes(raw)
        sync(path)
    except OSError as error:
        raise DocumentError(f"{path.name}: cannot be written: {error.strerror}") from error

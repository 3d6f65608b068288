"""Bring a document from an address or a file into the corpus folder, with what is known of it."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from gbaqa.documents.adding.addresses import BEGIN
from gbaqa.documents.adding.fetching import RULES, Fetched, Rules, fetch
from gbaqa.documents.adding.kinds import ending_for
from gbaqa.documents.adding.names import free_name, name_for, safe_name
from gbaqa.documents.adding.storing import beside, describe, move_in, sidecars, try_out
from gbaqa.documents.isolating import IsolatedReader
from gbaqa.documents.isolation.limits import measured
from gbaqa.documents.metadata import CHECKS, Fields
from gbaqa.documents.naming import on_one_line
from gbaqa.errors import DocumentError, InputError, SettingError
from gbaqa.types import Document

Outcome = Literal["added", "replaced", "unchanged"]
UNNAMED = "document"  # until it has been read and its title is known
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")  # such as file:, data:, javascript:


@dataclass(frozen=True, slots=True)
class Wishes:
    """Metadata that was typed, which overrides what the document says, and whether to replace."""

    fields: Fields = field(default_factory=dict)
    replace: bool = False

    def __post_init__(self) -> None:
        for name, value in self.fields.items():
            problem = CHECKS[name](value) if name in CHECKS and isinstance(value, str) else ""
            if problem:
                raise SettingError(f"--{name} is {value!r}, expected {problem}")


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of one document: the name of its file in the corpus, and what it says."""

    outcome: Outcome
    name: str
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """A document that was taken in: its bytes, its ending, and what to call it."""

    raw: bytes
    ending: str
    fields: Fields
    stem: str  # "" to call it by its title


def bring(
    source: str,
    *,
    corpus: Path,
    wishes: Wishes,
    reader: IsolatedReader,
    rules: Rules = RULES,
) -> Brought:
    """Brings in what is at an address or in a file; raises DocumentError where it cannot.

    Nothing of the corpus changes before the document was read; a document of the same address is
    replaced only where that is wished.
    """
    if not corpus.is_dir():
        raise InputError(f"{corpus} is not a folder; name the folder that holds the documents")
    found = _fetched(source, rules) if _is_address(source) else _taken(Path(source), reader)
    before, known = _before(found, corpus, wishes)
    if before and not wishes.replace:
        if (corpus / before).read_bytes() != found.raw:
            raise DocumentError(f"{before}: {_shown(source)} differs from it; add --replace")
        return Brought("unchanged", before)
    known.pop("date", None)  # that of the text which goes
    fields = {**known, **found.fields, **wishes.fields}
    with beside(corpus) as folder:
        first = f"{UNNAMED}{found.ending}"
        try:
            document = try_out(folder, first, found.raw, fields, reader).document
        except DocumentError as error:
            raise DocumentError(f"{_shown(source)}{str(error).removeprefix(first)}") from error
        name = before or _name(found, document, corpus)
        describe(folder, first, _described(document) | fields)
        move_in(folder, first, corpus, name, replace=bool(before))
    return Brought("replaced" if before else "added", name, document)


def _described(document: Document) -> Fields:
    """What was found in the document itself, to be seen and mended in the sidecar."""
    title = "" if document.title == UNNAMED else document.title
    said = (("title", title), ("publisher", document.publisher), ("date", document.date))
    return {**{name: text for name, text in said if text}, "language": document.language}


def _is_address(source: str) -> bool:
    """Whether it is meant as one: a file by that name is not looked for."""
    return bool(BEGIN.match(source) or ("://" in source) or SCHEME.match(source))


def _shown(source: str) -> str:
    return on_one_line(source)[:200]


def _fetched(source: str, rules: Rules) -> _Found:
    fetched = fetch(source, rules)
    ending = ending_for(fetched.media_type, fetched.raw, url=fetched.url)
    return _Found(fetched.raw, ending, _fetched_fields(fetched), "")


def _fetched_fields(fetched: Fetched) -> Fields:
    fields: Fields = {"note": f"Fetched on {datetime.now(UTC).date().isoformat()}"}
    if not CHECKS["url"](fetched.url):
        fields = {"url": fetched.url, **fields}
    return fields


def _taken(path: Path, reader: IsolatedReader) -> _Found:
    """A file of this machine, which may be a link: it was named by the one who adds it."""
    name = on_one_line(str(path))
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise DocumentError(f"{name}: is not a file; name a document")
        if found.st_size > reader.limits.file:
            raise DocumentError(
                f"{name}: has {measured(found.st_size)}, expected at most "
                f"{measured(reader.limits.file)}; split it"
            )
        raw = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(f"{name}: cannot be opened: {reason}; name a document") from error
    return _Found(raw, path.suffix.lower(), {}, safe_name(path.stem) or UNNAMED)


def _before(found: _Found, corpus: Path, wishes: Wishes) -> tuple[str, Fields]:
    """The document of the corpus that this one is, with its sidecar's fields; "" without one.

    It has the same address or, where there is none, the same name or the same bytes.
    """
    known = dict(sidecars(corpus))
    url = wishes.fields.get("url") or found.fields.get("url")
    if url:
        return next((one for one in known.items() if one[1].get("url") == url), ("", {}))
    name = f"{found.stem}{found.ending}"
    if not (corpus / name).is_file():
        same = (one.name for one in _alike(found, corpus) if one.read_bytes() == found.raw)
        name = next(same, "")
    return name, known.get(name, {})


def _alike(found: _Found, corpus: Path) -> list[Path]:
    """Files of its kind and size."""
    files = sorted(corpus.glob(f"*{found.ending}")) if found.ending else []
    return [one for one in files if one.is_file() and one.stat().st_size == len(found.raw)]


def _name(found: _Found, document: Document, corpus: Path) -> str:
    """A name whose id no document at the top of the corpus has."""
    stem = found.stem
    if not stem:
        title = document.title if document.title != UNNAMED else ""
        stem = name_for(title, document.url)
    taken = {one.name.removesuffix(".yaml").rpartition(".")[0] for one in corpus.iterdir()}
    return free_name(stem, taken) + found.ending

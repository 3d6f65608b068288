"""What must hold whatever a file, a text or an answer is: checks for hypothesis and for atheris."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from gbaqa.answering.replaying import digest, faults
from gbaqa.documents import formats
from gbaqa.documents.blocks import Parsed
from gbaqa.documents.chunking import chunk
from gbaqa.documents.composing import Composer
from gbaqa.documents.encodings import decoded
from gbaqa.documents.formats.detecting import detect, is_own_text
from gbaqa.documents.isolation.limits import Limits
from gbaqa.documents.isolation.packing import Unbelievable, pack, unpack
from gbaqa.documents.metadata import read_fields, split_front_matter
from gbaqa.documents.naming import shown
from gbaqa.errors import DocumentError
from gbaqa.types import Document
from tests.answering.receipts_made import DOCUMENTS
from tests.documents.hostile.watching import is_whole

LIMIT = 12  # words of a passage with its lead
LIMITS = Limits()


class Reads(Protocol):
    """The bytes of a file to its text and blocks."""

    def __call__(self, raw: bytes, *, name: str) -> Parsed: ...


def refused(read: Callable[[], object]) -> bool:
    """Whether it is refused: in one line that is safe to print, by DocumentError alone."""
    try:
        read()
    except DocumentError as error:
        line = str(error)
        assert line
        assert shown(line) == line, line
        return True
    return False


def check_reader(raw: bytes, *, name: str, read: Reads = formats.read) -> None:
    """A document whose blocks stand in order in its text, all of it fit to be stored; or a line."""
    found: list[Parsed] = []
    if not refused(lambda: found.append(read(raw, name=name))):
        (parsed,) = found
        assert is_whole(parsed)
        parsed.text.encode()
        assert unpack(pack(parsed, LIMITS), LIMITS) == parsed


def check_detected(raw: bytes, *, name: str) -> None:
    """A kind, or a line; text of our own is told without a doubt."""
    refused(lambda: detect(raw, name=name))
    assert is_own_text(raw, name=name) in (True, False)


def check_decoded(raw: bytes) -> None:
    """Text that can be written again, or a line."""
    refused(lambda: decoded(raw, name="a.txt").encode())


def check_fields(source: str) -> None:
    """Fields that are known and checked, or a line; the front matter ends where the text begins."""
    refused(lambda: read_fields(source, name="a.yaml"))
    found: list[tuple[str, int]] = []
    if not refused(lambda: found.append(split_front_matter(source, name="a.md"))):
        front, begin = found[0]
        assert 0 <= begin <= len(source)
        assert front in source[:begin]


def check_chunks(raw: bytes, *, name: str) -> None:
    """Passages in order, each of whole units within its block's text, and nothing lost."""
    try:
        parsed = formats.read(raw, name=name)
    except DocumentError:
        return
    document = Document("a", "Title", parsed.text)
    chunks = chunk(document, parsed.blocks, count_tokens=count_words, limit=LIMIT)
    covered = set[int]()
    last = 0
    for one in chunks:
        assert last <= one.passage.span.start
        for unit in one.units:
            assert last <= unit.start < unit.end <= len(parsed.text)
            assert unit.of(parsed.text).strip()
            last = unit.end
            covered.update(range(unit.start, unit.end))
        assert last == one.passage.span.end
    for block in parsed.blocks:
        for place in range(block.span.start, block.span.end):
            assert place in covered or parsed.text[place].isspace()


def count_words(texts: Any) -> list[int]:  # a sequence of texts
    return [len(text.split()) for text in texts]


def check_composed(steps: list[tuple[int, str]]) -> None:
    """Whatever is put in comes out in order, with each page where its first part begins."""
    composer = Composer()
    for kind, text in steps:
        if kind < 7:
            composer.heading(kind, text)
        elif kind == 7:
            composer.paragraph(text)
        elif kind == 8:
            composer.item(text)
        elif kind == 9:
            composer.row(text.split("|")[::2], text.split("|")[1::2])
        else:
            composer.page()
    parsed = composer.parsed()
    assert is_whole(parsed)
    assert unpack(pack(parsed, LIMITS), LIMITS) == parsed


def check_unpacked(head: bytes, text: bytes, numbers: bytes) -> None:
    """A whole record, or nothing."""
    try:
        parsed = unpack((head, text, numbers), LIMITS)
    except Unbelievable:
        return
    parsed.text.encode()


def check_replayed(answer: object) -> None:
    """Any object holds or has faults, each one line; none makes the replay fail."""
    documents: Mapping[str, Document] = DOCUMENTS
    for fault in faults(answer, documents):
        assert fault
    try:
        sealed = digest(answer) if isinstance(answer, dict) else ""
    except (ValueError, RecursionError):
        return
    if isinstance(answer, dict):
        faults({**answer, "sha256": sealed}, documents)


def as_object(raw: bytes) -> object:
    """JSON, or nothing."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None

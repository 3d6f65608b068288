"""Plain text: paragraphs between blank lines, list items by their bullets or numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gbaqa.documents.blocks import Block, Kind, Parsed
from gbaqa.documents.encodings import decoded
from gbaqa.text.sentences import trimmed
from gbaqa.types import Span

BULLET = re.compile(r"^[ \t]*(?:[-*\u2022]|\d{1,3}[.)])[ \t]+(?=\S)", re.MULTILINE)


def read(raw: bytes, *, name: str) -> Parsed:
    """A file's text, decoded, as `parse` reads it."""
    return parse(decoded(raw, name=name), name=name)


def parse(raw: str, *, name: str) -> Parsed:
    """Plain text has no front matter: a sidecar may carry its metadata."""
    return Parsed(text=raw, blocks=tuple(_blocks(raw)))


def _blocks(text: str) -> Iterator[Block]:
    for paragraph in _paragraphs(text):
        kind: Kind = "prose"
        start = paragraph.start
        for bullet in BULLET.finditer(text, paragraph.start, paragraph.end):
            yield from _block(text, start, bullet.start(), kind)
            start, kind = bullet.end(), "item"
        yield from _block(text, start, paragraph.end, kind)


def _paragraphs(text: str) -> Iterator[Span]:
    """Lines between blank ones; a pattern would try a long blank line from each of its places."""
    start = place = 0
    for line in [*text.split("\n"), ""]:
        if not line.strip():
            if start < place:
                yield Span(start, place - 1)  # without the last line's end
            start = place + len(line) + 1
        place += len(line) + 1


def _block(text: str, start: int, end: int, kind: Kind) -> Iterator[Block]:
    span = trimmed(text, start, end)
    if span:
        yield Block(span, kind)

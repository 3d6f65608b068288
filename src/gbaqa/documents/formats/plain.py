"""Plain text: paragraphs between blank lines, list items by their bullets or numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gbaqa.documents.blocks import Block, Kind, Parsed
from gbaqa.text.sentences import trimmed

PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|$))+")
BULLET = re.compile(r"^[ \t]*(?:[-*\u2022]|\d{1,3}[.)])[ \t]+(?=\S)", re.MULTILINE)


def parse(raw: str, *, name: str) -> Parsed:
    """Plain text has no front matter: a sidecar may carry its metadata."""
    return Parsed(text=raw, blocks=tuple(_blocks(raw)))


def _blocks(text: str) -> Iterator[Block]:
    for paragraph in PARAGRAPH.finditer(text):
        kind: Kind = "prose"
        start = paragraph.start()
        for bullet in BULLET.finditer(text, paragraph.start(), paragraph.end()):
            yield from _block(text, start, bullet.start(), kind)
            start, kind = bullet.end(), "item"
        yield from _block(text, start, paragraph.end(), kind)


def _block(text: str, start: int, end: int, kind: Kind) -> Iterator[Block]:
    span = trimmed(text, start, end)
    if span:
        yield Block(span, kind)

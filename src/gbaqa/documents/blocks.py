"""The parts of a document that a reader of its format tells apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from gbaqa.types import Span

Kind = Literal["prose", "item"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (cut into sentences later) or a list item (kept whole), under its headings."""

    span: Span
    kind: Kind
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a format's reader makes of a file: its text, its blocks in order, its own metadata."""

    text: str
    blocks: tuple[Block, ...]
    fields: dict[str, str | tuple[str, ...]] = field(default_factory=dict)

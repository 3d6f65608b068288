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
    """What a format's reader makes of a file: its text, its blocks in order, its own metadata.

    `pages` says where each page begins, in code points of the text, from 0 and never falling; ()
    where the format has none. `notes` tell what of the file is not in the text, a line each.
    """

    text: str
    blocks: tuple[Block, ...]
    fields: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    pages: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

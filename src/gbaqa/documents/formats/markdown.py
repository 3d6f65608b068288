"""Markdown (CommonMark and tables): headings, paragraphs, list items, table rows, front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from gbaqa.documents.blocks import Block, Parsed
from gbaqa.documents.encodings import decoded
from gbaqa.documents.metadata import read_fields, split_front_matter
from gbaqa.text.sentences import trimmed

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LINE_END = re.compile(r"\r\n?|\n")  # what ends a line for markdown-it
MAX_NESTING = 100  # markdown-it drops what follows a deeper list; its 20 is ten lists deep
MARK = re.compile(r"[ \t]*(?:>|[-*+]|\d{1,9}[.)])")  # of a quotation or of a list item


def read(raw: bytes, *, name: str) -> Parsed:
    """A file's text, decoded, as `parse` reads it."""
    return parse(decoded(raw, name=name), name=name)


def parse(raw: str, *, name: str) -> Parsed:
    """The text is everything after the front matter, markup included, not a character changed."""
    source, begin = split_front_matter(raw, name=name)
    fields = read_fields(source, name=name, first_line=2) if source else {}
    text = raw[begin:]
    blocks, first_heading = _blocks(text)
    if first_heading and "title" not in fields:
        fields["title"] = first_heading
    return Parsed(text=text, blocks=tuple(blocks), fields=fields)


def _blocks(text: str) -> tuple[list[Block], str]:
    """Blocks under their headings, and the first top heading, which may serve as a title."""
    starts = _line_starts(text)
    headings: dict[int, str] = {}
    found: list[Block] = []
    top = ""
    for token, parents in _leaves(_parser().parse(text)):
        if token.map is None:
            continue
        if token.type == "inline" and parents[-1].type == "heading_open":
            level = int(parents[-1].tag[1])
            headings = {known: headings[known] for known in headings if known < level}
            headings[level] = token.content
            top = top or (token.content if level == 1 else "")
            continue
        start, end = starts[token.map[0]], starts[token.map[1]]
        span = trimmed(text, _behind_marks(text, start, token.map[0], parents), end)
        if span:
            item = any(parent.type in ("list_item_open", "tr_open") for parent in parents)
            path = tuple(headings[level] for level in sorted(headings))
            found.append(Block(span, "item" if item else "prose", path))
    return found, top


def _behind_marks(text: str, start: int, line: int, parents: tuple[Token, ...]) -> int:
    """Where a line goes on behind the quotation marks, bullets and numbers that open on it."""
    for parent in parents:
        item_opens = parent.type == "list_item_open" and parent.map and parent.map[0] == line
        mark = MARK.match(text, start) if item_opens or parent.type == "blockquote_open" else None
        start = mark.end() if mark else start
    return start


def _leaves(tokens: list[Token]) -> Iterator[tuple[Token, tuple[Token, ...]]]:
    """Tokens that hold text, each with the tokens that are open around it.

    A table row is one leaf: its cells make sense only together.
    """
    open_tokens: list[Token] = []
    for token in tokens:
        if token.nesting == 1:
            open_tokens.append(token)
            if token.type == "tr_open":
                yield token, tuple(open_tokens)
        elif token.nesting == -1:
            open_tokens.pop()
        elif token.type in ("inline", "fence", "code_block") and not any(
            parent.type == "tr_open" for parent in open_tokens
        ):
            yield token, tuple(open_tokens)


def _line_starts(text: str) -> list[int]:
    """Where each line begins, as markdown-it counts lines, and the end of the text."""
    starts = [0, *(match.end() for match in LINE_END.finditer(text))]
    return [*starts, len(text), len(text)]


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")

"""Render a document's text as HTML with one stretch of it marked.

Markdown's blocks become elements; within them the text stands as it is in the file, links and
emphasis included, so that a reader sees the characters that the receipt covers.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from gbaqa.types import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

BLOCKS = ("heading", "lheading", "list", "blockquote", "table", "fence", "code", "hr")
# Unicode's noncharacters: no text that is exchanged holds them, and Markdown ignores them
FIRST, LAST = "\ufdd0", "\ufdd1"
TAG = re.compile(r"(<[^>]*>)")
# a mark before a line's markup would make it text: it goes behind the bullet, bar or number
OPENING = re.compile(
    r"(?:\s+|\||>|#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|[:|\s-]*-[:|\s-]*\n|(?:```|~~~)[^\n]*\n)*"
)
CLOSING = re.compile(r"(?:\s|\||\n *(?:```|~~~))*$")


def marked_html(text: str, span: Span | None) -> str:
    """Escaped HTML; the span's text is in `mark` elements, the first of which is `#quote`."""
    text = text.replace(FIRST, "\ufffd").replace(LAST, "\ufffd")
    inner = _without_markup(text, span) if span else None
    if inner:
        text = f"{text[: inner.start]}{FIRST}{inner.of(text)}{LAST}{text[inner.end :]}"
    return _with_marks(_parser().render(text))


def _without_markup(text: str, span: Span) -> Span | None:
    at_line_start = not text[: span.start].rpartition("\n")[2].strip(" |")
    opening = OPENING.match(text, span.start, span.end) if at_line_start else None
    start = opening.end() if opening else span.start
    closing = CLOSING.search(text, start, span.end)
    end = closing.start() if closing else span.end
    return Span(start, end) if start < end else None


def _with_marks(page: str) -> str:
    """Turns the two signs into elements, one for each run of text: a mark may span blocks."""
    found: list[str] = []
    inside = False
    identity = ' id="quote"'
    for number, piece in enumerate(TAG.split(page)):
        if number % 2:  # a tag
            found.append(piece)
            continue
        for run in re.split(f"([{FIRST}{LAST}])", piece):
            if run in (FIRST, LAST):
                inside = run == FIRST
            elif inside and run.strip():
                found.append(f"<mark{identity}>{run}</mark>")
                identity = ""
            else:
                found.append(run)
    return "".join(found)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable(list(BLOCKS))

"""Render a document's text as HTML with one stretch of it marked.

Markdown's blocks become elements; within them the text stands as it is in the file, links and
emphasis included, so that a reader sees the characters that the receipt covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from gbaqa.types import Span

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

BLOCKS = ("heading", "lheading", "list", "blockquote", "table", "fence", "code", "hr")
# Unicode's noncharacters: no text that is exchanged holds them, and Markdown ignores them
FIRST, LAST, PAGE = "\ufdd0", "\ufdd1", "\ufdd2"
TAG = re.compile(r"(<[^>]*>)")
# a mark before a line's markup would make it text: it goes behind the bullet, bar or number
OPENING = re.compile(
    r"(?:\s+|\||>|#{1,6}\s|[-*+]\s|\d{1,9}[.)]\s|[:|\s-]*-[:|\s-]*\n|(?:```|~~~)[^\n]*\n)*"
)
CLOSING = re.compile(r"(?:\s|\||\n *(?:```|~~~))*$")


def marked_html(text: str, span: Span | None, pages: Sequence[int] = (), named: str = "") -> str:
    """Escaped HTML; the span's text is in `mark` elements, the first of which is `#quote`.

    Before the text of each page, of which `pages` has the starts, stands an empty element with
    the page's name, made of `named` with its number: none of it is text of the document.
    """
    for sign in (FIRST, LAST, PAGE):
        text = text.replace(sign, "\ufffd")
    inner = _without_markup(text, span) if span else None
    starts = {start: number for number, start in enumerate(pages, start=1) if start < len(text)}
    signs = [(_behind_markup(text, start), PAGE) for start in starts]
    signs += [(inner.start, FIRST), (inner.end, LAST)] if inner else []
    breaks = [_page_break(number, named) for number in starts.values()]
    return _with_marks(_parser().render(_with_signs(text, signs)), iter(breaks))


def _with_signs(text: str, signs: Sequence[tuple[int, str]]) -> str:
    """The text with signs put in; where several meet, that of the page comes first."""
    pieces, last = [], 0
    for place, sign in sorted(signs, key=lambda one: (one[0], one[1] != PAGE)):
        pieces += [text[last:place], sign]
        last = place
    return "".join([*pieces, text[last:]])


def _page_break(number: int, named: str) -> str:
    name = escape(named.format(page=number))
    return (
        f'<span class="page" id="page-{number}" role="doc-pagebreak" aria-label="{name}" '
        f'data-name="{name}"></span>'
    )


def _behind_markup(text: str, start: int) -> int:
    """Behind what begins a line and would be text if anything stood before it."""
    opening = OPENING.match(text, start)
    return opening.end() if opening else start


def _without_markup(text: str, span: Span) -> Span | None:
    at_line_start = not text[: span.start].rpartition("\n")[2].strip(" |")
    opening = OPENING.match(text, span.start, span.end) if at_line_start else None
    start = opening.end() if opening else span.start
    closing = CLOSING.search(text, start, span.end)
    end = closing.start() if closing else span.end
    return Span(start, end) if start < end else None


def _with_marks(page: str, breaks: Iterator[str]) -> str:
    """Turns the signs into elements, a mark for each run of text: it may span blocks and pages."""
    found: list[str] = []
    inside = False
    identity = ' id="quote"'
    for number, piece in enumerate(TAG.split(page)):
        if number % 2:  # a tag
            found.append(piece)
            continue
        for run in re.split(f"([{FIRST}{LAST}{PAGE}])", piece):
            if run == PAGE:
                found.append(next(breaks))
            elif run in (FIRST, LAST):
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

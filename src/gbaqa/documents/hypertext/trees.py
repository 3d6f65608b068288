"""A page's tree of elements, and the way through it in the order of its text."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Any, Literal

from gbaqa.errors import DocumentError

Element = Any  # lxml carries no types
Step = tuple[Literal["start", "end"], Element]

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav"
    " ol optgroup p pre section summary table tbody td tfoot th thead tr ul caption".split()
)
BREAK = "\u2028"  # stands for <br> until the text is cut at two of them
TOO_DEEP = "ERR_RESOURCE_LIMIT"  # libxml2's word for more than 2,048 elements in each other
# in XHTML an element may close itself; in HTML it would stay open and swallow what follows
CLOSED = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)"
    r"([A-Za-z][\w:-]*)([^<>]*)/>"
)


def tree_of(text: str, *, name: str, strict: bool = False) -> Element | None:
    """The root; None for a page without any element. `strict` is for XHTML.

    Raises DocumentError where elements nest deeper than the parser goes.
    """
    from lxml import etree, html

    if strict:
        text = CLOSED.sub(r"<\1\2></\1>", text)
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True
    )
    raw = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        root = etree.fromstring(raw, parser)
    except (etree.ParserError, etree.XMLSyntaxError):  # not an element in it
        root = None
    if any(entry.type_name == TOO_DEEP for entry in parser.error_log):
        raise DocumentError(f"{name}: elements nest more than 2,000 deep; save the page anew")
    return root


def steps(root: Element, *, without: Container[Element]) -> Iterator[Step]:
    """Each element as it opens and closes; those in `without` only close, for the text behind."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and element in without:
            walk.skip_subtree()
        else:
            yield event, element


def text_in(root: Element, *, without: Container[Element]) -> str:
    """All text of an element, blocks parted by spaces, items of a list by commas."""
    pieces: list[str] = []
    for event, element in steps(root, without=without):
        if element.tag in BLOCKS or element.tag == "br":
            is_item = event == "end" and element.tag == "li" and element.getnext() is not None
            pieces.append(", " if is_item and pieces[-1].strip() else " ")
        if event == "start":
            pieces.append(element.text or "")
        elif element is not root:
            pieces.append(element.tail or "")
    return "".join(pieces)

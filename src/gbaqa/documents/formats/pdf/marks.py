"""Signs of text that mean something where they stand: bullets and numbers, ends of sentences."""

from __future__ import annotations

import re

# bullets, also those of fonts that have no Unicode for them, and numbers of items
BULLETS = (
    "\u2022\u2023\u2043\u2219\u25aa\u25ab\u25a0\u25a1\u25cf\u25cb\u25e6\u25b8\u25ba\u25c6\u25c7\u27a2"
    "\u2610-\u2612\u2713\u2714\u2776-\u2793\x80-\x9f\ue000-\uf8ff"
)
MARK = re.compile(
    rf"\s*(?:[{BULLETS}]+|[-*\u00b7\u2013\u2014](?=\s|$)"
    r"|(?:\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)]|[\u2460-\u2473\u3251-\u325f]"
    r"|\([\u4e00-\u5341]{1,3}\)|\uff08[\u4e00-\u5341]{1,3}\uff09)(?=\s|$))\s*"
)
ENDED = re.compile(
    r"[.!?:;\u3002\uff01\uff1f\uff1a\uff1b\u2026][\"'\u201d\u2019)\]\uff09\u300d\u300f]*$"
)
TAIL = 8  # characters in which an end is looked for
# dots or lines that lead to a page number, or leave room for a pen
LEADERS = re.compile(r"(?:[ \u00a0]?[.\u2026\u00b7_]){5,}")


def ended(text: str) -> bool:
    """Whether the last of it ends a sentence, or something that goes on in another line.

    >>> ended("It is due (in May.) "), ended("in the")
    (True, False)
    """
    return ENDED.search(text.rstrip()[-TAIL:]) is not None

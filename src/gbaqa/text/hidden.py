r"""Find signs that a reader does not see, or that change the order of those that are seen.

Unicode's control, format and filler signs can turn a text round ("bidi overrides"), part a word, or
hide one: https://www.unicode.org/reports/tr36/. Where a text is shown they are shown, too; what is
kept, copied and cited stays as it is. Joiners and variation selectors are let be where writing and
pictures need them. web/static/dom.js has the same signs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # an escape sequence of a terminal begins with one
DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
SEPARATORS = "\u2028\u2029\ufff9-\ufffb"
LONE_SURROGATES = "\ud800-\udfff"
TAGS = "\U000e0000-\U000e007f"
SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
FLAG = (
    "\U0001f3f4[\U000e0061-\U000e007a]{4,5}\U000e007f"  # of England, Scotland, Wales: seen as one
)
HIDDEN = re.compile(
    f"(?P<flag>{FLAG})|"
    f"[{CONTROLS}{DIRECTIONS}{INVISIBLE}{SEPARATORS}{LONE_SURROGATES}{TAGS}]|"
    "(?<=[\\s0-9A-Za-z\u00c0-\u024f\u3400-\u9fff])[\u200c\u200d]|"  # joins nothing there
    f"(?<=[\\sA-Za-z\u00c0-\u024f{SELECTORS}])[{SELECTORS}]"  # selects nothing there
)


def replaced(text: str, make: Callable[[str], str]) -> str:
    """The text with what `make` makes of each sign that is not seen."""
    return HIDDEN.sub(lambda found: found[0] if found["flag"] else make(found[0]), text)


def name_of(sign: str) -> str:
    """As Unicode names its code points."""
    return f"U+{ord(sign):04X}"


def visible(text: str) -> str:
    r"""For a terminal: every such sign by its name.

    >>> visible("all\u202ereversed \x1b[31mred")
    'all<U+202E>reversed <U+001B>[31mred'
    """
    return replaced(text, lambda sign: f"<{name_of(sign)}>")


def escaped(json_text: str) -> str:
    r"""JSON that means the same, with every such sign written as an escape.

    >>> print(escaped('"a\u202eb"'))
    "a\u202eb"
    """
    return replaced(json_text, lambda sign: json.dumps(sign)[1:-1])

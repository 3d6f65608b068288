"""Show signs that are not seen, on a page that is rendered: each by its name, and turning nothing.

The sign itself stays in the page's text, so that what is copied is what the document says.
"""

from __future__ import annotations

import re

from gbaqa.text.hidden import HIDDEN, name_of, replaced

# elements that hold no others: there a sign gives way to the one for what cannot be shown
PLAIN = r"<(?P<name>title|option|textarea)\b[^>]*>.*?</(?P=name)>"
PIECE = re.compile(
    rf"(?P<data><(?P<of>script|style)\b[^>]*>.*?</(?P=of)>)|(?P<plain>{PLAIN})|(?P<tag><[^>]*>)|"
    r"(?P<text>[^<]+)",
    re.DOTALL,
)


def with_signs_shown(page: str) -> str:
    r"""The page, whose texts are escaped, with an element around each such sign.

    >>> with_signs_shown('<p title="a\u202eb">a\u202eb</p>')
    '<p title="a\u202eb">a<span class="sign" data-sign="U+202E">\u202e</span>b</p>'
    """
    return PIECE.sub(_shown, page) if HIDDEN.search(page) else page


def _shown(piece: re.Match[str]) -> str:
    if piece["plain"]:
        return replaced(piece[0], lambda _: "\ufffd")
    return replaced(piece[0], _element) if piece["text"] else piece[0]


def _element(sign: str) -> str:
    shown = "\ufffd" if sign == "\x00" else sign  # HTML has no NUL
    return f'<span class="sign" data-sign="{name_of(sign)}">{shown}</span>'

"""Write any text so that Markdown shows it as it is, whatever signs it holds."""

from __future__ import annotations

import re

# Signs that mean something to CommonMark, or to what is built on it (tables, mathematics,
# footnotes, attributes, bare addresses, templates), wherever they stand.
ANYWHERE = r"[\\`*_\[\]{}<>&#|~^$=@]"
# a colon but that of "so: this" and "10:30": of an address, a definition, a directive, an emoji
COLON = r"(?<![0-9]):(?=[0-9])|(?<!\w):|:(?![\s0-9]|$)"
BARE_HOST = r"(?<=www)\."
NUMBERED = re.compile(r"^([0-9]+)([.)])")  # a list's item, were it not for the backslash
MARKUP = re.compile(f"{ANYWHERE}|{COLON}|{BARE_HOST}|^[-+]", re.IGNORECASE)
WEB_LINK = re.compile(r"https?://[^\s<>\"\\`\x00-\x1f\x7f]+", re.IGNORECASE)
ENTITY = re.compile(r"&#?\w+;")


def plain(text: str) -> str:
    r"""A text on one line, at the start of a block or within one, its white space folded.

    >>> print(plain("1. *Tax* [a](https://b) at 10:30"))
    1\. \*Tax\* \[a\](https\://b) at 10:30
    """
    line = " ".join(text.split())
    return NUMBERED.sub(r"\1\\\2", MARKUP.sub(r"\\\g<0>", line))


def web_link(url: str) -> str:
    r"""An address as a link that shows it; as plain text where it is none of the web.

    >>> print(web_link("https://example.org/?a=1&b=2"), web_link("javascript:alert(1)"))
    <https://example.org/?a=1&b=2> javascript\:alert(1)
    """
    is_safe = WEB_LINK.fullmatch(url) and not ENTITY.search(url)
    return f"<{url}>" if is_safe else plain(url)

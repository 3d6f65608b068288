"""A file name for a document that is safe everywhere, made of its title or its address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

LONGEST = 80  # characters
MOST_BYTES = 160  # in UTF-8: file systems take 255, of which endings need some
OTHER = re.compile(r"[\W]+")
# names that mean something else at the top of a corpus, or to some file system
TAKEN = frozenset("readme glossary questions con prn aux nul".split())


def safe_name(text: str) -> str:
    """Letters, digits, - and _ of any script, "" where there is none.

    >>> safe_name("../../etc/passwd"), safe_name("Tax & talent: what's new?"), safe_name("稅務")
    ('etc-passwd', 'tax-talent-what-s-new', '稅務')
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    name = OTHER.sub("-", plain).strip("-_")[:LONGEST]
    while len(name.encode()) > MOST_BYTES:
        name = name[:-1]
    name = name.strip("-_")
    return f"document-{name}" if name in TAKEN else name


def name_for(title: str, url: str) -> str:
    """Made of the title, else of the address."""
    parts = urlsplit(url)
    path = unquote(parts.path).rpartition(".")[0] or unquote(parts.path)
    return safe_name(title) or safe_name(f"{parts.hostname or ''} {path}") or "document"


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, or the first of name-2, name-3 … that is not taken, whatever the case."""
    lowered = {one.casefold() for one in taken}
    number, free = 1, name
    while free.casefold() in lowered:
        number += 1
        free = f"{name}-{number}"
    return free

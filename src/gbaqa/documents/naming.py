"""Names of files as they may be printed: on one line, and harmless to terminals and readers."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

LONGEST = 2_000  # characters of a line about a file
JOINERS = "\u200c\u200d"  # they are within words and emoji of several scripts, and turn nothing
# controls, what turns the direction of writing or is not seen, ends of lines, halves of characters
UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
HALVES = re.compile("[\ud800-\udfff]")
MAYBE_UNSAFE = re.compile(r"[^ -~]")


def name_below(path: Path, folder: Path) -> str:
    """The name below the folder, with slashes; bytes that are not UTF-8 become half characters."""
    return path.relative_to(folder).as_posix()


def shown(text: str) -> str:
    r"""The text with an escape for each character that is not safe to print.

    >>> print(shown("a\nb\u202egpj.md"))
    a\nb\u202egpj.md
    """
    return MAYBE_UNSAFE.sub(_escape, text)


def is_safe(text: str) -> bool:
    """Whether nothing in it needs an escape."""
    return shown(text) == text


def is_utf8(name: str) -> bool:
    """Whether a name of the file system holds no byte that is not UTF-8."""
    return not HALVES.search(name)


def on_one_line(text: str) -> str:
    """A line about a file, safe to print and not without end."""
    line = shown(" ".join(text.split()))
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _escape(match: re.Match[str]) -> str:
    sign = match.group()
    if sign in JOINERS or unicodedata.category(sign) not in UNSAFE:
        return sign
    return sign.encode("unicode_escape").decode()

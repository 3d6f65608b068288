"""Read a file's bytes so that nothing but a document or one line comes of it."""

from __future__ import annotations

from typing import Protocol

from gbaqa.documents import formats
from gbaqa.documents.blocks import Parsed
from gbaqa.documents.formats.detecting import is_own_text
from gbaqa.errors import DocumentError

MOST_OF_A_REASON = 200
QUICK = 64 * 1024  # bytes


class Reads(Protocol):
    """The bytes of a file to its text and blocks."""

    def __call__(self, raw: bytes, *, name: str) -> Parsed: ...


def is_quick(raw: bytes, *, name: str) -> bool:
    """Whether a file is text of ours so short that even the worst is read in seconds."""
    return len(raw) <= QUICK and is_own_text(raw, name=name)


def attempt(raw: bytes, *, name: str, read: Reads = formats.read) -> Parsed:
    """What the reader of its format makes of a file; raises DocumentError or MemoryError alone.

    The libraries that read formats raise whatever they like at a damaged file.
    """
    try:
        return read(raw, name=name)
    except (DocumentError, MemoryError):
        raise
    except RecursionError as error:
        raise DocumentError(
            f"{name}: parts within parts, too deep to read; save it anew in a simpler form"
        ) from error
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:MOST_OF_A_REASON]
        raise DocumentError(
            f"{name}: cannot be read ({reason}); save it anew or remove it"
        ) from error

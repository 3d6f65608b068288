"""One module a file format, chosen by the ending of the name."""

from __future__ import annotations

from typing import Protocol

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.formats import markdown, plain


class Format(Protocol):
    """The bytes of a file to its text, blocks and metadata; raises DocumentError."""

    def read(self, raw: bytes, *, name: str) -> Parsed: ...


FORMATS: dict[str, Format] = {".md": markdown, ".markdown": markdown, ".txt": plain}

"""One module a file format, chosen by the ending of the name."""

from __future__ import annotations

from typing import Protocol

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.formats import markdown, plain


class Format(Protocol):
    """Raw text of a file to its text, blocks and metadata; raises DocumentError."""

    def parse(self, raw: str, *, name: str) -> Parsed: ...


FORMATS: dict[str, Format] = {".md": markdown, ".markdown": markdown, ".txt": plain}

"""One module a kind of document, told by content and imported when a file of the kind is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Protocol, cast

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.formats.detecting import detect
from gbaqa.documents.formats.kinds import ENDINGS, Kind


class Format(Protocol):
    """The bytes of a file to its text, blocks and metadata; raises DocumentError."""

    def read(self, raw: bytes, *, name: str) -> Parsed: ...


@dataclass(frozen=True, slots=True)
class _Module:
    """The module of a kind, with its library, once it is needed."""

    kind: Kind

    def read(self, raw: bytes, *, name: str) -> Parsed:
        module = cast(Format, import_module(f"{__name__}.{self.kind}"))
        return module.read(raw, name=name)


FORMATS: Mapping[str, Format] = {ending: _Module(kind) for ending, kind in ENDINGS.items()}


def read(raw: bytes, *, name: str) -> Parsed:
    """The document that a file is, whatever its name says; a name that is wrong is noted.

    Raises DocumentError with one line for what is no document, or none that can be read.
    """
    detected = detect(raw, name=name)
    parsed = _Module(detected.kind).read(raw, name=name)
    return replace(parsed, notes=(detected.note, *parsed.notes)) if detected.note else parsed

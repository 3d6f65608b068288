"""Bytes of a text file to characters."""

from __future__ import annotations

from gbaqa.errors import DocumentError


def decoded(raw: bytes, *, name: str) -> str:
    """The text of a file; raises DocumentError with the line that is not text."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DocumentError(
            f"{name}:{line}: byte 0x{raw[error.start]:02x} is not UTF-8; save the file as UTF-8"
        ) from error

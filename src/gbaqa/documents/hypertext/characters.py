"""Bytes of a page to characters: by its mark, by what it declares, else by what they look like."""

from __future__ import annotations

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before that of UTF-16, which begins alike
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
LOOKED_AT = 4096  # bytes in which browsers expect the declaration, four times over
GUESSED_FROM = 200_000  # bytes are enough to tell an encoding, and soon read
# what browsers read under these names (WHATWG Encoding Standard): the larger set of the kind
LARGER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",  # a page that declares it in bytes that can be read is not in it
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}


def characters(raw: bytes) -> tuple[str, str]:
    """The text, and a note where some of it could not be read, else "".

    A page in UTF-8 that declares a Western encoding is in UTF-8: nothing else looks like it.
    """
    for mark, name in MARKS:
        if raw.startswith(mark):
            return _read(raw[len(mark) :], name)
    declared = _declared(raw)
    for name in ("utf-8", declared) if _is_western(declared) else (declared, "utf-8"):
        if name and (text := _strictly(raw, name)) is not None:
            return text, ""
    return _read(raw, declared or _guessed(raw))


def _declared(raw: bytes) -> str:
    """Python's name of the encoding that the page declares; "" where it declares none we know."""
    found = DECLARED.search(raw[:LOOKED_AT])
    if not found:
        return ""
    try:
        codec = codecs.lookup(found[1].decode("ascii"))
    except LookupError:
        return ""
    name = LARGER.get(codec.name, codec.name)
    return name if codec._is_text_encoding else ""  # rot13 and zip are codecs, too


def _is_western(name: str) -> bool:
    return name.startswith(("cp12", "iso8859", "mac"))


def _strictly(raw: bytes, name: str) -> str | None:
    try:
        return raw.decode(name)
    except UnicodeError:
        return None


def _guessed(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:GUESSED_FROM]).best()
    return LARGER.get(best.encoding.replace("_", "-"), best.encoding) if best else "utf-8"


def _read(raw: bytes, name: str) -> tuple[str, str]:
    text = raw.decode(name, errors="replace")
    lost = text.count("\ufffd")
    return text, f"{lost} characters are not {name} and were not read" if lost else ""

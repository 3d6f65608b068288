"""Read a file of one JSON object a line; every fault names the file, the line and the field."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from gbaqa.errors import DatasetError

LONGEST = 60  # characters of a value that a message shows


@dataclass(frozen=True, slots=True)
class Line:
    """One object and where it stands; its fields are checked as they are taken."""

    path: Path
    number: int
    fields: dict[str, Any]
    within: str = ""  # the field that an object inside the line belongs to

    def fault(self, message: str) -> NoReturn:
        """Raises DatasetError for this line."""
        raise DatasetError(f"{self.path}:{self.number}: {message}")

    def text(self, field: str) -> str:
        """A field that must be text and hold more than white space."""
        value = self._checked(field, "text")
        return value if value.strip() else self._wrong(field, "text that is not blank")

    def text_or_blank(self, field: str, *, default: str | None = None) -> str:
        """A field that must be text; missing, it is the default where there is one."""
        if default is not None and self.fields.get(field) is None:
            return default
        return self._checked(field, "text")

    def flag(self, field: str) -> bool:
        """A field that must be true or false."""
        value = self._value(field, "true or false")
        return value if isinstance(value, bool) else self._wrong(field, "true or false")

    def texts(self, field: str) -> tuple[str, ...]:
        """A field that must be a list of texts, none of them blank; it may be empty."""
        expected = "a list of texts"
        value = self._value(field, expected)
        return _texts(value) or (() if value == [] else self._wrong(field, expected))

    def keys(self, field: str) -> tuple[tuple[str, ...], ...]:
        """A field that must be a list of key facts, each a list of accepted surface forms."""
        expected = "a list of lists of texts"
        value = self._value(field, expected)
        if not isinstance(value, list):
            self._wrong(field, expected)
        return tuple(_texts(key) or self._wrong(field, expected) for key in value)

    def wordings(self, field: str) -> tuple[tuple[str, ...], ...]:
        """A field that must be a list of texts, or of lists of texts that say the same."""
        expected = "a list of texts or of lists of texts"
        value = self._value(field, expected)
        if not isinstance(value, list):
            self._wrong(field, expected)
        pieces = ([one] if isinstance(one, str) else one for one in value)
        return tuple(_texts(piece) or self._wrong(field, expected) for piece in pieces)

    def objects(self, field: str) -> Iterator[Line]:
        """A field that must be a list of objects, at least one."""
        expected = "a list of objects"
        value = self._value(field, expected)
        if not (isinstance(value, list) and value and all(isinstance(one, dict) for one in value)):
            self._wrong(field, expected)
        for position, fields in enumerate(value, start=1):
            yield Line(self.path, self.number, fields, within=f"{field} {position}: ")

    def _checked(self, field: str, expected: str) -> str:
        value = self._value(field, expected)
        return value if isinstance(value, str) else self._wrong(field, expected)

    def _value(self, field: str, expected: str) -> object:
        if field not in self.fields:
            self.fault(f"{self.within}field {field!r} is missing, expected {expected}; add it")
        return self.fields[field]

    def _wrong(self, field: str, expected: str) -> NoReturn:
        found = _short(self.fields[field])
        self.fault(f"{self.within}field {field!r} is {found}, expected {expected}; mend it")


def read_lines(path: Path, *, holds: str) -> list[Line]:
    """The objects of a file in order, blank lines left out; `holds` says what is expected.

    Raises DatasetError when the file cannot be opened, is empty, not UTF-8 or not JSON.
    """
    found = [_line(path, number, raw) for number, raw in numbered(path, holds=holds)]
    return found or _empty(path, holds)


def numbered(path: Path, *, holds: str) -> Iterator[tuple[int, str]]:
    """The lines of a file that are not blank, with their numbers from 1."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DatasetError(
            f"{path} cannot be opened: {error.strerror}; it should be a file of {holds}"
        ) from error
    # split at line feeds only: JSON text may hold the other line ends that str.splitlines knows
    for number, piece in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            line = piece.decode("utf-8")
        except UnicodeDecodeError as error:
            raise DatasetError(f"{path}:{number}: not UTF-8; save the file as UTF-8") from error
        if line.strip():
            yield number, line.rstrip("\r")


def unique(lines: Iterable[Line], field: str) -> dict[str, Line]:
    """The lines by the id that `field` holds; raises DatasetError when two share one."""
    found: dict[str, Line] = {}
    for line in lines:
        name = line.text(field)
        if name in found:
            line.fault(f"{field} {name!r} is that of line {found[name].number} too; change one")
        found[name] = line
    return found


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def _line(path: Path, number: int, raw: str) -> Line:
    try:
        fields = json.loads(raw)
    except (ValueError, RecursionError) as error:  # ValueError: also a number beyond all bounds
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise DatasetError(
            f"{path}:{number}: not JSON: {reason}; write one object a line"
        ) from error
    line = Line(path, number, fields if isinstance(fields, dict) else {})
    if not isinstance(fields, dict):
        line.fault(f"found {_short(fields)}, expected a JSON object; write one object a line")
    if not _encodable(fields):
        line.fault("holds half of a surrogate pair, expected characters; mend its \\u escapes")
    return line


def _encodable(fields: dict[str, Any]) -> bool:
    try:
        json.dumps(fields, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _texts(value: object) -> tuple[str, ...]:
    """The texts of a list that holds nothing else, none of them blank; else none."""
    if not isinstance(value, list):
        return ()
    sound = all(isinstance(one, str) and one.strip() for one in value)
    return tuple(value) if sound else ()


def _empty(path: Path, holds: str) -> NoReturn:
    raise DatasetError(f"{path} is empty, expected {holds}; fill or remove it")

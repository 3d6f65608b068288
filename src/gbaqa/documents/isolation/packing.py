"""What a reader made of a file, as bytes that nothing but a checked record can come of.

Three parts: JSON for what is small (fields, notes, paths of headings), UTF-8 for the text, plain
numbers for what is many. A process that a hostile document took over may send anything: sizes are
bounded before a part is taken in, and every value is checked before it is believed.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from typing import Any

from gbaqa.documents.blocks import Block, Kind, Parsed
from gbaqa.documents.isolation.limits import MIB, Limits
from gbaqa.documents.metadata import CHECKS, LIST_FIELDS, MOST_IN_FIELD, TEXT_FIELDS
from gbaqa.types import Span

KINDS: tuple[Kind, ...] = ("prose", "item")
IN_BLOCK = 4  # numbers: start, end, kind, path of headings
MOST_HEAD = 16 * MIB  # JSON grows some twentyfold as objects
MOST_NOTES = 1_000
MOST_IN_NOTE = 1_000
MOST_PAGES = 1_000_000


class Unbelievable(Exception):
    """What came back is not what a reader makes; says what is wrong with it."""


class TooMuch(Exception):
    """More became text than one document may hold; says how much."""


def sizes(limits: Limits) -> tuple[int, int, int]:
    """The most bytes that each part may have."""
    numbers = array("I").itemsize * (1 + IN_BLOCK * limits.blocks + MOST_PAGES)
    return MOST_HEAD, 4 * limits.characters, numbers


def pack(parsed: Parsed, limits: Limits) -> tuple[bytes, bytes, bytes]:
    """The three parts; raises TooMuch where the limits do not hold."""
    if len(parsed.text) > limits.characters:
        raise TooMuch(f"its text has more than {limits.characters:,} characters")
    if len(parsed.blocks) > limits.blocks:
        raise TooMuch(f"its text has more than {limits.blocks:,} paragraphs")
    paths: dict[tuple[str, ...], int] = {}
    numbers = array("I", [len(parsed.blocks)])
    for block in parsed.blocks:
        path = paths.setdefault(block.headings, len(paths))
        numbers.extend((block.span.start, block.span.end, KINDS.index(block.kind), path))
    numbers.extend(parsed.pages)
    head = json.dumps(
        {"fields": parsed.fields, "notes": parsed.notes, "paths": list(paths)}
    ).encode()
    if len(head) > MOST_HEAD:
        raise TooMuch("its headings are too many or too long")
    return head, parsed.text.encode(), numbers.tobytes()


def unpack(parts: Sequence[bytes], limits: Limits) -> Parsed:
    """What the parts hold; raises Unbelievable where they are not those of a record."""
    head, text, numbers = parts
    told = _object(head)
    try:
        decoded = text.decode()
    except UnicodeDecodeError as error:
        raise Unbelievable("text that is not UTF-8") from error
    places = array("I")
    try:
        places.frombytes(numbers)
    except ValueError as error:
        raise Unbelievable("numbers cut short") from error
    count = places[0] if places else 0
    end = 1 + IN_BLOCK * count
    if len(decoded) > limits.characters or count > limits.blocks or len(places) < end:
        raise Unbelievable("more text or blocks than it says or may have")
    return Parsed(
        text=decoded,
        blocks=_blocks(places[1:end], _paths(told.get("paths")), len(decoded)),
        fields=_fields(told.get("fields")),
        pages=_pages(places[end:], len(decoded)),
        notes=_notes(told.get("notes")),
    )


def _object(head: bytes) -> dict[str, Any]:
    try:
        told = json.loads(head)
    except (ValueError, RecursionError) as error:
        raise Unbelievable("something that is not JSON") from error
    if not isinstance(told, dict):
        raise Unbelievable("something that is not an object")
    return told


def _blocks(
    places: Sequence[int], paths: Sequence[tuple[str, ...]], length: int
) -> tuple[Block, ...]:
    blocks = []
    last = 0
    for at in range(0, len(places), IN_BLOCK):
        start, end, kind, path = places[at : at + IN_BLOCK]
        if not last <= start < end <= length or kind >= len(KINDS) or path >= len(paths):
            raise Unbelievable(f"block {at // IN_BLOCK} that is none of its text")
        blocks.append(Block(Span(start, end), KINDS[kind], paths[path]))
        last = end
    return tuple(blocks)


def _pages(places: Sequence[int], length: int) -> tuple[int, ...]:
    pages = tuple(places)
    if pages != tuple(sorted(pages)) or (pages and pages[-1] > length):
        raise Unbelievable("pages that do not follow each other")
    return pages


def _paths(told: object) -> tuple[tuple[str, ...], ...]:
    if not isinstance(told, list):
        raise Unbelievable("no headings")
    return tuple(_texts(path, "headings") for path in told)


def _notes(told: object) -> tuple[str, ...]:
    notes = _texts(told, "notes")
    if len(notes) > MOST_NOTES or any(len(note) > MOST_IN_NOTE for note in notes):
        raise Unbelievable("too many notes")
    return notes


def _fields(told: object) -> dict[str, str | tuple[str, ...]]:
    if not isinstance(told, dict):
        raise Unbelievable("no fields")
    return {field: _field(field, value) for field, value in told.items()}


def _field(field: str, value: object) -> str | tuple[str, ...]:
    found: str | tuple[str, ...]
    if field in LIST_FIELDS:
        found = _texts(value, field)
    elif field in TEXT_FIELDS and isinstance(value, str):
        (found,) = _texts([value], field)
        problem = CHECKS[field](found) if field in CHECKS else ""
        if problem:
            raise Unbelievable(f"a field {field!r} that is not {problem}")
    else:
        raise Unbelievable("a field that is none")
    if sum(map(len, found)) > MOST_IN_FIELD:
        raise Unbelievable(f"a field {field!r} that is too long")
    return found


def _texts(told: object, what: str) -> tuple[str, ...]:
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        raise Unbelievable(f"{what} that are no texts")
    if any("\ud800" <= sign <= "\udfff" for one in told for sign in one):
        raise Unbelievable(f"{what} with half a character")
    return tuple(told)

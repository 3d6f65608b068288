"""What is packed comes out whole; what is no record of a reader is not believed."""

from __future__ import annotations

import json
from array import array
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.documents.blocks import Block, Parsed
from gbaqa.documents.formats import plain
from gbaqa.documents.isolation.limits import Limits
from gbaqa.documents.isolation.packing import TooMuch, Unbelievable, pack, unpack
from gbaqa.types import Span

LIMITS = Limits(characters=1000, blocks=3)
GOOD = Parsed(
    "One 🌾. Two.",
    (Block(Span(0, 6), "prose", ("A", "B")), Block(Span(7, 11), "item")),
    {"title": "T", "topics": ("a", "b"), "date": "2024-05"},
    (0, 7, 11),
    ("Page 3 is a picture.",),
)

Parts = tuple[bytes, bytes, bytes]


def test_what_is_packed_comes_out_whole() -> None:
    assert unpack(pack(GOOD, LIMITS), LIMITS) == GOOD


@given(st.text(st.sampled_from("ab #->*\n河🌾|"), max_size=200))
def test_whatever_is_read_comes_out_whole(text: str) -> None:
    parsed = plain.parse(text, name="a.txt")

    assert unpack(pack(parsed, Limits()), Limits()) == parsed


def parts(
    head: object = None, text: bytes = GOOD.text.encode(), numbers: bytes | None = None
) -> Parts:
    """Those of GOOD but for what is given."""
    good = pack(GOOD, LIMITS)
    return (
        good[0] if head is None else json.dumps(head).encode(),
        text,
        good[2] if numbers is None else numbers,
    )


def numbers(*values: int) -> Parts:
    return parts(numbers=array("I", values).tobytes())


def fields(**told: object) -> Parts:
    return parts({"fields": told, "notes": [], "paths": [["A", "B"], []]})


LIES: dict[str, Parts] = {
    "cut short": parts(numbers=b"\x01\x00\x00"),
    "fewer numbers than blocks": numbers(2, 0, 4, 0, 0),
    "a block behind the text": numbers(1, 0, 13, 0, 0),
    "an empty block": numbers(1, 4, 4, 0, 0),
    "blocks that overlap": numbers(2, 0, 4, 0, 0, 3, 5, 0, 0),
    "an unknown kind": numbers(1, 0, 4, 7, 0),
    "headings that are none": numbers(1, 0, 4, 0, 2),
    "pages that fall": numbers(1, 0, 4, 0, 0, 5, 0),
    "a page behind the text": numbers(1, 0, 4, 0, 0, 13),
    "no UTF-8": parts(text=b"\xff"),
    "half a character": parts(text=b"\xed\xa0\x80"),
    "no object": parts([]),
    "a field that is none": fields(motto="x"),
    "a date that is none": fields(date="soon"),
    "an address that runs": fields(url="javascript:alert(1)"),
    "an id above its folder": fields(id="../../etc/passwd"),
    "a number": fields(title=1),
    "a long title": fields(title="x" * 20_001),
    "half a character in a title": fields(title="\ud800"),
    "notes without end": parts({"fields": {}, "paths": [["A"], []], "notes": ["x"] * 1001}),
    "headings of numbers": parts({"fields": {}, "notes": [], "paths": [[1]]}),
    "no JSON": (b"[" * 50_000, b"", b""),
    "nothing": (b"", b"", b""),
    "long text": parts(text=b"x" * 1001),
    "many blocks": numbers(4, 0, 1, 0, 0, 1, 2, 0, 0, 2, 3, 0, 0, 3, 4, 0, 0),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_what_is_no_record_of_a_reader_is_not_believed(lie: Parts) -> None:
    with pytest.raises(Unbelievable):
        unpack(lie, LIMITS)


@given(st.tuples(st.binary(), st.binary(), st.binary()))
def test_any_bytes_are_a_record_or_unbelievable(lie: Parts) -> None:
    with suppress(Unbelievable):
        unpack(lie, LIMITS)


@pytest.mark.parametrize(
    ("parsed", "reason"),
    [
        (Parsed("x" * 1001, ()), "its text has more than 1,000 characters"),
        (Parsed("abcd", (Block(Span(0, 1), "item"),) * 4), "its text has more than 3 paragraphs"),
        (
            Parsed("a", (Block(Span(0, 1), "item", ("x" * (16 << 20),)),)),
            "its headings are too many or too long",
        ),
    ],
)
def test_more_than_may_come_back_is_refused_where_it_is_made(parsed: Parsed, reason: str) -> None:
    with pytest.raises(TooMuch) as caught:
        pack(parsed, LIMITS)

    assert str(caught.value) == reason

"""Plain text: paragraphs between blank lines, items by their bullets or numbers."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.documents.blocks import Block, Parsed
from gbaqa.documents.formats import plain
from gbaqa.types import Span


def seen(raw: str) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(raw)) for block in plain.parse(raw, name="a.txt").blocks]


def test_the_text_is_the_file_and_has_no_fields() -> None:
    raw = "---\nid: a\n---\n"

    assert plain.parse(raw, name="a.txt") == Parsed(raw, (Block(Span(0, 13), "prose"),), {})


@pytest.mark.parametrize(
    ("raw", "blocks"),
    [
        ("one\ntwo\n\nthree", [("prose", "one\ntwo"), ("prose", "three")]),
        ("one\r\n \r\ntwo\r\n", [("prose", "one"), ("prose", "two")]),
        ("Tasks:\n- a\n  b\n* c\n", [("prose", "Tasks:"), ("item", "a\n  b"), ("item", "c")]),
        ("• 甲\n• 乙", [("item", "甲"), ("item", "乙")]),
        ("1. a\n2) b\n\n 12.\tc", [("item", "a"), ("item", "b"), ("item", "c")]),
        ("In the year\n2024. It was", [("prose", "In the year\n2024. It was")]),
        ("-5 degrees\n3.5 km", [("prose", "-5 degrees\n3.5 km")]),
        ("# no heading\n> no quotation", [("prose", "# no heading\n> no quotation")]),
        ("-\n\n- \n", [("prose", "-"), ("prose", "-")]),
        (" \n\t\n", []),
        ("", []),
    ],
)
def test_paragraphs_and_items_are_told_apart(raw: str, blocks: list[tuple[str, str]]) -> None:
    assert seen(raw) == blocks


def test_a_long_run_of_blanks_is_read_as_fast_as_letters() -> None:
    seconds = []
    for letter in "a ":
        begin = process_time()
        assert seen(letter * 40_000 + "\n\nlast")[-1] == ("prose", "last")
        seconds.append(process_time() - begin)

    assert seconds[1] < 100 * seconds[0]


@given(st.text("ab-*•1.) \n\r\t😀河", max_size=40))
def test_blocks_leave_out_only_bullets_and_white_space(raw: str) -> None:
    spans = [block.span for block in plain.parse(raw, name="a.txt").blocks]
    ends = [0, *(span.end for span in spans)]
    starts = [*(span.start for span in spans), len(raw)]
    between = {raw[end:start].strip() for end, start in zip(ends, starts, strict=True)}

    assert all(end <= start for end, start in zip(ends, starts, strict=True))
    assert {gap.strip("1.) ") for gap in between} <= {"", "-", "*", "•"}

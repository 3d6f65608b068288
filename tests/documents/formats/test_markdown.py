"""Markdown becomes blocks whose spans hold the text and nothing of the markup before it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.documents.blocks import Block, Kind, Parsed
from gbaqa.documents.formats import markdown
from gbaqa.errors import DocumentError
from gbaqa.types import Span

Seen = tuple[Kind, tuple[str, ...], str]


def seen(raw: str) -> list[Seen]:
    """Kind, headings and verbatim text of each block."""
    parsed = markdown.parse(raw, name="a.md")
    return [(block.kind, block.headings, block.span.of(parsed.text)) for block in parsed.blocks]


def test_a_file_becomes_text_blocks_and_fields() -> None:
    raw = "---\nid: tax\ntopics: [tax, talent]\n---\n# Tax\n\nThe rate is 15%.\n\n- One\n  item\n"

    assert markdown.parse(raw, name="tax.md") == Parsed(
        text="# Tax\n\nThe rate is 15%.\n\n- One\n  item\n",
        blocks=(
            Block(Span(7, 23), "prose", ("Tax",)),
            Block(Span(27, 37), "item", ("Tax",)),
        ),
        fields={"id": "tax", "topics": ("tax", "talent"), "title": "Tax"},
    )


def test_headings_of_each_level_stand_over_what_follows_them() -> None:
    raw = "before\n# A\na\n### C\nc\n## B\nb\n# D\nd\n\nE\n---\ne\n"

    assert seen(raw) == [
        ("prose", (), "before"),
        ("prose", ("A",), "a"),
        ("prose", ("A", "C"), "c"),
        ("prose", ("A", "B"), "b"),
        ("prose", ("D",), "d"),
        ("prose", ("D", "E"), "e"),
    ]


@pytest.mark.parametrize(
    ("raw", "items"),
    [
        ("- a\n* b\n+ c\n", ["a", "b", "c"]),
        ("1. a\n2) b\n", ["a", "b"]),
        ("1. 1\n2. 2\n", ["1", "2"]),
        ("- a\n  - b\n    1. c\n- d\n", ["a", "b", "c", "d"]),
        ("- a\n  goes on. And on\n- b\n", ["a\n  goes on. And on", "b"]),
        ("- a\n\n  second\n", ["a", "second"]),
        ("-\ttab\n\n-\n  below\n", ["tab", "below"]),
        ("- - a\n", ["a"]),
        ("> - a\n", ["a"]),
        ("- > a\n", ["a"]),
        ("- -5 degrees\n\n  -6 degrees\n", ["-5 degrees", "-6 degrees"]),
        ("- ```\n  code\n  ```\n", ["```\n  code\n  ```"]),
        ("-     code\n", ["code"]),
        ("- | a | b |\n  |---|---|\n  | 1 | 2 |\n", ["| a | b |", "| 1 | 2 |"]),
        ("- a\x00b\n", ["a\x00b"]),
    ],
)
def test_items_are_kept_whole_and_without_their_bullets(raw: str, items: list[str]) -> None:
    assert seen(raw) == [("item", (), item) for item in items]


def test_a_table_gives_its_rows() -> None:
    raw = "| City | People |\n| --- | --- |\n| Macao | 0.7 |\n| 深圳 😀 | 17.8 |\n\nafter\n"

    assert seen(raw) == [
        ("item", (), "| City | People |"),
        ("item", (), "| Macao | 0.7 |"),
        ("item", (), "| 深圳 😀 | 17.8 |"),
        ("prose", (), "after"),
    ]


def test_code_is_one_block_in_which_nothing_is_markup() -> None:
    raw = "```sh\n# no heading\n\n- no item\n```\n\n    # indented\n"

    assert seen(raw) == [
        ("prose", (), "```sh\n# no heading\n\n- no item\n```"),
        ("prose", (), "# indented"),
    ]


def test_a_quotation_begins_behind_its_mark() -> None:
    assert seen("> one\n> two\n>\n> > three\n") == [
        ("prose", (), "one\n> two"),
        ("prose", (), "three"),
    ]


@pytest.mark.parametrize(
    "raw", ["", "\n\n", "# only a heading\n", "[a]: https://b\n", "---\n---\n"]
)
def test_markup_alone_gives_no_block(raw: str) -> None:
    assert seen(raw) == []


@pytest.mark.parametrize(
    "raw",
    ["> " * 500 + "x", "- " * 40 + "x", "[" * 2000, "a" + "`" * 2000, "*" * 2000 + "a", "|" * 2000],
)
def test_markup_that_runs_wild_is_read_to_the_end(raw: str) -> None:
    assert seen(raw + "\n\n# H\n\nlast\n")[-1] == ("prose", ("H",), "last")


def test_the_first_top_heading_serves_as_title_unless_one_is_given() -> None:
    given_title = "---\ntitle: Given\n---\n# First\n"

    assert markdown.parse("## Low\n# First\n# Second\n", name="a.md").fields == {"title": "First"}
    assert markdown.parse(given_title, name="a.md").fields == {"title": "Given"}


def test_a_front_matter_that_is_never_closed_is_named() -> None:
    with pytest.raises(DocumentError, match=r"^a/b\.md:1: front matter .* never closed"):
        markdown.parse("---\nid: a\n\ntext\n", name="a/b.md")


def test_a_fault_is_named_by_its_line_in_the_file() -> None:
    with pytest.raises(DocumentError, match=r"^b\.md:3: unknown field 'colour'"):
        markdown.parse("---\r\nid: a\r\ncolour: red\r\n---\r\ntext\r\n", name="b.md")


WORDS = st.lists(
    st.sampled_from(["tax", "河套", "😀", "37", "1,000", "Dr.", "(a)", "É", "end."]),
    min_size=1,
    max_size=4,
).map(" ".join)
BLOCKS = st.lists(
    st.tuples(st.sampled_from(["", "- ", "* ", "12. ", "> ", "## "]), WORDS), max_size=8
)


@given(BLOCKS, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_every_block_is_found_verbatim_whatever_ends_the_lines(
    blocks: list[tuple[str, str]], line_end: str, fields: bool
) -> None:
    body = "".join(f"{mark}{words}{line_end * 2}" for mark, words in blocks)
    front = line_end.join(["---", "id: 河套", "---", ""]) if fields else ""
    expected: list[Seen] = []
    headings: tuple[str, ...] = ()
    for mark, words in blocks:
        if mark == "## ":
            headings = (words,)
        else:
            expected.append(("prose" if mark in ("", "> ") else "item", headings, words))

    assert markdown.parse(front + body, name="a.md").text == body
    assert seen(front + body) == expected


@given(st.text("ab #->|`1.\n\r\t\u2028*_[]!<😀", max_size=40))
def test_blocks_lie_in_the_text_in_order_whatever_it_holds(raw: str) -> None:
    parsed = markdown.parse("x" + raw, name="a.md")  # never a front matter
    spans = [block.span for block in parsed.blocks]

    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(span.of(parsed.text).strip() == span.of(parsed.text) != "" for span in spans)

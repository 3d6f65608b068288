"""Any text shows as itself in Markdown; the oracle is markdown-it-py with all that it knows."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gbaqa.text.escaping import plain, web_link

COMMONMARK = MarkdownIt("commonmark")
WITH_MORE = MarkdownIt("js-default", {"html": True}).enable(["table", "strikethrough"])
SIGNS = "\\`*_[](){}<>&#|~^$=@!:.-+/\"' \n\t1aZw法，é;"
NO_TEXT = "\0"  # which Markdown replaces
texts = st.one_of(
    st.text(SIGNS, max_size=20),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters=NO_TEXT), max_size=20),
)

SHOWN = [
    "# not a heading", "- no list", "+ none", "1. no list", "12) none", "> no quote",
    "***", "---", "===", "```", "~~~ json", "| a | b |", ": no definition", "    no code",
    "*a* _b_ **c** ~~d~~ `e`", "[a](https://b.c)", "![a](b.png)", "[a]: https://b.c", "[^1]",
    "<b>R&D</b> &amp; &#60; <!-- no comment -->", "<https://b.c>", "https://b.c www.b.c a@b.c",
    "<script>alert(1)</script>", "a\\", "\\*", "$x$ $$y$$ {{z}} {% raw %}", "a\n---", "a  \nb",
    ":smile: ::: note", "- [ ] no task", "http:/b", "WWW.b.c", "10:30: so: this",
]  # fmt: skip


def folded(text: str) -> str:
    return " ".join(text.split())


def shown(markdown: str, *, by: MarkdownIt) -> str:
    """The text of a paragraph that holds no element at all."""
    opening, inline, closing = by.parse(markdown)
    assert (opening.type, closing.type) == ("paragraph_open", "paragraph_close")
    assert {child.type for child in inline.children or ()} == {"text"}
    return "".join(child.content for child in inline.children or ())


@pytest.mark.parametrize("by", [COMMONMARK, WITH_MORE], ids=["commonmark", "more"])
@pytest.mark.parametrize("text", SHOWN)
def test_markup_in_a_text_shows_as_it_is_written(text: str, by: MarkdownIt) -> None:
    assert shown(plain(text), by=by) == folded(text)


@given(texts.filter(folded))
@example("1.")
@example("٣. Arabic numerals begin no list")
@example("1\\.")
def test_every_text_shows_as_itself(text: str) -> None:
    for by in (COMMONMARK, WITH_MORE):
        assert shown(plain(text), by=by) == folded(text)
        # and behind a label, in a list and in a heading
        assert by.renderInline(f"**a**: {plain(text)}") == (
            f"<strong>a</strong>: {by.renderInline(plain(text))}"
        )
        for mark, element in (("# ", "heading"), ("- ", "bullet_list"), ("7. ", "ordered_list")):
            tokens = by.parse(mark + plain(text))
            assert tokens[0].type == f"{element}_open"
            assert [token.type for token in tokens if token.type == "inline"] == ["inline"]
            [inline] = [token for token in tokens if token.type == "inline"]
            assert "".join(one.content for one in inline.children or ()) == folded(text)


def test_bare_addresses_are_broken_for_programs_that_make_links_of_them() -> None:
    assert plain("https://b.c, www.b.c, mailto:a@b.c") == (
        r"https\://b.c, www\.b.c, mailto\:a\@b.c"
    )


def test_every_sign_that_means_something_to_some_markdown_is_escaped() -> None:
    signs = "\\`*_[]{}<>&#|~^$=@"
    assert plain(f"a{signs}") == "a" + "".join(f"\\{sign}" for sign in signs)


def test_ordinary_texts_stay_readable() -> None:
    text = 'At 10:30 (2019) it cost 1,234.5 - "so: much", 15% of R/D! 橫琴：好。'
    assert plain(text) == text


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=1&c=2#d",
        "http://example.org/*a*_b_[c](d)",
        "HTTPS://example.org/橫琴",
    ],
)
def test_an_address_of_the_web_is_a_link_that_shows_it(url: str) -> None:
    tokens = COMMONMARK.parseInline(f"a {web_link(url)}")[0].children or []
    assert [token.type for token in tokens] == ["text", "link_open", "text", "link_close"]
    assert tokens[2].content == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://a> <b>",
        "https://a b",
        "//a.b",
        'https://a/"onclick="',
        "https://a/&lt;",
        "https://a\\b",
        "https://a`b`",
        "ftp://a",
        "https://a\nhttps://b",
        "https://a\x07",
    ],
)
def test_any_other_address_is_plain_text(url: str) -> None:
    assert web_link(url) == plain(url)
    assert shown(web_link(url), by=COMMONMARK) == folded(url)


@given(texts)
def test_an_address_is_one_link_or_text(url: str) -> None:
    tokens = COMMONMARK.parseInline(f"a {web_link('https://' + url)}")[0].children or []
    links = [token for token in tokens if token.type == "link_open"]
    assert {token.type for token in tokens} <= {"text", "link_open", "link_close"}
    assert all(re.match("https://", str(token.attrs["href"])) for token in links)

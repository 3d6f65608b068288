"""A document's text becomes HTML in which exactly the quoted stretch is marked."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.types import Span
from gbaqa.web.pages.marking import marked_html

MARK = re.compile(r"<mark(?: id=\"quote\")?>(.*?)</mark>", re.DOTALL)


def marked(text: str, quote: str) -> str:
    start = text.index(quote)
    return marked_html(text, Span(start, start + len(quote)))


def marked_text(page: str) -> str:
    return " ".join(html.unescape(run) for run in MARK.findall(page))


def test_blocks_become_elements_and_the_quote_is_marked() -> None:
    text = "## Members\n\nOne. Two.\n\n- Macao\n- Zhuhai\n"
    assert marked(text, "Two.") == (
        "<h2>Members</h2>\n"
        '<p>One. <mark id="quote">Two.</mark></p>\n'
        "<ul>\n<li>Macao</li>\n<li>Zhuhai</li>\n</ul>\n"
    )


def mark_of(number: int) -> str:
    return (
        f'<span class="page" id="page-{number}" role="doc-pagebreak" '
        f'aria-label="Page {number}" data-name="Page {number}"></span>'
    )


def test_each_page_has_a_sign_before_its_text_that_is_none_of_it() -> None:
    text = "One.\n\nTwo. Three.\n\n- Four\n- Five\n"
    pages = (0, 11, 11, text.index("- Five"), len(text))
    span = Span(text.index("Two."), text.index("\n\n- Four"))

    assert marked_html(text, span, pages, "Page {page}") == (
        f"<p>{mark_of(1)}One.</p>\n"
        f'<p><mark id="quote">Two. </mark>{mark_of(3)}<mark>Three.</mark></p>\n'
        f"<ul>\n<li>Four</li>\n<li>{mark_of(4)}Five</li>\n</ul>\n"
    )


def test_a_document_that_holds_the_signs_makes_no_mark_and_no_page() -> None:
    text = "a\ufdd0b\ufdd1c\ufdd2d"
    assert marked_html(text, None, (0,), "<p.> {page}") == (
        '<p><span class="page" id="page-1" role="doc-pagebreak" aria-label="&lt;p.&gt; 1" '
        'data-name="&lt;p.&gt; 1"></span>a\ufffdb\ufffdc\ufffdd</p>\n'
    )


def test_text_without_a_span_has_no_mark() -> None:
    assert marked_html("One.", None) == "<p>One.</p>\n"


def test_markup_in_a_document_is_shown_and_never_becomes_an_element() -> None:
    text = "<script>x</script> [a](javascript:x) ![b](http://c) <http://d> **e** &amp; `f`"
    page = marked(text, text)
    assert re.findall(r"<\w+", page) == ["<p", "<mark"]
    assert marked_text(page) == text


@pytest.mark.parametrize(
    ("text", "quote", "seen"),
    [
        ("- Macao\n- Zhuhai\n", "- Zhuhai", "Zhuhai"),
        ("1. Macao\n2. Zhuhai\n", "2. Zhuhai\n", "Zhuhai"),
        ("# Title\n\nText.", "# Title", "Title"),
        ("> Said so.\n", "> Said so.", "Said so."),
        ("| a | b |\n| - | - |\n| c | d |\n", "| c | d |", "c d"),
        ("```\ncode\n```\n\nText.", "```\ncode\n```", "code"),
        ("One.\n\nTwo.\n", "One.\n\nTwo.", "One. Two."),
        ("-5 degrees.", "-5 degrees.", "-5 degrees."),
    ],
)
def test_a_quote_of_any_block_is_marked_and_keeps_its_element(
    text: str, quote: str, seen: str
) -> None:
    page = marked(text, quote)
    assert marked_text(page) == seen
    assert MARK.sub(r"\1", page) == marked_html(text, None)


def test_only_the_first_mark_is_the_target() -> None:
    assert marked("One.\n\nTwo.\n", "One.\n\nTwo.").count('id="quote"') == 1


def test_a_stretch_of_blank_lines_marks_nothing() -> None:
    assert "<mark" not in marked_html("One.\n\n\n\nTwo.", Span(4, 8))


def test_a_text_that_holds_the_signs_marks_only_its_quote() -> None:
    page = marked("\ufdd0One.\ufdd1 Two.", "Two.")
    assert marked_text(page) == "Two."


@given(st.text(min_size=1), st.data())
def test_any_stretch_of_any_text_gives_balanced_marks(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    page = marked_html(text, Span(start, end))
    assert page.count("<mark") == page.count("</mark>") == len(MARK.findall(page))
    assert "\ufdd0" not in page
    assert "\ufdd1" not in page


@given(
    st.lists(st.sampled_from(["One is here.", "二在此。", "R&D <b> x.", "[x](y) *z*."]), min_size=1)
)
def test_the_marked_text_of_a_paragraph_is_the_quote(sentences: list[str]) -> None:
    text = " ".join(sentences)
    for sentence in sentences:
        assert marked_text(marked(text, sentence)) == sentence

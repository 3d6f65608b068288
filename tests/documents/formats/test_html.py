"""HTML: headings, paragraphs, items, rows, metadata survive; what stands around them does not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import chain
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.formats import html
from gbaqa.errors import DocumentError

SENTENCE = "The scheme pays ten thousand patacas a year to each holder of a card. "


def read(page: str) -> Parsed:
    return html.read(page.encode(), name="a.html")


def seen(page: str) -> list[tuple[str, str]]:
    parsed = read(page)
    return [(block.kind, block.span.of(parsed.text)) for block in parsed.blocks]


@pytest.mark.parametrize(
    ("page", "blocks"),
    [
        (
            "<p>one<p>two <b>bold</b>, <a href=x>link</a>",
            [("prose", "one"), ("prose", "two bold, link")],
        ),
        ("plain text<br>goes on", [("prose", "plain text goes on")]),
        ("one<br><br>two", [("prose", "one"), ("prose", "two")]),
        ("H<sub>2</sub>O is 20 m<sup>2</sup>", [("prose", "H2O is 20 m2")]),
        ("fact<sup><a href='#n1'>[1]</a></sup>.", [("prose", "fact.")]),
        ("<div>a<div>b</div>c</div>", [("prose", "a"), ("prose", "b"), ("prose", "c")]),
        ("<blockquote><p>said</p></blockquote>", [("prose", "said")]),
        ("<pre>a\n  b\n\nc</pre>", [("prose", "a b"), ("prose", "c")]),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", [("item", "a"), ("item", "b"), ("item", "c")]),
        ("<ul><li><p>a</p><p>b</p></ul>", [("item", "a b")]),
        ("<dl><dt>T<dd>d<dd>e<dt>U</dl>", [("item", "T: d"), ("item", "T: e"), ("item", "U")]),
        (
            "<dl><dt>T<dd><dl><dt>U<dd>u</dl></dl>",
            [("item", "T"), ("item", "U: u")],
        ),
        (
            "<table><tr><th>City<th>People<tr><td>Macao<td>680,000</table>",
            [("item", "City: Macao; People: 680,000")],
        ),
        (
            "<table><tr><td>a menu<td><p>text beside it</table>",
            [("prose", "a menu"), ("prose", "text beside it")],
        ),
        (
            "<p>shown<script>x</script><span hidden>no</span> <i style='display: none'>no</i>on",
            [("prose", "shown on")],
        ),
        ("<h1>only a heading</h1>", [("prose", "only a heading")]),
        ("", []),
        ("<!-- nothing -->", []),
    ],
)
def test_blocks_of_a_page(page: str, blocks: list[tuple[str, str]]) -> None:
    assert seen(page) == blocks


def test_an_ordered_list_keeps_its_numbers_outside_the_quotes() -> None:
    parsed = read("<ol start=3><li>third<li>fourth</ol>")

    assert parsed.text == "3. third\n4. fourth"
    assert [block.span.of(parsed.text) for block in parsed.blocks] == ["third", "fourth"]


def test_blocks_stand_under_their_headings() -> None:
    parsed = read("<h1>A</h1><p>a<h2>B</h2><p>b<h3>C</h3><p>c<h2>D</h2><p>d")

    assert [(block.span.of(parsed.text), block.headings) for block in parsed.blocks] == [
        ("a", ("A",)),
        ("b", ("A", "B")),
        ("c", ("A", "B", "C")),
        ("d", ("A", "D")),
    ]


def test_a_page_without_what_stands_around_it() -> None:
    menu = "".join(f"<li><a href=/{n}>Entry {n}</a>" for n in range(9))
    page = f"""<html lang=zh-HK><head><title>Card fees | The Bureau</title>
    <meta property=og:site_name content="The Bureau"><meta name=dc.date content=2024-05>
    <link rel=canonical href=https://bureau.example/fees></head><body>
    <a class=skip-link href=#main>Skip to the content</a>
    <header><nav><ul>{menu}</ul></nav></header>
    <div id=cookieBanner>We use cookies to improve your experience.<button>Accept</button></div>
    <div class="col"><div class=breadcrumb>Home &gt; Cards</div>
    <main><h1>Card fees</h1><p>{SENTENCE * 3}</p>
    <table><tr><th>Card<th>Fee<tr><td>Blue<td>10</table><p>{SENTENCE * 2}</p></main>
    <aside>Read also: other news of the day</aside></div>
    <div class="ad-slot">Buy now</div><ul>{menu}</ul>
    <footer>All rights reserved</footer></body></html>"""

    parsed = read(page)

    assert parsed.text == "\n\n".join(
        ["Card fees", (SENTENCE * 3).strip(), "Card: Blue; Fee: 10", (SENTENCE * 2).strip()]
    )
    assert parsed.fields == {
        "title": "Card fees",
        "publisher": "The Bureau",
        "date": "2024-05",
        "language": "zh-Hant",
        "url": "https://bureau.example/fees",
    }


@pytest.mark.parametrize(
    "part",
    [
        "<nav>Home</nav>",
        "<footer>Home</footer>",
        "<div role=navigation>Home</div>",
        "<div class=siteMenu>Home</div>",
        "<div id=cookie-notice>Home</div>",
        "<div class=sr-only>Home</div>",
        "<ul><li><a>a</a><li><a>b</a><li><a>c</a><li><a>d</a><li><a>e</a></ul>",
    ],
)
def test_each_kind_of_furniture_goes(part: str) -> None:
    assert seen(f"<p>{SENTENCE}</p>{part}") == [("prose", SENTENCE.strip())]


def test_a_page_of_nothing_but_menus_is_read_whole() -> None:
    assert seen("<nav><ul><li><a href=x>Forms</a><li><a href=y>Fees</a></ul></nav>") == [
        ("item", "Forms"),
        ("item", "Fees"),
    ]


def test_elements_that_nest_too_deep_are_refused_in_one_line() -> None:
    with pytest.raises(DocumentError) as caught:
        read("<div>" * 10_000 + "text")

    assert str(caught.value) == "a.html: elements nest more than 2,000 deep; save the page anew"


TAGS = "p div span b ul ol li dl dt dd table tr td th caption pre h1 h2 nav sup a br script".split()
tags = st.sampled_from(TAGS)
pieces = st.one_of(
    st.builds("<{}>".format, tags),
    st.builds("</{}>".format, tags),
    st.sampled_from(
        ["<td colspan=3 rowspan=2>", "<p hidden>", "<!--", "<div class=cookie>", "&#0;"]
    ),
    st.text(max_size=8),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(pieces, max_size=40).map("".join))
def test_any_nest_of_tags_is_read_with_exact_places(page: str) -> None:
    raw = page.encode("utf-8", "replace")

    parsed = html.read(raw, name="a.html")

    end = 0
    for block in parsed.blocks:
        assert end <= block.span.start < block.span.end <= len(parsed.text)
        quote = block.span.of(parsed.text)
        assert quote == " ".join(quote.split())
        end = block.span.end


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    with suppress(DocumentError):
        html.read(raw, name="a.html")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["wa", "wb", "wc"]), min_size=1), min_size=1))
def test_no_word_of_a_table_is_lost(rows: list[list[str]]) -> None:
    page = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)

    assert read(f"<table>{page}</table>").text.replace(";", "").split() == list(chain(*rows))


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda n: f"<p>{SENTENCE}</p>\n" * (n // 80), id="paragraphs"),
        pytest.param(lambda n: "<b hidden>x</b>y" * (n // 16), id="hidden"),
        pytest.param(
            lambda n: "<table><tr>" + "<td rowspan=65534>y" * 99 + "<tr><td>z" * (n // 9),
            id="spans",
        ),
        pytest.param(lambda n: "<br> " * (n // 5), id="breaks"),
    ],
)
def test_time_grows_as_the_page_does(made: Callable[[int], str]) -> None:
    def taken(size: int) -> float:
        page = made(size)
        begin = process_time()
        read(page)
        return process_time() - begin

    read(made(1000))
    small = min(taken(5_000) for _ in range(3))

    assert min(taken(40_000) for _ in range(2)) < 8 * 4 * max(small, 0.005)

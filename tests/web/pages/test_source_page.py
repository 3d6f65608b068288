"""The page of a document needs no JavaScript, tells all that is known, fails on no address."""

from __future__ import annotations

import html
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from gbaqa.types import LANGUAGES, Document, Language
from gbaqa.web.pages.headings import deepened
from gbaqa.web.wording import read_words
from tests.web.pages.documents import ALLIANCE, EVERY, QUOTE, WICKED
from tests.web.pages.showing import elements, main_of, shelf

WORDS = read_words()
START = ALLIANCE.text.index(QUOTE)
AT_QUOTE = f"/source/people/alliance?start={START}&end={START + len(QUOTE)}"


@pytest.fixture(scope="module")
def pages() -> Iterator[TestClient]:
    with shelf(*EVERY) as client:
        yield client


def page(client: TestClient, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


def test_the_whole_page_of_a_quote(pages: TestClient) -> None:
    assert main_of(page(pages, AT_QUOTE)) == (
        f"""<h1>The alliance</h1>
<ul class="ways">
<li><a class="button" href="#quote">Go to the quoted sentence</a></li>\
<li><a class="button" href="https://example.org/alliance?a=1&amp;b=2#:~:text=It%20has%2023%20members."\
 rel="noopener noreferrer" target="_blank" data-print="https://example.org/alliance?a=1&amp;b=2">\
Open the original<span class="quiet"> (opens in a new tab)</span></a></li>\
</ul>
<section aria-labelledby="about">
<h2 id="about" class="heard">About this document</h2>
<dl>
<div>
<dt>Publisher</dt>
<dd>Alliance Office</dd>
</div>
<div>
<dt>Date</dt>
<dd>2024-10-09</dd>
</div>
<div>
<dt>Language</dt>
<dd>English</dd>
</div>
<div>
<dt>Language of the original</dt>
<dd>Simplified Chinese</dd>
</div>
<div>
<dt>Other languages</dt>
<dd lang="zh-Hant"><a href="/source/people/alliance.zh-Hant" hreflang="zh-Hant">繁體中文</a></dd>
</div>
<div>
<dt>Topics</dt>
<dd><ul>
<li><a href="/sources?topic=members">members</a></li>
<li><a href="/sources?topic=Macao">Macao</a></li>
</ul></dd>
</div>
<div>
<dt>Merged into it</dt>
<dd><ul>
<li><code>people/copy</code></li>
<li><a href="/source/undated" hreflang="en">Without a date</a></li>
</ul></dd>
</div>
<div>
<dt>Note</dt>
<dd>It is told twice.</dd>
</div>
</dl>
</section>
<article lang="en" aria-label="Text of the document">
<h2>Members</h2>
<p><mark id="quote">It has 23 members.</mark> It was founded in 2019.</p>
<h3>Cities</h3>
<ul>
<li>Macao</li>
</ul>
</article>
<section class="receipt" aria-labelledby="receipt">
<h2 id="receipt">Receipt</h2>
<p>With this you can check that the quote stands in the document, letter for letter.</p>
<dl>
<div>
<dt>Document ID</dt>
<dd><code>people/alliance</code></dd>
</div>
<div>
<dt>SHA-256 of the file</dt>
<dd><code>{"a" * 64}</code></dd>
</div>
<div>
<dt>Start and end, in characters</dt>
<dd><code>{START}–{START + len(QUOTE)}</code></dd>
</div>
<div>
<dt>Passage ID</dt>
<dd><code>people/alliance#0000</code></dd>
</div>
<div><dt>Quote</dt><dd lang="en"><blockquote>It has 23 members.</blockquote></dd></div>
</dl>
<h3>How to check</h3>
<p>The file of this document must give the SHA-256 above: <code>sha256sum FILE</code></p>
<p>A saved answer is checked whole, quote by quote: <code>gbaqa verify ANSWER.json</code></p>
</section>"""
    )


def test_a_twin_links_to_its_original_and_says_its_languages(pages: TestClient) -> None:
    found = page(pages, "/source/people/alliance.zh-Hant?lang=pt")
    assert '<h1 lang="zh-Hant">聯盟</h1>' in found
    assert '<article lang="zh-Hant"' in found
    original = '<a href="/source/people/alliance?lang=pt" hreflang="en">The alliance</a>'
    assert f"<dd>{original}</dd>".replace("<dd>", '<dd lang="en">') in found


def test_what_is_not_known_is_told_or_left_out(pages: TestClient) -> None:
    found = main_of(page(pages, "/source/undated"))
    for told in (WORDS["undated"], WORDS["no_publisher"]):
        assert f"<dd>{told}</dd>" in found
    for absent in ("javascript:", WORDS["open_original"], WORDS["topics"], WORDS["note"], "<mark"):
        assert absent not in found
    assert WORDS["page_receipt_file"] in found


def test_no_text_of_a_document_becomes_markup_or_an_address(pages: TestClient) -> None:
    address = f"/source/{quote(WICKED.doc_id, safe='/')}?start=0&end={len(WICKED.text)}"
    found = page(pages, address)
    assert found.count("<img") == 1  # the icon
    assert "script" not in elements(found)
    assert "onerror=alert(1)&gt;" in found
    assert "onerror=alert(1)>" not in found
    assert found.count("{{ title }}") == 0
    assert "{{title}} ${x}" in html.unescape(found)


@pytest.mark.parametrize(
    "query",
    [
        "start=1",
        "start=5&end=5",
        "start=9&end=5",
        "start=-1&end=5",
        "start=0&end=999999",
        "start=x&end=y",
        "start=" + "9" * 5000 + "&end=1",
        "start=1.5&end=2",
        "start=%ff%fe&end=%00",
    ],
)
def test_a_position_outside_the_document_shows_it_unmarked_and_says_so(
    pages: TestClient, query: str
) -> None:
    found = page(pages, f"/source/people/alliance?{query}")
    assert f'<p class="warning" role="alert">{WORDS["bad_span"]}</p>' in found
    assert "<mark" not in found


@pytest.mark.parametrize("doc_id", ["none", "", "../app.py", "%2e%2e/x", "people/alliance/", "%00"])
def test_a_document_that_is_not_there_is_a_page_with_ways_out(
    pages: TestClient, doc_id: str
) -> None:
    response = pages.get(f"/source/{doc_id}", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert '<a class="button" href="/sources">All documents</a>' in response.text


def test_a_missing_document_is_told_as_such(pages: TestClient) -> None:
    assert main_of(page(pages, "/source/none?lang=pt", status=404)) == (
        "<h1>" + read_words("pt")["missing_title"] + "</h1>\n"
        "<p>" + read_words("pt")["missing"] + "</p>\n"
        '<ul class="ways">\n'
        f'<li><a class="button" href="/?lang=pt">{read_words("pt")["back_to_chat"]}</a></li>\n'
        '<li><a class="button" href="/sources?lang=pt">Todos os documentos</a></li>\n'
        "</ul>"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_in_the_language_asked_for(pages: TestClient, language: Language) -> None:
    found = page(pages, f"{AT_QUOTE}&lang={language}")
    words = read_words(language)
    assert f'<html lang="{language}">' in found
    for name in ("publisher", "date", "topics", "page_receipt", "page_quote", "sha256", "note"):
        assert words[name] in found


def test_headings_go_down_one_level_at_a_time_and_not_below_the_sixth() -> None:
    page = "<h2>A</h2><h6>B</h6><h1>C</h1>" + "".join(f"<h{n}>D</h{n}>" for n in range(2, 7))
    assert deepened(page, below=1) == (
        "<h2>A</h2><h3>B</h3><h2>C</h2><h3>D</h3><h4>D</h4><h5>D</h5><h6>D</h6><h6>D</h6>"
    )


def test_a_document_with_pages_shows_them_and_the_page_of_the_quote() -> None:
    paged = Document(
        "report",
        "Report",
        "One.\n\nTwo.",
        url="https://example.org/Report.PDF",
        sha256="c" * 64,
        pages=(0, 6),
    )
    with shelf(paged) as client:
        english = page(client, "/source/report?start=6&end=10")
        chinese = page(client, "/source/report?start=6&end=10&lang=zh-Hant")
        whole = page(client, "/source/report")

    assert "<dt>Pages</dt>\n<dd>2</dd>" in english
    assert "<dt>Page</dt>\n<dd>2 of 2</dd>" in english
    assert 'href="https://example.org/Report.PDF#page=2"' in english
    assert 'aria-label="Page 2" data-name="Page 2"></span><mark id="quote">Two.</mark>' in english
    assert "<dd>第 2 頁（共 2 頁）</dd>" in chinese
    assert 'data-name="第 2 頁"' in chinese
    assert "<dt>Page</dt>" not in whole
    assert 'href="https://example.org/Report.PDF"' in whole

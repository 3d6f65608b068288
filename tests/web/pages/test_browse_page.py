"""The list of documents: searched, filtered, arranged and leafed through without JavaScript."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from gbaqa.types import LANGUAGES, Document, Language
from gbaqa.web.pages.browsing import Form, read_form
from gbaqa.web.pages.grouping import Group, leaf
from gbaqa.web.wording import read_words
from tests.web.pages.documents import ALLIANCE, BRIDGE, EVERY, TWIN, UNDATED
from tests.web.pages.showing import HOSTILE, main_of, shelf

WORDS = read_words()
TITLES = re.compile(r'<a class="title"[^>]*>(.*?)</a>')
HEADINGS = re.compile(r"<h3>(.*?)</h3>")


@pytest.fixture(scope="module")
def pages() -> Iterator[TestClient]:
    with shelf(ALLIANCE, TWIN, UNDATED, BRIDGE) as client:
        yield client


def page(client: TestClient, query: str = "", *, status: int = 200) -> str:
    response = client.get(f"/sources?{query}")
    assert response.status_code == status
    return response.text


def titles(found: str) -> list[str]:
    return TITLES.findall(found)


def headings(found: str) -> list[str]:
    return [re.sub(r"<[^>]*>", "", heading) for heading in HEADINGS.findall(found)]


def options(found: str, field: str) -> list[str]:
    listed = re.search(rf'<select id="{field}".*?</select>', found, re.DOTALL)
    assert listed is not None
    return re.findall(r"<option[^>]*>(.*?)</option>", listed[0])


def test_the_whole_list_newest_first_with_twins_beside_their_originals(pages: TestClient) -> None:
    found = main_of(page(pages))
    assert found[found.index('<div class="found">') :] == (
        """<div class="found">
<h2 id="results">3 documents</h2>
<details class="topics">
<summary>All topics (3)</summary>
<ul>
<li><a class="chip" href="/sources?topic=Macao#results">Macao <span class="quiet">2</span></a></li>
<li><a class="chip" href="/sources?topic=members#results">\
members <span class="quiet">1</span></a></li>
<li><a class="chip" href="/sources?topic=transport#results">\
transport <span class="quiet">1</span></a></li>
</ul>
</details>
<section>
<h3><span>2024</span> <span class="quiet">1</span></h3>
<ul class="documents">
<li>
<a class="title" href="/source/people/alliance" hreflang="en">The alliance</a>
<span class="quiet"><span>Alliance Office</span>&nbsp;· 2024-10-09&nbsp;· English</span>
<a class="other" href="/source/people/alliance.zh-Hant" hreflang="zh-Hant">\
Also in Traditional Chinese</a>
</li>
</ul>
</section>
<section>
<h3><span>2018</span> <span class="quiet">1</span></h3>
<ul class="documents">
<li>
<a class="title" href="/source/bridge" hreflang="en">The bridge</a>
<span class="quiet"><span>Alliance Office (Macao)</span>&nbsp;· 2018-10&nbsp;· English</span>
</li>
</ul>
</section>
<section>
<h3><span>No date given</span> <span class="quiet">1</span></h3>
<ul class="documents">
<li>
<a class="title" href="/source/undated" hreflang="en">Without a date</a>
<span class="quiet"><span>No publisher given</span>&nbsp;· No date given&nbsp;· English</span>
</li>
</ul>
</section>
</div>
</div>"""
    )
    whole = "3 documents\u00a0· from 2018-10 to 2024-10-09\u00a0· 1 without a date"
    assert f'<p class="whole">{whole}</p>' in found


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=OPENED", ["The bridge"]),
        ("q=alliance+rained", []),
        ("q=成員", ["聯盟"]),
        ("topic=macao", ["The alliance", "The bridge"]),
        ("publisher=alliance+office", ["The alliance", "The bridge"]),
        ("publisher=%28Macao%29", ["The bridge"]),
        ("language=zh-Hant", ["聯盟"]),
        ("since=2019", ["The alliance"]),
        ("until=2018-10-05", ["The bridge"]),
        ("topic=Macao&until=2020&q=bridge", ["The bridge"]),
    ],
)
def test_filters_and_words_choose(pages: TestClient, query: str, expected: list[str]) -> None:
    assert titles(page(pages, query)) == expected


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("date", ["2024 1", "2018 1", "No date given 1"]),
        ("topic", ["Macao 2", "members 1", "transport 1", "No topic given 1"]),
        ("publisher", ["Alliance Office 1", "Alliance Office (Macao) 1", "No publisher given 1"]),
        ("language", ["English 3", "Traditional Chinese 1"]),
        ("nonsense", ["2024 1", "2018 1", "No date given 1"]),
    ],
)
def test_documents_stand_under_headings_with_counts(
    pages: TestClient, group: str, expected: list[str]
) -> None:
    assert headings(page(pages, f"group={group}")) == expected


def test_under_the_topic_that_is_filtered_alone(pages: TestClient) -> None:
    assert headings(page(pages, "group=topic&topic=MACAO")) == ["Macao 2"]


def test_each_choice_tells_how_many_documents_it_would_leave(pages: TestClient) -> None:
    found = page(pages, "topic=Macao")
    assert options(found, "topic") == [
        "Any topic", "Macao (2)", "members (1)", "transport (1)",
    ]  # fmt: skip
    assert options(found, "publisher") == [
        "Any publisher", "Alliance Office (2)", "Alliance Office (Macao) (1)",
    ]  # fmt: skip
    assert options(found, "language") == ["Any language", "English (2)", "Traditional Chinese (1)"]
    assert '<option value="Macao" selected>' in found
    assert len(titles(page(pages, "publisher=Alliance+Office"))) == 2


def test_a_part_of_a_publishers_name_stays_chosen(pages: TestClient) -> None:
    found = page(pages, "publisher=alliance")
    assert '<option value="alliance" selected>alliance (2)</option>' in found
    assert "<details open>" in found


def test_each_filter_in_use_can_be_removed(pages: TestClient) -> None:
    found = page(pages, "topic=Macao&q=bridge&group=topic&lang=en")
    assert (
        '<h2 id="results">1 of 3 documents</h2>\n<p class="quiet">from 2018-10 to 2018-10</p>'
        in (found)
    )
    without_words = "/sources?topic=Macao&amp;group=topic&amp;lang=en#results"
    without_topic = "/sources?q=bridge&amp;group=topic&amp;lang=en#results"
    for address, shown in (
        (without_words, "Words in title or text: bridge"),
        (without_topic, "Topic: Macao"),
    ):
        assert f'<li><a class="chip" href="{address}">{shown} ' in found
    assert '<li><a href="/sources?lang=en">Remove all filters</a></li>' in found
    assert '<input type="hidden" name="lang" value="en">' in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_result_shows_ways_out(pages: TestClient, language: Language) -> None:
    found = page(pages, f"q=unicorn&lang={language}")
    words = read_words(language)
    assert f'<h2 id="results">{words["page_none_title"]}</h2>' in found
    assert f"<p>{words['page_none']}</p>" in found
    assert f'<a class="button" href="/?lang={language}">{words["back_to_chat"]}</a>' in found
    assert f'<a href="/sources?lang={language}">{words["page_clear"]}</a>' in found


@pytest.mark.parametrize(
    ("query", "field", "key", "texts"),
    [
        ("since=2024-13", "since", "date", {"name": "page_since", "value": "2024-13"}),
        ("until=May", "until", "date", {"name": "page_until", "value": "May"}),
        ("since=2024&until=2023", "since", "order", {"since": "2024", "until": "2023"}),
        ("language=fr", "language", "language", {"name": "language", "value": "fr"}),
        ("q=a%00", "q", "text", {"name": "page_words", "most": 200}),
        ("q=" + "a" * 201, "q", "text", {"name": "page_words", "most": 200}),
        (
            "topic=macau",
            "topic",
            "value",
            {"name": "page_topic", "value": "macau", "near": "Macao"},
        ),
        (
            "publisher=Aliance+Office",
            "publisher",
            "value",
            {
                "name": "publisher",
                "value": "Aliance Office",
                "near": "Alliance Office, Alliance Office (Macao)",
            },
        ),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_field_that_cannot_be_used_is_told_in_one_line_and_stays(
    pages: TestClient,
    query: str,
    field: str,
    key: str,
    texts: dict[str, object],
    language: Language,
) -> None:
    words = read_words(language)
    named = {**texts, "name": words[str(texts["name"])]} if "name" in texts else texts
    found = page(pages, f"{query}&lang={language}", status=422)
    told = re.search(r'<p class="warning" role="alert" id="fault">(.*?)</p>', found)
    assert told is not None
    assert html.unescape(told[1]) == words[f"page_bad_{key}"].format(**named)
    assert re.search(rf'id="{field}"[^>]* aria-invalid="true" aria-describedby="fault"', found)
    assert titles(found) == []
    if "value" in texts:
        assert f'value="{texts["value"]}"' in found


def test_a_long_list_is_leafed_through_and_keeps_its_filters() -> None:
    many = [
        Document(f"d{n:03}", f"Title {n:03}", "Text.", date=f"20{n // 50:02}") for n in range(120)
    ]
    with shelf(*many) as client:
        first = page(client, "q=text")
        second = page(client, "q=text&page=2&lang=en")
        last = page(client, "q=text&page=99")
    assert titles(first) == [f"Title {n:03}" for n in (*range(100, 120), *range(50, 80))]
    assert headings(second) == ["2001 (continued) 50", "2000 50"]
    assert "Page 2 of 3" in second
    assert 'rel="prev" href="/sources?q=text&amp;lang=en#results"' in second
    assert 'rel="next" href="/sources?q=text&amp;page=3&amp;lang=en#results"' in second
    assert titles(last) == [f"Title {n:03}" for n in range(30, 50)]
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in last


@pytest.mark.parametrize("typed", ["0", "-1", "x", "9" * 400, "²", "1.5"])
def test_a_page_that_is_no_page_is_the_first_or_the_last(pages: TestClient, typed: str) -> None:
    assert titles(page(pages, f"page={typed}"))[0] == "The alliance"


def test_a_leaf_never_begins_with_an_unmarked_rest() -> None:
    form = Form(dict.fromkeys(("q", "topic"), ""), page=2)
    shown = leaf((ALLIANCE, TWIN, BRIDGE), form, rows=1)
    assert (shown.page, shown.pages) == (2, 3)
    assert shown.groups == (Group("2024", 2, (TWIN,), continued=True),)


def test_a_form_keeps_what_was_typed_but_for_order_and_page() -> None:
    form = read_form({"q": " a b ", "group": "x", "page": "3", "other": "y"})
    fields = dict.fromkeys(("q", "topic", "publisher", "language", "since", "until"), "")
    assert form == Form({**fields, "q": "a b"}, "date", 3)


@pytest.mark.parametrize("group", ["date", "topic", "publisher", "language"])
def test_no_text_of_a_document_becomes_markup(group: str) -> None:
    with shelf(*EVERY) as client:
        found = page(client, f"group={group}")
        narrowed = client.get("/sources", params={"topic": HOSTILE, "publisher": HOSTILE}).text
    for one in (found, narrowed):
        assert one.count("<img") == 1  # the icon
        assert "onerror=alert(1)&gt;" in one
        assert "onerror=alert(1)>" not in one
    assert titles(narrowed) == [
        html.escape(HOSTILE).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
    ]


def test_data_keep_their_own_language_on_a_page_in_another(pages: TestClient) -> None:
    found = page(pages, "lang=zh-Hans&topic=Macao&group=topic")
    assert '<option value="Macao" lang="en" selected>Macao (2)</option>' in found
    assert '<h3><span lang="en">Macao</span>' in found
    assert '<span lang="en">Alliance Office</span>' in found
    assert '<a class="title" href="/source/bridge?lang=zh-Hans" lang="en" hreflang="en">' in found

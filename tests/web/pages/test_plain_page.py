"""Head, header and foot of every page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from gbaqa.types import LANGUAGES, Language
from gbaqa.web.assets import asset_address
from gbaqa.web.pages import addresses
from gbaqa.web.wording import OWN_NAMES, read_words
from tests.web.pages.documents import ALLIANCE, EVERY, TWIN
from tests.web.pages.showing import HOSTILE, shelf


@pytest.fixture(scope="module")
def pages() -> Iterator[TestClient]:
    with shelf(*EVERY) as client:
        yield client


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_marks_the_present_language_and_keeps_what_was_asked(
    pages: TestClient, language: Language
) -> None:
    found = pages.get(f"/sources?topic=members&lang={language}&q=a%26b").text
    for other in LANGUAGES:
        current = ' aria-current="true"' if other == language else ""
        assert (
            f'<li><a href="/sources?topic=members&amp;q=a%26b&amp;lang={other}" lang="{other}"'
            f' hreflang="{other}"{current}>{OWN_NAMES[other]}</a></li>'
        ) in found
    assert f'<html lang="{language}">' in found
    assert f'<a class="brand" href="/?lang={language}">' in found


def test_a_browsers_language_is_used_and_not_carried_along(pages: TestClient) -> None:
    response = pages.get("/sources", headers={"Accept-Language": "zh-HK,en;q=0.5"})
    assert response.headers["content-language"] == "zh-Hant"
    assert response.headers["vary"] == "Accept-Language"
    assert '<html lang="zh-Hant">' in response.text
    assert '<a class="brand" href="/">' in response.text
    assert 'name="lang"' not in response.text


def test_the_head_names_the_page_its_languages_and_its_address(pages: TestClient) -> None:
    found = pages.get("/source/people/alliance?start=1&end=2&lang=pt").text
    here = "http://testserver/source/people/alliance"
    for line in (
        f"<title>The alliance – {read_words('pt')['title']}</title>",
        '<meta name="description" content="Alliance Office, 2024-10-09.'
        ' It has 23 members. It was founded in 2019.">',
        '<meta property="og:type" content="article">',
        '<meta property="og:title" content="The alliance">',
        '<meta property="og:locale" content="pt_PT">',
        f'<link rel="canonical" href="{here}?lang=pt">',
        *(f'<link rel="alternate" hreflang="{x}" href="{here}?lang={x}">' for x in LANGUAGES),
        f'<link rel="alternate" hreflang="x-default" href="{here}">',
    ):
        assert line in found
    assert "noindex" not in found


def test_a_preview_is_named_with_its_host_where_there_is_one(
    pages: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "PREVIEW", "favicon.svg")
    found = pages.get("/sources").text
    picture = f"http://testserver{asset_address('favicon.svg')}"
    assert f'<meta property="og:image" content="{picture}">' in found
    assert '<meta name="twitter:card" content="summary_large_image">' in found
    monkeypatch.setattr(addresses, "PREVIEW", "none.png")
    found = pages.get("/sources").text
    assert "og:image" not in found
    assert '<meta name="twitter:card" content="summary">' in found


def test_the_standing_line_counts_originals_and_tells_the_newest_date(pages: TestClient) -> None:
    line = read_words()["standing"].format(count=4, date="2024-10-09")
    assert f"<footer>\n<p>{line}</p>" in pages.get("/sources").text
    with shelf() as empty:
        assert f"<p>{read_words()['page_standing']}</p>" in empty.get("/sources").text


def test_every_link_stays_below_the_root_that_the_app_is_served_under() -> None:
    with shelf(*EVERY, root_path="/gba") as client:
        for address in ("/sources?topic=Macao", "/gba/source/people/alliance?start=1&end=3", "/no"):
            found = client.get(address, headers={"Accept": "text/html"}).text
            inner = re.findall(r'(?:href|src|action)="(/[^"]*)"', found)
            assert len(inner) > 9
            assert {link for link in inner if not link.startswith("/gba/")} == set()
            assert "/gba/gba" not in found


def test_no_header_or_parameter_becomes_markup(pages: TestClient) -> None:
    for name in ("q", "topic", "publisher", "language", "since", "group", "page", "lang", "x"):
        found = pages.get("/sources", params={name: HOSTILE}, headers={"Host": "a'\"><img>"}).text
        assert found.count("<img") == 1  # the icon
    assert pages.get("/sources?q=%ff%00&x=%ff").status_code == 422


def test_the_pages_have_no_script_and_no_style_of_their_own() -> None:
    with shelf(ALLIANCE, TWIN) as client:
        for address in ("/sources", f"/source/{ALLIANCE.doc_id}"):
            found = client.get(address).text
            assert not re.search(r"<script|<style| style=| on\w+=", found)

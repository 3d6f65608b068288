"""The pages that the server renders, in a browser without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from gbaqa.types import LANGUAGES, Collection, Document
from gbaqa.web.wording import OWN_NAMES, read_words
from tests.browser.bridging import BRIDGE, BRIDGE_QUOTE, BRIDGES, BridgingAssistant
from tests.browser.chatting import in_view
from tests.browser.conftest import PHONE, OpenPage
from tests.web.scripted import ALLIANCE, QUOTE
from tests.web.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WORDS = read_words()
MANY = 60  # more than a page of the list holds
LONG = Document(
    doc_id="long",
    title="A long document",
    text="\n\n".join(f"Paragraph {number} of the long document." for number in range(200)),
    date="2023-05-01",
    topics=("length",),
    sha256="d" * 64,
)
DEEP = "Paragraph 150 of the long document."
NOTES = [
    Document(
        f"note/{number}", f"Note {number}", "A short note.", date="2022-01-01", sha256="e" * 64
    )
    for number in range(MANY)
]
DOCUMENTS = {**BRIDGES.documents, **{one.doc_id: one for one in (LONG, *NOTES)}}
TOTAL = len(DOCUMENTS)


class Librarian(BridgingAssistant):
    """Has more documents than a page of the list holds, one of them long."""

    def __init__(self) -> None:
        super().__init__()
        self.collection = Collection(documents=DOCUMENTS, passages=BRIDGES.passages)


@pytest.fixture(scope="module")
def library() -> Iterator[str]:
    """The address of the app over the librarian."""
    with served(Librarian) as url:
        yield url


def quoted(document: Document, quote: str) -> str:
    start = document.text.index(quote)
    return f"/source/{document.doc_id}?start={start}&end={start + len(quote)}"


def titles(page: Page) -> list[str]:
    return page.locator(".documents .title").all_text_contents()


def plain(open_page: OpenPage, path: str, library: str, **how: object) -> Page:
    return open_page(path, url=library, java_script_enabled=False, **how)


def test_documents_are_searched_filtered_and_paged(open_page: OpenPage, library: str) -> None:
    page = plain(open_page, "/sources?lang=en", library)
    assert page.locator("#results").text_content() == f"{TOTAL} documents"
    assert len(titles(page)) == 50
    page.locator(".pages a[rel=next]").click()
    page.get_by_text(WORDS["page_position"].format(page=2, pages=2)).wait_for()
    assert len(titles(page)) == TOTAL - 50
    page.locator(".pages a[rel=prev]").click()
    page.get_by_label(WORDS["page_words"]).fill("alliance")
    page.get_by_role("button", name=WORDS["page_show"]).click()
    page.wait_for_url("**q=alliance*")
    assert titles(page) == [ALLIANCE.title]
    found = WORDS["page_selected"].format(count=1, total=TOTAL)
    assert page.locator("#results").text_content() == found
    page.locator(".used .chip").click()
    page.get_by_label(WORDS["page_topic"]).select_option("length")
    page.get_by_role("button", name=WORDS["page_show"]).click()
    page.wait_for_url("**topic=length*")
    assert titles(page) == [LONG.title]
    assert "lang=en" in page.url
    page.get_by_role("link", name=WORDS["page_clear"]).click()
    assert page.locator("#results").text_content() == f"{TOTAL} documents"


def test_more_filters_open_without_a_script(open_page: OpenPage, library: str) -> None:
    page = plain(open_page, "/sources?lang=en", library, size=PHONE)
    page.locator("form summary").click()
    page.locator("#language").select_option("zh-Hant")
    page.get_by_role("button", name=WORDS["page_show"]).click()
    page.wait_for_url("**language=zh-Hant*")
    assert titles(page) == [BRIDGE.title]
    assert page.locator("form details").get_attribute("open") == ""
    page.get_by_label(WORDS["page_since"]).fill("tomorrow")
    page.get_by_role("button", name=WORDS["page_show"]).click()
    told = page.get_by_role("alert")
    told.wait_for()
    assert "tomorrow" in (told.text_content() or "")


def test_a_search_without_results_offers_a_way_out(open_page: OpenPage, library: str) -> None:
    page = plain(open_page, "/sources?lang=en&q=unicorn", library)
    assert page.locator("#results").text_content() == WORDS["page_none_title"]
    main = page.get_by_role("main")
    assert main.get_by_role("link", name=WORDS["back_to_chat"]).count() == 1


@pytest.mark.parametrize("size", [None, PHONE], ids=["wide", "phone"])
def test_the_fragment_scrolls_to_the_highlighted_quote(
    open_page: OpenPage, library: str, size: dict[str, int] | None
) -> None:
    how = {"size": size} if size else {}
    page = plain(open_page, f"{quoted(LONG, DEEP)}&lang=en#quote", library, **how)
    mark = page.locator("article mark")
    assert mark.all_text_contents() == [DEEP]
    settle(page)
    assert page.evaluate("scrollY") > 1000
    assert in_view(mark)
    page.goto(f"{library}{quoted(LONG, DEEP)}&lang=en")
    assert not in_view(mark)
    page.get_by_role("link", name=WORDS["go_to_quote"]).click()
    settle(page)
    assert in_view(mark)


def settle(page: Page) -> None:
    """Waits until nothing scrolls any more."""
    before = -1
    while (at := page.evaluate("scrollY")) != before:
        before = at
        page.wait_for_timeout(150)


def test_a_quote_in_chinese_is_marked_in_its_language(open_page: OpenPage, library: str) -> None:
    page = plain(open_page, f"{quoted(BRIDGE, BRIDGE_QUOTE)}&lang=pt", library)
    mark = page.locator("article mark")
    assert mark.all_text_contents() == [BRIDGE_QUOTE]
    assert mark.evaluate("it => it.closest('[lang]').lang") == "zh-Hant"
    assert page.locator("h1").get_attribute("lang") == "zh-Hant"
    assert page.locator("html").get_attribute("lang") == "pt"


def test_print_leaves_out_what_paper_cannot_do(open_page: OpenPage, library: str) -> None:
    page = plain(open_page, f"{quoted(ALLIANCE, QUOTE)}&lang=en", library, dark=True)
    page.emulate_media(media="print", color_scheme="light")
    for hidden in (".top nav", ".skip", ".ways a[href='#quote']"):
        assert page.locator(hidden).first.is_hidden(), hidden
    assert page.locator("article mark").is_visible()
    assert page.get_by_text("a" * 64).first.is_visible()
    mark = page.locator("article mark")
    assert "underline" in mark.evaluate("it => getComputedStyle(it).textDecorationLine")
    address = page.locator("[data-print]")
    assert ALLIANCE.url in address.evaluate("it => getComputedStyle(it, '::after').content")
    assert len(page.pdf()) > 5_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_keep_the_language_that_was_chosen(
    open_page: OpenPage, library: str, language: str
) -> None:
    words = read_words(language)
    page = plain(open_page, f"/sources?lang={language}", library)
    assert page.locator("html").get_attribute("lang") == language
    assert page.title() == f"{words['page_sources_title']} – {words['title']}"
    page.get_by_role("link", name=ALLIANCE.title).click()
    page.wait_for_url(f"**/source/people/alliance?lang={language}")
    assert page.locator(".receipt h2").text_content() == words["page_receipt"]
    page.locator("header").get_by_role("link", name=words["nav_sources"], exact=True).click()
    page.wait_for_url(f"**/sources?lang={language}")
    asks = page.locator("header").get_by_role("link", name=words["nav_ask"], exact=True)
    assert asks.get_attribute("href") == f"/?lang={language}"


@pytest.mark.parametrize("path", ["/no-page", "/source/no-document"])
def test_what_is_not_there_is_told_in_four_languages(
    open_page: OpenPage, library: str, path: str
) -> None:
    page = plain(open_page, f"{path}?lang=en", library)
    title, text = (
        ("missing_title", "missing") if "source" in path else ("page_404_title", "page_404")
    )
    for language in LANGUAGES:
        words = read_words(language)
        page.get_by_role("link", name=OWN_NAMES[language], exact=True).click()
        page.wait_for_url(f"**{path}?lang={language}")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").text_content() == words[title]
        assert page.locator("main p").first.text_content() == words[text]
        ways = page.locator(".ways a").evaluate_all(
            "all => all.map((it) => it.getAttribute('href'))"
        )
        assert ways == [f"/?lang={language}", f"/sources?lang={language}"]


def test_the_chat_without_javascript_leads_to_the_documents(
    open_page: OpenPage, library: str
) -> None:
    page = plain(open_page, "/sources", library)
    for language in LANGUAGES:
        words = read_words(language)
        page.goto(f"{library}/?lang={language}")
        assert page.locator("noscript h1").text_content() == words["title"]
        link = page.get_by_role("link", name=words["nav_sources"], exact=True)
        assert link.get_attribute("href") == f"/sources?lang={language}"

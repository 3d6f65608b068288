"""The page in four languages: every text that is seen or spoken, and the switches between them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from gbaqa.answering.receipts import faults
from gbaqa.types import LANGUAGES, Document
from gbaqa.web.wording import OWN_NAMES, read_words
from tests.browser.bridging import (
    BRIDGE,
    BRIDGE_KEY,
    BRIDGE_QUESTION,
    BRIDGE_QUOTE,
    BRIDGES,
    SIMPLIFIED_QUOTE,
    BridgingAssistant,
)
from tests.browser.chatting import DONE, ask, listen_for_requests, marker
from tests.browser.conftest import PHONE, WIDE, OpenPage
from tests.browser.states import states
from tests.web.scripted import ALSO, BANK, CHOICES
from tests.web.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LOCALES = {
    "zh-HK": "zh-Hant",
    "zh-MO": "zh-Hant",
    "zh-CN": "zh-Hans",
    "fr-FR": "en",
}
GRADIO = {"en": "en", "zh-Hant": "zh-TW", "zh-Hans": "zh-CN", "pt": "pt"}
# what is seen, each with the language that it is marked to be in and the part of the page
TEXTS = """
() => {
  const found = [];
  const add = (element, text) => {
    for (const line of text.split(/[\\n·]/)) {
      const said = line.split(/\\s+/).filter(Boolean).join(" ");
      if (said) found.push([said, element.closest("[lang]").lang, element.className]);
    }
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (element.checkVisibility({ visibilityProperty: true })
        && !element.closest("script, style, [data-testid=user], .of")) {  // the reader's own words
      add(element, walker.currentNode.data);
    }
  }
  for (const name of ["aria-label", "placeholder", "title", "alt", "data-tip"]) {
    for (const element of document.querySelectorAll(`body [${name}]`)) {
      if (element.checkVisibility()) add(element, element.getAttribute(name));
    }
  }
  return found;
}
"""


@pytest.fixture(scope="module")
def bridged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app over the bridging assistant."""
    with served(BridgingAssistant, feedback=tmp_path_factory.mktemp("feedback")) as url:
        yield url


def language_of_page(page: Page) -> str | None:
    return page.locator("html").get_attribute("lang")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_browsers_language_chooses_the_pages(
    open_page: OpenPage, bridged: str, locale: str
) -> None:
    page = open_page("/", url=bridged, locale=locale)
    words = read_words(LOCALES[locale])
    assert language_of_page(page) == LOCALES[locale]
    assert page.title() == f"{words['title']} – gbaqa"
    assert page.locator("h1").text_content() == words["title"]
    assert page.evaluate("navigator.language") == GRADIO[LOCALES[locale]]


def test_the_address_goes_before_the_browser(open_page: OpenPage, bridged: str) -> None:
    page = open_page("/?lang=zh-Hans", url=bridged, locale="pt-PT")
    for language in (*LANGUAGES[1:], LANGUAGES[0]):
        page.goto(f"{bridged}/?lang={language}")
        page.locator("#question").wait_for()
        assert language_of_page(page) == language
        assert page.title() == f"{read_words(language)['title']} – gbaqa"


def test_one_click_changes_the_language_and_keeps_the_question(
    open_page: OpenPage, bridged: str
) -> None:
    question = "How many?"
    page = open_page(f"/#q={quote(question)}", url=bridged, locale="en-GB")
    page.locator(DONE).wait_for()
    page.get_by_role("link", name=OWN_NAMES["pt"], exact=True).click()
    page.wait_for_url("**/?lang=pt#q=*")
    page.locator(DONE).wait_for()
    assert language_of_page(page) == "pt"
    assert question in (page.get_by_test_id("user").text_content() or "")
    current = page.locator(".languages [aria-current]")
    assert current.all_text_contents() == [OWN_NAMES["pt"]]


def test_a_language_that_was_chosen_goes_along_to_every_page(
    open_page: OpenPage, bridged: str
) -> None:
    page = open_page("/?lang=pt", url=bridged)
    ask(page, "How many?")
    own = page.evaluate(
        "[...document.querySelectorAll('a[href]')].map((one) => one.href)"
        ".filter((one) => one.startsWith(location.origin) && !one.includes('lang=pt'))"
    )
    assert [one.partition("lang=")[2] for one in own if "lang=" in one] == [
        "en",
        "zh-Hant",
        "zh-Hans",
    ]
    assert [one for one in own if "lang=" not in one] == []


def patterns(words: Mapping[str, str]) -> list[re.Pattern[str]]:
    """What a text of the page may be: one of the strings, or part of one around a field."""
    texts = chain.from_iterable([text, *re.split(r"\{\w+\}", text)] for text in words.values())
    return [
        _pattern(one) for one in {" ".join(text.split()) for text in texts} if _has_letters(one)
    ]


def _pattern(text: str) -> re.Pattern[str]:
    parts = re.split(r"\{\w+\}", text)
    return re.compile(r"\s*.+?\s*".join(map(re.escape, parts)) + r"[:：]?", re.DOTALL)


def _has_letters(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def data_of(document: Document) -> str:
    parts = (document.title, document.text, document.note, document.publisher, *document.topics)
    return _flat(" \n ".join(parts))


def _flat(text: str) -> str:
    return " ".join(text.split())


# by its language, what documents and scripted answers say
DATA = {
    "en": " | ".join(
        [
            *(data_of(one) for one in BRIDGES.documents.values() if one.language == "en"),
            *(one.text for one in BANK if one.language == "en"),
            *CHOICES,
            *ALSO.values(),
            "The documents do not say. Which one is [1]? alliance",
            "The source does not say when it was published.",
        ]
    ),
    "zh-Hant": " | ".join([data_of(BRIDGE), BRIDGE_QUESTION, *(one.text for one in BANK)]),
}
NAMES = {one.publisher for one in BRIDGES.documents.values()}  # proper names are in no language
TITLES = {one.title for one in BRIDGES.documents.values()}


def strange(page: Page, language: str) -> list[list[str]]:
    """The texts of the page that are neither its language's own nor marked as another's."""
    known = patterns(read_words(language))
    return [
        [text, marked, part]
        for text, marked, part in page.evaluate(TEXTS)
        if _has_letters(text)
        and not (marked == language and any(one.fullmatch(text) for one in known))
        and text.rstrip("…") not in DATA.get(marked, "")
        and OWN_NAMES.get(marked) != text
        and not (text in NAMES or text == "gbaqa")
        and not (part == "marker" and text in TITLES)  # an attribute cannot mark a part of it
    ]


def left_in_english(page: Page, language: str) -> list[str]:
    """The strings of en.json that show in a page of another language, and are not data."""
    own = read_words(language)
    english = {text for name, text in read_words().items() if own[name] != text}
    seen = [(text, marked) for text, marked, _ in page.evaluate(TEXTS) if marked == language]
    return [text for text, _ in seen if text in english]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_in_the_pages_language_or_marked_as_another(
    open_page: OpenPage, bridged: str, language: str
) -> None:
    page = open_page(f"/?lang={language}", url=bridged)
    found = {}
    for state in states(page):
        found[state] = strange(page, language)
        if language != "en":
            found[state] += [[one, "English", ""] for one in left_in_english(page, language)]
    assert {state: texts for state, texts in found.items() if texts} == {}


@pytest.mark.parametrize("language", ["zh-Hant", "pt"])
def test_what_is_told_in_passing_is_in_the_pages_language(
    open_page: OpenPage, bridged: str, language: str
) -> None:
    page = open_page(f"/?lang={language}", url=bridged, size=PHONE)
    words = read_words(language)
    page.get_by_test_id("textbox").fill("x" * 1001)
    page.keyboard.press("Enter")
    complaint = words["error_too_long"].format(count=1001, most=1000)
    assert page.get_by_role("alert").text_content() == complaint
    ask(page, "How many?")
    told = page.locator("#chat [role=status]")
    assert told.text_content() == words["answer_arrived"].format(count=2)
    page.locator(".thumb[data-verdict=up]").click()
    page.locator("#toast", has_text=words["feedback_thanks"]).wait_for()
    marker(page, 1).click()
    page.locator("#sheet").get_by_role("button", name=words["close"], exact=True).click()
    assert strange(page, language) == []


@pytest.mark.parametrize("language", ["zh-Hant", "pt"])
def test_gradio_takes_its_own_words_from_the_same_language(
    open_page: OpenPage, bridged: str, language: str
) -> None:
    page = open_page("/sources", url=bridged, locale="fr-FR")
    asked = listen_for_requests(page)
    page.goto(f"{bridged}/?lang={language}")
    page.locator("#question").wait_for()
    page.wait_for_load_state("networkidle")
    tables = [one for one in asked if re.search(r"/assets/(zh-|pt|fr|de|ja)[\w-]*\.js", one)]
    wanted = GRADIO[language]
    assert all(f"/assets/{wanted}-" in one for one in tables), tables
    assert page.evaluate("navigator.languages") == [wanted]
    assert language_of_page(page) == language


def test_the_quote_is_in_the_language_of_the_question(open_page: OpenPage, bridged: str) -> None:
    page = open_page("/?lang=pt", url=bridged)
    ask(page, BRIDGE_QUESTION)
    sentence = page.locator(".sentence > span")
    assert (sentence.text_content(), sentence.get_attribute("lang")) == (BRIDGE_QUOTE, "zh-Hant")
    assert page.locator(".sentence strong").all_text_contents() == [BRIDGE_KEY]


def quotes(page: Page) -> list[tuple[str | None, str | None]]:
    """The answer's quote and the panel's, each with its language."""
    return [
        (place.text_content(), place.evaluate("it => it.closest('[lang]').lang"))
        for place in (page.locator(".sentence > span"), page.locator(".view blockquote mark"))
    ]


ORIGINAL = [(BRIDGE_QUOTE, "zh-Hant")] * 2
CONVERTED = [(SIMPLIFIED_QUOTE, "zh-Hans")] * 2


def saved(page: Page, words: Mapping[str, str], folder: Path) -> dict[str, object]:
    with page.expect_download() as downloading:
        page.get_by_role("button", name=words["export_json"], exact=True).click()
    path = folder / "answer.json"
    downloading.value.save_as(path)
    held: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return held


def test_a_reader_of_simplified_may_see_a_traditional_quote_converted(
    open_page: OpenPage, bridged: str, tmp_path: Path
) -> None:
    page = open_page("/?lang=zh-Hans", url=bridged)
    words = read_words("zh-Hans")
    ask(page, BRIDGE_QUESTION)
    marker(page, 1).click()
    assert quotes(page) == ORIGINAL
    assert page.get_by_text(words["converted"]).count() == 0
    page.get_by_role("button", name=words["convert_on"], exact=True).first.click()
    assert quotes(page) == CONVERTED
    assert page.locator(".answer").get_by_text(words["converted"]).count() == 1
    assert page.locator(".view").get_by_text(words["converted"]).count() == 1
    assert page.locator(".sentence strong").all_text_contents() == [BRIDGE_KEY]
    answer = saved(page, words, tmp_path)
    assert faults(answer, BRIDGES.documents) == []
    assert BRIDGE_QUOTE in json.dumps(answer, ensure_ascii=False)
    marker(page, 1).click()
    assert page.locator(".view details[open] mark").text_content() == SIMPLIFIED_QUOTE
    page.get_by_role("button", name=words["convert_off"], exact=True).first.click()
    assert quotes(page) == ORIGINAL
    assert page.get_by_text(words["converted"]).count() == 0


def test_the_conversion_is_offered_where_there_is_something_to_convert(
    open_page: OpenPage, bridged: str
) -> None:
    page = open_page("/?lang=zh-Hans", url=bridged)
    ask(page, "How many?")
    assert page.get_by_text(read_words("zh-Hans")["convert_on"]).count() == 0
    for language in ("en", "zh-Hant", "pt"):
        page.goto(f"{bridged}/?lang={language}")
        ask(page, BRIDGE_QUESTION)
        words = read_words(language)
        assert page.locator(".sentence").count() == 1
        assert page.get_by_text(words["convert_on"]).count() == 0


def test_the_switch_keeps_the_focus_for_a_keyboard(open_page: OpenPage, bridged: str) -> None:
    page = open_page("/?lang=zh-Hans", url=bridged, size=WIDE)
    words = read_words("zh-Hans")
    ask(page, BRIDGE_QUESTION)
    page.get_by_role("button", name=words["convert_on"], exact=True).first.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == words["convert_off"]

"""The chat page in a real browser, over the scripted assistant."""

from __future__ import annotations

import re
import threading
import time
from typing import TYPE_CHECKING

import pytest

from gbaqa.errors import IndexUnusable
from gbaqa.web.composing import message
from gbaqa.web.wording import examples, read_words
from tests.browser.conftest import PHONE, WIDE, OpenPage
from tests.web.scripted import (
    CHOICES,
    HOSTILE,
    KEY,
    QUOTE,
    SECOND,
    WRITTEN,
    ScriptedAssistant,
)
from tests.web.serving import WAIT, served

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

WORDS = read_words()
ANSWER = "".join(part.text for part in message(ScriptedAssistant().ask("x"), words=WORDS))


def ask(page: Page, question: str) -> None:
    """Asks and waits for the whole answer, which ends with its stream."""
    answers = page.locator("#conversation .parts").count()
    ended: list[str] = []
    for event in ("requestfinished", "requestfailed"):  # the page or the server ends the stream
        page.on(event, lambda request: ended.append(request.url))
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator("#conversation .parts").nth(answers).wait_for()
    deadline = time.monotonic() + WAIT
    while not any("/queue/data" in url for url in ended):
        assert time.monotonic() < deadline, "the answer's stream is still open"
        page.wait_for_timeout(10)


def marker(page: Page, number: int) -> Locator:
    return page.locator("#conversation .marker", has_text=f"[{number}]").first


def opened_quotes(page: Page) -> list[str]:
    return page.locator("#sources details[open] mark").all_text_contents()


def is_in_view(place: Locator) -> bool:
    seen: bool = place.evaluate(
        "it => { const box = it.getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0"
        " && box.right <= innerWidth; }"
    )
    return seen


def test_an_answer_is_shown_as_plain_text_with_markers(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "How <b>many</b> &lt; members?")
    assert page.locator("[data-testid=user]").text_content() == "How <b>many</b> &lt; members?"
    assert page.locator("[data-testid=bot]").text_content() == ANSWER
    markers = page.locator("#conversation .marker").all_text_contents()
    assert markers == ["[1]", "[2]", "[3]", "[3]", "[1]", "[2]"]  # of sentences, then of notices
    assert page.get_by_label("Your question").input_value() == ""


def test_a_markers_click_shows_the_quoted_sentence_in_its_passage(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "How many?")
    assert opened_quotes(page) == []
    marker(page, 2).click()
    assert opened_quotes(page) == [SECOND]
    card = page.locator("#sources details[open]")
    assert card.locator("blockquote").text_content() == (
        f"Before [1] it: {HOSTILE}\n\n{QUOTE} {SECOND}\n\n- Macao\n- Zhuhai\n"
    )
    assert card.locator(".title").text_content() == "The alliance & its members"
    assert card.locator(".about").text_content() == "Alliance <office> · 2024-10-09"
    assert is_in_view(card.locator("mark"))
    assert page.evaluate("document.activeElement.textContent") == SECOND
    background = card.locator("mark").evaluate("it => getComputedStyle(it).backgroundColor")
    assert background == "rgb(255, 241, 168)"


def test_the_keyboard_opens_a_source_and_comes_back(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "How many?")
    marker(page, 1).focus()
    page.keyboard.press("Enter")
    assert opened_quotes(page) == [QUOTE]
    page.get_by_role("button", name="Back to the answer").click()
    assert page.evaluate("document.activeElement.textContent") == "[1]"


def test_links_lead_to_the_document_at_the_quote_and_to_the_original(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "How many?")
    marker(page, 1).click()
    original = page.get_by_role("link", name="Open the original")
    assert original.get_attribute("href") == "https://example.org/alliance?a=1&b=2"
    assert original.get_attribute("rel") == "noopener noreferrer"
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Open the document").click()
    source = opening.value
    source.wait_for_load_state()
    assert source.locator("#quote").text_content() == QUOTE
    assert is_in_view(source.locator("#quote"))


def test_a_source_without_date_or_web_address_says_so_and_links_only_here(
    open_page: OpenPage,
) -> None:
    page = open_page()
    ask(page, "How many?")
    marker(page, 3).click()
    card = page.locator("#sources details[open]")
    assert card.locator(".about").text_content() == "No publisher given · No date given"
    assert card.get_by_role("link").count() == 1


def test_what_a_document_says_never_runs(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "How many?")
    marker(page, 1).click()
    assert page.title() == WORDS["title"]
    assert page.locator("#sources img, #conversation img").count() == 0


def test_an_earlier_answer_keeps_its_own_sources(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "How many?")
    ask(page, "Any unicorn?")
    assert page.locator("#sources h2").text_content() == "Nearest passages"
    marker(page, 1).click()
    assert page.locator("#sources h2").text_content() == "Sources"
    assert page.locator("#sources q").text_content() == "How many?"
    assert opened_quotes(page) == [QUOTE]


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_an_answer_is_read_from_its_question_on(open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(size=size)
    for question in ("How many?", "And when?", "And where?"):
        ask(page, question)
    last = page.locator("[data-testid=user]").last
    page.wait_for_function(
        "it => it.getBoundingClientRect().bottom < innerHeight / 2", arg=last.element_handle()
    )
    assert is_in_view(last)


def press(page: Page, name: str) -> None:
    """Presses a button of an answer and waits for what it asks."""
    answers = page.locator("#conversation .parts").count()
    page.get_by_role("button", name=name, exact=True).click()
    page.locator("#conversation .parts").nth(answers).wait_for()


def test_a_follow_up_shows_what_it_took_along_and_is_asked_without_it(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "How many?")
    ask(page, "And when?")
    aside = page.locator("#conversation .aside").text_content()
    assert aside == "Asked as: And when? (alliance) (taken from before: alliance)"
    page.get_by_label("Your question").fill("half typed")
    press(page, WORDS["ask_alone"])
    assert page.locator("[data-testid=user]").last.text_content() == "And when?"
    assert page.locator("#conversation .aside").last.text_content() == WORDS["asked_alone"]
    assert page.get_by_label("Your question").input_value() == "half typed"
    assert page.locator("#conversation .again").count() == 1


def test_the_choices_of_an_ambiguous_question_ask_what_they_say(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "which unicorn?")
    assert page.locator("#conversation .choice").all_text_contents() == list(CHOICES)
    marker(page, 1).click()
    assert opened_quotes(page) == ["It rained."]
    press(page, CHOICES[0])
    assert page.locator("[data-testid=user]").last.text_content() == CHOICES[0]
    assert page.locator("#conversation b, #conversation img").count() == 0


def test_the_key_phrase_is_bold_and_what_was_written_is_told_apart(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "write it")
    assert page.locator("#conversation strong").all_text_contents() == [KEY]
    label = page.locator("#conversation .label").first.text_content()
    assert label == WORDS["written_by"].format(model=WRITTEN.model)
    left_out = page.locator("#conversation .dropped")
    assert left_out.locator("li").first.is_hidden()
    left_out.locator("summary").click()
    assert left_out.locator("li").all_text_contents() == [
        f"{one.text} ({one.reason})" for one in WRITTEN.dropped
    ]
    assert page.locator("#conversation b, #conversation img").count() == 0


def test_a_question_without_an_answer_looks_different_and_shows_what_is_near(
    open_page: OpenPage,
) -> None:
    page = open_page()
    ask(page, "Any unicorn?")
    assert page.locator("#conversation .refusal").text_content() == "The documents do not say."
    border = page.locator("#conversation .parts").evaluate("it => getComputedStyle(it).borderLeft")
    assert border == "4px solid rgb(179, 84, 30)"
    assert opened_quotes(page) == ["It rained."]
    assert page.locator("#conversation .marker").count() == 0


def test_six_examples_are_offered_and_one_click_asks(open_page: OpenPage) -> None:
    page = open_page()
    offered = page.get_by_role("button", name="Select example")
    assert [text.strip() for text in offered.all_text_contents()] == examples(WORDS)
    offered.nth(4).click()
    page.locator("#conversation .parts").wait_for()
    assert page.locator("[data-testid=user]").text_content() == examples(WORDS)[4]


def test_a_new_conversation_is_empty(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "How many?")
    page.get_by_role("button", name="New conversation").click()
    page.get_by_role("button", name="Select example").first.wait_for()
    assert page.locator("#sources details").count() == 0
    ask(page, "Once more?")
    marker(page, 1).click()
    assert page.locator("#sources q").text_content() == "Once more?"


def test_the_panel_is_beside_the_answer_on_a_wide_screen(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "How many?")
    conversation = page.locator("#conversation").bounding_box()
    sources = page.locator("#sources").bounding_box()
    assert conversation is not None
    assert sources is not None
    assert sources["x"] >= conversation["x"] + conversation["width"]
    assert abs(sources["y"] - conversation["y"]) <= 1


def test_the_panel_is_below_the_answer_on_a_phone_and_the_click_leads_there(
    open_page: OpenPage,
) -> None:
    page = open_page(size=PHONE, touch=True)
    ask(page, "How many?")
    conversation = page.locator("#conversation").bounding_box()
    sources = page.locator("#sources").bounding_box()
    assert conversation is not None
    assert sources is not None
    assert sources["y"] >= conversation["y"] + conversation["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    ask(page, "And when?")
    cut_off = "all => all.map(it => it.scrollHeight - it.clientHeight)"
    assert set(page.locator("#conversation, #conversation [role=log]").evaluate_all(cut_off)) == {0}
    marker(page, 1).tap()
    assert opened_quotes(page) == [QUOTE]
    assert is_in_view(page.locator("#sources details[open] mark"))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(channel) / 255 for channel in re.findall(r"\d+", colour)[:3]]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("dark", [False, True])
def test_text_can_be_read_in_light_and_in_dark(open_page: OpenPage, *, dark: bool) -> None:
    page = open_page(dark=dark)
    ask(page, "How many?")
    marker(page, 1).click()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (luminance(ground) < 0.1) is dark
    for place in ("#heading p", "#sources .about", "#sources mark", "#conversation .parts", "#ask"):
        ink, paper = page.locator(place).first.evaluate(
            "it => { let under = it, paper = 'rgba(0, 0, 0, 0)';"
            " while (under && paper === 'rgba(0, 0, 0, 0)') {"
            "  paper = getComputedStyle(under).backgroundColor; under = under.parentElement; }"
            " return [getComputedStyle(it).color, paper]; }"
        )
        light, deep = sorted((luminance(ink), luminance(paper)), reverse=True)
        assert (light + 0.05) / (deep + 0.05) >= 4.5, place


def test_the_page_asks_no_other_host_and_keeps_no_question(open_page: OpenPage) -> None:
    page = open_page()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.reload()
    ask(page, "How many?")
    assert hosts == {page.url.split("/")[2]}
    assert "How many?" not in page.evaluate("JSON.stringify(localStorage)")


def test_a_question_asked_while_the_assistant_loads_is_answered_when_it_is_there(
    open_page: OpenPage,
) -> None:
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return ScriptedAssistant()

    with served(load) as url:
        try:
            page = open_page(url=url)
            page.get_by_text(WORDS["warming"]).wait_for()
            page.get_by_label("Your question").fill("How many?")
            page.keyboard.press("Enter")
            page.get_by_text(WORDS["warming_answer"]).wait_for()
        finally:
            loaded.set()
        page.locator("#conversation .parts").wait_for()
        assert page.locator("[data-testid=bot]").text_content() == ANSWER
        page.wait_for_function("!document.querySelector('[role=status]').textContent")
        page.context.close()


def test_a_failed_load_is_told_below_the_question_box(open_page: OpenPage) -> None:
    def load() -> ScriptedAssistant:
        raise IndexUnusable("there is no index in <index>")

    with served(load) as url:
        page = open_page(url=url)
        page.get_by_text(f"{WORDS['failed']} there is no index in <index>").wait_for()
        page.context.close()


def test_an_empty_question_leaves_the_conversation_as_it_is(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "How many members?")
    markers = page.locator("#conversation .marker")
    before = markers.all_text_contents()
    page.get_by_label("Your question").press("Enter")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_timeout(1500)
    assert before != []
    assert markers.all_text_contents() == before

"""An answer on the chat page: its sentences, markers, sources, notices, and how it says no."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from gbaqa.web.wording import examples, read_words
from tests.browser.chatting import (
    ask,
    focused,
    in_view,
    listen_for_requests,
    marker,
    opened_quotes,
    press,
)
from tests.browser.conftest import PHONE, OpenPage
from tests.web.scripted import CHOICES, HOSTILE, KEY, QUOTE, SECOND, WRITTEN

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WORDS = read_words()
THIRD = "Nobody knows when."


def texts(page: Page, selector: str) -> list[str]:
    return page.locator(selector).all_text_contents()


def test_an_answer_is_plain_text_with_markers_and_its_key_phrase_in_bold(
    chat: Page,
) -> None:
    ask(chat, "How <b>many</b> &lt; members?")
    assert texts(chat, "[data-testid=user]") == ["You: How <b>many</b> &lt; members?"]
    assert texts(chat, ".sentence") == [f"{QUOTE} [1]", f"{SECOND} [2]", f"{THIRD} [3]"]
    assert texts(chat, ".sentence strong") == [KEY]
    assert chat.locator("#conversation b, #conversation img").count() == 0
    assert chat.get_by_test_id("textbox").input_value() == ""


def test_what_a_document_says_never_runs(chat: Page) -> None:
    ask(chat, "聯盟有多少成員？")  # also searched in hostile words
    marker(chat, 1).click()
    assert HOSTILE in (chat.locator(".view details[open] blockquote").text_content() or "")
    assert chat.title() == f"{WORDS['title']} – gbaqa"
    assert chat.locator(".view img, #conversation img").count() == 0


def test_a_markers_click_shows_the_quote_in_its_passage_and_asks_no_server(
    chat: Page,
) -> None:
    ask(chat, "How many?")
    assert opened_quotes(chat) == []
    asked = listen_for_requests(chat)
    marker(chat, 2).click()
    assert opened_quotes(chat) == [SECOND]
    assert chat.locator(".view details[open] blockquote").text_content() == (
        f"Before [1] it: {HOSTILE}\n\n{QUOTE} {SECOND}\n\n- Macao\n- Zhuhai\n"
    )
    card = chat.locator(".view .document", has=chat.locator("details[open]"))
    assert card.locator("h3").text_content() == "The alliance & its members"
    assert card.locator(".about").text_content() == "Alliance <office> · 2024-10-09"
    assert in_view(card.locator("details[open] mark"))
    assert focused(chat) == SECOND
    assert asked == []


def test_citations_of_one_document_stand_together(chat: Page) -> None:
    ask(chat, "How many?")
    cards = chat.locator(".view .document")
    assert cards.locator("h3").all_text_contents() == [
        "The alliance & its members",
        "Without a date",
    ]
    assert [cards.nth(at).locator(".number").all_text_contents() for at in (0, 1)] == [
        ["[1]", "[2]"],
        ["[3]"],
    ]


def test_the_keyboard_opens_a_source_and_comes_back(chat: Page) -> None:
    ask(chat, "How many?")
    marker(chat, 1).focus()
    chat.keyboard.press("Enter")
    assert (opened_quotes(chat), focused(chat)) == ([QUOTE], QUOTE)
    chat.get_by_role("button", name="Back to the answer").press("Enter")
    assert focused(chat) == "[1]"


@pytest.mark.parametrize("by", ["pointer", "keyboard"])
def test_a_marker_tells_its_source_before_it_is_opened(open_page: OpenPage, by: str) -> None:
    page = open_page()
    ask(page, "How many?")
    if by == "pointer":
        marker(page, 1).hover()
    else:
        page.keyboard.press("Shift+Tab")  # out of the question box, so that the focus is visible
        marker(page, 1).focus()
    tip = page.get_by_role("tooltip")
    tip.wait_for()
    assert tip.text_content() == "The alliance & its members\nAlliance <office> · 2024-10-09"
    assert marker(page, 1).get_attribute("aria-label") == (
        "Source 1: The alliance & its members, Alliance <office>, 2024-10-09"
    )
    page.keyboard.press("Escape")
    tip.wait_for(state="hidden")


def test_links_lead_to_the_document_at_the_quote_and_to_the_original(chat: Page) -> None:
    ask(chat, "How many?")
    marker(chat, 2).click()
    original = chat.locator("details[open]").get_by_role("link", name="Open the original")
    assert original.get_attribute("href") == (
        "https://example.org/alliance?a=1&b=2#:~:text=It%20was%20founded%20in%202019."
    )
    assert original.get_attribute("rel") == "noopener noreferrer"
    with chat.context.expect_page() as opening:
        chat.locator("details[open]").get_by_role("link", name="Open the document").click()
    source = opening.value
    source.wait_for_load_state()
    assert source.locator("#quote").text_content() == SECOND
    assert in_view(source.locator("#quote"))


def test_a_source_without_date_or_web_address_says_so_and_links_only_here(
    chat: Page,
) -> None:
    ask(chat, "How many?")
    marker(chat, 3).click()
    card = chat.locator(".view .document", has=chat.locator("details[open]"))
    assert card.locator(".about").text_content() == "No publisher given · No date given"
    assert card.get_by_role("link").count() == 1


def test_notices_are_short_labelled_lines(chat: Page) -> None:
    ask(chat, "How many?")
    assert texts(chat, ".notice") == [
        "No date: The source does not say when it was published. [3]",
        "Note: It is told twice. [1] [2]",
    ]


def test_how_sure_it_is_stands_in_words_and_says_what_they_mean(chat: Page) -> None:
    ask(chat, "How many?")
    level = chat.locator(".assurance")
    assert level.text_content() == "Fairly sure"
    level.hover()
    tip = chat.get_by_role("tooltip")
    tip.wait_for()
    assert tip.text_content() == WORDS["assurance_sure_means"]
    assert "%" not in chat.locator("#conversation").text_content()  # type: ignore[operator]


def test_not_found_looks_different_says_why_and_shows_what_is_near(chat: Page) -> None:
    ask(chat, "Any unicorn?")
    refused = chat.locator(".refused")
    assert refused.locator("h3").text_content() == "The documents do not say"
    assert refused.locator(".reason").text_content() == "The documents do not say."
    assert refused.locator(".nearest li").all_text_contents() == [
        "It rained. [1]Without a date · No date given"
    ]
    assert refused.evaluate("it => getComputedStyle(it).borderLeftWidth") == "4px"
    assert chat.locator(".view h2").text_content() == "Nearest passages"
    assert chat.locator(".assurance").count() == 0
    marker(chat, 1).click()
    assert opened_quotes(chat) == ["It rained."]


def test_after_not_found_questions_are_offered_that_the_documents_answer(
    chat: Page,
) -> None:
    ask(chat, "Any unicorn?")
    assert chat.locator(".next h3").text_content() == "Questions that the documents answer"
    offered = texts(chat, ".next .choice")
    assert len(offered) == 3
    assert not any("unicorn" in one for one in offered)
    with chat.expect_response(lambda response: response.url.endswith("/api/suggestions")):
        chat.locator(".next .choice").first.click()
    assert texts(chat, "[data-testid=user]")[-1] == f"You: {offered[0]}"
    assert chat.locator(".found").count() == 1


def test_after_an_answer_the_next_questions_leave_out_what_was_asked(chat: Page) -> None:
    ask(chat, "When did it rain?")
    assert chat.locator(".next h3").text_content() == "Ask next"
    assert texts(chat, ".next .choice") == [
        "How many members has the alliance?",
        "When was the alliance founded?",
    ]


def test_the_choices_of_an_ambiguous_question_ask_what_they_say(chat: Page) -> None:
    ask(chat, "which unicorn?")
    assert texts(chat, ".refused .choice") == list(CHOICES)
    marker(chat, 1).click()
    assert opened_quotes(chat) == ["It rained."]
    press(chat, CHOICES[0])
    chat.locator("[data-testid=bot]").nth(1).wait_for()
    assert texts(chat, "[data-testid=user]")[-1] == f"You: {CHOICES[0]}"
    assert chat.locator("#conversation b, #conversation img").count() == 0


def test_a_follow_up_shows_what_it_took_along_and_one_click_asks_without_it(
    chat: Page,
) -> None:
    ask(chat, "How many?")
    ask(chat, "And when?")
    assert chat.locator(".carried").text_content() == "Taken from before: alliance ×"
    chat.get_by_test_id("textbox").fill("half typed")
    chat.get_by_role("button", name="Ask without “alliance”").click()
    chat.get_by_text(WORDS["asked_alone"]).wait_for()
    assert texts(chat, "[data-testid=user]") == ["You: How many?", "You: And when?"]
    assert chat.locator(".carried").count() == 0
    assert chat.get_by_test_id("textbox").input_value() == "half typed"


def test_what_was_written_is_told_apart_with_what_was_left_out(chat: Page) -> None:
    ask(chat, "write it")
    assert chat.get_by_text(WORDS["written_by"].format(model=WRITTEN.model)).count() == 1
    assert texts(chat, ".written .sentence") == [
        "There are <b>23</b> members. [1]",
        "Since 2019. [2] [3]",
    ]
    left_out = chat.locator("#conversation .dropped")
    assert left_out.locator("li").first.is_hidden()
    left_out.locator("summary").click()
    assert left_out.locator("li").all_text_contents() == [
        f"{one.text} ({one.reason})" for one in WRITTEN.dropped
    ]


def test_what_else_was_searched_is_told(chat: Page) -> None:
    ask(chat, "How many membres?")
    assert texts(chat, ".searched") == ["Searched for: How many members?"]


def test_six_examples_are_offered_and_one_click_asks(chat: Page) -> None:
    assert texts(chat, ".empty .choice") == examples(WORDS)
    chat.locator(".empty .choice").nth(4).click()
    chat.locator(".found").wait_for()
    assert texts(chat, "[data-testid=user]") == [f"You: {examples(WORDS)[4]}"]


def test_an_earlier_answer_keeps_its_own_sources(chat: Page) -> None:
    ask(chat, "How many?")
    ask(chat, "Any unicorn?")
    marker(chat, 1).click()
    assert chat.locator(".view h2").text_content() == "Sources"
    assert chat.locator(".view .of").text_content() == "How many?"
    assert opened_quotes(chat) == [QUOTE]


def test_on_a_wide_screen_the_sources_are_beside_the_answer(chat: Page) -> None:
    ask(chat, "How many?")
    answer, sources = (chat.locator(one).bounding_box() for one in (".answer", "#sources"))
    assert answer is not None
    assert sources is not None
    assert sources["x"] >= answer["x"] + answer["width"]


def test_on_a_phone_the_source_comes_from_below_and_goes_back_to_its_marker(
    open_page: OpenPage,
) -> None:
    page = open_page(size=PHONE, touch=True)
    ask(page, "How many?")
    assert page.locator("#sources").is_hidden()
    marker(page, 1).tap()
    sheet = page.get_by_role("dialog", name="Sources")
    box = sheet.bounding_box()
    assert box is not None
    assert (box["width"], round(box["y"] + box["height"])) == (PHONE["width"], PHONE["height"])
    assert opened_quotes(page) == [QUOTE]
    assert in_view(sheet.locator("details[open] mark"))
    page.get_by_role("button", name="Close", exact=True).tap()
    sheet.wait_for(state="hidden")
    assert focused(page) == "[1]"
    marker(page, 3).tap()
    assert opened_quotes(page) == [THIRD]
    page.keyboard.press("Escape")
    sheet.wait_for(state="hidden")
    assert re.fullmatch(r"\[3\]", focused(page))

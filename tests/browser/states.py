"""Brings the chat page, over the bridging assistant, from one state to the next on one load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.browser.bridging import BRIDGE_QUESTION
from tests.browser.chatting import ANSWERS, DONE, ask, marker, submit

if TYPE_CHECKING:
    from playwright.sync_api import Page


def states(page: Page) -> Iterator[str]:
    """The name of each state that an empty page is brought to, while it is in it."""
    yield "empty"
    ask(page, "How many?")
    marker(page, 1).click()
    yield "answered, a source open"
    close_sheet(page)
    ask(page, "And when?")
    yield "follow-up"
    begin(page)
    ask(page, BRIDGE_QUESTION)
    marker(page, 1).click()
    yield "answered in Chinese, a source open"
    close_sheet(page)
    begin(page)
    ask(page, "Any unicorn?")
    yield "not found"
    begin(page)
    ask(page, "which unicorn?")
    yield "ambiguous"
    begin(page)
    fail(page)
    yield "failed"
    begin(page)
    ask(page, "How many?")
    page.locator(".asked button").click()
    yield "being edited"
    ask_instead(page, "How few?")
    yield "asked again after an edit"
    say_it_is_wrong(page)
    yield "feedback"


def ask_instead(page: Page, question: str) -> None:
    """Sends the edited question and waits for its answer, the only one."""
    with page.expect_response(lambda response: response.url.endswith("/api/suggestions")):
        submit(page, question)
        page.locator(".turn", has_text=question).locator(DONE).wait_for()


def begin(page: Page) -> None:
    """Begins a new conversation."""
    page.locator("#again").click()
    page.locator(".empty").wait_for()


def fail(page: Page) -> None:
    """Asks what the bridging assistant breaks at."""
    submit(page, "broken?")
    page.locator(f"{ANSWERS}[data-state=failed]").wait_for()


def say_it_is_wrong(page: Page) -> None:
    """Opens the form that asks what was wrong."""
    page.locator(".thumb[data-verdict=down]").last.click()
    page.locator(".reasons").last.wait_for()


def close_sheet(page: Page) -> None:
    """Closes the sources where they are a sheet, as on a phone."""
    if page.locator("#sheet[open]").count():
        page.keyboard.press("Escape")
        page.locator("#sheet").wait_for(state="hidden")

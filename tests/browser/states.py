"""Brings the chat page, over the bridging assistant, from one state to the next on one load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tests.browser.bridging import BRIDGE_QUESTION
from tests.browser.chatting import ANSWERS, DONE, ask, marker, submit

if TYPE_CHECKING:
    from playwright.sync_api import Page


MAIN_STATES = frozenset({"empty", "answered, a source open", "not found", "failed"})
OTHER_STATES = frozenset(
    {"follow-up", "answered in Chinese, a source open", "ambiguous", "being edited", "feedback"}
)


def states(page: Page, of: frozenset[str] = MAIN_STATES | OTHER_STATES) -> Iterator[str]:
    """The name of each state that an empty page is brought to, while it is in it."""
    if "empty" in of:
        yield "empty"
    for name, bring in STATES.items():
        if name in of:
            begin(page)
            bring(page)
            yield name
            close_sheet(page)


def open_a_source(page: Page, question: str) -> None:
    """Asks, and opens the first source of the answer."""
    ask(page, question)
    marker(page, 1).click()


def follow_up(page: Page) -> None:
    """Asks two questions, the second about the first."""
    ask(page, "How many?")
    ask(page, "And when?")


def edit(page: Page) -> None:
    """Begins to edit the question."""
    ask(page, "How many?")
    page.locator(".asked button").click()


def give_feedback(page: Page) -> None:
    """Edits the question, and says that the answer to the new one is wrong."""
    edit(page)
    ask_instead(page, "How few?")
    say_it_is_wrong(page)


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


STATES: dict[str, Callable[[Page], object]] = {
    "answered, a source open": lambda page: open_a_source(page, "How many?"),
    "follow-up": follow_up,
    "answered in Chinese, a source open": lambda page: open_a_source(page, BRIDGE_QUESTION),
    "not found": lambda page: ask(page, "Any unicorn?"),
    "ambiguous": lambda page: ask(page, "which unicorn?"),
    "failed": lambda page: fail(page),
    "being edited": edit,
    "feedback": give_feedback,
}

"""What the browser tests do on the chat page, whatever its language."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ANSWERS = "[data-testid=bot]"
DONE = f"{ANSWERS}[data-state=done]"


def submit(page: Page, question: str) -> None:
    """Types a question and presses Enter."""
    page.get_by_test_id("textbox").fill(question)
    page.get_by_test_id("textbox").press("Enter")


def ask(page: Page, question: str) -> Locator:
    """Asks and waits for the whole answer, with the questions offered below it."""
    place = page.locator(ANSWERS).count()
    with page.expect_response(lambda response: response.url.endswith("/api/suggestions")):
        submit(page, question)
        answer = page.locator(ANSWERS).nth(place)
        answer.and_(page.locator(DONE)).wait_for()
    return answer


def press(page: Page, name: str) -> None:
    """Presses a button of that very name, the last of them."""
    page.get_by_role("button", name=name, exact=True).last.click()


def marker(page: Page, number: int) -> Locator:
    """The first marker of that number."""
    return page.locator(f"#conversation .marker[data-marker='{number}']").first


def opened_quotes(page: Page) -> list[str]:
    """The quotes that stand highlighted in an open passage."""
    return page.locator(".view details[open] mark").all_text_contents()


def in_view(place: Locator) -> bool:
    """Whether all of it can be seen without scrolling."""
    seen: bool = place.evaluate(
        "it => { const box = it.getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0"
        " && box.right <= innerWidth; }"
    )
    return seen


def focused(page: Page) -> str:
    """The id of what has the focus, or else its text."""
    found: str = page.evaluate("document.activeElement.id || document.activeElement.textContent")
    return found


def listen_for_requests(page: Page) -> list[str]:
    """Fills with the addresses of whatever the page asks from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return asked


def listen(page: Page) -> None:
    """Begins to keep what is announced politely, for `heard`."""
    page.evaluate(
        "() => { window.heard = []; const box = document.querySelector('[role=status]');"
        " new MutationObserver(() => window.heard.push(box.textContent))"
        ".observe(box, { childList: true, characterData: true, subtree: true }); }"
    )


def heard(page: Page) -> list[str]:
    """What was announced since `listen`."""
    told: list[str] = page.evaluate("window.heard")
    return told

"""A real server and a real Chromium; skipped, with the reason, where there is no browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.web.scripted import ScriptedAssistant
from tests.web.serving import WAIT, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = os.environ.get("GBAQA_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 375, "height": 740}

OpenPage = Callable[..., "Page"]


@pytest.fixture(scope="session", autouse=True)
def _gradio_is_imported() -> None:
    """Before a server's thread does it: a test beside it changes how warnings are taken there."""
    import gradio  # noqa: F401


@pytest.fixture(scope="module")  # playwright's loop runs as long: other files have their own
def browser() -> Iterator[Browser]:
    """One Chromium for a file's tests."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install '.[test]'"
    )
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium, or set GBAQA_CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app over the scripted assistant."""
    with served(ScriptedAssistant, feedback=tmp_path_factory.mktemp("feedback")) as url:
        yield url


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """One browser profile for each kind of reader: its cache serves the file's next page."""
    made: dict[str, BrowserContext] = {}
    yield made
    for context in made.values():
        context.close()


@pytest.fixture
def open_page(
    browser: Browser, address: str, contexts: dict[str, BrowserContext]
) -> Iterator[OpenPage]:
    """Opens a page of the app in a browser of the given size, colours and language."""
    opened: list[Page] = []

    def open_one(
        path: str = "/",
        *,
        size: dict[str, int] = WIDE,
        dark: bool = False,
        touch: bool = False,
        url: str = "",
        locale: str = "en-GB",
        **settings: Any,
    ) -> Page:
        kind = repr((dark, touch, locale, sorted(settings.items())))
        if kind not in contexts:
            contexts[kind] = browser.new_context(
                color_scheme="dark" if dark else "light",
                has_touch=touch,
                locale=locale,
                **settings,
            )
        page = contexts[kind].new_page()
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        page.set_default_timeout(WAIT * 1000)
        opened.append(page)
        page.goto((url or address) + path)
        if path.startswith(("/?", "/#")) or path == "/":
            page.locator("#question").wait_for()
        return page

    yield open_one
    for page in opened:
        page.close()


@pytest.fixture(scope="module")
def kept_page(
    browser: Browser, address: str, contexts: dict[str, BrowserContext]
) -> Iterator[Page]:
    """One wide, light, English page for a file."""
    context = contexts.setdefault("kept", browser.new_context(locale="en-GB"))
    page = context.new_page()
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    page.set_default_timeout(WAIT * 1000)
    page.goto(address)
    yield page
    page.close()


@pytest.fixture
def chat(kept_page: Page) -> Page:
    """That page with a new conversation: for tests that change nothing else on it."""
    kept_page.mouse.move(0, 0)
    kept_page.locator("#again").click()
    kept_page.locator(".empty").wait_for()
    return kept_page

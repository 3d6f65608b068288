"""Take pictures of the page over the real corpus: four languages, wide, on a phone, in the dark.

    python -m scripts.screenshots docs/screenshots
    python -m scripts.screenshots --preview src/gbaqa/web/static/preview.png

Needs an index, playwright and Chromium. Each language shows an answer with its source open, wide
and on a phone, and a question without an answer in the dark.
"""

from __future__ import annotations

import argparse
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from gbaqa.answering.asking import open_assistant
from gbaqa.indexing.encoding import DEFAULT_ENCODER
from gbaqa.types import LANGUAGES, Language
from gbaqa.web.application import create_app
from gbaqa.web.serving import listen

BROWSER = os.environ.get("GBAQA_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WAIT_MS = 60_000  # the first question may have to wait for the encoder
WIDE, PHONE, PREVIEW = (1280, 800), (375, 740), (1200, 630)
ANSWERED = {
    "en": "How big is the intelligent manufacturing park in Huangpu?",
    "zh-Hant": "大灣區有多少人口？",
    "zh-Hans": "大湾区有多少人口？",
    "pt": "Qual é o comprimento da ponte Hong Kong-Zhuhai-Macau?",
}
WITHOUT_ANSWER = {
    "en": "What is the membership fee of the productivity alliance?",
    "zh-Hant": "生產力聯盟的會費是多少？",
    "zh-Hans": "生产力联盟的会费是多少？",
    "pt": "Qual é a quota anual da aliança da produtividade?",
}


@dataclass(frozen=True, slots=True)
class State:
    """One picture: what is asked, and in which browser."""

    name: str
    language: Language
    question: str
    size: tuple[int, int] = WIDE
    dark: bool = False
    opened: bool = True  # the first source


def states() -> Iterator[State]:
    """All twelve."""
    for language in LANGUAGES:
        yield State(f"{language}-wide", language, ANSWERED[language])
        yield State(f"{language}-phone", language, ANSWERED[language], PHONE)
        yield State(f"{language}-dark", language, WITHOUT_ANSWER[language], dark=True, opened=False)


@contextmanager
def served(index: Path) -> Iterator[str]:
    """The address of the app over the index."""
    with listen("127.0.0.1", 0) as listener:
        app = create_app(
            lambda: open_assistant(index, encoder_name=DEFAULT_ENCODER), feedback=index / "unused"
        )
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True
            thread.join()


def opened(browser: Browser, url: str, size: tuple[int, int], *, dark: bool = False) -> Page:
    """A page of that size."""
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]}, color_scheme="dark" if dark else "light"
    )
    page.set_default_timeout(WAIT_MS)
    page.goto(url)
    page.locator("#question").wait_for()
    return page


def shoot(browser: Browser, url: str, state: State, folder: Path) -> None:
    """Saves the picture of one state."""
    page = opened(browser, f"{url}/?lang={state.language}", state.size, dark=state.dark)
    page.wait_for_function("() => document.querySelector('.standing').textContent")
    with page.expect_response("**/api/suggestions"):
        page.get_by_test_id("textbox").fill(state.question)
        page.keyboard.press("Enter")
    page.locator(".next .choice").first.wait_for()
    if state.opened:
        page.locator("#conversation .marker").first.click()
        page.locator(".view mark").first.wait_for(state="visible")
    page.mouse.move(0, 0)
    page.screenshot(path=folder / f"{state.name}.png")
    page.close()


def preview(browser: Browser, url: str, file: Path) -> None:
    """Saves the picture that a link to the page is shown with."""
    page = opened(browser, url, PREVIEW)
    page.add_style_tag(
        content="#asking, .empty, #sources, .top nav, .standing { display: none !important }"
        "#chat .intro { max-width: none; padding: 7rem 5rem } #chat .intro h1 { font-size: 4rem }"
        "#chat .intro p { font-size: 2rem; margin-top: 2rem } #chat .top { padding: 3rem 5rem 0 }"
        "#chat .brand { font-size: 3rem } #chat .brand img { width: 5rem; height: 5rem }"
    )
    page.screenshot(path=file)
    page.close()


def main() -> None:
    """Saves them all, or the preview alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="where the twelve PNG files go")
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--preview", type=Path, help="the one PNG file of the social preview")
    options = parser.parse_args()
    with served(options.index) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        if options.preview:
            preview(browser, url, options.preview)
        if options.folder:
            options.folder.mkdir(parents=True, exist_ok=True)
            for state in states():
                shoot(browser, url, state, options.folder)
        browser.close()


if __name__ == "__main__":
    main()

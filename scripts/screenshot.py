"""Take the README's picture of the chat page: ask one question, open its first source.

The web app must be running, for example by `make serve`:
    python scripts/screenshot.py --url http://127.0.0.1:7860 --out docs/screenshot.png
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

QUESTION = "How big is the intelligent manufacturing park in Huangpu?"
BROWSER = os.environ.get("GBAQA_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WAIT_MS = 60_000  # the first question may have to wait for the encoder


def main() -> None:
    """Saves one PNG."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://127.0.0.1:7860", help="address of the chat page")
    parser.add_argument("--out", type=Path, required=True, help="PNG file to write")
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--dark", action="store_true", help="in dark colours")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--browser", default=BROWSER, help="path of Chromium or Chrome")
    options = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=FLAGS)
        page = browser.new_page(
            viewport={"width": options.width, "height": 800},
            color_scheme="dark" if options.dark else "light",
        )
        page.goto(options.url)
        page.get_by_label("Your question").fill(options.question)
        page.get_by_role("button", name="Ask", exact=True).click()
        page.locator("#conversation .marker").first.click(timeout=WAIT_MS)
        page.locator("#sources mark").first.wait_for(state="visible")
        page.wait_for_function("!document.querySelector('#status [role=status]').textContent")
        page.screenshot(path=options.out)
        browser.close()


if __name__ == "__main__":
    main()

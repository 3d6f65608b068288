"""The report of gbaqa eval in a real browser, from a file and without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gbaqa.evaluation.report.page import write_report
from tests.browser.conftest import PHONE, WIDE
from tests.evaluation.report.rows import HOSTILE, ROWS, result, row

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

OpenReport = Callable[..., "Page"]
SHOWN = "7 of 7 questions, 1 of 1 dialogue turns"


@pytest.fixture
def asked() -> list[str]:
    """The addresses that the page asks for."""
    return []


@pytest.fixture
def open_report(browser: Browser, tmp_path: Path, asked: list[str]) -> Iterator[OpenReport]:
    """Opens a report in a browser that has no network."""
    path = tmp_path / "report.html"
    write_report(result([*ROWS[:-1], row(**ROWS[-1] | {"question": HOSTILE})]), path)
    opened: list[Page] = []

    def open_one(
        *, size: dict[str, int] = WIDE, script: bool = True, dark: bool = False, hash_: str = ""
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size["width"], "height": size["height"]},
            offline=True,
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
        )
        page = context.new_page()
        opened.append(page)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(path.as_uri() + hash_)
        return page

    yield open_one
    for page in opened:
        page.close()


def chosen(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def count(page: Page) -> str:
    return (page.get_by_role("status").text_content() or "").removeprefix("Shown: ")


def shown(page: Page) -> list[str]:
    return page.locator(".entry:not([hidden]) summary code").all_text_contents()


def test_filters_choose_what_is_shown_and_nothing_is_asked_for(
    open_report: OpenReport, asked: list[str]
) -> None:
    page = open_report()
    assert count(page) == SHOWN
    chosen(page, "Failure").select_option("withheld")
    assert (count(page), shown(page)) == ("1 of 7 questions, 0 of 1 dialogue turns", ["q4"])
    chosen(page, "Failure").select_option("any failure")
    assert shown(page) == ["q2", "q3", "q4", "q5", "q7", "d1/2"]
    chosen(page, "Language").select_option("zh-Hant")
    assert shown(page) == ["q3"]
    page.get_by_role("button", name="Show all").click()
    page.get_by_text(SHOWN).wait_for()
    chosen(page, "Type").select_option("dialogue turn")
    assert shown(page) == ["d1/2"]
    assert page.title() == "bridges, split dev – gbaqa eval"
    assert asked == [page.url.partition("#")[0]]


def test_text_is_searched_whatever_its_case_and_width(open_report: OpenReport) -> None:
    page = open_report()
    chosen(page, "Text").fill("大橋幾時開通?")  # the question has a full-width mark
    page.get_by_text("1 of 7 questions, 0 of 1").wait_for()
    assert shown(page) == ["q3"]
    chosen(page, "Text").fill("NONE OF THE 20 BEST")
    page.locator("#question-3[hidden]").wait_for(state="attached")
    assert shown(page) == ["q2"]


def test_the_address_keeps_the_filters(open_report: OpenReport) -> None:
    page = open_report()
    chosen(page, "Failure").select_option("partly")
    hash_ = page.evaluate("location.hash")
    assert hash_ == "#failure=partly"
    assert shown(open_report(hash_=hash_)) == ["q5"]
    other = open_report(hash_="#failure=of+another&length=1&language=pt")
    assert shown(other) == ["q5"]
    assert chosen(other, "Failure").input_value() == ""
    assert open_report(hash_="#question-2").locator("#question-2").get_attribute("open") == ""


def test_all_that_is_shown_can_be_opened_and_closed(open_report: OpenReport) -> None:
    page = open_report(hash_="#failure=withheld")
    page.get_by_role("button", name="Open those shown").click()
    assert page.locator(".entry[open] summary code").all_text_contents() == ["q4"]
    page.get_by_role("button", name="Close all").click()
    assert page.locator(".entry[open]").count() == 0


def test_all_is_there_without_a_script(open_report: OpenReport) -> None:
    page = open_report(script=False)
    assert page.locator(".entry summary:visible").count() == len(ROWS) + 1
    assert page.locator("#filters").is_hidden()
    assert page.locator("svg.plot").count() == 6


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_no_page_scrolls_sideways(open_report: OpenReport, size: dict[str, int]) -> None:
    page = open_report(size=size)
    page.get_by_role("button", name="Open those shown").click()
    for numbers in page.locator(".numbers summary").all():
        numbers.click()
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]


def test_print_shows_what_is_closed_and_no_filters(open_report: OpenReport) -> None:
    page = open_report(script=False, dark=True)
    page.emulate_media(media="print")
    assert page.locator("#filters, nav").first.is_hidden()
    assert page.locator("#question-4 .needed").evaluate("it => it.checkVisibility()") is True
    paper = page.evaluate_handle("getComputedStyle(document.body)").get_property("backgroundColor")
    assert paper.json_value() == "rgb(255, 255, 255)"


@pytest.mark.parametrize(
    ("dark", "ink"), [(False, "rgb(27, 31, 36)"), (True, "rgb(232, 234, 237)")]
)
def test_plots_take_the_pages_colours(open_report: OpenReport, *, dark: bool, ink: str) -> None:
    text = open_report(dark=dark).locator("svg.plot text").first
    assert text.evaluate("it => getComputedStyle(it).fill") == ink

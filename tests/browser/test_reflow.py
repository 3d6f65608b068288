"""Narrow, wide, zoomed, text spaced out: nothing scrolls sideways, is cut off or covered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from gbaqa.types import LANGUAGES
from tests.browser.bridging import BridgingAssistant
from tests.browser.chatting import ask, marker
from tests.browser.conftest import PHONE, WIDE, OpenPage
from tests.browser.states import begin, close_sheet, say_it_is_wrong
from tests.web.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WIDTHS = (320, 375, 768, 1280, 1920)
ZOOMED = {"width": 640, "height": 400}  # what 200% leaves of 1280 by 800
# https://www.w3.org/TR/WCAG22/#text-spacing
SPACED = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    " word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"
)
FAULTS = """
() => {
  const found = [];
  const name = (element) => element.outerHTML.slice(0, 90);
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) found.push(`scrolls sideways: ${root.scrollWidth}`);
  const unseen = (element) => element.closest(".unseen, .heard, .skip, [hidden]");
  const shown = [...document.body.querySelectorAll("*")]
    .filter((one) => one.checkVisibility() && !unseen(one));
  for (const one of shown) {
    const style = getComputedStyle(one);
    const clips = (way) => ["hidden", "clip"].includes(way) && style.textOverflow !== "ellipsis";
    const wider = one.scrollWidth > one.clientWidth + 1;
    const higher = one.scrollHeight > one.clientHeight + 1;
    if (clips(style.overflowX) && wider) found.push(`cut off: ${name(one)}`);
    if (clips(style.overflowY) && higher) found.push(`cut off below: ${name(one)}`);
    if (one.matches("button, summary, a") && style.display !== "inline" && wider) {
      found.push(`text outside its box: ${name(one)}`);
    }
    const box = one.getBoundingClientRect();
    const outside = box.right > innerWidth + 1 || box.left < -1;
    if (box.width && outside && !one.closest("pre, table")) {
      found.push(`beside the page: ${name(one)}`);
    }
  }
  // lines of text of which one lies over the other; what is sticky may lie over what is not
  const layer = (element) => element.closest("#asking, .bar, #sources, #sheet, #tip, #toast");
  const lines = [];
  for (const one of shown) {
    for (const node of one.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) lines.push([rect, node, layer(one)]);
    }
  }
  lines.forEach(([a, one, of], place) => {
    for (const [b, other, from] of lines.slice(place + 1)) {
      if (other === one || of !== from) continue;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > Math.min(a.height, b.height) / 2) {
        found.push(`“${one.data.trim().slice(0, 40)}” over “${other.data.trim().slice(0, 40)}”`);
      }
    }
  });
  return [...new Set(found)];
}
"""
# what of the element that has the focus lies in view, beneath nothing
COVERED = """
() => {
  const at = document.activeElement;
  const box = at.getClientRects()[0];
  const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].map(
    ([x, y]) => document.elementFromPoint(box.left + x * box.width, box.top + y * box.height));
  const seen = (point) => point && (at.contains(point) || point.contains(at));
  return points.every(seen) ? null : (at.id || at.textContent).slice(0, 60);
}
"""


@pytest.fixture(scope="module")
def bridged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app over the bridging assistant."""
    with served(BridgingAssistant, feedback=tmp_path_factory.mktemp("feedback")) as url:
        yield url


def faults(page: Page) -> list[str]:
    found: list[str] = page.evaluate(FAULTS)
    return found


def faults_at_every_width(page: Page, *, state: str) -> dict[str, list[str]]:
    """What is wrong at each width, at 200% and with wider text at the narrowest."""
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found[f"{state} at {width}"] = faults(page)
    page.set_viewport_size({"width": ZOOMED["width"], "height": ZOOMED["height"]})
    found[f"{state} at 200%"] = faults(page)
    page.evaluate(
        "(css) => { const style = document.createElement('style'); style.id = 'spaced';"
        " style.textContent = css; document.head.append(style); }",
        SPACED,
    )
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        found[f"{state} spaced at {width}"] = faults(page)
    page.evaluate("document.getElementById('spaced').remove()")
    page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    return {where: what for where, what in found.items() if what}


@pytest.mark.parametrize("language", ["zh-Hans", "pt"])
def test_the_chat_fits_every_width(open_page: OpenPage, bridged: str, language: str) -> None:
    page = open_page(f"/?lang={language}", url=bridged)
    found = faults_at_every_width(page, state="empty")
    ask(page, "How many?")
    marker(page, 1).click()
    say_it_is_wrong(page)
    found |= faults_at_every_width(page, state="answered")
    begin(page)
    ask(page, "which unicorn?")
    ask(page, "write about it")
    found |= faults_at_every_width(page, state="not found, then written")
    assert found == {}


@pytest.mark.parametrize("language", ["zh-Hans", "pt"])  # the shortest words and the longest
def test_the_sheet_fits_a_phone(open_page: OpenPage, bridged: str, language: str) -> None:
    page = open_page(f"/?lang={language}", url=bridged, size={"width": 320, "height": 640})
    ask(page, "How many?")
    for width in (320, 375, 768):
        page.set_viewport_size({"width": width, "height": 640})
        marker(page, 1).click()
        page.locator("#sheet[open]").wait_for()
        assert faults(page) == [], width
        close_sheet(page)


@pytest.mark.parametrize("path", ["/sources", "/source/people/alliance", "/no-page"])
def test_the_other_pages_fit_every_width(open_page: OpenPage, bridged: str, path: str) -> None:
    page = open_page(path, url=bridged)
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        page.goto(f"{bridged}{path}?lang={language}")
        found |= faults_at_every_width(page, state=language)
    assert found == {}


@pytest.mark.parametrize("size", [WIDE, PHONE, ZOOMED], ids=["wide", "phone", "zoomed"])
def test_what_has_the_focus_is_never_covered(
    open_page: OpenPage, bridged: str, size: dict[str, int]
) -> None:
    page = open_page("/?lang=pt", url=bridged, size=size)
    ask(page, "How many?")
    page.evaluate("scrollTo(0, 0)")
    page.locator(".skip").focus()
    covered = []
    for key in ("Tab", "Shift+Tab"):
        for _ in range(80):
            page.keyboard.press(key)
            if page.evaluate("document.activeElement === document.body"):
                break
            covered.append(page.evaluate(COVERED))
    assert len(covered) > 40
    assert [one for one in covered if one] == []


def test_a_page_zoomed_to_twice_its_size_draws_as_sharply(
    open_page: OpenPage, bridged: str
) -> None:
    page = open_page("/?lang=en", url=bridged, size=ZOOMED, device_scale_factor=2)
    ask(page, "How many?")
    assert faults(page) == []
    asking = page.locator("#asking").evaluate("it => getComputedStyle(it).position")
    assert asking == "static"  # it would lie over most of what is read

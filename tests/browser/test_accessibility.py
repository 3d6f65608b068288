"""Every state of every page: axe, sizes of targets, the keyboard alone, motion, forced colours."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import pytest

from gbaqa.types import LANGUAGES
from gbaqa.web.wording import read_words
from tests.browser.bridging import BridgingAssistant
from tests.browser.chatting import DONE, ask, focused, marker, submit
from tests.browser.conftest import PHONE, WIDE, OpenPage
from tests.browser.states import MAIN_STATES, OTHER_STATES, fail, states
from tests.web.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SEEN = ("color-contrast", "link-in-text-block", "target-size")  # all else is as in light, wide
# the name of a rule with what breaks it, the whole of it, so that a failure can be mended
RUN_AXE = """
async ([tags, only]) => {
  const found = await axe.run(document, {
    runOnly: only ? { type: "rule", values: only } : { type: "tag", values: tags },
    rules: only ? {} : { "target-size": { enabled: true } },
    resultTypes: ["violations"],
  });
  return found.violations.flatMap(
    (one) => one.nodes.map((node) => `${one.id}: ${node.html} ${node.failureSummary}`));
}
"""
# what is smaller than a finger needs; a link within a sentence may be as high as its line
SMALL = """
() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.type !== "hidden")
  .filter((one) => !(one.matches("a") && inSentence(one)))
  .map((one) => [one.matches("input[type=radio]") ? one.closest("label") : one, one])
  .filter(([area]) => area.offsetWidth < 24 || area.offsetHeight < 24)
  .map(([area, one]) => `${one.outerHTML} ${area.offsetWidth}×${area.offsetHeight}`);
function inSentence(link) {
  const block = link.closest("p, article li");
  return block && block.textContent.trim().length > link.textContent.trim().length;
}
"""
OUTLINE = """
() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}
"""
FOCUSABLE = """
() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((one) => one.checkVisibility() && one.tabIndex >= 0)
  .map((one) => one.id || one.textContent)
"""
HEADINGS = """
() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]))
"""


@pytest.fixture(scope="module")
def bridged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app over the bridging assistant."""
    with served(BridgingAssistant, feedback=tmp_path_factory.mktemp("feedback")) as url:
        yield url


def read_axe() -> str:
    package = pytest.importorskip(
        "axe_playwright_python", reason="axe is not installed: pip install '.[test]'"
    )
    return files(package).joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, only: tuple[str, ...] = ()) -> list[str]:
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(read_axe())
    found: list[str] = page.evaluate(RUN_AXE, [list(RULES), list(only) or None])
    return found


def violations_in_both_colours(page: Page) -> list[str]:
    """Of all rules in light colours, and in dark ones of those that look at what is drawn."""
    found = violations(page)
    dress(page, "dark")
    found += [f"dark: {one}" for one in violations(page, SEEN)]
    dress(page, "light")
    return found


def dress(page: Page, colours: Literal["light", "dark"]) -> None:
    """Changes the colours, and waits until they have been drawn."""
    page.emulate_media(color_scheme=colours)
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    page.wait_for_function("!document.getAnimations().some((one) => one instanceof CSSTransition)")


def small_targets(page: Page) -> list[str]:
    found: list[str] = page.evaluate(SMALL)
    return found


def headings(page: Page) -> list[int]:
    found: list[int] = page.evaluate(HEADINGS)
    return found


def skips(levels: list[int]) -> list[tuple[int, int]]:
    """The pairs of headings between which a level is left out."""
    return [(one, next_) for one, next_ in pairwise(levels) if next_ > one + 1]


@pytest.mark.parametrize(
    ("language", "size", "of"),
    [
        *((language, WIDE, MAIN_STATES) for language in LANGUAGES),
        ("en", WIDE, OTHER_STATES),
        ("zh-Hans", PHONE, frozenset({"answered, a source open", "not found"})),
    ],
)
def test_axe_finds_nothing_in_any_state_of_the_chat(
    open_page: OpenPage, bridged: str, language: str, size: dict[str, int], of: frozenset[str]
) -> None:
    page = open_page(f"/?lang={language}", url=bridged, size=size, bypass_csp=True)
    found = {}
    for state in states(page, of):
        found[state] = violations_in_both_colours(page) + small_targets(page)
        levels = headings(page)
        assert levels.count(1) == 1, state
        assert skips(levels) == [], state
    assert {state: faults for state, faults in found.items() if faults} == {}


@pytest.mark.parametrize("path", ["/sources", "/source/people/alliance", "/no-page", "/docs"])
def test_axe_finds_nothing_on_the_other_pages(open_page: OpenPage, bridged: str, path: str) -> None:
    page = open_page(path, url=bridged, bypass_csp=True)
    for language in LANGUAGES if path.startswith("/source") else ("en", "zh-Hans"):
        page.goto(f"{bridged}{path}?lang={language}")
        both = language in ("en", "zh-Hans")  # the colours are those of the other two as well
        assert (violations_in_both_colours if both else violations)(page) == [], language
        assert small_targets(page) == [], language
        assert headings(page)[0] == 1
        assert skips(headings(page)) == []


def test_the_landmarks_of_the_chat_have_names(open_page: OpenPage, bridged: str) -> None:
    page = open_page("/?lang=en", url=bridged)
    words = read_words()
    assert page.get_by_role("main").count() == 1
    for role, name in (
        ("navigation", "nav_label"),
        ("navigation", "language_switch"),
        ("region", "sources_title"),
        ("log", "conversation"),
    ):
        landmark = page.get_by_role(role, name=words[name], exact=True)  # type: ignore[arg-type]
        assert landmark.count() == 1, name


def stops(page: Page, key: str = "Tab") -> list[str]:
    """What has the focus, one key after the other, until the browser's own bar has it."""
    reached: list[str] = []
    for _ in range(100):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement === document.body"):
            return reached
        at = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert page.evaluate(OUTLINE), f"no outline on {at}"
        reached.append(focused(page))
    raise AssertionError(f"the focus never leaves the page: {reached}")


def test_the_keyboard_reaches_everything_in_order_and_leaves_again(
    open_page: OpenPage, bridged: str
) -> None:
    page = open_page("/?lang=en", url=bridged)
    words = read_words()
    ask(page, "How many?")
    page.locator(".skip").focus()
    reached = [focused(page), *stops(page)]
    assert reached == page.evaluate(FOCUSABLE)
    assert reached[0] == words["skip"]
    order = [reached.index(one) for one in ("English", words["edit"], words["copy"], "question")]
    assert order == sorted(order)
    backwards = []
    for _ in reached:  # from beyond the end of the page
        page.keyboard.press("Shift+Tab")
        backwards.append(focused(page))
    assert backwards == reached[::-1]


def test_the_whole_path_goes_by_keyboard_alone(open_page: OpenPage, bridged: str) -> None:
    page = open_page("/?lang=en", url=bridged)
    words = read_words()
    page.keyboard.press("Tab")
    assert focused(page) == words["skip"]
    page.keyboard.press("Enter")
    assert focused(page) == "question"
    with page.expect_response("**/api/suggestions"):
        page.keyboard.type("How many?")
        page.keyboard.press("Enter")
    page.locator(".next .choice").first.wait_for()
    assert focused(page) == "question"
    tab_to(page, "[1]", "Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.localName") == "mark"
    tab_to(page, words["back_to_answer"])
    page.keyboard.press("Enter")
    assert focused(page) == "[1]"
    offered = page.locator(".next .choice").first.text_content() or ""
    tab_to(page, offered)
    with page.expect_response("**/api/suggestions"):
        page.keyboard.press("Enter")
    page.locator(DONE).nth(1).wait_for()
    tab_to(page, "Português", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?lang=pt")
    assert page.locator("html").get_attribute("lang") == "pt"


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    for _ in range(60):
        page.keyboard.press(key)
        if focused(page) == name:
            return
    raise AssertionError(f"{key} does not lead to {name!r}")


def test_the_sheet_keeps_the_focus_until_it_is_closed(open_page: OpenPage, bridged: str) -> None:
    page = open_page("/?lang=en", url=bridged, size=PHONE, touch=True)
    ask(page, "How many?")
    marker(page, 2).press("Enter")
    page.locator("#sheet[open]").wait_for()
    inside = "document.activeElement.matches('body, #sheet, #sheet *')"
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(inside) is True
    page.keyboard.press("Escape")
    page.locator("#sheet").wait_for(state="hidden")
    assert focused(page) == "[2]"


@pytest.mark.parametrize("path", ["/sources", "/source/people/alliance?start=127&end=179"])
def test_the_other_pages_go_by_keyboard_alone(open_page: OpenPage, bridged: str, path: str) -> None:
    page = open_page(path, url=bridged)
    reached = stops(page)
    assert reached[0] == read_words()["skip_content"]
    assert stops(page, "Shift+Tab")[-1] == reached[0]
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert focused(page) == "content"


@pytest.mark.parametrize(("motion", "animations"), [("no-preference", 1), ("reduce", 0)])
def test_reduced_motion_stops_what_moves(
    open_page: OpenPage, bridged: str, motion: str, animations: int
) -> None:
    page = open_page("/?lang=en", url=bridged, reduced_motion=motion)
    page.route("**/api/ask", lambda route: None)  # is never answered
    submit(page, "How many?")
    page.locator(".progress").wait_for()
    own = "document.getAnimations().filter((one) => one.effect.target.closest('#chat')).length"
    assert page.evaluate(own) == animations
    page.goto(f"{bridged}/sources")
    smooth = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    assert smooth == ("auto" if motion == "reduce" else "smooth")
    page.unroute_all(behavior="ignoreErrors")


def test_forced_colours_leave_markers_and_quotes_to_be_seen(
    open_page: OpenPage, bridged: str
) -> None:
    page = open_page("/?lang=en", url=bridged, forced_colors="active")
    ask(page, "How many?")
    marker(page, 1).click()
    border = "it => { const s = getComputedStyle(it); return s.outlineStyle + s.outlineWidth; }"
    assert marker(page, 2).evaluate(border) == "solid1px"
    mark = page.locator(".view details[data-marker='1'] mark")
    page.locator("#question").focus()
    assert mark.evaluate(border) == "solid1px"
    assert page.locator("#ask").evaluate("it => getComputedStyle(it).borderTopStyle") == "solid"


def test_a_fault_is_announced(open_page: OpenPage, bridged: str) -> None:
    page = open_page("/?lang=en", url=bridged)
    fail(page)
    assert page.locator("#chat [role=status]").text_content() == read_words()["error_failed"]
    assert focused(page) == "question"

"""Measure the chat page over the real index in Chromium: weight, waits, overhead, shifts.

    python -m scripts.bench_page [--url=URL] [--questions=30] [--clicks=50]

Starts a server in a process of its own, unless one is named (one that was just started: a question
asked before would be remembered). Prints one Markdown table. Needs playwright and Chromium.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from scripts.bench_serving import conditions, percentile, served
from scripts.screenshots import BROWSER, FLAGS

QUESTIONS = Path("eval/gba-train/evidence.jsonl")
WAIT_MS = 240_000  # the machine may be shared
QUIET_MS = 3_000  # without a request: the page has all that it wants
COLD_STARTS = 7
SHIFTED = 10  # answers that are watched for layout shifts
SHIFT_FROM = 500  # of the questions: others than those whose overhead is measured
WIDE, PHONE = (1280, 800), (375, 740)
ANSWER = re.compile(r"^event: *answer\ndata: *(.+)$", re.MULTILINE)
EVENT = re.compile(r"^event: *(\w+)", re.MULTILINE)
# Before any script of the page: when the question box is there, when an answer is, when a quote is.
WATCH = """
const frame = (seen, then) => requestAnimationFrame(() => seen() ? then() : frame(seen, then));
const held = { usable: 0, answer: 0, lights: [], shifts: [] };
window.held = held;
frame(() => {
  const box = document.querySelector("#question");
  return box && box.offsetHeight && !box.disabled;
}, () => { held.usable = performance.now(); });
addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  const begun = performance.now();
  const known = document.querySelectorAll("[data-testid=bot]").length;
  held.answer = 0;
  const watch = new MutationObserver(() => {
    const bot = [...document.querySelectorAll("[data-testid=bot]")][known];
    if (!bot || bot.dataset.state === "waiting") return;
    held.answer = performance.now() - begun;
    watch.disconnect();
  });
  watch.observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-state"],
  });
}, true);
addEventListener("click", (event) => {
  const marker = event.target.closest?.("button.marker");
  if (!marker) return;
  const begun = performance.now();
  const quote = `.view details[open][data-marker="${marker.dataset.marker}"] mark`;
  frame(() => document.querySelector(quote)?.getClientRects().length, () => {
    const painted = new MessageChannel(); // told after the frame that shows it
    painted.port1.onmessage = () => held.lights.push(performance.now() - begun);
    painted.port2.postMessage(0);
  });
}, true);
const fetched = window.fetch;
window.fetch = async (...given) => { // the browser keeps no body that is read as a stream
  const reply = await fetched(...given);
  if (new URL(reply.url).pathname === "/api/ask") held.told = reply.clone().text();
  return reply;
};
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    const box = one.sources.every(({ node }) => node?.parentElement?.closest("#asking"));
    held.shifts.push([one.value, one.hadRecentInput, box]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
# The last that a first visit brings. A function: the page forbids what would be evaluated.
STANDING = "() => document.querySelector('.standing')?.textContent"
CLOSE_ALL = "for (const one of document.querySelectorAll('.view details')) one.open = false"
FLOOR = """async () => {
  const begun = performance.now();
  await (await fetch("healthz")).text();
  return performance.now() - begun;
}"""


@dataclass(slots=True)
class Traffic:
    """What a page asked for, and what came over the wire."""

    host: str
    requests: int = 0
    weight: float = 0.0
    elsewhere: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Counts from now on."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        # playwright keeps a note on a method's object, which a slotted one has no room for
        session.on("Network.requestWillBeSent", lambda told: self._sent(told))
        session.on("Network.loadingFinished", lambda told: self._finished(told))

    def _sent(self, told: dict[str, Any]) -> None:
        address = urlsplit(told["request"]["url"])
        if address.scheme in ("data", "blob"):
            return
        self.requests += 1
        if address.netloc != self.host:
            self.elsewhere.append(told["request"]["url"])

    def _finished(self, told: dict[str, Any]) -> None:
        self.weight += told["encodedDataLength"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer: milliseconds in the page, those of the answer itself, and its events."""

    spent: float
    answer: float
    events: int

    @property
    def overhead(self) -> float:
        """What the interface added."""
        return self.spent - self.answer


def questions() -> Iterator[str]:
    """Different ones, each of them once; others first than scripts.bench_clients asks first."""
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    yield from dict.fromkeys(json.loads(line)["question"] for line in reversed(lines))


def new_context(browser: Browser, size: tuple[int, int] = WIDE) -> BrowserContext:
    """A browser that has seen nothing yet."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="en-GB")
    context.set_default_timeout(WAIT_MS)
    context.add_init_script(WATCH)
    return context


def opened(context: BrowserContext, url: str) -> Page:
    """The page, as soon as its question box can be typed into."""
    page = context.new_page()
    page.goto(url, wait_until="commit")
    page.wait_for_function("() => held.usable")
    return page


def settle(page: Page, traffic: Traffic) -> None:
    """Returns when nothing has been asked for in a while; Gradio's heartbeat never ends."""
    page.wait_for_function(STANDING)
    seen = -1
    while traffic.requests > seen:
        seen = traffic.requests
        page.wait_for_timeout(QUIET_MS)


def first_visit(browser: Browser, url: str) -> Traffic:
    """All that the page asks for until it asks for nothing more."""
    traffic = Traffic(urlsplit(url).netloc)
    context = new_context(browser)
    page = context.new_page()
    traffic.watch(page)
    page.goto(url, wait_until="commit")
    settle(page, traffic)
    context.close()
    return traffic


def cold_start(browser: Browser, url: str) -> float:
    """Milliseconds from the start of navigation until the question box takes letters."""
    context = new_context(browser)
    page = opened(context, url)
    page.locator("#question").fill("a")
    usable: float = page.evaluate("held.usable")
    context.close()
    return usable


def asked(page: Page, question: str, *, anew: bool = True) -> Asked:
    """Asks in the page and waits until it offers what to ask next; `anew` forgets earlier turns."""
    if anew:
        page.locator("#again").click()
    page.get_by_test_id("textbox").fill(question)
    with page.expect_response("**/api/suggestions"):
        page.keyboard.press("Enter")
    page.wait_for_function("() => held.answer")
    told = str(page.evaluate("held.told"))
    total = float(json.loads(ANSWER.findall(told)[0])["timings_ms"]["total"])
    return Asked(page.evaluate("held.answer"), total, len(EVENT.findall(told)))


def clicked(page: Page, fresh: Iterator[str], count: int) -> list[float]:
    """Milliseconds from each click on a marker until its quote is highlighted and painted."""
    done = 0
    while done < count:
        asked(page, next(fresh))
        markers = page.locator("#conversation .marker").all()
        for marker in markers[: count - done]:
            page.evaluate(CLOSE_ALL)
            marker.click()
            done += 1
            page.wait_for_function(f"() => held.lights.length === {done}")
    lights: list[float] = page.evaluate("held.lights")
    return lights


def shifts(browser: Browser, url: str, size: tuple[int, int]) -> str:
    """Layout shifts of ten answers of a conversation, and how much of them is the question box."""
    context = new_context(browser, size)
    page = opened(context, url)
    page.wait_for_function(STANDING)
    page.wait_for_timeout(QUIET_MS)
    page.evaluate("held.shifts.length = 0")
    for question in islice(questions(), SHIFT_FROM, SHIFT_FROM + SHIFTED):
        asked(page, question, anew=False)
        page.wait_for_timeout(600)  # what moves this late counts: input is recent for 500 ms
    seen: list[tuple[float, bool, bool]] = page.evaluate("held.shifts")
    context.close()
    unasked = [(value, box) for value, recent, box in seen if not recent]
    own = sum(value for value, box in unasked if box)
    return (
        f"{sum(value for value, _ in unasked):.4f} without recent input, {own:.4f} of it the "
        f"question box as it empties; {sum(value for value, *_ in seen):.4f} with recent input"
    )


def percentiles(values: Sequence[float]) -> str:
    """As the table tells them."""
    return f"p50 {percentile(values, 0.5):.1f} ms, p95 {percentile(values, 0.95):.1f} ms"


def tell(name: str, measured: str) -> None:
    """One row, as soon as it is known."""
    print(f"| {name} | {measured} |", flush=True)


def tell_visits(browser: Browser, url: str) -> None:
    """What a first visit weighs, and how long it takes."""
    traffic = first_visit(browser, url)
    tell("page weight of a first visit", f"{traffic.weight:,.0f} bytes")
    tell("requests of a first visit", str(traffic.requests))
    tell("of them to other hosts", " ".join([str(len(traffic.elsewhere)), *traffic.elsewhere]))
    starts = [cold_start(browser, url) for _ in range(COLD_STARTS)]
    spread = f"{min(starts):.0f} to {max(starts):.0f}"
    tell(f"usable, cold, median of {COLD_STARTS}", f"{median(starts):.0f} ms ({spread})")


def tell_answers(browser: Browser, url: str, *, count: int, clicks: int) -> None:
    """What the interface adds to answers, and how fast their sources open."""
    context = new_context(browser)
    page = opened(context, url)
    page.wait_for_function(STANDING)
    page.wait_for_timeout(QUIET_MS)
    fresh = questions()
    several = list(islice(fresh, count))
    new = [asked(page, question) for question in several]
    tell(f"the answer itself, {count} questions", percentiles([one.answer for one in new]))
    tell("overhead of the page, new questions", percentiles([one.overhead for one in new]))
    again = [asked(page, question) for question in several]
    tell("overhead of the page, remembered ones", percentiles([one.overhead for one in again]))
    floor = [float(page.evaluate(FLOOR)) for _ in range(count)]
    tell("/healthz from the page, in the same run", percentiles(floor))
    tell("stream events of an answer, at most", str(max(one.events for one in (*new, *again))))
    traffic = Traffic(urlsplit(url).netloc)
    tell(f"click to highlight, {clicks} clicks", percentiles(clicked(page, fresh, clicks)))
    traffic.watch(page)
    page.locator("#conversation .marker").first.click()
    page.wait_for_function(f"() => held.lights.length > {clicks}")
    tell("requests of a click", str(traffic.requests))
    context.close()


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--url", help="of a server that was just started")
    parser.add_argument("--questions", type=int, default=30)
    parser.add_argument("--clicks", type=int, default=50)
    options = parser.parse_args()
    print(f"{conditions()}\n\n| measured | |\n| --- | --- |", flush=True)
    with served(options.url) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS)
        tell_visits(browser, server.url)
        tell_answers(browser, server.url, count=options.questions, clicks=options.clicks)
        for name, size in (("wide", WIDE), ("375 px", PHONE)):
            tell(f"layout shift of {SHIFTED} answers, {name}", shifts(browser, server.url, size))
        browser.close()


if __name__ == "__main__":
    main()

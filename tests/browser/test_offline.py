"""No request leaves this machine; the console stays quiet, and a page at rest rests."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.browser.bridging import BRIDGE_QUESTION, BridgingAssistant
from tests.browser.chatting import DONE, ask, marker
from tests.browser.conftest import OpenPage
from tests.browser.states import say_it_is_wrong
from tests.web.serving import WAIT, served

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Browser, Page

pytestmark = pytest.mark.browser

HERE = ("localhost", "127.0.0.1", "::1", "")
COUNTED = """
window.frames_asked = 0;
const ask = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) => { window.frames_asked += 1; return ask(callback); };
"""
SOURCE = "/source/people/alliance?start=127&end=179#quote"


@dataclass
class Guard:
    """Lets nothing out of this machine, and keeps what was tried."""

    tried: list[str] = field(default_factory=list)

    def check(self, host: object) -> None:
        name = host.decode() if isinstance(host, bytes) else str(host or "")
        if not _is_here(name):
            self.tried.append(name)
            raise OSError(f"{name} is another machine")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in HERE


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> Guard:
    """Stands before every connection and every look-up of this process, the server's too."""
    guard = Guard()
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name), guard))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        look_up = getattr(socket, name)

        def guarded(host: Any, *more: Any, look_up: Any = look_up, **how: Any) -> Any:
            guard.check(host)
            return look_up(host, *more, **how)

        monkeypatch.setattr(socket, name, guarded)
    return guard


def _guarded(call: Any, guard: Guard) -> Any:
    def checked(own: socket.socket, *given: Any) -> Any:
        if own.family in (socket.AF_INET, socket.AF_INET6):
            guard.check(given[-1][0])
        return call(own, *given)

    return checked


@pytest.fixture
def guarded(guard: Guard, tmp_path: Path) -> Iterator[str]:
    """The address of the app, which is put together and served behind the guard."""
    with served(BridgingAssistant, feedback=tmp_path) as url:
        yield url


@dataclass
class Log:
    """What a page asked for, and what it said in the console."""

    addresses: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def hosts(self) -> set[str]:
        """Those of the addresses that are on a network."""
        parts = [urlsplit(one) for one in self.addresses]
        return {str(one.hostname) for one in parts if one.scheme not in ("data", "blob", "about")}

    def listen(self, page: Page) -> None:
        page.on("request", lambda request: self.addresses.append(request.url))
        page.on("websocket", lambda opened: self.addresses.append(opened.url))
        page.on("pageerror", lambda error: self.said.append(f"thrown: {error}"))
        page.on(
            "console",
            lambda message: (
                self.said.append(f"{message.type}: {message.text}")
                if message.type in ("error", "warning")
                else None
            ),
        )


def test_nothing_leaves_this_machine(open_page: OpenPage, guarded: str, guard: Guard) -> None:
    page = open_page("/sources", url=guarded)
    log = Log()
    log.listen(page)
    for path in ("/sources?q=alliance", SOURCE, "/docs"):
        page.goto(guarded + path)
    page.goto(f"{guarded}/?lang=zh-Hans")
    page.locator("#question").wait_for()
    ask(page, "How many?")
    marker(page, 1).click()
    ask(page, BRIDGE_QUESTION)
    ask(page, "Any unicorn?")
    say_it_is_wrong(page)
    page.get_by_role("link", name="English", exact=True).click()
    page.wait_for_url("**/?lang=en")
    page.locator("#question").wait_for()
    for response in called_by_machines(page, guarded):
        assert response.status == 200, response.url
    assert page.goto(f"{guarded}/no-page").status == 404  # type: ignore[union-attr]
    assert guard.tried == []
    assert len(log.addresses) > 50
    assert log.hosts() == {"127.0.0.1"}


def called_by_machines(page: Page, url: str) -> Iterator[APIResponse]:
    """Each interface of machines, called once."""
    asked = {"question": "How many?"}
    yield page.request.post(f"{url}/api/ask", data=asked)
    stream = {"Accept": "text/event-stream"}
    yield page.request.post(f"{url}/api/ask", data=asked, headers=stream)
    yield page.request.get(f"{url}/api/search?q=members")
    yield page.request.get(f"{url}/api/documents")
    yield page.request.get(f"{url}/api/documents/bridge")
    yield page.request.post(f"{url}/api/suggestions", data=asked)
    yield page.request.get(f"{url}/openapi.json")
    yield page.request.get(f"{url}/v1/models")
    message = {"role": "user", "content": "How many?"}
    yield page.request.post(
        f"{url}/v1/chat/completions", data={"model": "gbaqa", "messages": [message]}
    )
    yield page.request.post(
        f"{url}/gradio_api/mcp/",
        data={
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        },
        headers={"Accept": "application/json, text/event-stream"},
    )
    started = page.request.post(
        f"{url}/gradio_api/call/ask", data={"data": ["How many?", None, None, None]}
    )
    yield started
    yield page.request.get(f"{url}/gradio_api/call/ask/{started.json()['event_id']}")


def test_the_guard_lets_nothing_out(guard: Guard) -> None:
    with pytest.raises(OSError, match="another machine"):
        socket.create_connection(("example.org", 80), timeout=1)
    with socket.socket() as opened, pytest.raises(OSError, match="another machine"):
        opened.connect(("192.0.2.1", 80))
    assert guard.tried == ["example.org", "192.0.2.1"]


def test_the_console_stays_quiet(open_page: OpenPage, guarded: str) -> None:
    page = open_page("/sources", url=guarded)
    log = Log()
    log.listen(page)
    page.goto(f"{guarded}/?lang=pt#q=How%20many%3F")
    page.locator(DONE).wait_for()
    ask(page, "which unicorn?")
    marker(page, 1).click()
    say_it_is_wrong(page)
    page.get_by_role("link", name="Documentos", exact=True).click()
    page.wait_for_url("**/sources*")
    page.goto(guarded + SOURCE)
    page.goto(f"{guarded}/docs")
    page.wait_for_load_state("networkidle")
    assert log.said == []


def test_a_page_at_rest_draws_nothing(browser: Browser, address: str) -> None:
    context = browser.new_context()
    context.add_init_script(COUNTED)
    page = context.new_page()
    page.goto(address)
    page.locator("#question").wait_for()
    assert page.evaluate("window.frames_asked") > 0
    asked = [-1]
    until = time.monotonic() + WAIT
    while page.evaluate("window.frames_asked") != asked[-1]:  # what opens comes to its place
        assert time.monotonic() < until, asked
        asked.append(page.evaluate("window.frames_asked"))
        page.wait_for_timeout(500)
    context.close()


COVERED = """
const cover = document.createElement("div");
cover.dataset.testid = "status-tracker";
cover.className = "wrap default full translucent";
cover.style.cssText = "position: fixed; inset: 0; z-index: 99";
document.querySelector(".gradio-container").append(cover);
"""


def test_gradios_sign_that_it_works_takes_no_click(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    page.locator("#question").wait_for()
    page.evaluate(COVERED)
    page.locator("#again").click(timeout=5000)
    page.close()

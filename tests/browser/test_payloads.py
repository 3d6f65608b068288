"""What documents, questions and addresses say is text: nothing runs, no other host is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from gbaqa.text.hidden import HIDDEN
from tests.browser.chatting import DONE, ask
from tests.security.payloads import ALL, MARKUP, UNICODE
from tests.security.planting import DOCUMENTS, QUOTES, PlantedAssistant, one_line
from tests.web.serving import WAIT, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LISTEN = (
    "window.blocked = []; addEventListener('securitypolicyviolation',"
    " (event) => blocked.push(`${event.violatedDirective} ${event.blockedURI}`));"
)
# what only a text that was taken for markup would have made
STRANGE = (
    "script:not([src]):not([type='application/json']), iframe, object, embed, svg, math, video,"
    " audio, marquee, template, base:not([href$='/']), style, img:not(.brand img), picture, x,"
    " [onclick], [onload], [onerror], [onmouseover], [srcdoc], [ping], [formaction],"
    " a[href^='javascript'], a[href^='data'], a[href^='vbscript'], a[href^='file'],"
    " meta[http-equiv], input[name=password]"
)


@dataclass
class Visit:
    """A page, and all that happened on it."""

    page: Page
    url: str
    dialogs: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Nothing ran, nothing asked, nothing became an element, nothing was even blocked."""
        assert self.page.evaluate("window.taken") is None
        assert (self.dialogs, self.elsewhere) == ([], [])
        inside = "#chat" if self.page.locator("#chat").count() else "html"
        strange = self.page.locator(inside).locator(STRANGE)
        assert strange.evaluate_all("all => all.map((one) => one.outerHTML)") == []
        assert self.page.evaluate("window.blocked") == []

    def text(self, selector: str = "body") -> str:
        """With white space folded, as it is where it is shown."""
        return one_line(self.page.locator(selector).evaluate("it => it.textContent"))


@pytest.fixture(scope="module")
def planted() -> Iterator[str]:
    with served(PlantedAssistant) as url:
        yield url


@pytest.fixture(scope="module", params=["as served", "without the policy"])
def visit(request: pytest.FixtureRequest, browser: Browser, planted: str) -> Iterator[Visit]:
    """One page for all of them; without the content security policy nothing may run, either."""
    context = browser.new_context(bypass_csp=request.param != "as served", locale="en-GB")
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.set_default_timeout(4 * WAIT * 1000)  # the first page waits for Gradio's import
    made = Visit(page, planted)

    def heard(dialog: Any) -> None:
        made.dialogs.append(dialog.message)
        dialog.dismiss()

    def asked(asking: Any) -> None:
        if not asking.url.startswith((planted, "blob:")):
            made.elsewhere.append(asking.url)

    page.on("dialog", heard)
    context.on("request", asked)
    yield made
    context.close()


def test_there_are_enough_of_them() -> None:
    assert len(set(ALL)) >= 60


def test_an_answer_of_them_shows_all_of_them_as_text(visit: Visit) -> None:
    page = visit.page
    link = one_line(" ".join(MARKUP[:6]))
    page.goto(f"{visit.url}/#q={quote(link)}")
    page.locator(DONE).wait_for()
    shown = visit.text("#conversation")
    assert [one for one in ALL if one_line(one) not in shown] == []
    assert link in shown  # the question, which stood in the address
    page.evaluate("for (const one of document.querySelectorAll('.view details')) one.open = true")
    sources = visit.text("#sources")
    assert [one for one in ALL if one_line(one) not in sources] == []
    for document in DOCUMENTS.values():
        assert document.title in sources
        assert document.publisher in sources
    page.locator(".marker").first.hover()
    assert visit.text("#tip").startswith(one_line(QUOTES[0].title))
    page.mouse.move(0, 0)
    visit.check()


def test_a_refusal_and_a_follow_up_of_them_do_too(visit: Visit) -> None:
    page = visit.page
    ask(page, one_line(f"nothing {' '.join(MARKUP[6:12])}"))
    ask(page, one_line(" ".join(UNICODE)))
    shown = visit.text("#conversation")
    assert [one for one in (*ALL[:9], *ALL[12:15], *ALL[20:30]) if one_line(one) not in shown] == []
    visit.check()


@pytest.mark.parametrize("doc_id", DOCUMENTS)
def test_a_documents_own_page_does_too(visit: Visit, doc_id: str) -> None:
    document = DOCUMENTS[doc_id]
    cited = next(one for one in QUOTES if one.doc_id == doc_id)
    place = f"?start={cited.span.start}&end={cited.span.end}"
    visit.page.goto(f"{visit.url}/source/{quote(doc_id, safe='/')}{place}")
    shown = visit.text()
    for told in (document.title, document.publisher, document.note, *document.topics, doc_id):
        assert one_line(told).replace("\x00", "\ufffd") in shown
    for payload in ALL:
        if f"Before it. {payload} After it." in document.text:
            assert one_line(payload).replace("\x00", "\ufffd") in shown
    visit.check()


def test_the_list_of_documents_and_pages_of_errors_do_too(visit: Visit) -> None:
    visit.page.goto(f"{visit.url}/sources")
    shown = visit.text()
    assert [one.title for one in DOCUMENTS.values() if one.title not in shown] == []
    visit.check()
    for payload in (*MARKUP[:8], *UNICODE):
        sent = quote(one_line(payload), safe="")
        for path in (f"/sources?q={sent}&topic={sent}", f"/{sent}", f"/source/{sent}?lang={sent}"):
            reply = visit.page.request.get(visit.url + path, headers={"Accept": "text/html"})
            assert reply.status < 500
            assert payload not in reply.text() or payload in UNICODE
    visit.page.goto(f"{visit.url}/sources?q={quote(MARKUP[3])}&since={quote(MARKUP[4])}")
    visit.check()


def test_a_sign_that_is_not_seen_is_named_turns_nothing_and_is_copied_as_it_is(
    visit: Visit,
) -> None:
    page = visit.page
    page.goto(visit.url)
    text = "all\u202eesrever right"
    ask(page, text)
    asked = page.locator("[data-testid=user] > span").last
    assert asked.locator(".sign").evaluate_all("all => all.map((one) => one.dataset.sign)") == [
        "U+202E"
    ]
    copied = asked.evaluate(
        "it => { getSelection().selectAllChildren(it); return getSelection().toString(); }"
    )
    assert copied == text
    places = asked.evaluate(
        "it => [...it.lastChild.data].map((_, n) => { const one = document.createRange();"
        " one.setStart(it.lastChild, n); one.setEnd(it.lastChild, n + 1);"
        " return one.getBoundingClientRect().left; })"
    )
    assert places == sorted(places)  # from left to right, though the sign says otherwise


def test_the_page_and_the_program_hide_the_same_signs(visit: Visit) -> None:
    pages: list[int] = visit.page.evaluate(
        "async () => { const { shown } = await import(document.querySelector("
        "'link[rel=modulepreload]').href.replace('chat.js', 'dom.js'));"
        " const found = []; for (let n = 0; n < 0xe0200; n++)"
        " if (n < 0x10000 || n > 0x1f000) if (shown(`${String.fromCodePoint(n)}`).length > 1)"
        " found.push(n); return found; }"
    )
    ours = [n for n in range(0xE0200) if n < 0x10000 or n > 0x1F000 if HIDDEN.search(chr(n))]
    assert pages == ours
    assert re.search(HIDDEN, "a\u200db")
    assert not re.search(HIDDEN, "\U0001f469\u200d\U0001f4bb \u2764\ufe0f \u845b\U000e0100")

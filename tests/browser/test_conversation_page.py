"""What a reader does on the chat page: stop, edit, ask again, copy, save, share, begin anew."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gbaqa.answering.asking import open_assistant
from gbaqa.answering.exchanges import Exchange
from gbaqa.answering.exporting import as_markdown
from gbaqa.answering.receipts import faults
from gbaqa.cli import main
from gbaqa.errors import IndexUnusable
from gbaqa.web.wording import read_words
from tests.browser.chatting import (
    ANSWERS,
    DONE,
    ask,
    focused,
    heard,
    in_view,
    listen,
    listen_for_requests,
    press,
    submit,
)
from tests.browser.conftest import PHONE, WIDE, OpenPage
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files
from tests.web.scripted import COLLECTION, QUOTE, SECOND, ScriptedAssistant
from tests.web.serving import WAIT, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WORDS = read_words()
COPIED = f"""{QUOTE} [1]
{SECOND} [2]
Nobody knows when. [3]
No date: The source does not say when it was published. [3]
Note: It is told twice. [1] [2]

[1] The alliance & its members, Alliance <office>, 2024-10-09, https://example.org/alliance?a=1&b=2
[2] The alliance & its members, Alliance <office>, 2024-10-09, https://example.org/alliance?a=1&b=2
[3] Without a date, No publisher given, No date given, javascript:alert(1)"""


class Slow(ScriptedAssistant):
    """Answers a question about snails once it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def ask(self, question: str, **how: Any) -> Exchange:
        if "snail" in question:
            self.let_go.wait(WAIT)
        if "broken" in question:
            raise IndexUnusable("the disk with <b>everything</b> is gone")
        return super().ask(question, **how)


def questions(page: Page) -> list[str]:
    return [one.removeprefix("You: ") for one in page.get_by_test_id("user").all_text_contents()]


def test_stop_ends_the_waiting_and_try_again_asks_again(open_page: OpenPage) -> None:
    assistant = Slow()
    with served(lambda: assistant) as url:
        page = open_page(url=url)
        submit(page, "How fast is a snail?")
        page.get_by_text(WORDS["searching"]).wait_for()
        press(page, "Stop")
        page.locator(f"{ANSWERS}[data-state=stopped]").wait_for()
        assert page.locator(".halted p").text_content() == "Stopped."
        assert focused(page) == "question"
        assistant.let_go.set()
        press(page, "Try again")
        page.locator(DONE).wait_for()
        assert questions(page) == ["How fast is a snail?"]
        page.close()


def test_a_fault_says_what_to_do_and_loses_nothing(open_page: OpenPage) -> None:
    with served(Slow) as url:
        page = open_page(url=url)
        ask(page, "How many?")
        submit(page, "broken?")
        page.locator(f"{ANSWERS}[data-state=failed]").wait_for()
        problem = page.locator(".problem")
        assert problem.locator("h3").text_content() == "No answer this time"
        assert problem.locator("p").text_content() == WORDS["error_failed"]
        assert page.locator(".found").count() == 1
        page.close()


def test_a_lost_connection_is_told_and_the_question_can_be_asked_again(open_page: OpenPage) -> None:
    page = open_page()
    page.route("**/api/ask", lambda route: route.abort())
    submit(page, "How many?")
    page.locator(f"{ANSWERS}[data-state=failed]").wait_for()
    assert page.locator(".problem p").text_content() == WORDS["error_network"]
    page.unroute("**/api/ask")
    press(page, "Try again")
    page.locator(DONE).wait_for()


def test_a_busy_server_says_so(open_page: OpenPage) -> None:
    page = open_page()
    busy = json.dumps({"type": "/problems/busy", "title": "x", "status": 503, "detail": "y"})
    page.route(
        "**/api/ask",
        lambda route: route.fulfill(status=503, content_type="application/problem+json", body=busy),
    )
    submit(page, "How many?")
    page.locator(f"{ANSWERS}[data-state=failed]").wait_for()
    assert page.locator(".problem p").text_content() == WORDS["error_busy"]


def test_a_question_that_is_too_long_stays_in_its_box(chat: Page) -> None:
    asked = listen_for_requests(chat)
    submit(chat, "x" * 1001)
    complaint = WORDS["error_too_long"].format(count=1001, most=1000)
    assert chat.get_by_role("alert").text_content() == complaint
    assert chat.get_by_test_id("textbox").input_value() == "x" * 1001
    assert not any("api/ask" in one for one in asked)


def test_an_empty_question_changes_nothing(chat: Page) -> None:
    asked = listen_for_requests(chat)
    submit(chat, "  \n ")
    chat.get_by_test_id("submit-button").click()
    assert chat.locator(".empty").count() == 1
    assert not any("api/ask" in one for one in asked)


def test_shift_enter_is_a_new_line(chat: Page) -> None:
    chat.get_by_test_id("textbox").fill("How")
    chat.get_by_test_id("textbox").press("Shift+Enter")
    chat.keyboard.type("many?")
    assert chat.get_by_test_id("textbox").input_value() == "How\nmany?"
    chat.keyboard.press("Enter")
    chat.locator(DONE).wait_for()
    assert questions(chat) == ["How many?"]


def test_edit_replaces_the_question_and_all_that_follows_it(chat: Page) -> None:
    ask(chat, "How many?")
    ask(chat, "And when?")
    chat.get_by_role("button", name="Edit", exact=True).first.click()
    assert chat.get_by_text(WORDS["editing"]).is_visible()
    assert (chat.get_by_test_id("textbox").input_value(), focused(chat)) == (
        "How many?",
        "question",
    )
    submit(chat, "How few?")
    chat.locator(DONE).wait_for()
    assert questions(chat) == ["How few?"]
    assert chat.locator(".carried").count() == 0


def test_an_edit_that_is_given_up_changes_nothing(chat: Page) -> None:
    ask(chat, "How many?")
    press(chat, "Edit")
    press(chat, "Cancel")
    assert chat.get_by_text(WORDS["editing"]).is_hidden()
    assert questions(chat) == ["How many?"]


def test_ask_again_asks_the_same_with_the_same_turns_before_it(chat: Page) -> None:
    ask(chat, "How many?")
    ask(chat, "And when?")
    with chat.expect_request("**/api/ask") as asking:
        press(chat, "Ask again")
    assert asking.value.post_data_json == {
        "question": "And when?",
        "history": [{"question": "How many?", "answer": f"{QUOTE} {SECOND} Nobody knows when."}],
        "follow": True,
    }
    chat.locator(DONE).nth(1).wait_for()
    assert questions(chat) == ["How many?", "And when?"]


def test_copy_takes_clean_text_with_numbered_sources(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    ask(page, "How many?")
    press(page, "Copy")
    page.get_by_text("Copied.").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == COPIED


def test_copy_works_where_the_clipboard_is_closed_to_scripts(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); }"
    )
    page.evaluate(
        "document.addEventListener('copy', () => { window.copied = getSelection() + ''; })"
    )
    ask(page, "How many?")
    press(page, "Copy")
    page.get_by_text("Copied.").first.wait_for()
    assert page.evaluate("window.copied").replace("\r", "").splitlines() == COPIED.splitlines()


def saved(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as downloading:
        press(page, name)
    path = folder / downloading.value.suggested_filename
    downloading.value.save_as(path)
    return path


@pytest.mark.parametrize("question", ["How many?", "Any unicorn?"])
def test_a_saved_answer_holds_in_both_forms(chat: Page, tmp_path: Path, question: str) -> None:
    ask(chat, question)
    as_json = saved(chat, WORDS["export_json"], tmp_path)
    as_text = saved(chat, WORDS["export_markdown"], tmp_path)
    answer = json.loads(as_json.read_text(encoding="utf-8"))
    assert faults(answer, COLLECTION.documents) == []
    assert as_json.name == f"gbaqa-{answer['sha256'][:8]}.json"
    assert as_text.read_text(encoding="utf-8") == as_markdown(answer)


def test_gbaqa_verify_accepts_what_the_page_saves(
    open_page: OpenPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("GBAQA_ENCODER", FAKE_ENCODER)
    corpus = write_files(tmp_path / "corpus", {"bridge.md": "The bridge opened in October 2018."})
    build_index(corpus, tmp_path / "index")
    assistant = open_assistant(
        tmp_path / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )
    with served(lambda: assistant) as url:
        page = open_page(url=url)
        ask(page, "When was the bridge opened?")
        files = [saved(page, WORDS[name], tmp_path) for name in ("export_json", "export_markdown")]
        page.close()
    for file in files:
        assert main(["verify", str(file), "--corpus", str(corpus)]) == 0, capsys.readouterr()


def test_print_takes_the_one_answer_with_its_sources(open_page: OpenPage) -> None:
    page = open_page()
    page.evaluate(
        "window.print = () => { window.printed = document.querySelectorAll('.printing').length; }"
    )
    ask(page, "How many?")
    ask(page, "And when?")
    press(page, "Print")
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    assert page.locator(".turn").first.is_hidden()
    printed = page.locator(".turn").last
    assert printed.locator(".printed li").all_text_contents()[2] == (
        "[3] Without a date, No publisher given, No date given javascript:alert(1)"
    )
    for hidden in (".actions", ".feedback", ".next", "#asking", ".top", "#sources"):
        assert page.locator(hidden).last.is_hidden(), hidden
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".turn").first.is_visible()


def test_a_shared_link_asks_the_question_again(open_page: OpenPage) -> None:
    page = open_page("/?lang=en", permissions=["clipboard-read", "clipboard-write"])
    ask(page, "How many? & <b>who</b> #1")
    press(page, "Copy link")
    page.get_by_text(WORDS["shared"]).first.wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.split("?")[1] == "lang=en#q=How%20many%3F%20%26%20%3Cb%3Ewho%3C%2Fb%3E%20%231"
    asked = listen_for_requests(page)
    page.goto("about:blank")
    page.goto(link)
    page.locator(DONE).wait_for()
    assert questions(page) == ["How many? & <b>who</b> #1"]
    assert not any("many" in one.partition("#")[0] for one in asked)  # the server's log has none


def lines_of(folder: Path) -> list[dict[str, Any]]:
    path = folder / "feedback.jsonl"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.splitlines()]


def test_thumbs_are_stored_with_a_reason_and_nothing_of_the_reader(
    open_page: OpenPage, tmp_path: Path
) -> None:
    with served(ScriptedAssistant, feedback=tmp_path) as url:
        page = open_page(url=url)
        ask(page, "How many?")
        with page.expect_response("**/api/feedback"):
            press(page, WORDS["feedback_up"])
        page.get_by_text(WORDS["feedback_thanks"]).first.wait_for()
        with page.expect_response("**/api/feedback"):
            press(page, WORDS["feedback_down"])
        page.get_by_label(WORDS["feedback_reason_incomplete"]).check()
        page.locator(".reasons textarea").fill("More on <b>it</b>, please: a@b.example")
        with page.expect_response("**/api/feedback"):
            press(page, WORDS["feedback_send"])
        page.locator(".reasons").wait_for(state="hidden")
        down = page.get_by_role("button", name=WORDS["feedback_down"], exact=True)
        assert down.get_attribute("aria-pressed") == "true"
        page.close()
    lines = lines_of(tmp_path)
    told = [(one["verdict"], one.get("reason"), one.get("comment", "")) for one in lines]
    assert told == [
        ("up", None, ""),
        ("down", None, ""),
        ("down", "incomplete", "More on <b>it</b>, please: [removed]"),
    ]
    assert all("How many" not in json.dumps(one) for one in lines)


def test_a_server_that_takes_no_feedback_asks_for_none(open_page: OpenPage) -> None:
    with served(ScriptedAssistant) as url:
        page = open_page(url=url)
        ask(page, "How many?")
        assert page.locator(".feedback").count() == 0
        page.close()


def test_a_new_conversation_is_empty_and_follows_nothing(chat: Page) -> None:
    ask(chat, "How many?")
    press(chat, "New conversation")
    assert chat.locator(".empty").count() == 1
    assert chat.locator(".view details").count() == 0
    assert focused(chat) == "question"
    ask(chat, "Once more?")
    assert chat.locator(".carried").count() == 0


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_focus_returns_and_one_announcement_tells_of_the_answer(
    open_page: OpenPage, size: dict[str, int]
) -> None:
    page = open_page(size=size, touch=size is PHONE)
    listen(page)
    page.get_by_test_id("textbox").fill("How many?")
    page.get_by_test_id("submit-button").click()
    page.locator(DONE).wait_for()
    page.wait_for_function("document.activeElement.id === 'question'")
    assert heard(page) == ["Answered, with 2 sources."]
    ask(page, "Any unicorn?")
    assert heard(page)[1:] == ["The documents do not say. Nearest passages: 1."]
    polite = page.locator("#chat").locator("[aria-live]:not([aria-live=off]), [role=status]")
    assert polite.count() == 1


def test_the_focus_is_left_where_the_reader_went_meanwhile(open_page: OpenPage) -> None:
    assistant = Slow()
    with served(lambda: assistant) as url:
        page = open_page(url=url)
        submit(page, "How fast is a snail?")
        page.get_by_text(WORDS["searching"]).wait_for()
        page.get_by_role("link", name="Documents").focus()
        assistant.let_go.set()
        page.locator(DONE).wait_for()
        assert focused(page) == "Documents"
        page.close()


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_nothing_moves_while_an_answer_arrives(open_page: OpenPage, size: dict[str, int]) -> None:
    page = open_page(size=size)
    page.evaluate(
        "() => { window.moved = []; new PerformanceObserver((list) => { for (const one of"
        " list.getEntries()) window.moved.push([one.value, one.hadRecentInput, one.sources.map("
        "(it) => it.node?.className || it.node?.nodeName)]); })"
        ".observe({ type: 'layout-shift', buffered: false }); }"
    )
    for question in ("How many?", "And when?", "Any unicorn?"):
        ask(page, question)
        page.wait_for_timeout(600)  # what comes within half a second of a key is not counted
        moved = page.evaluate("window.moved.filter(([, soon]) => !soon)")
        assert sum(value for value, _, _ in moved) == 0, moved


def test_an_answer_is_read_from_its_question_on(open_page: OpenPage) -> None:
    page = open_page(size=PHONE)
    for question in ("How many?", "And when?", "And where?"):
        ask(page, question)
    last = page.get_by_test_id("user").last
    assert in_view(last)
    box = last.bounding_box()
    assert box is not None
    assert box["y"] < PHONE["height"] / 2


def test_a_question_asked_while_the_assistant_loads_is_answered_when_it_is_there(
    open_page: OpenPage,
) -> None:
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return ScriptedAssistant()

    with served(load) as url:
        try:
            page = open_page(url=url)
            page.locator("#ready", has_text=WORDS["loading"]).wait_for()
            submit(page, "How many?")
            page.locator(".progress", has_text=WORDS["loading"]).wait_for()
        finally:
            loaded.set()
        page.locator(DONE).wait_for()
        page.locator("#ready", has_text=re.compile("^$")).wait_for(state="attached")
        page.get_by_text("Quotes from 2 listed documents").wait_for()
        page.close()


def test_a_failed_load_is_told_below_the_question_box(open_page: OpenPage) -> None:
    def load() -> ScriptedAssistant:
        raise IndexUnusable("there is no index in <index>")

    with served(load) as url:
        page = open_page(url=url)
        page.locator("#ready", has_text=WORDS["error_failed"]).wait_for()
        page.close()


def test_the_page_keeps_nothing_of_the_reader(open_page: OpenPage) -> None:
    page = open_page()
    ask(page, "How many?")
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert "How many?" not in kept
    assert page.context.cookies() == []


def test_a_long_first_question_on_a_phone_stands_at_the_top(open_page: OpenPage) -> None:
    page = open_page(size=PHONE)
    ask(page, "How many members has the alliance that was founded there in the year 2019?")
    box = page.get_by_test_id("user").bounding_box()
    assert box is not None
    assert box["y"] <= 16

"""The page of a document works without JavaScript and never fails on its address."""

from __future__ import annotations

import html
import threading

import pytest
from fastapi.testclient import TestClient

from gbaqa.web.wording import read_words
from tests.web.scripted import ALLIANCE, HOSTILE, QUOTE, ScriptedAssistant
from tests.web.serving import client

WORDS = read_words()
START = ALLIANCE.text.index(QUOTE)


def page(app: TestClient, address: str, *, status: int = 200) -> str:
    response = app.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


def test_the_quote_is_marked_in_the_documents_text(ready_app: TestClient) -> None:
    found = page(ready_app, f"/source/people/alliance?start={START}&end={START + len(QUOTE)}")
    assert f'<mark id="quote">{html.escape(QUOTE)}</mark>' in found
    assert '<a href="#quote">' in found


def test_everything_known_of_the_document_is_shown(ready_app: TestClient) -> None:
    found = html.unescape(page(ready_app, "/source/people/alliance"))
    for shown in (
        "<h1>The alliance & its members</h1>",
        "<dd>Alliance <office></dd>",
        "<dd>2024-10-09</dd>",
        "<dd>English</dd>",
        "<dd>members, Macao</dd>",
        "<dd>It is told twice.</dd>",
        f"<code>{'a' * 64}</code>",
        '<a href="https://example.org/alliance?a=1&b=2" rel="noopener noreferrer" target="_blank">',
    ):
        assert shown in found
    assert "<mark" not in found


def test_an_undated_document_says_so_and_links_nowhere_but_to_the_web(
    ready_app: TestClient,
) -> None:
    found = page(ready_app, "/source/undated")
    assert f"<dd>{WORDS['undated']}</dd>" in found
    assert f"<dd>{WORDS['no_publisher']}</dd>" in found
    assert "javascript:" not in found


def test_what_a_document_says_is_escaped(ready_app: TestClient) -> None:
    found = page(ready_app, "/source/people/alliance")
    assert "<img" not in found
    assert "<office>" not in found
    assert html.escape(HOSTILE) in found.replace("'", "&#x27;")


@pytest.mark.parametrize(
    "query",
    [
        "start=1",
        "start=5&end=5",
        "start=9&end=5",
        "start=-1&end=5",
        "start=0&end=999999",
        "start=x&end=y",
        "start=" + "9" * 5000 + "&end=1",
        "start=1.5&end=2",
    ],
)
def test_a_position_outside_the_document_shows_it_unmarked_and_says_so(
    ready_app: TestClient, query: str
) -> None:
    found = page(ready_app, f"/source/people/alliance?{query}")
    assert WORDS["bad_span"] in found
    assert "<mark" not in found


@pytest.mark.parametrize("doc_id", ["none", "", "../app.py", "%2e%2e/x", "people/alliance/"])
def test_a_document_that_is_not_there_is_a_plain_404(ready_app: TestClient, doc_id: str) -> None:
    response = ready_app.get(f"/source/{doc_id}")
    assert response.status_code == 404


def test_a_missing_document_has_a_page_that_says_so(ready_app: TestClient) -> None:
    assert WORDS["missing"] in page(ready_app, "/source/none", status=404)


def test_the_page_waits_while_the_assistant_loads() -> None:
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return ScriptedAssistant()

    with client(load) as opened:
        try:
            found = page(opened, "/source/people/alliance", status=503)
        finally:
            loaded.set()
    assert WORDS["waiting"] in found
    assert 'http-equiv="refresh"' in found

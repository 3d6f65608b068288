"""While the index loads a page says so once, and goes on when it is there."""

from __future__ import annotations

import threading

import pytest

from gbaqa.errors import GbaqaError
from gbaqa.types import LANGUAGES, Language
from gbaqa.web.pages import waiting
from gbaqa.web.wording import read_words
from tests.web.pages.documents import ALLIANCE
from tests.web.pages.showing import Shelf, main_of, opened


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/sources", "/source/people/alliance"])
def test_a_reader_waits_with_something_to_read_and_is_sent_on(
    path: str, language: Language
) -> None:
    loaded = threading.Event()

    def load() -> Shelf:
        loaded.wait()
        return Shelf([ALLIANCE])

    words = read_words(language)
    onward = f"{path}?start=1&amp;loaded=1&amp;lang={language}"
    with opened(load, wait=False) as client:
        try:
            response = client.get(f"{path}?start=1&lang={language}")
        finally:
            loaded.set()
        sent_on = client.get(onward.replace("&amp;", "&"))
        arrived = client.get(sent_on.headers["location"])
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert f'<meta http-equiv="refresh" content="0; url={onward}">' in response.text
    assert main_of(response.text) == (
        f"<h1>{words['waiting_title']}</h1>\n"
        f'<p role="status">{words["page_waiting"]}</p>\n'
        f'<p><a href="{onward}">{words["try_again"]}</a></p>'
    )
    assert (sent_on.status_code, sent_on.headers["location"]) == (
        303,
        f"{path}?start=1&lang={language}",
    )
    assert arrived.status_code == 200


def test_who_has_waited_long_enough_is_told_so_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LONGEST", 0.01)
    loaded = threading.Event()

    def load() -> Shelf:
        loaded.wait()
        return Shelf([ALLIANCE])

    with opened(load, wait=False) as client:
        try:
            sent_on = client.get("/sources?loaded=1")
            again = client.get(sent_on.headers["location"])
        finally:
            loaded.set()
    assert (sent_on.status_code, again.status_code) == (303, 503)


def test_an_index_that_cannot_be_read_is_told_with_its_problem() -> None:
    def load() -> Shelf:
        raise GbaqaError("no <index> here")

    with opened(load) as client:
        response = client.get("/sources?lang=pt")
    words = read_words("pt")
    assert response.status_code == 503
    assert "refresh" not in response.text
    assert main_of(response.text).startswith(
        f"<h1>{words['failed_title']}</h1>\n<p>{words['page_503']}</p>\n"
        '<p class="quiet" lang="en">no &lt;index&gt; here</p>'
    )

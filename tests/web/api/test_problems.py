"""What goes wrong is told as RFC 9457 says, in the reader's language, and leaks nothing."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response
from fastapi.testclient import TestClient
from httpx2 import Response as Reply
from starlette.exceptions import HTTPException

from gbaqa.answering.asking import checked
from gbaqa.errors import Busy, EncoderUnusable, GbaqaError, IndexUnusable, QuestionRefused, Unready
from gbaqa.types import LANGUAGES, Language
from gbaqa.web.api.problems import (
    KINDS,
    STATUS,
    Kind,
    Problem,
    add_problem_handlers,
    problem_object,
    problem_of,
)
from gbaqa.web.guarding.limits import BODY_LIMIT
from gbaqa.web.wording import read_words
from tests.web.api.small_app import (
    BrokenAssistant,
    HeldAssistant,
    built,
    started,
    until,
)
from tests.web.scripted import ScriptedAssistant

Ask = Callable[[TestClient, dict[str, str]], Reply]


def never() -> ScriptedAssistant:
    raise IndexUnusable("there is no index")


def asked(opened: TestClient, headers: dict[str, str]) -> Reply:
    return opened.post("/api/ask", json={"question": "x"}, headers=headers)


@contextmanager
def loading() -> Iterator[TestClient]:
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return ScriptedAssistant()

    with started(load, settled=False) as opened:
        try:
            yield opened
        finally:
            loaded.set()


@contextmanager
def busy() -> Iterator[TestClient]:
    assistant = HeldAssistant()
    with started(lambda: assistant, at_once=1, waiting=0) as opened, ThreadPoolExecutor(1) as pool:
        pool.submit(opened.post, "/api/ask", json={"question": "slow"})
        until(assistant.begun.is_set)
        try:
            yield opened
        finally:
            assistant.let_go.set()


class Unforeseen(ScriptedAssistant):
    """Gives what nobody can tell."""

    def ask(self, *_: object, **__: object) -> Any:
        return object()


@contextmanager
def opened_for(kind: Kind) -> Iterator[TestClient]:
    """An app in the state in which it has such a problem."""
    if kind == "loading":
        with loading() as opened:
            yield opened
    elif kind == "busy":
        with busy() as opened:
            yield opened
    elif kind == "failed":
        with started(never) as opened:
            yield opened
    elif kind == "fault":
        with started(Unforeseen) as opened:
            yield opened
    else:
        with started(ScriptedAssistant) as opened:
            yield opened


CAUSES: dict[Kind, Ask] = {
    "bad-input": lambda opened, headers: opened.get("/api/search?k=x", headers=headers),
    "question-refused": lambda opened, headers: opened.post(
        "/api/ask", json={"question": ""}, headers=headers
    ),
    "not-found": lambda opened, headers: opened.get("/api/nothing", headers=headers),
    "method-not-allowed": lambda opened, headers: opened.put("/api/ask", headers=headers),
    "too-large": lambda opened, headers: opened.post(
        "/api/ask", content=b" " * (BODY_LIMIT + 1), headers=headers
    ),
    "loading": asked,
    "failed": asked,
    "busy": asked,
    "fault": asked,
}
MORE_HEADERS: dict[Kind, dict[str, str]] = {
    "method-not-allowed": {"allow": "POST"},
    "loading": {"retry-after": "5"},
    "busy": {"retry-after": "5"},
}


# too-slow, too-many, wrong-host and wrong-origin: test_guards.py and test_connections.py
@pytest.mark.parametrize("kind", CAUSES)
def test_each_kind_has_its_status_members_and_headers_in_four_languages(kind: Kind) -> None:
    key = f"problem_{kind.replace('-', '_')}"
    titles = set()
    with opened_for(kind) as opened:
        for language in LANGUAGES:
            headers = {"accept-language": language, "x-request-id": f"id.{language}"}
            response = CAUSES[kind](opened, headers)
            told = response.json()
            assert list(told) == ["type", "title", "status", "detail", "request_id"]
            assert told["type"] == f"/problems/{kind}"
            assert told["title"] == read_words(language)[key]
            assert told["status"] == response.status_code == STATUS[kind]
            assert told["request_id"] == response.headers["x-request-id"] == f"id.{language}"
            assert re.fullmatch(r"[^\n]+", told["detail"])
            assert "secret" not in response.text
            assert response.headers["content-type"] == "application/problem+json"
            assert response.headers["content-language"] == language
            assert response.headers["vary"] == "Accept-Language"
            assert response.headers["cache-control"] == "no-store"
            assert "content-security-policy" in response.headers
            more = {
                name: response.headers[name]
                for name in ("allow", "retry-after")
                if name in response.headers
            }
            assert more == MORE_HEADERS.get(kind, {})
            titles.add(told["title"])
    assert len(titles) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("address", "accepted", "language"),
    [
        ("/api/nothing", "fr, zh-HK;q=0.9", "zh-Hant"),
        ("/api/nothing", "zh-CN", "zh-Hans"),
        ("/api/nothing", "", "en"),
        ("/api/nothing?lang=pt", "zh-CN", "pt"),
        ("/api/nothing?lang=klingon", "pt-BR", "pt"),
    ],
)
def test_the_language_is_that_of_the_address_then_of_the_browser(
    api: TestClient, address: str, accepted: str, language: Language
) -> None:
    response = api.get(address, headers={"accept-language": accepted})
    assert response.json()["title"] == read_words(language)["problem_not_found"]
    assert response.headers["content-language"] == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_visitor_meets_is_told_in_the_visitors_words(language: Language) -> None:
    words = read_words(language)
    expected = {
        Busy("x"): ("busy", words["problem_busy_means"]),
        Unready("x"): ("loading", words["problem_loading_means"]),
        Unready("no index", for_good=True): ("failed", f"{words['failed']} no index"),
        EncoderUnusable("no weights"): ("failed", f"{words['failed']} no weights"),
        refused(""): ("question-refused", words["problem_empty"]),
        refused("x" * 1001): (
            "question-refused",
            words["problem_too_long"].format(count=1001, most=1000),
        ),
        QuestionRefused("filter x"): ("question-refused", "filter x"),
        KeyError("secret"): ("fault", words["problem_fault_means"]),
    }
    for error, (kind, detail) in expected.items():
        told = problem_of(error, words)
        assert (told.kind, told.detail) == (kind, detail)


def refused(question: str) -> QuestionRefused:
    """What a question is really refused with."""
    with pytest.raises(QuestionRefused) as caught:
        checked(question)
    return caught.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_is_explained_at_its_address(api: TestClient, language: Language) -> None:
    words = read_words(language)
    for kind in KINDS:
        key = f"problem_{kind.replace('-', '_')}"
        response = api.get(f"/problems/{kind}", headers={"accept-language": language})
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/plain; charset=utf-8"
        assert response.headers["content-language"] == language
        expected = f"{words[key]} ({STATUS[kind]} {kind})\n\n{words[f'{key}_means']}\n"
        assert response.text == expected


def test_a_kind_that_there_is_not_is_not_found(api: TestClient) -> None:
    response = api.get("/problems/<b>none")
    assert (response.status_code, response.json()["type"]) == (404, "/problems/not-found")


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/api/ask", 405, "POST"),
        ("DELETE", "/api/documents/people/alliance", 405, "GET"),
        ("HEAD", "/api/search", 405, "GET"),
        ("POST", "/healthz", 405, "GET"),
        ("GET", "/api/", 404, None),
        ("GET", "/api/ask/", 404, None),
        ("GET", "/api/x/y?q=1", 404, None),
        ("POST", "/problems/none", 405, "GET"),
    ],
)
def test_no_address_of_machines_is_answered_otherwise(
    api: TestClient, method: str, path: str, status: int, allow: str | None
) -> None:
    response = api.request(method, path)
    assert (response.status_code, response.headers.get("allow")) == (status, allow)
    assert response.headers["content-type"] == "application/problem+json"


def test_the_type_is_an_address_below_the_apps_root() -> None:
    with TestClient(built(never), root_path="/gba") as opened:
        for path in ("/api/nothing", "/gba/api/nothing"):
            told = opened.get(path).json()
            assert told["type"] == "/gba/problems/not-found"
    scope: dict[str, Any] = {"type": "http", "path": "/x", "headers": [], "query_string": b""}
    told = problem_object(scope, Problem("busy", "x"))
    assert (told["type"], told["request_id"]) == ("/problems/busy", "")


def test_what_is_raised_under_a_page_goes_to_the_handlers_of_pages() -> None:
    def page(_: Request, error: Exception) -> Response:
        return PlainTextResponse(f"page: {error}", status_code=418)

    async def plain_page(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return PlainTextResponse(f"page: {error.detail}", status_code=error.status_code)

    app = FastAPI()
    app.add_exception_handler(HTTPException, plain_page)
    app.add_exception_handler(GbaqaError, page)
    add_problem_handlers(app)

    @app.get("/{place:path}")
    def anything(place: str) -> Response:
        if place.endswith("missing"):
            raise HTTPException(404, "it is not here")
        raise EncoderUnusable("no weights")

    with TestClient(app) as opened:
        assert opened.get("/source/missing").text == "page: it is not here"
        assert opened.get("/source/x").text == "page: no weights"
        assert opened.get("/api/missing").json()["detail"] == "it is not here"
        assert opened.get("/api/x").json()["type"] == "/problems/failed"
        assert opened.get("/apiary/x").text == "page: no weights"


def test_an_encoder_that_breaks_in_use_is_told_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with started(lambda: BrokenAssistant(EncoderUnusable("the weights are gone"))) as opened:
        response = opened.get("/api/search?q=x", headers={"x-request-id": "mine"})
    assert (response.status_code, response.json()["type"]) == (503, "/problems/failed")
    assert response.json()["detail"].endswith("the weights are gone")
    assert "request mine: the weights are gone" in caplog.text


def test_the_detail_of_bad_input_is_one_line(api: TestClient) -> None:
    told = api.get("/api/search?q=x&a%0Ab=1").json()
    assert told["detail"] == "a b: there is no such field or parameter; /docs lists them"

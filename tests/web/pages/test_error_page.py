"""People get our page where an address leads nowhere or something broke; programs do not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from fastapi.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from gbaqa.types import LANGUAGES, Language
from gbaqa.web.pages.error_page import ErrorPages, error_page
from gbaqa.web.wording import read_words
from tests.web.pages.showing import HOSTILE, HTML, main_of


def broken_app() -> FastAPI:
    """Fails in every way."""
    app = FastAPI()

    @app.get("/boom")
    @app.get("/api/boom")
    def boom() -> None:
        raise RuntimeError("broke here")

    @app.get("/gone/{status}")
    @app.get("/api/gone/{status}")
    @app.get("/v1/gone/{status}")
    @app.get("/apiary/gone/{status}")
    def gone(status: int) -> None:
        kept = {"Retry-After": "7", "X-Request-ID": "r1", "X-Other": "no"}
        raise HTTPException(status, "machine text", headers=kept)

    @app.get("/own")
    def own() -> HTMLResponse:
        return HTMLResponse("<p>Mine.", status_code=404)

    @app.get("/fine")
    def fine() -> PlainTextResponse:
        return PlainTextResponse("fine")

    @app.post("/post")
    def post() -> JSONResponse:
        return JSONResponse({}, 404)

    app.add_middleware(ErrorPages)
    return app


@pytest.fixture(scope="module")
def broken() -> Iterator[TestClient]:
    with TestClient(broken_app(), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("address", "status"),
    [("/none", 404), ("/post", 405), ("/gone/404", 404), ("/gone/500", 500), ("/boom", 500)],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_reads_what_happened_and_where_to_go(
    broken: TestClient, address: str, status: int, language: Language
) -> None:
    response = broken.get(f"{address}?lang={language}", headers=HTML)
    words = read_words(language)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert int(response.headers["content-length"]) == len(response.content)
    assert main_of(response.text) == (
        f"<h1>{words[f'page_{status}_title']}</h1>\n<p>{words[f'page_{status}']}</p>\n"
        '<ul class="ways">\n'
        f'<li><a class="button" href="/?lang={language}">{words["back_to_chat"]}</a></li>\n'
        f'<li><a class="button" href="/sources?lang={language}">'
        f"{words['page_sources_title']}</a></li>\n</ul>"
    )
    assert '<meta name="robots" content="noindex">' in response.text


def test_what_is_said_beside_the_body_is_kept(broken: TestClient) -> None:
    headers = broken.get("/gone/404", headers=HTML).headers
    assert (headers["retry-after"], headers["x-request-id"]) == ("7", "r1")
    assert "x-other" not in headers
    assert broken.get("/post", headers=HTML).headers["allow"] == "POST"


def test_a_fault_is_logged_and_not_shown(
    broken: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    response = broken.get("/boom", headers=HTML)
    assert "broke here" not in response.text
    assert "'/boom' failed" in caplog.text
    assert "RuntimeError: broke here" in caplog.text


@pytest.mark.parametrize(
    "accept",
    ["*/*", "application/json", "application/json,text/html;q=0.9", "text/html;q=0", "x;q"],
)
def test_a_program_gets_what_the_app_says(broken: TestClient, accept: str) -> None:
    response = broken.get("/none", headers={"Accept": accept})
    assert (response.status_code, response.json()) == (404, {"detail": "Not Found"})


@pytest.mark.parametrize("address", ["/api/none", "/api", "/v1/gone/500", "/gradio_api/none"])
def test_addresses_for_programs_keep_their_own_errors(broken: TestClient, address: str) -> None:
    response = broken.get(address, headers=HTML)
    assert response.headers["content-type"] == "application/json"


def test_only_whole_names_are_those_of_programs(broken: TestClient) -> None:
    assert "<h1>" in broken.get("/apiary/gone/404", headers=HTML).text


def test_other_answers_pass_as_they_are(broken: TestClient) -> None:
    assert broken.get("/own", headers=HTML).text == "<p>Mine."
    assert broken.get("/fine", headers=HTML).text == "fine"
    assert broken.get("/gone/503", headers=HTML).json() == {"detail": "machine text"}
    assert broken.post("/post", headers=HTML).json() == {}
    assert broken.head("/none", headers=HTML).headers["content-type"] == "application/json"


def test_a_fault_after_the_start_is_left_to_the_server() -> None:
    async def breaks(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("late")

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {
        "type": "http", "method": "GET", "path": "/x", "query_string": b"",
        "headers": [(b"accept", b"text/html")], "server": ("localhost", 80), "scheme": "http",
    }  # fmt: skip
    with pytest.raises(RuntimeError, match="late"):
        asyncio.run(ErrorPages(breaks)(scope, receive, send))
    assert [message["status"] for message in sent] == [200]


@pytest.mark.parametrize(
    ("status", "key"), [(503, "page_503"), (502, "page_500"), (410, "page_404")]
)
def test_any_status_has_a_page(status: int, key: str) -> None:
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    page = error_page(Request({**scope, "server": ("localhost", 80)}), status)
    assert page.status_code == status
    assert read_words()[key] in bytes(page.body).decode()


def test_nothing_of_a_hostile_address_becomes_markup(broken: TestClient) -> None:
    found = broken.get(f"/{HOSTILE}?{HOSTILE}", headers=HTML).text
    assert found.count("<img") == 1  # the icon

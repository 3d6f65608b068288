"""The whole app over HTTP: its parts meet, and Gradio's open defaults are closed."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from openapi_spec_validator import validate

from gbaqa.web.guarding.headers import policy_of

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_the_description_of_the_whole_app_is_sound_and_names_every_operation(
    ready_app: TestClient,
) -> None:
    described = ready_app.get("/openapi.json").json()
    validate(described)
    assert described["openapi"].startswith("3.1")
    assert {
        (method.upper(), path) for path, methods in described["paths"].items() for method in methods
    } == {
        ("POST", "/api/ask"),
        ("GET", "/api/search"),
        ("GET", "/api/documents"),
        ("GET", "/api/documents/{doc_id}"),
        ("POST", "/api/suggestions"),
        ("POST", "/v1/chat/completions"),
        ("GET", "/v1/models"),
        ("GET", "/v1/models/{name}"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
    }


@pytest.mark.parametrize(
    "path",
    ["/", "/sources", "/source/undated", "/docs", "/healthz", "/api/none", "/none", "/config"],
)
def test_every_response_has_the_guards_headers(ready_app: TestClient, path: str) -> None:
    headers = ready_app.get(path, headers=PAGE).headers
    assert headers["content-security-policy"] == policy_of(path)
    assert headers["x-content-type-options"] == "nosniff"
    assert len(headers["x-request-id"]) >= 16


@pytest.mark.parametrize("path", ["/none", "/source/none", "/gradio/none", "/assets/none.js"])
def test_a_reader_gets_our_page_for_what_is_not_there(ready_app: TestClient, path: str) -> None:
    response = ready_app.get(f"{path}?lang=pt", headers=PAGE)
    assert response.status_code == 404
    assert '<html lang="pt">' in response.text


@pytest.mark.parametrize("path", ["/api/none", "/api", "/gradio_api/none"])
def test_a_program_gets_a_problem_for_what_is_not_there(ready_app: TestClient, path: str) -> None:
    response = ready_app.get(path)
    assert response.status_code == 404


@pytest.mark.parametrize("path", ["/", "/api/ask", "/gradio_api/info", "/config"])
def test_no_other_site_is_let_in(ready_app: TestClient, path: str) -> None:
    headers = ready_app.get(path, headers={"Origin": "https://evil.example"}).headers
    assert "access-control-allow-origin" not in headers
    assert "access-control-allow-credentials" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/upload",
        "/gradio_api/component_server",
        "/gradio_api/openapi.json",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=https://evil.example",
        "/monitoring/summary",
        "/gradio_api/dev/reload",
    ],
)
def test_gradios_open_doors_are_closed(ready_app: TestClient, path: str) -> None:
    assert ready_app.get(path).status_code == 404
    assert ready_app.post(path).status_code == 404


@pytest.mark.parametrize("name", ["ask", "search", "get_document"])
def test_gradios_queue_cannot_be_passed_by(ready_app: TestClient, name: str) -> None:
    response = ready_app.post(f"/gradio_api/run/{name}", json={"data": ["How many?"]})
    assert response.status_code in (401, 404)


def test_long_pages_are_compressed_and_streams_are_not(ready_app: TestClient) -> None:
    accepts = {"Accept-Encoding": "gzip"}
    assert ready_app.get("/", headers=accepts).headers["content-encoding"] == "gzip"
    assert ready_app.get("/config", headers=accepts).headers["content-encoding"] == "gzip"
    stream = ready_app.post(
        "/api/ask",
        json={"question": "How many?"},
        headers=accepts | {"Accept": "text/event-stream"},
    )
    assert "content-encoding" not in stream.headers

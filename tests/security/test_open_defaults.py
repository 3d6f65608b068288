"""What Gradio and the frameworks leave open is closed, as HTTP shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

import pytest
from fastapi.testclient import TestClient

from gbaqa.web.guarding.policy import Policy
from tests.security.test_nothing_is_written import OPINION
from tests.web.scripted import ScriptedAssistant
from tests.web.serving import built, wait_until_settled

SITE = "https://a.example"
OTHER = "https://evil.example"
POLICY = Policy(hosts=("testserver", "*.localhost", "localhost"), origins=(SITE,), rate="")
ASKED = ["/", "/api/documents", "/api/ask", "/gradio_api/info", "/config", "/v1/models", "/none"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("feedback")


@pytest.fixture(scope="module")
def app(folder: Path) -> Iterator[TestClient]:
    """The whole app as a server has it that lets one other site ask."""
    with TestClient(built(ScriptedAssistant, feedback=folder, policy=POLICY)) as opened:
        wait_until_settled(opened)
        yield opened


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize("origin", [OTHER, "null", "http://localhost:3000", f"{SITE}.evil.example"])
def test_no_other_site_reads_anything(app: TestClient, path: str, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    for reply in (app.get(path, headers=asked), app.options(path, headers=asked)):
        named = {name for name in reply.headers if name.startswith("access-control-allow")}
        assert named <= {"access-control-allow-methods", "access-control-allow-headers"}


@pytest.mark.parametrize("path", ASKED)
def test_a_site_that_is_listed_reads_without_cookies(app: TestClient, path: str) -> None:
    headers = app.get(path, headers={"Origin": SITE}).headers
    assert headers["access-control-allow-origin"] == SITE
    assert "access-control-allow-credentials" not in headers
    assert "Origin" in headers["vary"]


def test_a_site_that_is_listed_may_ask(app: TestClient) -> None:
    before = app.options(
        "/api/ask",
        headers={
            "Origin": SITE,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert (before.status_code, before.headers["access-control-allow-origin"]) == (200, SITE)
    reply = app.post("/api/ask", json={"question": "How many?"}, headers={"Origin": SITE})
    assert reply.status_code == 200
    assert reply.headers["access-control-allow-origin"] == SITE


@pytest.mark.parametrize("content_type", ["text/plain", "application/json", ""])
@pytest.mark.parametrize("path", ["/api/feedback", "/api/ask", "/gradio_api/queue/join"])
def test_a_page_of_another_site_cannot_make_a_visitor_send(
    app: TestClient, folder: Path, path: str, content_type: str
) -> None:
    """A form, or a request "without CORS", is sent without asking first."""
    headers = {"Origin": OTHER, "Content-Type": content_type, "Sec-Fetch-Site": "cross-site"}
    reply = app.post(path, content=json.dumps(OPINION), headers=headers)
    assert (reply.status_code, reply.json()["type"]) == (403, "/problems/wrong-origin")
    assert not (folder / "feedback.jsonl").exists()


def test_a_name_that_leads_here_without_being_set_reads_nothing(app: TestClient) -> None:
    for path in ("/", "/api/documents", "/healthz", "/gradio_api/info"):
        reply = app.get(path, headers={"Host": "rebound.evil.example"})
        assert (reply.status_code, reply.json()["type"]) == (421, "/problems/wrong-host")
        assert app.get(path, headers={"Host": "127.0.0.1:7860"}).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 20_000,
        b'{"question": ' + b"[" * 20_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        b'{"question": "\\ud800"}',
        b'{"question": "a\\u0000b"}',
        b'{"question": "' + b"\xff\xfe" + b'"}',
        b'{"question": ' + b"9" * 5_000 + b"}",
        b'{"question": "x", "question": "y"}',
        b'{"question": NaN}',
        b"\x00",
    ],
)
@pytest.mark.parametrize("path", ["/api/ask", "/v1/chat/completions", "/gradio_api/queue/join"])
def test_a_body_made_to_break_a_parser_is_refused_and_tells_nothing(
    app: TestClient, path: str, body: bytes
) -> None:
    reply = app.post(path, content=body, headers={"Content-Type": "application/json"})
    assert reply.status_code < 500
    for inner in ("Traceback", 'File "', "site-packages", "gbaqa/web", "Error("):
        assert inner not in reply.text


def test_gradios_configuration_tells_of_no_folder_and_no_setting(app: TestClient) -> None:
    told = app.get("/config").text
    for inner in ("/root", "/home", "site-packages", gettempdir(), str(Path.cwd()), "GBAQA_"):
        assert inner not in told


def test_gradios_root_is_not_what_a_visitor_claims(app: TestClient) -> None:
    claims = {"X-Forwarded-Host": "evil.example", "X-Gradio-Server": OTHER, "Forwarded": "host=x"}
    assert "evil.example" not in app.get("/config", headers=claims).text
    assert "evil.example" not in app.get("/sources", headers=claims).text

"""The page sends a thumb; a line is kept, and nothing of who sent it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.testclient import TestClient
from starlette.responses import JSONResponse, Response

from gbaqa.answering.asking import Assistant
from gbaqa.errors import GbaqaError
from gbaqa.web.desk import Desk
from gbaqa.web.feedback.records import Verdict
from gbaqa.web.feedback.routes import feedback_routes
from gbaqa.web.feedback.storing import Rate, Store
from gbaqa.web.warming import Warming
from tests.web.feedback.verdicts import verdict
from tests.web.scripted import ScriptedAssistant

NOW = datetime(2026, 11, 29, 23, 59, 59, tzinfo=UTC)
LEAST = {
    "verdict": "up",
    "answer": "a" * 64,
    "status": "answered",
    "language": "en",
    "generation": "g1",
}


def opened(folder: Path, desk: Desk, rate: Rate | None = None) -> TestClient:
    """A client of the one operation, with the errors named as they are raised."""
    app = FastAPI()
    app.include_router(feedback_routes(desk, Store(folder), rate=rate, now=lambda: NOW))

    async def told(_: Request, error: Exception) -> Response:
        return JSONResponse({"kind": type(error).__name__, "detail": str(error)}, status_code=503)

    async def refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        faults = [{"loc": fault["loc"], "msg": fault["msg"]} for fault in error.errors()]
        return JSONResponse({"detail": faults}, status_code=422)  # without the input

    app.add_exception_handler(GbaqaError, told)
    app.add_exception_handler(RequestValidationError, refused)
    return TestClient(app, headers={"User-Agent": "planted-agent", "Cookie": "planted=cookie"})


@pytest.fixture
def desk() -> Desk:
    warming = Warming(ScriptedAssistant)
    warming.start()
    asyncio.run(warming.settled())
    return Desk(warming)


@pytest.fixture
def client(tmp_path: Path, desk: Desk) -> Iterator[TestClient]:
    with opened(tmp_path, desk) as one:
        yield one


def kept(folder: Path) -> list[Verdict]:
    path = folder / "feedback.jsonl"
    return [Verdict.read(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def test_a_thumb_is_kept_with_the_day_alone(tmp_path: Path, client: TestClient) -> None:
    answer = client.post("/api/feedback", json=LEAST)
    assert (answer.status_code, answer.content) == (204, b"")
    line = verdict(day="2026-11-29").line()
    assert (tmp_path / "feedback.jsonl").read_text("utf-8") == line


def test_a_reason_and_a_cleaned_comment_are_kept(tmp_path: Path, client: TestClient) -> None:
    sent = {
        **LEAST,
        "verdict": "down",
        "status": "not_found",
        "language": "zh-Hant",
        "documents": ["undated", "people/alliance", "undated"],
        "reason": "outdated",
        "comment": "請電\n6123 4567，\u202e應為 56 sq km",
        "replaces": "up",
    }
    assert client.post("/api/feedback", json=sent).status_code == 204
    assert kept(tmp_path) == [
        verdict(
            verdict="down",
            status="not_found",
            language="zh-Hant",
            documents=("undated", "people/alliance"),
            reason="outdated",
            comment="請電 [removed]，應為 56 sq km",
            replaces="up",
        )
    ]


def test_nothing_of_who_sent_it_is_kept(tmp_path: Path, client: TestClient) -> None:
    client.post("/api/feedback", json=LEAST)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert written
    for planted in (b"planted", b"testclient", b"23:59"):
        assert planted not in written


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"verdict": "maybe"}, ["verdict"]),
        ({"verdict": None}, ["verdict"]),
        ({"answer": "a" * 63}, ["answer"]),
        ({"answer": "a" * 64 + "\n"}, ["answer"]),
        ({"answer": "A" * 64}, ["answer"]),
        ({"status": "ok"}, ["status"]),
        ({"language": "fr"}, ["language"]),
        ({"generation": ""}, ["generation"]),
        ({"generation": "g" * 65}, ["generation"]),
        ({"generation": "../etc"}, ["generation"]),
        ({"documents": ["undated"] * 11}, ["documents"]),
        ({"documents": "undated"}, ["documents"]),
        ({"documents": [7]}, ["documents", 0]),
        ({"documents": ["undated", "../../etc/passwd"]}, ["documents", 1]),
        ({"documents": ["<img src=x>"]}, ["documents", 0]),
        ({"documents": ["x" * 501]}, ["documents", 0]),
        ({"reason": "rude"}, ["reason"]),
        ({"comment": "x" * 301}, ["comment"]),
        ({"comment": None}, ["comment"]),
        ({"replaces": True}, ["replaces"]),
        ({"question": "Who am I?"}, ["question"]),
    ],
)
def test_another_value_is_refused_and_nothing_is_kept(
    tmp_path: Path, client: TestClient, changed: dict[str, Any], place: list[str | int]
) -> None:
    answer = client.post("/api/feedback", json={**LEAST, **changed})
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["body", *place])
    assert kept(tmp_path) == []


@pytest.mark.parametrize("missing", LEAST)
def test_each_of_the_least_fields_is_needed(client: TestClient, missing: str) -> None:
    sent = {name: value for name, value in LEAST.items() if name != missing}
    answer = client.post("/api/feedback", json=sent)
    assert (answer.status_code, answer.json()["detail"][0]["loc"]) == (422, ["body", missing])


def test_a_document_of_another_collection_is_told(client: TestClient) -> None:
    answer = client.post("/api/feedback", json={**LEAST, "documents": ["gone"]})
    told = "is no document of the collection; name documents that the answer cites"
    assert answer.json()["detail"][0]["msg"] == told


@pytest.mark.parametrize(
    "comment",
    [
        "\\ud800",
        "\\u0000",
        "\\u202e\\u2066",
        "</script><script>",
        '{\\"verdict\\": \\"up\\"}\\n{',
        "💥" * 300,
    ],
)
def test_a_hostile_comment_stays_one_line(tmp_path: Path, client: TestClient, comment: str) -> None:
    body = '{"verdict":"up","answer":"%s","status":"answered","language":"en","generation":"g1"' % (
        "a" * 64
    )
    sent = f'{body},"comment":"{comment}"}}'.encode()
    answer = client.post(
        "/api/feedback", content=sent, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in (204, 422)
    assert len(kept(tmp_path)) == (answer.status_code == 204)


def test_what_another_sites_form_can_send_is_refused(tmp_path: Path, client: TestClient) -> None:
    sent = verdict().line().encode()
    answer = client.post("/api/feedback", content=sent, headers={"Content-Type": "text/plain"})
    assert (answer.status_code, kept(tmp_path)) == (422, [])


def test_the_thirty_first_of_a_minute_is_told_that_the_server_is_busy(
    tmp_path: Path, desk: Desk
) -> None:
    with opened(tmp_path, desk, Rate(clock=lambda: 1.0)) as one:
        codes = [one.post("/api/feedback", json=LEAST).status_code for _ in range(30)]
        refused = one.post("/api/feedback", json=LEAST)
    assert (codes, len(kept(tmp_path))) == ([204] * 30, 30)
    assert (refused.status_code, refused.json()["kind"]) == (503, "Busy")


def test_what_is_refused_takes_no_place_of_the_minute(tmp_path: Path, desk: Desk) -> None:
    with opened(tmp_path, desk, Rate(1, clock=lambda: 1.0)) as one:
        one.post("/api/feedback", json={**LEAST, "documents": ["gone"]})
        one.post("/api/feedback", json={**LEAST, "verdict": "maybe"})
        assert one.post("/api/feedback", json=LEAST).status_code == 204


def test_a_full_disk_is_told_and_the_server_lives_on(tmp_path: Path, desk: Desk) -> None:
    (tmp_path / "feedback.jsonl").symlink_to("/dev/full")
    with opened(tmp_path, desk) as one:
        refused = one.post("/api/feedback", json=LEAST)
        (tmp_path / "feedback.jsonl").unlink()
        codes = (refused.status_code, one.post("/api/feedback", json=LEAST).status_code)
    assert (codes, refused.json()["kind"]) == ((503, 204), "NotStored")


def test_nothing_is_kept_while_the_collection_is_loading(tmp_path: Path) -> None:
    release = threading.Event()

    def load() -> Assistant:
        release.wait()
        return ScriptedAssistant()

    warming = Warming(load)
    warming.start()
    with opened(tmp_path, Desk(warming)) as one:
        refused = one.post("/api/feedback", json=LEAST)
    release.set()
    assert (refused.status_code, refused.json()["kind"], kept(tmp_path)) == (503, "Unready", [])


def test_a_slow_disk_holds_up_nobody_else(tmp_path: Path, desk: Desk) -> None:
    """While a line is being written, the event loop goes on."""
    started, release = threading.Event(), threading.Event()

    class SlowStore(Store):
        def add(self, one: Verdict) -> None:
            started.set()
            assert release.wait(10)
            super().add(one)

    async def race() -> tuple[bool, int]:
        route = feedback_routes(desk, SlowStore(tmp_path), now=lambda: NOW)
        app = FastAPI()
        app.include_router(route)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as one:
            sending = asyncio.create_task(one.post("/api/feedback", json=LEAST))
            while not started.is_set():
                await asyncio.sleep(0.01)
            pending = not sending.done()
            release.set()
            return pending, (await sending).status_code

    assert asyncio.run(race()) == (True, 204)
    assert kept(tmp_path) == [verdict()]

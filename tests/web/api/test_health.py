"""The process says at once that it lives, and when it is ready."""

from __future__ import annotations

import threading

from fastapi.testclient import TestClient

from gbaqa.errors import IndexUnusable
from gbaqa.web.desk import STILL_LOADING
from tests.web.api.small_app import started, until
from tests.web.scripted import ScriptedAssistant


def test_the_process_is_alive_and_not_ready_while_the_assistant_loads() -> None:
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return ScriptedAssistant()

    with started(load, settled=False) as opened:
        try:
            assert opened.get("/healthz").json() == {"status": "alive"}
            readiness = opened.get("/readyz")
            assert readiness.status_code == 503
            assert readiness.json() == {"status": "loading", "detail": STILL_LOADING}
            assert readiness.headers["retry-after"] == "5"
            assert opened.post("/api/ask", json={"question": "x"}).status_code == 503
            assert opened.get("/api/documents").status_code == 503
            assert opened.get("/api/documents/undated").status_code == 503
        finally:
            loaded.set()
        until(lambda: opened.get("/readyz").json() == {"status": "ready", "generation": "g1"})
        assert opened.post("/api/ask", json={"question": "x"}).status_code == 200


def test_a_failed_load_is_told_in_one_line_and_the_process_lives() -> None:
    problem = 'there is no index in index; run "gbaqa index"'

    def load() -> ScriptedAssistant:
        raise IndexUnusable(problem)

    with started(load) as opened:
        readiness = opened.get("/readyz")
        assert (readiness.status_code, readiness.json()) == (
            503,
            {"status": "failed", "detail": problem},
        )
        answer = opened.post("/api/ask", json={"question": "x"})
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/failed")
        assert answer.json()["detail"] == f"No question can be answered at present: {problem}"
        assert opened.get("/healthz").status_code == 200


def test_both_are_answered_when_ready(api: TestClient) -> None:
    assert api.get("/healthz").json() == {"status": "alive"}
    ready = api.get("/readyz")
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "generation": "g1"})

"""The log: one object a line whatever is in it, and nothing that was asked unless that is set."""

from __future__ import annotations

import io
import json
import logging
import sys
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from gbaqa.web.application import create_app
from gbaqa.web.watching.logs import JsonLines, PlainLines, log_request, set_up_logs
from gbaqa.web.watching.requests import Served
from tests.web.api.small_app import until
from tests.web.scripted import ScriptedAssistant

SERVED = Served("id-1", "POST", "/api/ask", 200, 0.01234, 99)
FACTS = {
    "request_id": "id-1",
    "method": "POST",
    "route": "/api/ask",
    "status": 200,
    "ms": 12.3,
    "bytes": 99,
}


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the server's log would be; all loggers are as before afterwards."""
    root, ours, stream = logging.getLogger(), logging.getLogger("gbaqa"), io.StringIO()
    handlers, levels = root.handlers[:], (root.level, ours.level)
    hook = sys.excepthook
    set_up_logs("json", stream=stream)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    sys.excepthook = hook


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_one_line_of_facts(log: io.StringIO) -> None:
    log_request(SERVED)
    line = lines(log)[0]
    assert datetime.fromisoformat(line.pop("time")).utcoffset() is not None
    expected = {"level": "info", "logger": "gbaqa.request", "event": "request", **FACTS}
    assert line == expected


def test_polls_are_left_out_and_faults_are_loud(log: io.StringIO) -> None:
    log_request(Served("a", "GET", "/readyz", 503, 0.001, 9))
    log_request(Served("b", "POST", "/api/ask", 503, 0.001, 9))
    assert [(line["request_id"], line["level"]) for line in lines(log)] == [("b", "warning")]


def test_line_breaks_tracebacks_and_warnings_stay_within_their_line(log: io.StringIO) -> None:
    logger = logging.getLogger("gbaqa.web.x")
    logger.error("a\nlevel: forged\u2028b")
    try:
        FACTS["deep\nfault"]
    except KeyError:
        logger.exception("it failed")
    logging.getLogger("library").info("chatter")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("a library's\nwarning", stacklevel=1)
    told = [json.loads(line) for line in log.getvalue().split("\n")[:-1]]
    assert [line["event"].split("\n")[0] for line in told[:2]] == ["a", "it failed"]
    assert told[1]["traceback"].endswith("KeyError: 'deep\\nfault'")
    assert "a library's\nwarning" in told[2]["event"]
    assert len(told) == 3


def test_a_long_message_is_cut() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "a" * 100_000, None, None)
    assert len(JsonLines().format(record)) < 5000


def test_at_a_terminal_a_line_is_for_a_person() -> None:
    record = logging.LogRecord("gbaqa.request", logging.INFO, "", 0, "request\n", None, None)
    record.facts = {"route": "/api/ask", "status": 200}
    record.created = 0.0
    assert PlainLines().format(record) == r"00:00:00 info    request\n route=/api/ask status=200"


@pytest.mark.parametrize("questions", [False, True])
def test_what_was_asked_is_logged_only_where_it_is_set(log: io.StringIO, questions: bool) -> None:
    app = create_app(ScriptedAssistant, log_questions=questions)
    with TestClient(app) as client:
        until(lambda: client.get("/readyz").is_success)
        client.post("/api/ask?secret=1", json={"question": "How many secret?"})
        client.get("/api/search?q=secret")
        client.get("/api/secret")
    asked = [line for line in lines(log) if line["event"] == "question"]
    told = [{key: line[key] for key in ("question", "status", "remembered")} for line in asked]
    expected = {"question": "How many secret?", "status": "answered", "remembered": False}
    assert told == ([expected] if questions else [])
    assert ("secret" in log.getvalue()) is questions
    assert "testclient" not in log.getvalue()

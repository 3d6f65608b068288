"""What Prometheus reads: rates, errors, times, reasons and state; no question and no address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from gbaqa.answering.asking import Assistant
from gbaqa.web.application import create_app
from gbaqa.web.watching.routes import Readers
from tests.web.api.small_app import BrokenAssistant, until
from tests.web.scripted import ScriptedAssistant
from tests.web.serving import running


@contextmanager
def served(
    assistant: Assistant, *, readers: Readers = "local", settled: bool = True
) -> Iterator[httpx.Client]:
    """A client of the whole app on this machine."""
    app = create_app(lambda: assistant, readers=readers)
    with running(app) as url, httpx.Client(base_url=url) as client:
        if settled:
            until(lambda: client.get("/readyz").json()["status"] == "ready")
        yield client


def figures(client: httpx.Client) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample by its name and labels."""
    reply = client.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }


def requests(
    route: str, status: int, method: str = "GET"
) -> tuple[str, tuple[tuple[str, str], ...]]:
    return (
        "gbaqa_requests_total",
        (("method", method), ("route", route), ("status", str(status))),
    )


def answers(status: str, reason: str = "") -> tuple[str, tuple[tuple[str, str], ...]]:
    return "gbaqa_answers_total", (("reason", reason), ("status", status))


def stage(name: str, part: str = "count") -> tuple[str, tuple[tuple[str, str], ...]]:
    return f"gbaqa_stage_seconds_{part}", (("stage", name),)


def test_answers_are_counted_by_outcome_and_reason_and_timed_by_stage() -> None:
    with served(ScriptedAssistant()) as client:
        for question in ("How many?", "How many?", "unicorn", "which unicorn"):
            assert client.post("/api/ask", json={"question": question}).status_code == 200
        told = figures(client)
    assert told[answers("answered")] == 2
    assert told[answers("not_found", "nothing-near")] == 1
    assert told[answers("not_found", "ambiguous")] == 1
    assert told["gbaqa_answers_remembered_total", ()] == 1
    assert told[stage("waiting")] == 3
    assert told[stage("total")] == 3
    assert told[stage("total", "sum")] == pytest.approx(0.0045)  # 1.5 ms each
    assert told[requests("/api/ask", 200, "POST")] == 4
    assert told["gbaqa_state", (("state", "ready"),)] == 1
    index = (("encoder", "scripted"), ("generation", "g1"))
    assert told["gbaqa_index_info", index] == 1
    assert (told["gbaqa_documents", ()], told["gbaqa_passages", ()]) == (2, 2)
    assert told["process_resident_memory_bytes", ()] > 1e6


def test_addresses_are_counted_by_template_and_those_of_nothing_as_one() -> None:
    with served(ScriptedAssistant()) as client:
        for path in ("/source/undated", "/source/people/alliance", "/api/none/1", "/api/none/2"):
            client.get(path)
        client.post("/api/ask", content=b" " * 100_000)
        client.request("BREW", "/api/ask")
        told = figures(client)
        text = client.get("/metrics").text
    assert told[requests("/source/{doc_id:path}", 200)] == 2
    assert told[requests("/api/{rest:path}", 404)] == 2
    assert told[requests("/api/ask", 413, "POST")] == 1
    assert "undated" not in text
    assert "BREW" not in text


def test_failures_make_the_server_unready_and_are_told_as_503() -> None:
    with served(BrokenAssistant(RuntimeError("secret"))) as client:
        for number in range(3):
            reply = client.post("/api/ask", json={"question": f"{number}"})
            assert (reply.status_code, reply.json()["type"]) == (503, "/problems/failed")
        told, ready = figures(client), client.get("/readyz")
    assert told[requests("/api/ask", 503, "POST")] == 3
    assert told["gbaqa_state", (("state", "failed"),)] == 1
    assert (ready.status_code, ready.json()["status"]) == (503, "failed")


def test_a_server_that_loads_has_figures_already() -> None:
    loaded = threading.Event()

    def load() -> ScriptedAssistant:
        loaded.wait()
        return ScriptedAssistant()

    with running(create_app(load)) as url, httpx.Client(base_url=url) as client:
        try:
            assert figures(client)["gbaqa_state", (("state", "loading"),)] == 1
        finally:
            loaded.set()


@pytest.mark.parametrize(
    ("readers", "header", "status"),
    [
        ("local", None, 200),
        ("local", "x-forwarded-for", 404),
        ("local", "forwarded", 404),
        ("local", "x-real-ip", 404),
        ("local", "via", 404),
        ("on", "x-forwarded-for", 200),
        ("off", None, 404),
    ],
)
def test_others_than_programs_of_this_machine_are_told_of_no_such_path(
    readers: Readers, header: str | None, status: int
) -> None:
    headers = {header: "203.0.113.7"} if header else {}
    with served(ScriptedAssistant(), readers=readers, settled=False) as client:
        assert client.get("/metrics", headers=headers).status_code == status

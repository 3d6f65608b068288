"""Whatever is sent to the API, no reply is a 500, and every fault is a problem as RFC 9457 says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.web.api.completions import completion_routes
from tests.fuzzing.sizes import examples
from tests.web.api.small_app import built, until
from tests.web.scripted import ScriptedAssistant

POSTS = ("/api/ask", "/api/suggestions", "/v1/chat/completions")
GETS = (
    "/api/ask",
    "/api/search",
    "/api/documents",
    "/v1/models",
    "/healthz",
    "/readyz",
    "/v1/models/x",
    "/api/nowhere",
)
FIELDS = (
    *("question", "history", "language", "filters", "stream", "messages", "model", "role"),
    *("content", "publisher", "since", "answer", "cutoff", "generation", "user", "n"),
)
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["user", "en", "x" * 5000, "\0", "\u202e", "2024-99", "assistant", "gbaqa"]),
)
JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        TEXTS,
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(FIELDS), TEXTS), inner, max_size=4),
    ),
    max_leaves=10,
)
# what the server below would take: the lines of a request are latin-1 without controls
HEADER = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=30
)
NAMES = ("accept", "accept-language", "content-type", "origin", "cookie", "x-request-id", "range")
HEADERS = st.dictionaries(st.sampled_from(NAMES), HEADER, max_size=3)


@pytest.fixture(scope="module")
def api() -> Iterator[TestClient]:
    app = built(ScriptedAssistant)
    app.include_router(completion_routes(app.state.desk))
    with TestClient(app) as opened:
        until(lambda: opened.get("/readyz").json()["status"] != "loading")
        yield opened


def check(reply: Any) -> None:  # of the client's own library
    assert reply.status_code < 500, reply.text
    if reply.status_code >= 400:
        told = reply.json()
        is_problem = reply.headers["content-type"] == "application/problem+json"
        assert told["status"] == reply.status_code if is_problem else "error" in told


@pytest.mark.parametrize("path", POSTS)
def test_any_object_is_answered_or_a_problem(api: TestClient, path: str) -> None:
    @examples(12)
    @given(st.one_of(JSON, st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=5)), HEADERS)
    def sent(body: object, headers: dict[str, str]) -> None:
        check(api.post(path, json=body, headers={name: encoded(headers[name]) for name in headers}))

    sent()


@pytest.mark.parametrize("path", POSTS)
def test_any_bytes_are_answered_or_a_problem(api: TestClient, path: str) -> None:
    @examples(8)
    @given(st.binary(max_size=200), HEADERS)
    def sent(body: bytes, headers: dict[str, str]) -> None:
        headers = {"content-type": "application/json"} | headers
        told = {name: encoded(headers[name]) for name in headers}
        check(api.post(path, content=body, headers=told))

    sent()


@pytest.mark.parametrize("path", GETS)
def test_any_query_is_answered_or_a_problem(api: TestClient, path: str) -> None:
    @examples(5)
    @given(
        st.dictionaries(st.sampled_from((*FIELDS, "q", "limit", "offset")), TEXTS, max_size=4),
        HEADERS,
    )
    def sent(query: dict[str, str], headers: dict[str, str]) -> None:
        told = {name: encoded(headers[name]) for name in headers}
        check(api.get(path, params=query, headers=told))

    sent()


def encoded(value: str) -> Any:  # bytes, which the client takes, too
    return value.encode("latin-1")

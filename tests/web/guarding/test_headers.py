"""What each kind of reply tells browsers."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Message

from gbaqa.web.guarding.headers import (
    CHAT_POLICY,
    DATA_POLICY,
    HEADERS,
    PAGE_POLICY,
    Reply,
    policy_of,
)


@pytest.mark.parametrize(
    ("policy", "paths"),
    [
        (CHAT_POLICY, ["/", ""]),
        (PAGE_POLICY, ["/sources", "/source/api/ask", "/docs", "/nothing", "/source/config"]),
        (DATA_POLICY, ["/api/ask", "/v1/models", "/gradio_api/mcp", "/config", "/healthz", "/api"]),
    ],
)
def test_each_kind_of_reply_has_its_policy(policy: str, paths: list[str]) -> None:
    assert {path: policy_of(path) for path in paths} == dict.fromkeys(paths, policy)


def test_no_policy_lets_anything_run_that_is_not_a_file_of_the_server() -> None:
    for policy in (CHAT_POLICY, PAGE_POLICY, DATA_POLICY):
        assert "unsafe" not in policy
        assert "data:" not in policy
        assert "http" not in policy
        assert "*" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
    assert "script-src" not in PAGE_POLICY  # none at all


def headers_of(scheme: str) -> list[tuple[bytes, bytes]]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    own = [(b"X-Frame-Options", b"ALLOWALL"), (b"etag", b"1")]
    reply = Reply({"scheme": scheme}, send, path="/", identity="i")
    asyncio.run(reply.send({"type": "http.response.start", "status": 200, "headers": own}))
    assert reply.started
    return list(sent[0]["headers"])


def test_an_apps_own_word_on_it_is_replaced() -> None:
    assert headers_of("http") == [
        (b"etag", b"1"),
        (b"content-security-policy", CHAT_POLICY.encode()),
        *HEADERS,
        (b"x-request-id", b"i"),
    ]


def test_only_a_reply_that_goes_by_tls_asks_for_tls_ever_after() -> None:
    name = b"strict-transport-security"
    assert (name, b"max-age=31536000") in headers_of("https")
    assert name not in dict(headers_of("http"))

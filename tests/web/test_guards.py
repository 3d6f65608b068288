"""Each guard in its place: what is refused never reaches the app, what passes does as it was."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

import gbaqa.web.guards
from gbaqa.web.guarding.headers import DATA_POLICY
from gbaqa.web.guarding.limits import BODY_LIMIT, DEEPEST, LIMITS
from gbaqa.web.guarding.policy import Policy
from gbaqa.web.guards import Guards
from tests.web.api.small_app import BrokenAssistant, started

NEW_ID = re.compile(r"[0-9a-f]{32}")
OPEN = Policy()
STRICT = Policy(
    hosts=("localhost", "gba.example.org"),
    origins=("https://a.example",),
    rate="3/minute",
    proxies=(ip_network("10.0.0.0/8"),),
)


@dataclass
class Echo:
    """An app that keeps what reached it, and sends the body back."""

    seen: list[Scope] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.seen.append(scope)
        body = (await receive())["body"] if scope["method"] == "POST" else b"read"
        own = [(b"X-Request-ID", b"another"), (b"x-frame-options", b"ALLOWALL")]
        await send({"type": "http.response.start", "status": 200, "headers": own})
        await send({"type": "http.response.body", "body": body})


@dataclass(frozen=True)
class Got:
    """A reply, and what the app saw of the request."""

    status: int
    headers: dict[str, str]
    body: bytes
    seen: list[Scope]

    @property
    def kind(self) -> str:
        """Of the problem that the reply is."""
        assert self.headers["content-type"] == "application/problem+json"
        told = json.loads(self.body)
        assert told["status"] == self.status
        assert told["request_id"] == self.headers["x-request-id"]
        return str(told["type"]).rpartition("/")[2]


def ask(
    *,
    guards: Guards | None = None,
    policy: Policy = OPEN,
    path: str = "/",
    method: str = "GET",
    chunks: Sequence[bytes] = (b"",),
    headers: Sequence[tuple[str, str]] = (),
    client: tuple[str, int] | None = ("203.0.113.7", 1),
    query: bytes = b"",
) -> Got:
    app = Echo()
    if guards is not None:
        guards._app = app
    incoming: list[Message] = [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
        for number, chunk in enumerate(chunks, start=1)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return incoming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
        "client": client,
    }
    asyncio.run((guards or Guards(app, policy))(scope, receive, send))
    started_with = sent[0]
    found: dict[str, str] = {}
    for name, value in started_with["headers"]:
        assert name.lower().decode() not in found
        found[name.lower().decode()] = value.decode("latin-1")
    body = b"".join(message["body"] for message in sent[1:])
    return Got(started_with["status"], found, body, app.seen)


def test_what_passes_reaches_the_app_and_gets_the_headers() -> None:
    got = ask(path="/healthz")
    assert (got.status, got.body, len(got.seen)) == (200, b"read", 1)
    assert got.headers["x-frame-options"] == "DENY"
    assert got.headers["content-security-policy"] == DATA_POLICY
    assert got.headers["x-request-id"] == got.seen[0]["state"]["request_id"]


@pytest.mark.parametrize(
    ("asked", "status", "kind"),
    [
        ({"path": "/gradio_api/upload", "method": "POST"}, 404, "not-found"),
        ({"path": "/monitoring"}, 404, "not-found"),
        ({"path": "/sources", "method": "TRACE"}, 405, "method-not-allowed"),
        ({"path": "/" * 5000}, 414, "too-large"),
        ({"query": b"&" * 70}, 414, "too-large"),
        ({"headers": [("X-A", "b" * 13_000)]}, 431, "too-large"),
        ({"headers": [("X-A", "b")] * 70}, 431, "too-large"),
        ({"method": "POST", "chunks": [b"x" * BODY_LIMIT, b"x"]}, 413, "too-large"),
        ({"method": "POST", "chunks": [b"[" * (DEEPEST + 1)]}, 413, "too-large"),
        ({"method": "POST", "headers": [("Origin", "https://b.example")]}, 403, "wrong-origin"),
        (
            {"policy": STRICT, "headers": [("Host", "evil.example")]},
            421,
            "wrong-host",
        ),
    ],
)
def test_what_is_refused_is_a_problem_and_never_reaches_the_app(
    asked: dict[str, Any], status: int, kind: str
) -> None:
    got = ask(**asked)
    assert (got.status, got.kind, got.seen) == (status, kind, [])
    assert got.headers["x-content-type-options"] == "nosniff"


def test_what_is_refused_is_told_in_the_language_of_the_request() -> None:
    got = ask(path="/monitoring", headers=[("Accept-Language", "pt")])
    assert got.headers["content-language"] == "pt"
    assert "ã" in json.loads(got.body)["detail"]


def test_a_refused_body_ends_the_connection() -> None:
    got = ask(method="POST", chunks=[b"x" * (BODY_LIMIT + 1)])
    assert got.headers["connection"] == "close"


def test_a_client_that_asks_too_often_waits_as_told_and_nobody_else() -> None:
    guards = Guards(Echo(), STRICT)
    found = [ask(guards=guards, path="/api/search").status for _ in range(3)]
    assert found == [200, 200, 200]
    refused = ask(guards=guards, path="/api/search")
    assert (refused.status, refused.kind, refused.seen) == (429, "too-many", [])
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert ask(guards=guards, path="/healthz").status == 200  # not counted
    assert ask(guards=guards, path="/page/1/chat.js").status == 200
    assert ask(guards=guards, path="/api/search", client=("203.0.113.8", 1)).status == 200


def test_what_is_refused_for_another_reason_counts_too() -> None:
    guards = Guards(Echo(), STRICT)
    found = [ask(guards=guards, path="/monitoring").status for _ in range(4)]
    assert found == [404, 404, 404, 429]


def test_behind_a_proxy_each_visitor_is_counted_and_seen_by_the_app() -> None:
    guards = Guards(Echo(), STRICT)

    def by_proxy(visitor: str, peer: str = "10.0.0.1") -> Got:
        headers = [("X-Forwarded-For", f"spoofed, {visitor}"), ("X-Forwarded-Proto", "https")]
        return ask(guards=guards, path="/api/search", client=(peer, 1), headers=headers)

    first = [by_proxy("203.0.113.7") for _ in range(4)]
    assert [got.status for got in first] == [200, 200, 200, 429]
    seen = first[0].seen[0]
    assert (seen["client"], seen["scheme"]) == (("203.0.113.7", 0), "https")
    assert first[3].headers["strict-transport-security"] == "max-age=31536000"
    assert by_proxy("203.0.113.8").status == 200
    # another that only says so is one client whatever it writes
    liar = [by_proxy(f"203.0.113.{n}", peer="198.51.100.9").status for n in range(4)]
    assert liar == [200, 200, 200, 429]


def test_a_name_that_the_proxy_was_called_by_is_looked_at_too() -> None:
    def by_proxy(name: str) -> int:
        headers = [("Host", "localhost"), ("X-Forwarded-Host", name)]
        return ask(policy=STRICT, client=("10.0.0.1", 1), headers=headers).status

    assert (by_proxy("gba.example.org"), by_proxy("evil.example")) == (200, 421)


def test_an_origin_that_is_listed_may_post() -> None:
    headers = [("Origin", "https://a.example")]
    assert ask(policy=STRICT, method="POST", headers=headers).status == 200


def test_what_is_closed_is_closed_behind_a_prefix_too() -> None:
    reached: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope["path"])

    async def send(message: Message) -> None:
        pass

    async def receive() -> Message:
        raise AssertionError

    for path in ("/gradio_api/upload", "/gba/gradio_api/upload", "/gba/monitoring", "/gba/config"):
        scope: dict[str, Any] = {
            "type": "http",
            "method": "GET",
            "path": path,
            "root_path": "/gba",
            "headers": [],
        }
        asyncio.run(Guards(app)({**scope, "query_string": b""}, receive, send))
    assert reached == ["/gba/config"]


@pytest.mark.parametrize("given", ["a", "A1._-z", "0" * 64])
def test_the_clients_own_id_is_kept(given: str) -> None:
    for path in ("/", "/monitoring"):
        assert ask(path=path, headers=[("X-Request-ID", given)]).headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given",
    [
        "",
        "0" * 65,
        "a b",
        "a\n",
        "<script>alert(1)</script>",
        "a\r\nset-cookie: x=1",
        "id\u00e9",
        "../../etc",
        "%0a",
        "a\x00",
    ],
)
def test_a_hostile_id_is_replaced(given: str) -> None:
    assert NEW_ID.fullmatch(ask(headers=[("X-Request-ID", given)]).headers["x-request-id"])


def test_two_ids_are_none() -> None:
    two = [("X-Request-ID", "a"), ("X-Request-ID", "b")]
    assert NEW_ID.fullmatch(ask(headers=two).headers["x-request-id"])


def test_an_unexpected_fault_is_a_problem_and_logged_with_its_id(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise KeyError("secret")

    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"x-request-id", b"mine")]
    scope = {"type": "http", "method": "GET", "path": "/a\nb", "headers": headers}
    asyncio.run(Guards(broken)({**scope, "query_string": b""}, receive, send))
    assert sent[0]["status"] == 500
    assert b"/problems/fault" in sent[1]["body"]
    assert b"secret" not in sent[1]["body"]
    assert "request mine failed: GET '/a\\nb'" in caplog.text
    assert "secret" in caplog.text  # where whoever mends it looks


def test_a_fault_of_the_assistant_tells_nothing_of_itself() -> None:
    with started(lambda: BrokenAssistant(KeyError("secret"))) as opened:
        response = opened.get("/api/search?q=x")
    assert response.status_code >= 500
    assert "secret" not in response.text
    assert response.headers["content-security-policy"] == DATA_POLICY


def test_a_fault_in_the_middle_of_a_reply_is_not_hidden() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise KeyError("late")

    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    with pytest.raises(KeyError, match="late"):
        asyncio.run(Guards(app)(scope, receive, send))
    assert [message["type"] for message in sent] == ["http.response.start"]


def test_a_lifespan_passes_and_a_web_socket_is_closed() -> None:
    reached: list[str] = []
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        reached.append(scope["type"])

    async def receive() -> Message:
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    for kind in ("lifespan", "websocket"):
        asyncio.run(Guards(app)({"type": kind}, receive, send))
    assert (reached, sent) == (["lifespan"], [{"type": "websocket.close", "code": 1000}])


def test_a_body_in_pieces_reaches_the_app_whole() -> None:
    got = ask(method="POST", path="/api/ask", chunks=[b"one ", b"two"])
    assert (got.status, got.body) == (200, b"one two")


def test_a_body_that_comes_drop_by_drop_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gbaqa.web.guards, "BODY_TIME", 0.01)
    sent: list[Message] = []

    async def receive() -> Message:
        await asyncio.sleep(30)
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b""}
    asyncio.run(Guards(Echo())(scope, receive, send))
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]


def test_a_conversation_may_be_longer_than_a_question() -> None:
    path = "/gradio_api/queue/join"
    assert ask(method="POST", path=path, chunks=[b"x" * LIMITS[path]]).status == 200
    assert ask(method="POST", path=path, chunks=[b"x" * (LIMITS[path] + 1)]).status == 413

"""There is nothing to administer: over HTTP nothing is written but feedback, which is bounded."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from gbaqa.web.feedback.records import LONGEST_COMMENT
from gbaqa.web.feedback.storing import MOST_A_MINUTE, MOST_BYTES
from gbaqa.web.guarding.headers import HEADERS, policy_of
from gbaqa.web.guarding.paths import is_open
from tests.security.walking import METHODS, Watch, paths_of, reply_of, watched
from tests.web.scripted import ScriptedAssistant
from tests.web.serving import built

if TYPE_CHECKING:
    from fastapi import FastAPI

OPINION = {
    "verdict": "down",
    "answer": "0" * 64,
    "status": "answered",
    "language": "en",
    "generation": "0" * 16,
    "comment": "x" * LONGEST_COMMENT,
}
Replies: TypeAlias = dict[tuple[str, str], tuple[int, dict[str, str]]]
AT_ONCE = 16  # requests
BODIES = (b"", b"{}", json.dumps({"question": "How many?"}).encode(), b'{"data": ["How many?"]}')


@dataclass(frozen=True)
class Walked:
    """What a walk through all routes by all methods found, and what opinions after it did."""

    paths: list[str]
    replies: Replies
    done: list[tuple[str, str]]
    opinions: list[int]
    done_by_opinions: list[tuple[str, str]]

    @property
    def statuses(self) -> dict[tuple[str, str], int]:
        """By method and path."""
        return {asked: status for asked, (status, _) in self.replies.items()}


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory, watch: Watch) -> Walked:
    """The whole app, loaded, with Gradio in it, in one event loop."""
    app = built(ScriptedAssistant, feedback=tmp_path_factory.mktemp("here") / "feedback")

    async def walk() -> Walked:
        async with app.router.lifespan_context(app):
            assert (await reply_of(app, "GET", "/config", stays=90))[0] == 200  # Gradio is there
            paths = paths_of(app, _gradio_of(app))
            with watched(watch) as done:
                replies = await _replies(app, paths)
            body = json.dumps(OPINION).encode()
            with watched(watch) as done_by_opinions:
                opinions = [
                    (await reply_of(app, "POST", "/api/feedback", body))[0]
                    for _ in range(MOST_A_MINUTE + 2)
                ]
        return Walked(paths, replies, done, opinions, done_by_opinions)

    return asyncio.run(walk())


async def _replies(app: FastAPI, paths: list[str]) -> Replies:
    asked = [(method, path) for path in paths for method in METHODS]
    bodies = [BODIES[n % 4] if one[0] == "POST" else b"" for n, one in enumerate(asked)]
    places = asyncio.Semaphore(AT_ONCE)

    async def reply(method: str, path: str, body: bytes) -> tuple[int, dict[str, str]]:
        async with places:
            return await reply_of(app, method, path, body)

    found = await asyncio.gather(
        *(reply(*one, body) for one, body in zip(asked, bodies, strict=True))
    )
    return dict(zip(asked, found, strict=True))


def _gradio_of(app: FastAPI) -> FastAPI:
    """The app that answers every path that is left."""
    inner: Any = app.router.routes[-1]
    while hasattr(inner, "_app") or not hasattr(inner, "router"):
        inner = getattr(inner, "_app", None) or inner.app
    assert inner.router.routes
    return inner  # type: ignore[no-any-return]  # what Gradio mounts


def test_the_walk_meets_every_room(walked: Walked) -> None:
    known = {"/", "/api/ask", "/api/feedback", "/source/people/alliance", "/gradio_api/mcp"}
    of_gradio = {
        "/config",
        "/gradio_api/upload",
        "/gradio_api/queue/join",
        "/login",
        "/gradio_api/run/ask",
    }
    assert known | of_gradio <= {*walked.paths}
    assert walked.statuses["GET", "/"] == 200
    assert walked.statuses["GET", "/gradio_api/info"] == 200


def test_every_route_by_every_method_writes_nothing_and_asks_nobody(walked: Walked) -> None:
    # a library of Gradio's makes the folder of its own settings when it is first imported
    assert [one for one in walked.done if not one[1].endswith("/matplotlib")] == []


def test_no_route_breaks_by_any_method(walked: Walked) -> None:
    assert {one: status for one, status in walked.statuses.items() if status in (0, 500)} == {}


def test_what_is_closed_is_not_there_by_whatever_method(walked: Walked) -> None:
    closed = {one: s for one, s in walked.statuses.items() if not is_open(one[1])}
    assert len(closed) > 100
    assert {one: status for one, status in closed.items() if status != 404} == {}


def test_no_method_that_would_change_something_is_taken(walked: Walked) -> None:
    reading = ("GET", "HEAD", "POST")
    changing = {one: s for one, s in walked.statuses.items() if one[0] not in reading}
    assert {one: s for one, s in changing.items() if s not in (404, 405)} == {}


def test_every_reply_has_the_security_headers(walked: Walked) -> None:
    """Errors, files, streams, MCP and Gradio's own replies, too."""
    expected = {name.decode(): value.decode() for name, value in HEADERS}
    for (_, path), (_, headers) in walked.replies.items():
        wanted = {**expected, "content-security-policy": policy_of(path)}
        assert {name: headers.get(name) for name in wanted} == wanted, path
        assert not [name for name in headers if name.startswith("access-control-")], path
        assert not {"server", "set-cookie", "x-powered-by"} & {*headers}, path


def test_the_walk_would_see_a_write(watch: Watch, tmp_path: Path) -> None:
    with watched(watch) as done:
        (tmp_path / "a").write_text("x")
        (tmp_path / "b").mkdir()
        (tmp_path / "a").unlink()
        Path(__file__).read_bytes()
    assert [event for event, _ in done] == ["open", "os.mkdir", "os.remove"]


def test_feedback_writes_its_own_files_alone_and_only_so_often(walked: Walked) -> None:
    assert walked.opinions == [204] * MOST_A_MINUTE + [503] * 2
    names = {Path(path).name for _, path in walked.done_by_opinions}
    assert names <= {"feedback", "feedback.jsonl", "feedback.lock"}
    assert "feedback.jsonl" in names


def test_feedback_takes_a_bounded_part_of_the_disk() -> None:
    """Two files, rotated: tests/web/feedback/test_storing.py shows the rotating."""
    assert MOST_BYTES * 2 <= 10_000_000

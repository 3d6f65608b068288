"""A server that runs picks up what a build publishes, and nobody who asks meanwhile is let down."""

from __future__ import annotations

import asyncio
import gc
import json
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from gbaqa.answering.exchanges import Exchange
from gbaqa.errors import IndexUnusable
from gbaqa.indexing.generations import current
from gbaqa.indexing.holding import remove_unheld
from gbaqa.types import Collection
from gbaqa.web import following, warming
from gbaqa.web.api.streaming import answer_events
from gbaqa.web.application import create_app
from gbaqa.web.desk import Desk, Question
from gbaqa.web.following import Opener
from gbaqa.web.warming import Ready, Warming
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files
from tests.web.scripted import ScriptedAssistant
from tests.web.serving import running

BUILDS = 5
EVERY = 0.05  # seconds between two looks
QUESTION = "How many patacas is the fee?"


def corpus(folder: Path, fee: int) -> Path:
    files = {
        "fee.txt": f"The fee is {fee} patacas.",
        f"new{fee}.txt": "A bridge.",
        "park.txt": "A park.",
    }
    return write_files(folder / str(fee), files)


class Loads:
    """Counts how often an encoder is loaded."""

    def __init__(self, dimension: int = 64) -> None:
        self.dimension = dimension
        self.made = 0

    def __call__(self, name: str) -> BagOfWordsEncoder:
        self.made += 1
        return BagOfWordsEncoder(dimension=self.dimension)


def opener(index: Path, load: Loads) -> Opener:
    return Opener(index, encoder_name=FAKE_ENCODER, questions=[QUESTION], load=load)


def test_the_encoder_is_loaded_once_for_all_generations(tmp_path: Path) -> None:
    index, load = tmp_path / "index", Loads()
    opened = opener(index, load)
    build_index(corpus(tmp_path, 100), index)
    first = opened()
    build_index(corpus(tmp_path, 110), index)
    second = opened()
    assert first.generation != second.generation
    assert first.models.encoder is second.models.encoder
    assert load.made == 1


def test_what_was_begun_is_what_is_given_first(tmp_path: Path) -> None:
    index, load = tmp_path / "index", Loads()
    opened = opener(index, load)
    build_index(corpus(tmp_path, 100), index)
    opened.begin()
    first = opened()
    assert load.made == 1
    assert gc.isenabled()
    build_index(corpus(tmp_path, 110), index)
    assert opened().generation != first.generation


def test_what_keeps_the_first_from_opening_is_raised_where_it_is_waited_for(tmp_path: Path) -> None:
    opened = opener(tmp_path / "index", Loads())
    opened.begin()
    with pytest.raises(IndexUnusable, match="there is no index in"):
        opened()
    build_index(corpus(tmp_path, 100), tmp_path / "index")
    assert opened().ask(QUESTION).reply


def test_the_first_is_asked_a_little_later_and_the_next_before_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    done = threading.Event()

    def note(held: Callable[[], object], questions: Sequence[str]) -> None:
        asked.extend(questions if held() else [])
        done.set()

    monkeypatch.setattr(following, "_warm", note)
    monkeypatch.setattr(following, "LATER", 0.05)
    opened = opener(tmp_path / "index", Loads())
    build_index(corpus(tmp_path, 100), tmp_path / "index")
    first = opened()
    assert asked == []
    assert done.wait(10)
    assert asked == [QUESTION]
    second = opened()
    assert asked == [QUESTION] * 2
    assert first is not second


def test_a_generation_of_another_encoder_has_that_one_loaded(tmp_path: Path) -> None:
    index, load = tmp_path / "index", Loads()
    opened = opener(index, load)
    build_index(corpus(tmp_path, 100), index)
    opened()
    load.dimension = 32
    build_index(corpus(tmp_path, 100), index, BagOfWordsEncoder(dimension=32))
    assert opened().models.encoder.dimension == 32
    assert load.made == 2


def test_an_assistant_that_is_gone_holds_its_folder_no_longer(tmp_path: Path) -> None:
    index = tmp_path / "index"
    build_index(corpus(tmp_path, 100), index)
    assistant = opener(index, Loads())()
    folder = current(index)
    assistant.ask(QUESTION)
    assert not remove_unheld(folder)
    gc.collect()
    gc.disable()
    try:
        gone = weakref.ref(assistant)
        del assistant
        assert gone() is None  # at once: a server takes this for its sign to collect the rest
    finally:
        gc.enable()
    gc.collect()
    assert remove_unheld(folder)


class Elsewhere(ScriptedAssistant):
    """Of a generation that holds nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.generation = "g2"
        self.collection = Collection({}, {})


class Overtaken(ScriptedAssistant):
    """While it answers, another generation takes its place."""

    overtaken = False

    def ask(self, question: str, **how: Any) -> Exchange:
        self.overtaken = True
        return super().ask(question, **how)


class Overtaking(Warming):
    """Follows as soon as the first is asked."""

    def __init__(self) -> None:
        super().__init__(ScriptedAssistant)
        self.first = Overtaken()

    @property
    def state(self) -> Ready:
        return Ready(Elsewhere() if self.first.overtaken else self.first)


def test_a_stream_tells_the_passages_of_the_generation_that_answered() -> None:
    async def events() -> dict[str, dict[str, Any]]:
        desk = Desk(Overtaking())
        asked = answer_events(desk, Question("How many?"), client="")
        told = {event.name: event.told async for event in asked}
        assert desk.assistant().generation == "g2"
        return told

    told = asyncio.run(events())
    assert [*told] == ["status", "answer", "passages", "done"]
    assert told["answer"]["index"]["generation"] == "g1"


class Site:
    """A real server over an index, whose first page is there."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ready(self) -> httpx.Response:
        return httpx.get(f"{self.url}/readyz")

    def wait(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < deadline
            time.sleep(0.02)


@contextmanager
def serving(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(warming, "EVERY", EVERY)

    async def make() -> FastAPI:
        return create_app(opened, sign=opened.signature)

    with running(asyncio.run(make())) as url:
        yield Site(url)


def object_of(client: httpx.Client) -> dict[str, Any]:
    reply = client.post("/api/ask", json={"question": QUESTION}).raise_for_status()
    return dict(reply.json())


def object_of_site(site: Site) -> dict[str, Any]:
    with httpx.Client(base_url=site.url, timeout=20) as client:
        return object_of(client)


def streamed(client: httpx.Client) -> dict[str, Any]:
    headers = {"Accept": "text/event-stream"}
    reply = client.post("/api/ask", json={"question": QUESTION}, headers=headers).raise_for_status()
    events = [block.split("\n") for block in reply.text.strip().split("\n\n")]
    told = {name.removeprefix("event: "): data.removeprefix("data: ") for name, data in events}
    assert [*told][-3:] == ["answer", "passages", "done"]
    return dict(json.loads(told["answer"]))


def source(client: httpx.Client) -> None:
    assert "A park." in client.get("/source/park").raise_for_status().text


def offered(client: httpx.Client) -> None:
    client.post("/api/suggestions", json={"question": QUESTION}).raise_for_status()


def test_nobody_is_let_down_while_the_index_is_built_anew_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, load = tmp_path / "index", Loads()
    fees = {build_index(corpus(tmp_path, 100), index).generation: 100}
    stopped = threading.Event()

    def ask(way: Callable[[httpx.Client], dict[str, Any] | None]) -> list[dict[str, Any]]:
        told = []
        with httpx.Client(base_url=site.url, timeout=20) as client:
            while not stopped.is_set():
                told.append(way(client))
        return [one for one in told if one]

    def is_ready(generation: str) -> bool:
        reply = site.ready()
        assert reply.status_code == 200  # never again anything else
        return bool(reply.json()["generation"] == generation)

    with serving(opener(index, load), monkeypatch) as site, ThreadPoolExecutor(6) as clients:
        site.wait(lambda: site.ready().status_code == 200)
        asking = [
            clients.submit(ask, way) for way in (object_of, object_of, streamed, source, offered)
        ]
        for build in range(1, BUILDS + 1):
            made = build_index(corpus(tmp_path, 100 + build), index).generation
            fees[made] = 100 + build
            site.wait(partial(is_ready, made))
        last = object_of_site(site)
        stopped.set()
        told = [answer for one in asking for answer in one.result()]
        before = [path for path in (index / "generations").iterdir() if path.name != made]
        for folder in before:  # the server lets go of each once its last request has ended
            site.wait(partial(remove_unheld, folder))
        assert object_of_site(site)["index"]["generation"] == made
    assert last["index"]["generation"] == made
    assert {one["index"]["generation"] for one in told} == set(fees)
    for one in told:
        fee = fees[one["index"]["generation"]]
        assert [sentence["text"] for sentence in one["sentences"]] == [f"The fee is {fee} patacas."]
    assert load.made == 1


def test_a_server_whose_index_was_lost_heals_when_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    with serving(opener(index, Loads()), monkeypatch) as site:
        site.wait(lambda: site.ready().json()["status"] == "failed")
        made = build_index(corpus(tmp_path, 100), index).generation
        site.wait(lambda: site.ready().status_code == 200)
        assert site.ready().json() == {"status": "ready", "generation": made}

"""A server in a process of its own leaves in order: what it took is answered."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
from scripts.bench_serving import free_port

WAIT = 30.0  # seconds; the machine may be busy
CLIENTS = 12
MANY = httpx.Limits(max_connections=None)
EVENT_STREAM = {"accept": "text/event-stream"}


@dataclass(frozen=True, slots=True)
class Process:
    """A server with the scripted assistant."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def lines(self) -> list[dict[str, object]]:
        """Its log; fails where a line is no JSON."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@contextmanager
def serving(folder: Path, *, seconds: float) -> Iterator[Process]:
    port = free_port()
    command = [sys.executable, "-m", "tests.web.scripted_server", str(port), str(seconds)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log, stdout=subprocess.DEVNULL)
        try:
            server = Process(f"http://127.0.0.1:{port}", process, folder / "log")
            until_ready(server)
            yield server
        finally:
            process.kill()
            process.wait()


def until_ready(server: Process) -> None:
    ends = time.monotonic() + WAIT
    while time.monotonic() < ends and server.process.poll() is None:
        try:
            if httpx.get(f"{server.url}/readyz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"it was not ready: {server.log.read_text()[-2000:]}")


async def keep_asking(client: httpx.AsyncClient, name: int, told: Counter[str]) -> None:
    """Asks by stream until nobody listens any more; tells of each question how it ended."""
    for number in count():
        body = {"question": f"How many? {name} {number}"}
        try:
            reply = await client.post("/api/ask", json=body, headers=EVENT_STREAM)
        except httpx.ConnectError:
            return  # refused: another replica would be asked
        except httpx.TransportError as error:
            told[repr(error)] += 1
            return
        whole = reply.is_success and reply.text.endswith("event: done\ndata: {}\n\n")
        told["answered" if whole else f"{reply.status_code} {reply.text[-200:]}"] += 1


async def heartbeat(client: httpx.AsyncClient, begun: asyncio.Event) -> str:
    """What Gradio's page keeps open."""
    async with client.stream("GET", "/gradio_api/heartbeat/abc") as reply:
        begun.set()
        return "".join([text async for text in reply.aiter_text()])


async def leave_under_load(server: Process, told: Counter[str]) -> tuple[int, str]:
    """What /readyz says once the server was told to stop while many ask."""
    async with httpx.AsyncClient(base_url=server.url, timeout=WAIT, limits=MANY) as client:
        begun = asyncio.Event()
        beating = asyncio.create_task(heartbeat(client, begun))
        await begun.wait()
        asking = [asyncio.create_task(keep_asking(client, one, told)) for one in range(CLIENTS)]
        while told["answered"] < 2 * CLIENTS:
            await asyncio.sleep(0.01)
        server.process.send_signal(signal.SIGTERM)
        await asyncio.sleep(0.05)
        ready = await client.get("/readyz")
        await asyncio.gather(*asking)
        assert (await beating).startswith("data: ALIVE")
        return ready.status_code, ready.json()["status"]


def test_sigterm_under_load_loses_no_question_and_ends_with_0(tmp_path: Path) -> None:
    told: Counter[str] = Counter()
    with serving(tmp_path, seconds=0.05) as server:
        assert asyncio.run(leave_under_load(server, told)) == (503, "draining")
        assert server.process.wait(WAIT) == 0
        assert list(told) == ["answered"], told
        lines = server.lines()
        events = [str(line["event"]).split(" http")[0] for line in lines]
        assert (events[0], events[-1]) == ("listening on", "stopped")
        assert sum(line.get("route") == "/api/ask" for line in lines) == told["answered"]
        assert "How many" not in server.log.read_text()


def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    with serving(tmp_path, seconds=0) as server:
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(WAIT) == 128 + signal.SIGTERM
        assert time.monotonic() - began < 0.8  # seconds: before the first signal's notice is over
        assert server.lines()[-1]["event"] == "stopped at once by a second signal"

"""Build the index anew under `gbaqa serve`, with the packaged encoder, while it is asked."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
from scripts.bench_serving import PATIENCE, TLS, Served, served
from scripts.faults.tallying import Tally

from gbaqa.indexing.generations import current

GBAQA = (sys.executable, "-m", "gbaqa.cli")
BRIEFS = 12  # of the corpus, beside the one that changes
QUESTION = "How many patacas is the fee at the counter?"
FOLLOWS = 120  # seconds within which the server answers from what was built
CHANGING = (
    "---\nid: fee\ntitle: Fees at the counter\n---\n\nThe fee at the counter is {fee} patacas.\n"
)


def rebuilt_while_served(folder: Path, builds: int, source: Path = Path("corpus")) -> Tally:
    """Every request must be answered, each answer be of a generation that was published."""
    tally, index, corpus = Tally(), folder / "index", folder / "corpus"
    for path in sorted(source.rglob("*.md"))[:BRIEFS]:
        corpus.mkdir(exist_ok=True)
        shutil.copy(path, corpus)
    fees = {_built(corpus, index, 100): 100}
    command = (*GBAQA, "serve", f"--index={index}", "--host=127.0.0.1", "--port")
    stopped = threading.Event()
    with served(None, command) as server, ThreadPoolExecutor(len(WAYS)) as clients:
        tally.seen["MB at first"] = _resident(server)
        asking = [clients.submit(_ask, server.url, way, stopped) for way in WAYS]
        for build in range(1, builds + 1):
            generation = _built(corpus, index, 100 + build)
            fees[generation] = 100 + build
            _wait(server.url, generation, tally)
            tally.seen[f"MB after build {build}"] = _resident(server)
        stopped.set()
        for one in asking:
            _judge(one.result(), fees, tally)
    return tally


def _built(corpus: Path, index: Path, fee: int) -> str:
    (corpus / "fee.md").write_text(CHANGING.format(fee=fee), encoding="utf-8")
    command = [*GBAQA, "index", str(corpus), f"--index={index}"]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  # our own
    return current(index).name


def _wait(url: str, generation: str, tally: Tally) -> None:
    ends, ready = time.monotonic() + FOLLOWS, httpx.Response(503)
    while time.monotonic() < ends:
        ready = httpx.get(f"{url}/readyz", verify=TLS, timeout=PATIENCE)
        if ready.status_code != httpx.codes.OK:
            tally.wrong.append(f"not ready: {ready.text}")
        if ready.json().get("generation") == generation:
            tally.seen["followed"] += 1
            return
        time.sleep(0.2)
    tally.wrong.append(f"{generation} was not followed within {FOLLOWS} s: {ready.text}")


def _object(client: httpx.Client) -> dict[str, Any]:
    reply = client.post("/api/ask", json={"question": QUESTION}).raise_for_status()
    return dict(reply.json())


def _stream(client: httpx.Client) -> dict[str, Any]:
    headers = {"Accept": "text/event-stream"}
    reply = client.post("/api/ask", json={"question": QUESTION}, headers=headers).raise_for_status()
    events = dict(block.split("\ndata: ") for block in reply.text.strip().split("\n\n"))
    if "event: done" not in events:
        raise httpx.DecodingError(f"a stream ended with {list(events)}")
    return dict(json.loads(events["event: answer"]))


def _page(client: httpx.Client) -> dict[str, Any]:
    client.get("/source/fee").raise_for_status()
    client.get("/sources").raise_for_status()
    return {}


WAYS: tuple[Callable[[httpx.Client], dict[str, Any]], ...] = (_object, _stream, _page)


def _ask(
    url: str, way: Callable[[httpx.Client], dict[str, Any]], stopped: threading.Event
) -> list[dict[str, Any] | str]:
    told: list[dict[str, Any] | str] = []
    with httpx.Client(base_url=url, verify=TLS, timeout=PATIENCE) as client:
        while not stopped.is_set():
            try:
                told.append(way(client))
            except httpx.HTTPError as error:
                told.append(f"{way.__name__}: {error!r}")
    return told


def _judge(told: list[dict[str, Any] | str], fees: dict[str, int], tally: Tally) -> None:
    for one in told:
        if isinstance(one, str):
            tally.wrong.append(one)
        elif not one:
            tally.seen["pages"] += 1
        else:
            fee = fees.get(one["index"]["generation"])
            said = [sentence["text"] for sentence in one["sentences"]]
            right = {"answers": [f"The fee at the counter is {fee} patacas."]}
            tally.count(said, right, f"an answer of {one['index']['generation']}")


def _resident(server: Served) -> int:
    """Megabytes in memory, where that can be told."""
    status = Path(f"/proc/{server.process.pid}/status") if server.process else Path()
    if not status.is_file():
        return 0
    line = next(one for one in status.read_text().splitlines() if one.startswith("VmRSS"))
    return int(line.split()[1]) // 1000

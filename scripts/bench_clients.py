"""Let many clients ask at once over the real index, and see how many answers they get.

    python -m scripts.bench_clients [--url=URL] [--seconds=20] [--clients=50]

Starts a server in a process of its own, unless one is named (one that was just started: a question
asked before would be remembered). Prints a table of answers, errors and times: remembered
questions, questions not asked before, one client's overhead over the answer itself, more questions
than may wait, and one client's single question beside another's forty. Exit code 1 on any error.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

import httpx
from scripts.bench_serving import LOADING, PATIENCE, TLS, Served, conditions, percentile, served

QUESTIONS = Path("eval/gba-train/parallel.jsonl")
LANGUAGES = ("en", "zh-Hant", "zh-Hans", "pt")
WARMED = 40  # questions that run A asks again and again
SINGLE = 300  # requests of run C
AT_ONCE = 400  # questions of run D
MANY = 40  # questions of the client that asks many
MANY_HOST, ONE_HOST = "127.0.0.2", "127.0.0.3"
TITLES = ("run", "sent", "answers", "busy", "errors", "answers/s", "p50 ms", "p95 ms", "CPU ms")
UNBOUNDED = httpx.Limits(max_connections=None, max_keepalive_connections=None)


@dataclass(frozen=True, slots=True)
class Reply:
    """What one request came to: its status (0: none), milliseconds, and those of the answer."""

    status: int
    spent: float
    answer: float = 0.0
    retry_after: str = ""
    fault: str = ""

    @property
    def busy(self) -> bool:
        """Whether it was told to come again."""
        return self.status == httpx.codes.SERVICE_UNAVAILABLE and bool(self.retry_after)

    @property
    def answered(self) -> bool:
        """Whether there was an answer."""
        return self.status == httpx.codes.OK


def questions() -> Iterator[str]:
    """Different ones in four languages, each of them once."""
    lines = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]
    yield from dict.fromkeys(line[language] for language in LANGUAGES for line in lines)


async def ask(client: httpx.AsyncClient, question: str) -> Reply:
    """Asks one question."""
    began = perf_counter()
    try:
        reply = await client.post("/api/ask", json={"question": question})
    except httpx.TransportError as error:
        return Reply(0, (perf_counter() - began) * 1000, fault=repr(error))
    spent = (perf_counter() - began) * 1000
    if reply.is_success:
        return Reply(reply.status_code, spent, reply.json()["timings_ms"]["total"])
    told = reply.text[:200]
    return Reply(
        reply.status_code, spent, retry_after=reply.headers.get("retry-after", ""), fault=told
    )


def client_of(url: str, host: str | None = None) -> httpx.AsyncClient:
    """A client with as many connections as it asks for; `host` is its own address."""
    transport = httpx.AsyncHTTPTransport(verify=TLS, local_address=host, limits=UNBOUNDED)
    return httpx.AsyncClient(base_url=url, transport=transport, timeout=PATIENCE)


async def keep_asking(
    server: Served, asked: Iterator[str], *, clients: int, seconds: float
) -> list[Reply]:
    """That many clients, each asking its next question when it has the answer to the last."""
    ends = perf_counter() + seconds
    replies: list[Reply] = []

    async def one() -> None:
        async with client_of(server.url) as client:
            while perf_counter() < ends and (question := next(asked, None)) is not None:
                replies.append(await ask(client, question))

    await asyncio.gather(*(one() for _ in range(clients)))
    return replies


async def at_once(server: Served, asked: Iterable[str]) -> list[Reply]:
    """All of them in one moment."""
    async with client_of(server.url) as client:
        return list(await asyncio.gather(*(ask(client, question) for question in asked)))


async def overhead(server: Served, question: str) -> tuple[list[Reply], list[float]]:
    """A remembered question asked by one client again and again, in turn with /healthz."""
    replies, floor = [], []
    async with client_of(server.url) as client:
        for _ in range(SINGLE):
            replies.append(await ask(client, question))
            began = perf_counter()
            await client.get("/healthz")
            floor.append((perf_counter() - began) * 1000)
    return replies, floor


async def beside(server: Served, asked: Iterator[str]) -> tuple[list[Reply], Reply, int]:
    """The forty of one client, the one of another, and how many of the forty went before it."""
    done: list[Reply] = []
    async with client_of(server.url, MANY_HOST) as many, client_of(server.url, ONE_HOST) as one:
        await asyncio.gather(many.get("/healthz"), one.get("/healthz"))

        async def follow(question: str) -> None:
            done.append(await ask(many, question))

        crowd = [asyncio.create_task(follow(question)) for question in islice(asked, MANY)]
        await asyncio.sleep(0.2)  # they wait at the server now
        before = len(done)
        single = await ask(one, next(asked))
        overtaken = len(done) - before
        await asyncio.gather(*crowd)
    return done, single, overtaken


def row(name: str, replies: Sequence[Reply], seconds: float, used: float | None) -> str:
    """One line of the table; the processor's time is the server's, an answer."""
    answered = [reply.spent for reply in replies if reply.answered]
    busy = sum(reply.busy for reply in replies)
    cells = (
        name,
        str(len(replies)),
        str(len(answered)),
        str(busy),
        str(len(replies) - len(answered) - busy),
        f"{len(answered) / seconds:.1f}",
        f"{percentile(answered, 0.5):.1f}",
        f"{percentile(answered, 0.95):.1f}",
        "-" if used is None else f"{used / max(1, len(answered)):.2f}",
    )
    return f"| {' | '.join(cells)} |"


class Table:
    """Prints a row a run as it is measured, and remembers what failed."""

    def __init__(self, server: Served) -> None:
        self.faults: Counter[str] = Counter()
        self._server = server
        self._start()
        print(f"| {' | '.join(TITLES)} |")
        print(f"|{' --- |' * len(TITLES)}")

    def add(self, name: str, replies: Sequence[Reply]) -> None:
        """The run since the last row."""
        used = self._server.cpu_ms()
        spent = None if used is None or self._used is None else used - self._used
        print(row(name, replies, perf_counter() - self._began, spent), flush=True)
        wrong = (one for one in replies if not one.answered and not one.busy)
        self.faults.update(f"{one.status} {one.fault}" for one in wrong)
        self._start()

    def _start(self) -> None:
        self._began, self._used = perf_counter(), self._server.cpu_ms()


async def measured(server: Served, *, clients: int, seconds: float) -> Counter[str]:
    """Prints all runs; returns what failed."""
    fresh = questions()
    warmed = list(islice(fresh, WARMED))
    await keep_asking(server, iter(warmed), clients=4, seconds=LOADING)
    table = Table(server)
    again = await keep_asking(server, cycle(warmed), clients=clients, seconds=seconds)
    table.add(f"A: {clients} clients, remembered", again)
    new = await keep_asking(server, fresh, clients=clients, seconds=seconds)
    table.add(f"B: {clients} clients, not asked before", new)
    burst = await at_once(server, islice(fresh, AT_ONCE))
    table.add(f"D: {AT_ONCE} at once, not asked before", burst)
    replies, floor = await overhead(server, warmed[0])
    table.add("C: one client, remembered, in turn with /healthz", replies)
    crowd, single, overtaken = await beside(server, fresh)
    table.add(f"fairness: {MANY} of one client and 1 of another", [*crowd, single])
    print(f"Retry-After of the busy: {dict(Counter(one.retry_after for one in burst if one.busy))}")
    print(overhead_line(replies, floor))
    print(fairness_line(crowd, single, overtaken))
    return table.faults


def overhead_line(replies: Sequence[Reply], floor: Sequence[float]) -> str:
    """What the interface adds to an answer."""
    over = [reply.spent - reply.answer for reply in replies if reply.answered]
    return (
        f"/api/ask over the answer itself: p50 {percentile(over, 0.5):.2f} ms, "
        f"p95 {percentile(over, 0.95):.2f} ms; /healthz in the same run: "
        f"p50 {percentile(floor, 0.5):.2f} ms, p95 {percentile(floor, 0.95):.2f} ms"
    )


def fairness_line(crowd: Sequence[Reply], single: Reply, overtaken: int) -> str:
    """How long each of the two clients waited."""
    waits = [reply.spent for reply in crowd]
    return (
        f"waited beside each other: the one question {single.spent:.0f} ms, while {overtaken} of "
        f"the {len(crowd)} were answered; those p50 {percentile(waits, 0.5):.0f} ms, "
        f"the last {max(waits):.0f} ms"
    )


def main() -> int:
    """Measures; 1 where a request was neither answered nor told that the server is busy."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--url", help="of a server that was just started")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each run of many clients")
    parser.add_argument("--clients", type=int, default=50)
    options = parser.parse_args()
    print(conditions())
    with served(options.url) as server:
        work = measured(server, clients=options.clients, seconds=options.seconds)
        faults = asyncio.run(work)
    for fault, count in faults.most_common(10):
        print(f"{count} × {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""Ask a server by many clients for minutes, some of them broken, and see whether it bears it.

    python -m scripts.soak [--seconds=300] [--clients=50] [--scripted]

Starts the real server in a process of its own (with --scripted one whose answers are written down,
on no index). Each client asks distinct and repeated questions of corpus/questions.csv as JSON or as
a stream; in a hundred requests one is malformed (no JSON, wrong types, too large, cut off, drop by
drop) and one leaves in the middle of its stream. Then more ask at once than may wait. Prints
answers, errors that are not the clients', times, how memory grows by the minute with its standard
error once the server remembers as many answers as it ever will, and how soon the busy are told and
the server is as quick as before. Exit code 1 where it is not.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import perf_counter

import httpx
import numpy as np
from scripts.bench_serving import PATIENCE, TLS, Served, conditions, percentile, served
from scripts.bench_start import megabytes
from scripts.soak_requests import BUSY_STATUS, KINDS, answer, leave, malformed
from scripts.soaking import Slope, slope

from gbaqa.web.remembering import REMEMBERED

QUESTIONS = Path("corpus/questions.csv")
REPEATED = 0.5  # share of requests that ask what was asked before
BROKEN, LEAVING = 0.01, 0.01  # shares of requests
PARTS = 6  # of the time, whose mean memory is told
SAMPLES = 2.0  # seconds between looks at the memory
SETTLING = 0.25  # share of the time after which memory is fitted, and not before caches are full
AT_ONCE = 400  # questions in one moment, more than may wait
PROBES = 40  # questions by one client, before and after
SOON = 1000.0  # milliseconds in which the busy are told
SLOWER = 2.0  # times the median before, that the median after may be, and some milliseconds
SLACK = 20.0


@dataclass(slots=True)
class Tally:
    """What came of all requests."""

    began: float
    sent: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    spent: list[float] = field(default_factory=list)  # milliseconds of what was answered
    memory: list[tuple[float, float]] = field(default_factory=list)  # seconds, MB
    distinct: set[str] = field(default_factory=set)  # questions that were answered
    full: float | None = None  # seconds until so many were that the server forgets the first

    def elapsed(self) -> float:
        """Seconds since the clients began."""
        return perf_counter() - self.began

    def answered(self, question: str, spent: float, now: float) -> None:
        """Counts an answer that took `spent` milliseconds."""
        self.spent.append(spent)
        self.distinct.add(question)
        if self.full is None and len(self.distinct) >= REMEMBERED:
            self.full = now

    def settled(self, seconds: float) -> list[tuple[float, float]]:
        """Memory once nothing is left to be filled; none where that was never so."""
        if self.full is None:
            return []
        starts = max(self.full, seconds * SETTLING)
        return [pair for pair in self.memory if pair[0] >= starts]


def questions() -> list[str]:
    """Those of the corpus, in all languages."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        return [row["question"] for row in csv.DictReader(file)]


def asked(bank: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Half of them as they are, half with a word more that nobody asked before."""
    for number in count():
        question = chance.choice(bank)
        yield question if chance.random() < REPEATED else f"{question} {number} {chance.random()}"


async def keep_asking(server: Served, tally: Tally, ends: float, name: int) -> None:
    """One client."""
    chance = random.Random(name)  # noqa: S311  # the same run again
    bank = questions()
    drips: set[asyncio.Task[None]] = set()
    async with httpx.AsyncClient(base_url=server.url, verify=TLS, timeout=PATIENCE) as client:
        for question in asked(bank, chance):
            if perf_counter() >= ends:
                break
            await one(client, server.url, tally, question, chance, drips)
        await asyncio.gather(*drips)


async def one(
    client: httpx.AsyncClient,
    url: str,
    tally: Tally,
    question: str,
    chance: random.Random,
    drips: set[asyncio.Task[None]],
) -> None:
    """One request of a client, whatever it is."""
    fate = chance.random()
    try:
        if fate < BROKEN:
            which = chance.randrange(KINDS)
            drips.add(asyncio.create_task(broken(client, url, tally, which)))
        elif fate < BROKEN + LEAVING:
            tally.sent["left"] += 1
            await leave(client, question)
        else:
            began = perf_counter()
            told = await answer(client, question, stream=chance.random() < 0.5)
            tally.sent[told if told in ("answered", "busy") else "failed"] += 1
            if told == "answered":
                tally.answered(question, (perf_counter() - began) * 1000, tally.elapsed())
            elif told == "busy":
                await asyncio.sleep(1)
            else:
                tally.faults[told] += 1
    except httpx.TransportError as error:
        tally.faults[repr(error)] += 1


async def broken(client: httpx.AsyncClient, url: str, tally: Tally, which: int) -> None:
    """A malformed request, beside the client's others: one that drips takes a while."""
    tally.sent["malformed"] += 1
    try:
        wrong = await malformed(client, url, which)
    except (httpx.TransportError, OSError) as error:
        wrong = f"{error!r} to malformed {which}"
    if wrong:
        tally.faults[wrong] += 1


async def watch(server: Served, tally: Tally, ends: float) -> None:
    """Looks at the memory now and then."""
    while server.process and perf_counter() < ends:
        tally.memory.append((tally.elapsed(), megabytes(server.process.pid)))
        await asyncio.sleep(SAMPLES)


async def alone(server: Served, label: str) -> float:
    """The median of new questions of one client with nobody beside it, in milliseconds."""
    spent = []
    bank = questions()
    async with httpx.AsyncClient(base_url=server.url, verify=TLS, timeout=PATIENCE) as client:
        for number in range(PROBES):
            began = perf_counter()
            await answer(client, f"{bank[number % len(bank)]} {label} {number}", stream=False)
            spent.append((perf_counter() - began) * 1000)
    return percentile(spent, 0.5)


@dataclass(frozen=True, slots=True)
class Burst:
    """More questions in one moment than may wait."""

    told: Counter[str]
    busy: list[float]  # milliseconds until they were told, by the server's log


async def overload(server: Served) -> Burst:
    """All at once, each by a connection of its own."""
    told: Counter[str] = Counter()
    known = len(turned_away(server))
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(
        base_url=server.url, verify=TLS, timeout=PATIENCE, limits=limits
    ) as client:

        async def ask(number: int) -> None:
            try:
                told[await answer(client, f"What is new in {number}?", stream=False)] += 1
            except httpx.TransportError as error:
                told[repr(error)] += 1

        await asyncio.gather(*(ask(number) for number in range(AT_ONCE)))
    return Burst(told, turned_away(server)[known:])


def turned_away(server: Served) -> list[float]:
    """Milliseconds of each request that was told 503, in order.

    By the server's log: this process is busy itself while it asks so much at once.
    """
    if server.log is None:
        return []
    told = []
    for line in server.log.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue  # half a line, or not of the log
        if entry.get("route") == "/api/ask" and entry.get("status") == BUSY_STATUS:
            told.append(float(entry["ms"]))
    return told


async def soak(server: Served, *, clients: int, seconds: float) -> bool:
    """Prints all that was found; whether every target is met."""
    before = await alone(server, "before")
    tally = Tally(began=perf_counter())
    ends = tally.began + seconds
    asking = (keep_asking(server, tally, ends, name) for name in range(clients))
    await asyncio.gather(watch(server, tally, ends), *asking)
    burst = await overload(server)
    after = await alone(server, "after")
    grown = slope(tally.settled(seconds))
    for line in report(tally, burst, before, after, grown, seconds):
        print(line)
    return passed(tally, burst, before, after, grown)


def passed(tally: Tally, burst: Burst, before: float, after: float, grown: Slope) -> bool:
    """No fault of the server's, flat memory, the busy told soon, and as quick as before."""
    faultless = not tally.faults and set(burst.told) <= {"answered", "busy"}
    soon = not burst.busy or percentile(burst.busy, 0.95) <= SOON
    return faultless and soon and grown.flat and after <= before * SLOWER + SLACK


def report(
    tally: Tally, burst: Burst, before: float, after: float, grown: Slope, seconds: float
) -> Iterator[str]:
    """Lines to print."""
    total = sum(tally.sent.values())
    yield f"{total} requests in {seconds:g} s: {dict(tally.sent)}"
    yield f"errors that are not the clients': {sum(tally.faults.values())}"
    yield from (f"  {number} x {fault}" for fault, number in tally.faults.most_common(10))
    shares = (0.5, 0.95, 0.99)
    times = ", ".join(f"p{share * 100:g} {percentile(tally.spent, share):.1f}" for share in shares)
    yield f"answered {len(tally.spent) / seconds:.1f} a second; ms: {times}"
    if tally.memory:
        yield f"memory {tally.memory[0][1]:.0f} MB, in the end {tally.memory[-1][1]:.0f} MB"
        filled = "never" if tally.full is None else f"after {tally.full:.0f} s"
        yield f"full of answers {filled}; slope {grown}"
        parts = np.array_split(np.array(tally.memory), min(PARTS, len(tally.memory)))
        yield f"memory by {len(parts)} parts of the time: " + ", ".join(
            f"{part[:, 1].mean():.1f}" for part in parts
        )
    yield f"{AT_ONCE} at once: {dict(burst.told)}"
    if burst.busy:
        yield f"busy told in ms: p50 {percentile(burst.busy, 0.5):.0f}, max {max(burst.busy):.0f}"
    yield f"one client alone, new questions, p50 ms: before {before:.1f}, after {after:.1f}"


def main() -> int:
    """Soaks; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--scripted", action="store_true", help="no index and no encoder")
    options = parser.parse_args()
    print(conditions())
    command = [sys.executable, "-m", "tests.web.scripted_server"] if options.scripted else []
    with served(None, command) as server:
        work = soak(server, clients=options.clients, seconds=options.seconds)
        return 0 if asyncio.run(work) else 1


if __name__ == "__main__":
    sys.exit(main())

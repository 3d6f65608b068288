"""Start the web server several times and see when it lives, answers and shows its page.

    python -m scripts.bench_start [--times=5] [--question=TEXT]

Each start is a process of its own over the real index, on a warm disk (one more goes before). Times
are seconds from the command; memory is the process's own share (PSS). Beside them, in turn with
them, what importing sentence_transformers and faiss alone takes, for the ratio. Prints a table of
medians and ranges. Exit code 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

import httpx
from scripts.bench_serving import PATIENCE, TLS, Served, conditions, free_port

QUESTION = "How many cities are in the Greater Bay Area?"
IMPORTS = "import sentence_transformers, faiss"
LONGEST = 300  # seconds
PAUSE = 0.005  # seconds between tries
ANSWER_TARGET, MEMORY_TARGET = 2.0, 350.0  # seconds, MB
ALIVE, ANSWERED, PAGE, CALLED = "/healthz", "first answer", "/", "Gradio's API"
ANSWER_CPU, ANSWER_MB, ALL_MB = "CPU to first answer", "MB, first answer", "MB, with Gradio"
PEER, PEER_CPU, RATIO = f"{IMPORTS!r}", "its CPU", "first answer / imports, CPU"
ROWS = (ALIVE, ANSWERED, ANSWER_CPU, PAGE, CALLED, ANSWER_MB, ALL_MB, PEER, PEER_CPU, RATIO)


def megabytes(process: int) -> float:
    """The process's share of memory: what it shares with others counts in part."""
    told = Path(f"/proc/{process}/smaps_rollup").read_text()
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


@contextmanager
def started() -> Iterator[tuple[Served, float]]:
    """A server, and when its command was given; nothing is waited for."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        began = perf_counter()
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "gbaqa.cli", "serve", "--host=127.0.0.1", f"--port={port}"],
            env={**os.environ, "GBAQA_FEEDBACK": folder, "GBAQA_RATE": "off"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield Served(f"http://127.0.0.1:{port}", process), began
        finally:
            process.terminate()
            process.wait()


def until(holds: Callable[[], bool], began: float) -> float:
    """Seconds from then until it holds."""
    while perf_counter() - began < LONGEST:
        try:
            if holds():
                return perf_counter() - began
        except httpx.TransportError:
            pass  # it does not listen yet
        sleep(PAUSE)
    raise SystemExit(f"nothing within {LONGEST} s")


def measured(question: str) -> dict[str, float]:
    """One start."""
    found: dict[str, float] = {}
    with started() as (server, began), httpx.Client(
        base_url=server.url, verify=TLS, timeout=PATIENCE
    ) as client:  # fmt: skip
        asked = {"question": question}
        found[ALIVE] = until(lambda: client.get("/healthz").is_success, began)
        found[ANSWERED] = until(lambda: client.post("/api/ask", json=asked).is_success, began)
        found[ANSWER_CPU] = (server.cpu_ms() or 0.0) / 1000
        found[ANSWER_MB] = megabytes(server.process.pid if server.process else 0)
        found[PAGE] = until(lambda: client.get("/").is_success, began)
        found[CALLED] = until(lambda: client.get("/gradio_api/info").is_success, began)
        found[ALL_MB] = megabytes(server.process.pid if server.process else 0)
    found[PEER], found[PEER_CPU] = imports()
    found[RATIO] = found[ANSWER_CPU] / found[PEER_CPU]
    return found


def imports() -> tuple[float, float]:
    """Seconds, and seconds of processor time, that a peer's imports take alone."""
    began, before = perf_counter(), os.times()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)  # noqa: S603
    spent, after = perf_counter() - began, os.times()
    used = after.children_user + after.children_system
    return spent, used - before.children_user - before.children_system


def table(starts: list[dict[str, float]]) -> str:
    """Medians with their ranges."""
    lines = ["| from the command to | median | range |", "| --- | --- | --- |"]
    for row in ROWS:
        values = [start[row] for start in starts]
        lines.append(f"| {row} | {median(values):.2f} | {min(values):.2f} to {max(values):.2f} |")
    return "\n".join(lines)


def main() -> int:
    """Measures; 1 where the median start is slower or larger than it may be."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--question", default=QUESTION)
    options = parser.parse_args()
    print(conditions())
    measured(options.question)  # the disk is warm from now on
    starts = [measured(options.question) for _ in range(options.times)]
    print(table(starts))
    answered = median(start[ANSWERED] for start in starts)
    memory = median(start[ALL_MB] for start in starts)
    print(f"targets: {ANSWER_TARGET:g} s to the first answer, {MEMORY_TARGET:g} MB")
    return int(answered > ANSWER_TARGET or memory > MEMORY_TARGET)


if __name__ == "__main__":
    sys.exit(main())

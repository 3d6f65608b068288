"""Serve the real index in a process of its own, for the scripts that measure it from outside."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from time import perf_counter, process_time, sleep
from types import FrameType

import httpx

LOADING = 600  # seconds that a server may take until it is ready; a shared machine is slow
PATIENCE = httpx.Timeout(600.0)
SPIN = 0.3  # seconds of work that tell how much of a core this process gets
TLS = ssl.create_default_context()  # one for all clients: httpx makes each its own in 20 ms


@dataclass(frozen=True, slots=True)
class Served:
    """A server, and its process and log where it is ours."""

    url: str
    process: subprocess.Popen[bytes] | None = None
    log: Path | None = None

    def cpu_ms(self) -> float | None:
        """Milliseconds of processor time that it has used, where that can be told."""
        file = Path(f"/proc/{self.process.pid}/stat") if self.process else None
        if file is None or not file.exists():
            return None
        fields = file.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(url: str | None, command: Sequence[str] = ()) -> Iterator[Served]:
    """The server of that address, or one of our own over the real index, once it is ready.

    Another command in place of ours is given the port as its last argument.
    """
    if url:
        wait_until_ready(Served(url.rstrip("/")))
        yield Served(url.rstrip("/"))
        return
    signal.signal(signal.SIGTERM, _end)  # so that the server ends with the script
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("w+b") as log:
        port = free_port()
        ours = [sys.executable, "-m", "gbaqa.cli", "serve", "--host=127.0.0.1", f"--port={port}"]
        process = subprocess.Popen(  # noqa: S603
            [*command, str(port)] if command else ours,
            # all clients here have one address
            env={**os.environ, "GBAQA_FEEDBACK": folder, "GBAQA_RATE": "off"},
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        server = Served(f"http://127.0.0.1:{port}", process, Path(log.name))
        try:
            wait_until_ready(server)
            yield server
        finally:
            process.terminate()
            process.wait()
            log.seek(0)
            tell_faults(log.read().decode(errors="replace"))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_until_ready(server: Served) -> None:
    """Returns once the server can answer; ends this script where it never will."""
    ends = perf_counter() + LOADING
    with httpx.Client(base_url=server.url, verify=TLS, timeout=PATIENCE) as client:
        while perf_counter() < ends and not (server.process and server.process.poll() is not None):
            try:
                if client.get("/readyz").status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass  # it does not listen yet
            sleep(0.5)
    raise SystemExit(f"{server.url}/readyz was not ready within {LOADING} s; see the log below")


def tell_faults(log: str) -> None:
    """Says what went wrong in the server, if anything."""
    if "Traceback" in log or "Error" in log:
        print(f"the server's log tells of faults; its end:\n{log[-2000:]}", file=sys.stderr)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of them does not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else 0.0


def conditions() -> str:
    """How busy the machine is: a speed says little without it."""
    began, worked = perf_counter(), process_time()
    while process_time() - worked < SPIN:
        pass
    share = (process_time() - worked) / (perf_counter() - began)
    return (
        f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}; "
        f"a busy loop got {share:.0%} of one core"
    )


def _end(_: int, __: FrameType | None) -> None:
    raise SystemExit(128 + signal.SIGTERM)

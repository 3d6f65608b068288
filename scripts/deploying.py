"""Run replicas behind nginx as docs/deploy.md says: deploy/nginx.conf itself, on other ports."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx

CONFIG = Path(__file__).parents[1] / "deploy" / "nginx.conf"
ADDRESS, PORTS = "127.0.0.1:8080", ("7861", "7862")  # as they stand in the file
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
ALONE = """\
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log warn; worker_processes 1;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/gbaqa.conf;
}}
"""
PATIENCE = 120.0  # seconds until a replica is ready


def free_port() -> int:
    """A port that nobody has at present."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def write_config(folder: Path, front: int, replicas: Sequence[int]) -> Path:
    """Nginx's whole configuration in a folder of its own: the product's file, ports filled in."""
    text = CONFIG.read_text().replace(ADDRESS, f"127.0.0.1:{front}")
    for written, port in zip(PORTS, replicas, strict=True):
        text = text.replace(f"127.0.0.1:{written}", f"127.0.0.1:{port}")
    (folder / "gbaqa.conf").write_text(text.replace("/var/log/nginx", str(folder)))
    whole = folder / "nginx.conf"
    whole.write_text(ALONE.format(folder=folder))
    return whole


@dataclass
class Replica:
    """A server that can be stopped in either way and started again."""

    command: Callable[[int], Sequence[str]]
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  # our own program
                self.command(self.port), stdout=log, stderr=log, env=environment(self.log.parent)
            )

    def wait(self) -> None:
        """Until it can answer; Gradio's part comes some seconds later."""
        deadline = time.monotonic() + PATIENCE
        while not _ready(f"http://127.0.0.1:{self.port}/readyz"):
            gone = self.process is None or self.process.poll() is not None
            if gone or time.monotonic() > deadline:
                raise RuntimeError(f"the replica on {self.port} is not ready; see {self.log}")
            time.sleep(0.1)

    def stop(self, sign: signal.Signals) -> int:
        """Its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(sign)
        return self.process.wait(timeout=60)


def environment(folder: Path) -> dict[str, str]:
    """As the unit has it, without a limit to the clients: all of them are this one."""
    return {
        **os.environ,
        "GBAQA_TRUSTED_PROXIES": "127.0.0.1",
        "GBAQA_RATE": "off",
        "GBAQA_FEEDBACK": str(folder / "feedback"),
    }


def product(port: int) -> list[str]:
    """The real server, on the index that lies here."""
    return [sys.executable, "-m", "gbaqa.cli", "serve", "--port", str(port)]


@contextmanager
def deployed(
    folder: Path, command: Callable[[int], Sequence[str]] = product
) -> Iterator[tuple[str, list[Replica]]]:
    """The address of nginx, and the two replicas behind it, ready."""
    front = free_port()
    replicas = [Replica(command, free_port(), folder / f"replica{n}.log") for n in (1, 2)]
    config = write_config(folder, front, [one.port for one in replicas])
    with ExitStack() as stack:
        for replica in replicas:
            replica.start()
            stack.callback(partial(replica.stop, signal.SIGKILL))
        for replica in replicas:
            replica.wait()
        proxy = subprocess.Popen([NGINX, "-c", str(config)])  # noqa: S603  # Debian's
        stack.callback(proxy.wait)
        stack.callback(proxy.terminate)
        url = f"http://127.0.0.1:{front}"
        deadline = time.monotonic() + 20
        while not _ready(f"{url}/readyz") and time.monotonic() < deadline:
            time.sleep(0.05)
        yield url, replicas


@dataclass
class Load:
    """Clients that ask without pause, one request after another, by a stream or for an object."""

    url: str
    clients: int
    question: Callable[[int], str]
    done: int = 0
    lost: list[str] = field(default_factory=list)
    open: int = 0  # requests that are on their way
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Load:
        for number in range(self.clients):
            thread = threading.Thread(target=self._ask_on, args=(number,))
            self._threads.append(thread)
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def reach(self, done: int) -> None:
        """Waits until so many requests have ended."""
        deadline = time.monotonic() + PATIENCE
        while self.done < done and time.monotonic() < deadline:
            time.sleep(0.01)

    def _ask_on(self, number: int) -> None:
        # a first visit each: the client's program decides which replica it is sent to
        with httpx.Client(timeout=60, headers={"User-Agent": f"load/{number}"}) as client:
            place = number
            while not self._stop.is_set():
                with self._lock:
                    self.open += 1
                fault = asked(client, self.url, self.question(place), streamed=place % 2 == 0)
                place += self.clients
                with self._lock:
                    self.open -= 1
                    self.done += 1
                    if fault:
                        self.lost.append(fault)


def asked(client: httpx.Client, url: str, question: str, *, streamed: bool) -> str:
    """What went wrong with one question; "" where the answer came whole."""
    accept = {"Accept": "text/event-stream" if streamed else "application/json"}
    try:
        reply = client.post(f"{url}/api/ask", json={"question": question}, headers=accept)
    except httpx.HTTPError as error:
        return repr(error)
    if reply.status_code != 200:
        return f"{reply.status_code} {reply.text[:200]}"
    whole = "event: done" in reply.text if streamed else "sha256" in reply.json()
    return "" if whole else f"ended early: {reply.text[-200:]}"


def _ready(address: str) -> bool:
    try:
        return httpx.get(address, timeout=2).status_code == 200
    except httpx.HTTPError:
        return False

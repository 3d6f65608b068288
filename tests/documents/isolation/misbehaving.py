"""A worker whose reader does what the file says: hangs, swells, crashes, lies, reaches out."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from functools import partial
from pathlib import Path

from gbaqa.documents.blocks import Block, Parsed
from gbaqa.documents.isolation import worker
from gbaqa.documents.isolation.attempting import attempt
from gbaqa.documents.isolation.framing import send
from gbaqa.errors import DocumentError
from gbaqa.types import Span

WHOLE = Parsed("One. Two.", (Block(Span(0, 4), "prose", ("A", "B")), Block(Span(5, 9), "item")))


def obey(raw: bytes, *, name: str) -> Parsed:
    """Does what the first word says, with the second."""
    word, _, rest = raw.decode().partition(" ")
    ORDERS[word](rest)
    return Parsed(f"Done {rest}.", (Block(Span(0, 4), "prose"),))


def sleep(_: str) -> None:
    time.sleep(1000)


def spin(_: str) -> None:
    while True:
        pass


def swell(_: str) -> None:
    held = []
    while True:
        held.append(bytearray(1 << 24))


def swell_in_c(_: str) -> None:
    """As a library does that ends where it gets no memory."""
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    libc.memset.argtypes = (ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t)
    while True:
        place = libc.malloc(1 << 24)
        if not place:
            os.abort()
        libc.memset(place, 1, 1 << 24)


def crash(_: str) -> None:
    ctypes.string_at(0)


def leave(code: str) -> None:
    os._exit(int(code))


def refuse(line: str) -> None:
    raise DocumentError(line)


def fail(line: str) -> None:
    raise ValueError(line)


def nest(_: str) -> None:
    nest(_)


def trickle(_: str) -> None:
    """Sends a byte at a time of what never ends."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    channel.sendall((60_000).to_bytes(8, "big"))
    while True:
        channel.sendall(b" ")
        time.sleep(0.01)


def answer(parts: str) -> None:
    """Sends these parts in place of an answer."""
    channel = socket.socket(fileno=int(sys.argv[1]))
    for part in parts.split("|"):
        send(channel, bytes.fromhex(part))


def announce(size: str) -> None:
    channel = socket.socket(fileno=int(sys.argv[1]))
    channel.sendall(int(size).to_bytes(8, "big"))
    time.sleep(1000)


def write(path: str) -> None:
    Path(path).write_text("written")


def write_in_c(path: str) -> None:
    number = ctypes.CDLL(None).open(path.encode(), os.O_WRONLY | os.O_CREAT, 0o600)
    if number < 0:
        raise PermissionError(path)


def read(path: str) -> None:
    raise ValueError(Path(path).read_text())


def temporary(_: str) -> None:
    tempfile.mkstemp()


def run(program: str) -> None:
    subprocess.run([program], check=True)


def run_in_c(command: str) -> None:
    libc = ctypes.CDLL(None)
    if libc.system(command.encode()):
        raise PermissionError(command)


def fetch(url: str) -> None:
    urllib.request.urlopen(url, timeout=1)  # noqa: S310 - what is tried is what is forbidden


def connect_in_c(port: str) -> None:
    """To the port of this machine, as native code does."""
    libc = ctypes.CDLL(None, use_errno=True)
    address = b"\x02\x00" + int(port).to_bytes(2, "big") + b"\x7f\x00\x00\x01" + bytes(8)
    number = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    if libc.connect(number, address, len(address)):
        raise PermissionError(port)


def signal_in_c(process: str) -> None:
    if ctypes.CDLL(None).kill(int(process), signal.SIGTERM):
        raise PermissionError(process)


def environment(name: str) -> None:
    raise ValueError(os.environ.get(name, "unknown"))


def stay(_: str) -> None:
    """Leaves a thread and memory behind."""
    threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
    KEPT.append(bytearray(150 << 20))


def need(mebibytes: str) -> None:
    bytearray(int(mebibytes) << 20)


def compute(seconds: str) -> None:
    until = time.process_time() + float(seconds)
    while time.process_time() < until:
        pass


def speak(_: str) -> None:
    os.write(1, b"\x1b[31m")
    os.write(2, b"\x1b[31m")


KEPT: list[bytearray] = []
ORDERS = {
    order.__name__: order
    for order in (
        *(sleep, spin, swell, swell_in_c, crash, leave, refuse, fail, nest, trickle, answer),
        *(announce, write, write_in_c, read, temporary, run, run_in_c, fetch, connect_in_c),
        *(signal_in_c, environment, stay, need, speak, compute),
    )
}

if __name__ == "__main__":
    worker.main(sys.argv[1:], partial(attempt, read=obey))

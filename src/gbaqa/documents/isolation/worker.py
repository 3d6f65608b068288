"""The process that reads: takes a file's bytes and name from a socket, sends back what it made."""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
from dataclasses import fields

from gbaqa.documents.isolation.attempting import Reads, attempt
from gbaqa.documents.isolation.confining import allow_computing, confine
from gbaqa.documents.isolation.framing import Gone, receive, send, told
from gbaqa.documents.isolation.limits import Limits
from gbaqa.documents.isolation.packing import TooMuch, pack
from gbaqa.errors import DocumentError

MOST_NAME = 1 << 20


def main(arguments: list[str], read: Reads = attempt) -> None:
    """Serves the socket of the number given until it closes, shut in as far as this system can."""
    number, parent, *numbers = map(int, arguments)
    limits = Limits(*numbers)
    with socket.socket(fileno=number) as channel:
        held = confine(limits, parent=parent)
        _hush()
        send(channel, json.dumps({"held": held}).encode())
        try:
            while True:
                _serve(channel, limits, read)
        except Gone:
            return


def numbers_of(limits: Limits) -> list[str]:
    """The limits as `main` takes them."""
    return [str(getattr(limits, one.name)) for one in fields(limits)]


def _hush() -> None:
    """What libraries print about a document goes nowhere: it may hold anything."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def _serve(channel: socket.socket, limits: Limits, read: Reads) -> None:
    name = str(told(receive(channel, most=MOST_NAME)).get("name"))
    raw = receive(channel, most=limits.file)
    allow_computing(limits.computing)
    try:
        parts = pack(read(raw, name=name), limits)
    except TooMuch as error:
        _tell(channel, {"refused": limits.too_long(name, str(error))})
    except DocumentError as error:
        _tell(channel, {"refused": str(error)})
    except MemoryError:
        # what is left of the attempt may leave no room for the next one: a new process begins
        _tell(channel, {"hungry": True})
        raise Gone from None
    else:
        _tell(channel, {})
        for part in parts:
            send(channel, part)
    gc.collect()


def _tell(channel: socket.socket, what: dict[str, object]) -> None:
    send(channel, json.dumps(what).encode())


if __name__ == "__main__":
    main(sys.argv[1:])

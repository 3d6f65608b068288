"""Send and take in messages over a socket, each as long as it says and no longer than allowed."""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

LENGTH = struct.Struct(">Q")
AT_ONCE = 1 << 20


class Gone(Exception):
    """The other end has closed, or died, in the middle of a message or before it."""


class TooLong(Exception):
    """The other end announces a message longer than it may be."""


def send(channel: socket.socket, message: bytes) -> None:
    """Sends a message; raises Gone, and TimeoutError where the channel has a time."""
    try:
        channel.sendall(LENGTH.pack(len(message)))
        channel.sendall(message)
    except ConnectionError as error:
        raise Gone from error


def receive(channel: socket.socket, *, most: int, until: float | None = None) -> bytes:
    """The next message; raises Gone, TooLong, or TimeoutError when it is not there `until` then."""
    (length,) = LENGTH.unpack(_exactly(channel, LENGTH.size, until))
    if length > most:
        raise TooLong("more than it may")
    return _exactly(channel, length, until)


def told(message: bytes) -> dict[str, Any]:
    """A message that is a JSON object; an empty one where it is none."""
    try:
        found = json.loads(message)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _exactly(channel: socket.socket, length: int, until: float | None) -> bytes:
    found = bytearray()
    while len(found) < length:
        if until is not None:
            left = until - time.monotonic()
            if left <= 0:  # pieces that trickle in are no reason to wait on
                raise TimeoutError
            channel.settimeout(left)
        try:
            piece = channel.recv(min(AT_ONCE, length - len(found)))
        except ConnectionError as error:
            raise Gone from error
        if not piece:
            raise Gone
        found += piece
    return bytes(found)

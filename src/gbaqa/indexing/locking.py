"""Let one builder work on an index, and tell the others who it is.

The lock is the system's own (flock on index/LOCK, which also says who has it): a builder that was
killed leaves none, whatever the file still says. Over NFS it counts between machines.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from gbaqa.errors import IndexUnusable

LOCK = "LOCK"
LONGEST = 200  # characters of a command
MOST_BYTES = 4096  # of a record that is read


@contextmanager
def locked(index: Path) -> Iterator[None]:
    """Holds the index for one builder; raises IndexUnusable, with who it is, for another."""
    lock = FileLock(index / LOCK, timeout=0, fallback_to_soft=False)  # a soft one may stay behind
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexUnusable(
            f"another build{_holder(index)} is writing {index}; wait until it has finished"
        ) from error
    try:
        _sign(index)
        yield
    finally:
        lock.release()


def _sign(index: Path) -> None:
    record = {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "command": _command(),
    }
    with suppress(OSError):  # on a full disk the lock counts all the same
        # in place: another file of that name would be another lock
        (index / LOCK).write_text(json.dumps(record), encoding="utf-8")


def _command() -> str:
    return " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:LONGEST]


def _holder(index: Path) -> str:
    """Who holds the lock, as its record says; "" where it does not, or is of one that is gone."""
    try:
        with (index / LOCK).open("rb") as file:
            record = json.loads(file.read(MOST_BYTES))
        process, host, since, command = (
            record[name] for name in ("process", "host", "since", "command")
        )
        if host == socket.gethostname() and not _alive(int(process)):
            return ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    told = f" (process {process} on host {host}, since {since}: {command})"
    return "".join(sign if sign.isprintable() else "?" for sign in told)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        return True
    return True

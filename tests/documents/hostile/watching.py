"""Read hostile files and watch: how long, how much memory, what came of it, what was reached."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.isolating import IsolatedReader
from gbaqa.errors import DocumentError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: the text that was read, or the line; seconds; peak memory in MB."""

    seconds: float
    megabytes: int
    parsed: Parsed | None = None
    line: str = ""


def outcome_of(reader: IsolatedReader, raw: bytes, *, name: str) -> Outcome:
    """Reads one file; whatever else than a document or a DocumentError comes of it escapes."""
    begun = time.perf_counter()
    try:
        parsed = reader.read(raw, name=name)
    except DocumentError as error:
        return Outcome(time.perf_counter() - begun, _peak(reader), line=str(error))
    return Outcome(time.perf_counter() - begun, _peak(reader), parsed=parsed)


def is_whole(parsed: Parsed) -> bool:
    """Whether blocks and pages stand in their order within the text."""
    ends = [0]
    for block in parsed.blocks:
        ends += [block.span.start, block.span.end]
    places = [*parsed.pages, len(parsed.text)]
    return (
        ends == sorted(ends)
        and ends[-1] <= len(parsed.text)
        and places == sorted(places)
        and all(block.span.of(parsed.text).strip() for block in parsed.blocks)
    )


@dataclass(slots=True)
class Listener:
    """An address on this machine, and how often it was reached."""

    url: str
    reached: int = 0


@contextmanager
def listening() -> Iterator[Listener]:
    """An address that nobody should reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Listener(f"http://127.0.0.1:{server.getsockname()[1]}")

        def accept() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                found.reached += 1
                connection.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield found
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def _peak(reader: IsolatedReader) -> int:
    """Of the worker's life so far, in MB; 0 where there is none or the system does not say."""
    status = Path(f"/proc/{reader.process_id}/status")
    if reader.process_id is None or not status.exists():
        return 0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    return int(lines.get("VmHWM", "0 kB").split()[0]) // 1024

"""Append verdicts to a file of bounded size, whole lines only, whatever happens to the disk."""

from __future__ import annotations

import errno
import os
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from filelock import FileLock, Timeout

from gbaqa.errors import Busy, NotStored
from gbaqa.web.feedback.records import Verdict

NAME = "feedback.jsonl"
OLDER = "feedback.1.jsonl"
LOCK = "feedback.lock"
MOST_BYTES = 5_000_000  # of a file; some ten thousand verdicts
PATIENCE = 5.0  # seconds to wait for another process that writes
A_MINUTE = 60.0
MOST_A_MINUTE = 30
MANY = "more opinions arrive than are kept; send it again in a minute"


class Store:
    """The folder of the verdicts; safe for many threads and processes."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._mutex = threading.Lock()  # cheaper to wait for than the lock of the file

    def add(self, verdict: Verdict) -> None:
        """Writes one line; raises NotStored."""
        line = verdict.line().encode()
        try:
            with self._mutex:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with FileLock(self._folder / LOCK, timeout=PATIENCE):
                    self._make_room(len(line))
                    _append(self._folder / NAME, line)
        except Timeout as error:
            raise NotStored("your opinion was not stored: its file is in use; try again") from error
        except OSError as error:  # no permission, a full disk; the path is not for readers
            raise NotStored(
                f"your opinion was not stored: {error.strerror or 'no file can be written'}; "
                "who runs this server can mend that with GBAQA_FEEDBACK"
            ) from error

    def _make_room(self, length: int) -> None:
        path = self._folder / NAME
        if path.exists() and path.stat().st_size + length > self._most_bytes:
            path.replace(self._folder / OLDER)


class Rate:
    """Lets in so many in any minute; `clock` gives seconds that never go back."""

    def __init__(
        self, most: int = MOST_A_MINUTE, *, clock: Callable[[], float] = monotonic
    ) -> None:
        self._times: deque[float] = deque(maxlen=most)
        self._clock = clock

    def admit(self) -> None:
        """Counts one; raises Busy where that would be too many."""
        now = self._clock()
        full = len(self._times) == self._times.maxlen
        if full and now - self._times[0] < A_MINUTE:
            raise Busy(MANY)
        self._times.append(now)  # the oldest falls out


def _append(path: Path, line: bytes) -> None:
    """One write; what a full disk cut off is taken back."""
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        before = os.fstat(file).st_size
        torn = before and os.pread(file, 1, before - 1) != b"\n"  # by a crash
        whole = b"\n" + line if torn else line
        if os.write(file, whole) < len(whole):
            os.ftruncate(file, before)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    finally:
        os.close(file)

"""Read a file in a process that may hang, swell or crash: one line then, and the next file."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from types import TracebackType

from gbaqa.documents.blocks import Parsed
from gbaqa.documents.isolation.attempting import attempt, is_quick
from gbaqa.documents.isolation.framing import Gone, TooLong, receive, send, told
from gbaqa.documents.isolation.limits import Limits
from gbaqa.documents.isolation.packing import Unbelievable, sizes, unpack
from gbaqa.documents.isolation.worker import numbers_of
from gbaqa.documents.naming import on_one_line
from gbaqa.errors import DocumentError

PROGRAM = "gbaqa.documents.isolation.worker"
STARTING = 60  # seconds; it takes a tenth of one
MOST_TOLD = 64 * 1024
SHARED = (  # of the environment; keys and passwords of others are none of its business
    *("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "SYSTEMROOT"),
)
FIXED = {  # the same text on every machine, and nothing written
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUTF8": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


class IsolatedReader:
    """Reads one file after another, each within the limits; use it in a `with`.

    Small Markdown and plain text is read in this process: its readers are our own and take at most
    0.1 ms a byte. Everything else goes to a worker, begun when it is first needed and used until
    it dies. `held` says what the system holds it to, once it has begun.
    """

    def __init__(self, limits: Limits | None = None, *, program: str = PROGRAM) -> None:
        self.limits = limits or Limits()
        self._program = program
        self.held: tuple[str, ...] = ()
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._served = 0

    def __enter__(self) -> IsolatedReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """That of the worker, while there is one."""
        return self._process.pid if self._process else None

    def read(self, raw: bytes, *, name: str) -> Parsed:
        """What the reader of its format makes of a file; raises DocumentError alone."""
        if is_quick(raw, name=name):
            return attempt(raw, name=name)
        served = self._served
        try:
            return self._asked(raw, name)
        except _Died:
            if not served:  # else it may be what earlier files left behind: the order is no matter
                raise
        return self._asked(raw, name)

    def close(self) -> None:
        """Ends the worker and whatever it began; a new one begins at the next file."""
        process, self._process = self._process, None
        channel, self._channel = self._channel, None
        self._served = 0
        if process:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if channel:
            channel.close()

    def _asked(self, raw: bytes, name: str) -> Parsed:
        try:
            channel = self._begun(name)
            found = self._exchange(channel, raw, name)
        except BaseException:  # an interrupt too: what the worker would say next is unknown
            self.close()
            raise
        self._served += 1
        if isinstance(found, DocumentError):
            raise found
        return found

    def _exchange(self, channel: socket.socket, raw: bytes, name: str) -> Parsed | DocumentError:
        until = time.monotonic() + self.limits.waiting
        channel.settimeout(self.limits.waiting)
        try:
            send(channel, b'{"name": ' + _as_json(name) + b"}")
            send(channel, raw)
            said = told(receive(channel, most=MOST_TOLD, until=until))
            if said.get("hungry"):
                raise _Died(self.limits.too_hungry(name))
            if "refused" in said:
                return DocumentError(on_one_line(str(said["refused"])))
            parts = [receive(channel, most=most, until=until) for most in sizes(self.limits)]
            return unpack(parts, self.limits)
        except TimeoutError as error:
            raise DocumentError(self.limits.too_slow(name)) from error
        except Gone as error:
            raise _Died(self._cause(name)) from error
        except (TooLong, Unbelievable) as error:
            raise DocumentError(f"{name}: its reader answered {error}; remove the file") from error

    def _begun(self, name: str) -> socket.socket:
        if self._channel:
            return self._channel
        ours, theirs = socket.socketpair()
        self._channel = ours
        numbers = [str(theirs.fileno()), str(os.getpid()), *numbers_of(self.limits)]
        with theirs:
            # -P: a module that lies in the current folder, which may be a corpus, is never loaded
            self._process = subprocess.Popen(  # noqa: S603 - this Python, our module, numbers
                [sys.executable, "-P", "-m", self._program, *numbers],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={one: os.environ[one] for one in SHARED if one in os.environ} | FIXED,
                start_new_session=True,  # an interrupt from the terminal comes to us alone
            )
        try:
            until = time.monotonic() + STARTING
            said = told(receive(ours, most=MOST_TOLD, until=until))
        except (Gone, TooLong, TimeoutError) as error:
            raise DocumentError(
                f"{name}: the process that reads it did not start; install the program anew"
            ) from error
        self.held = tuple(str(one) for one in said.get("held", ()))
        return ours

    def _cause(self, name: str) -> str:
        """Why the worker has gone; it may yet be on its way out."""
        process = self._process
        if process is None:
            return self.limits.too_slow(name)
        try:
            code = process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return f"{name}: its reader stopped answering; remove the file"
        if code == -signal.SIGXCPU:
            return self.limits.too_slow(name)
        how = f"signal {-code}" if code < 0 else f"exit {code}"
        return f"{name}: its reader crashed ({how}); save the file anew or remove it"


class _Died(DocumentError):
    """A line for the file at which the worker ended; it may not be the file's own doing."""


def _as_json(name: str) -> bytes:
    import json

    return json.dumps(name).encode()

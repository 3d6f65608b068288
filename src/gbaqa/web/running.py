"""Run the server until it is told to stop, and let it finish then what it has begun."""

from __future__ import annotations

import logging
import os
import signal
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from gbaqa.web.connections import PatientProtocol

if TYPE_CHECKING:
    import socket

    from fastapi import FastAPI

    from gbaqa.web.draining import Draining

logger = logging.getLogger(__name__)

# On SIGTERM: so long /readyz says that the server goes, and every request is still answered
NOTICE = 1.0  # seconds
GRACE = 20  # seconds that what was begun may take from then on; orchestrators kill after 30


class Server(uvicorn.Server):
    """Uvicorn's server, which takes a signal as notice and a second one as an order."""

    def __init__(self, config: uvicorn.Config, draining: Draining) -> None:
        super().__init__(config)
        self._draining = draining
        self._leave_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._leave_at is not None:
            logger.warning("stopped at once by a second signal")
            leave(128 + sig)
        # a person at a terminal has turned nobody here who must be told
        interrupted = sig == signal.SIGINT
        self._leave_at = monotonic() + (0 if interrupted else NOTICE)
        self._draining.begun = True
        if interrupted:
            self._captured_signals.append(sig)  # raised again at the end; SIGTERM ends with 0

    async def on_tick(self, counter: int) -> bool:
        if self._leave_at is not None:
            self._draining.begin()  # here in the event loop: it wakes who waits for it
            self.should_exit = monotonic() >= self._leave_at
        return await super().on_tick(counter)


def run(app: FastAPI, listener: socket.socket, draining: Draining) -> None:
    """Serves on the socket; returns when the server has stopped in order."""
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",  # nothing here speaks by web sockets
        log_config=None,  # one form for all: watching/logs.py
        access_log=False,  # it would hold what was searched for
        server_header=False,
        proxy_headers=False,  # guards.py knows which proxies are trusted
        timeout_graceful_shutdown=GRACE,
    )
    host, port = listener.getsockname()[:2]
    logger.info("listening on http://%s:%d", f"[{host}]" if ":" in host else host, port)
    Server(config, draining).run(sockets=[listener])
    logger.info("stopped")


def leave(code: int) -> None:
    """Ends the process without waiting for threads that may never come back."""
    logging.shutdown()
    os._exit(code)

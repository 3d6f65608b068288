"""Give up connections that keep the server waiting: for a request, or to take a reply."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

ASKING = 10.0  # seconds in which a connection's request has come, its head whole
TAKING = 60.0  # seconds in which a client takes some of a reply that waits for it


class PatientProtocol(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, with an end to its patience.

    uvicorn itself gives up only a connection that is silent after a reply: one that never sends
    a whole head, or never reads, would be held for ever.
    """

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401  # uvicorn's own, passed on
        super().__init__(*given, **named)
        self._asking: asyncio.TimerHandle | None = None
        self._taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        super().connection_made(transport)
        self._asking = self.loop.call_later(ASKING, transport.close)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_asking()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._stop_asking()
        if self.cycle.response_complete and not self.transport.is_closing():
            # uvicorn's own timer for silence is shorter; it is stopped by the first byte
            self._asking = self.loop.call_later(ASKING, self.transport.close)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taking = self.loop.call_later(TAKING, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop_taking()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_asking()
        self._stop_taking()
        super().connection_lost(exc)

    def _stop_asking(self) -> None:
        if self._asking is not None:
            self._asking.cancel()

    def _stop_taking(self) -> None:
        if self._taking is not None:
            self._taking.cancel()

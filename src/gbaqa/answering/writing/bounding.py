"""Bound what is sent to a language model's server, and what is read from it."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import httpx2

MAX_BYTES = 1_000_000  # of one response: far more than MAX_TOKENS tokens with all around them
SENT = frozenset(
    "accept authorization connection content-length content-type host user-agent".split()
)


class BoundedTransport(httpx2.BaseTransport):
    """Sends the headers in SENT alone, and reads up to MAX_BYTES until the time is over.

    A read times out when nothing comes; a server that sends a byte now and then would keep it
    waiting for ever. Both ends, and a compressed response, raise what httpx raises for a time-out
    or a response that cannot be read.
    """

    def __init__(self, *, authorized: bool, inner: httpx2.BaseTransport | None = None) -> None:
        self._sent = SENT if authorized else SENT - {"authorization"}
        self._inner = inner or httpx2.HTTPTransport()

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        deadline = monotonic() + request.extensions.get("timeout", {}).get("read", 0.0)
        whole = request.headers  # openai reads from them, afterwards, what it asked for
        request.headers = httpx2.Headers([(k, v) for k, v in whole.items() if k in self._sent])
        try:
            response = self._inner.handle_request(request)
        finally:
            request.headers = whole
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise httpx2.DecodingError("compressed, though that was not asked for")
        assert isinstance(response.stream, httpx2.SyncByteStream)  # noqa: S101 - of a Client
        response.stream = _BoundedStream(response.stream, deadline)
        return response

    def close(self) -> None:
        self._inner.close()


class _BoundedStream(httpx2.SyncByteStream):
    def __init__(self, inner: httpx2.SyncByteStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        read = 0
        for chunk in self._inner:
            read += len(chunk)
            if read > MAX_BYTES:
                raise httpx2.DecodingError(f"more than {MAX_BYTES} bytes")
            if monotonic() > self._deadline:
                raise httpx2.ReadTimeout("the time is over")
            yield chunk

    def close(self) -> None:
        self._inner.close()

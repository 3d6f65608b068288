"""Fetch one document over http or https: bounded in size, time and redirects, from public machines.

Nothing of the environment is used (no proxy, no password file), nothing is kept (no cookie).
"""

from __future__ import annotations

import asyncio
import ssl
import threading
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

from gbaqa import __version__
from gbaqa.documents.adding.addresses import (
    PORTS,
    Address,
    Place,
    Resolve,
    checked,
    is_public,
    place_of,
    resolved,
)
from gbaqa.documents.naming import on_one_line
from gbaqa.errors import DocumentError

if TYPE_CHECKING:
    import httpx

MOVED = frozenset([301, 302, 303, 307, 308])
OK = 200
PLAIN = frozenset(["", "identity"])
ZIPPED = frozenset(["gzip", "x-gzip"])
AUTO_HEADER = 47  # zlib: a window of 32 KB, the header of gzip or of zlib
HEADERS = {
    "User-Agent": f"gbaqa/{__version__}",
    "Accept": "text/html, application/pdf, text/*;q=0.9, */*;q=0.5",
    "Accept-Encoding": "gzip",  # others unpack to any size in one step
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What a fetch may do; tests alone give other than these."""

    most_bytes: int = 50_000_000
    connecting: float = 10.0  # seconds
    whole: float = 30.0  # seconds, from the name to the last byte, redirects included
    redirects: int = 5
    ports: frozenset[int] = PORTS
    allowed: Callable[[Address], bool] = is_public
    resolve: Resolve = resolved
    context: ssl.SSLContext | None = None  # whom to trust; None: the roots that come with httpx


@dataclass(frozen=True, slots=True)
class Fetched:
    """The bytes at an address (the last one, after redirects) and the media type it gave them."""

    url: str
    raw: bytes
    media_type: str


RULES = Rules()


def fetch(url: str, rules: Rules = RULES) -> Fetched:
    """The document at `url`; raises DocumentError, one line, for all that is refused or fails."""
    place = place_of(url, ports=rules.ports)
    try:
        return asyncio.run(_within(place, rules))
    except TimeoutError as error:
        raise DocumentError(
            f"{place}: took more than {rules.whole:g} s; try again, or save it and add the file"
        ) from error


async def _within(place: Place, rules: Rules) -> Fetched:
    async with asyncio.timeout(rules.whole):
        for _ in range(rules.redirects + 1):
            found = await _asked(place, rules)
            if isinstance(found, Fetched):
                return found
            if place.scheme == "https" and found.scheme == "http":
                raise DocumentError(f"{place}: leads to {found}, which is not encrypted; add that")
            place = found
    raise DocumentError(f"{place}: more than {rules.redirects} redirects; add the last address")


async def _asked(place: Place, rules: Rules) -> Fetched | Place:
    """The document at one place, or the place that it leads to."""
    import httpx

    try:
        found = await _in_thread(rules.resolve, place.host, place.port)
    except (OSError, ValueError) as error:
        raise DocumentError(f"{place}: no machine has this name; check the address") from error
    *others, last = checked(place, found, rules.allowed)
    try:
        for address in others:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await _asked_at(place, address, rules)
        return await _asked_at(place, last, rules)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise DocumentError(_failed(place, error)) from error


async def _in_thread(resolve: Resolve, host: str, port: int) -> Sequence[Address]:
    """Resolves where it can be left behind: the system's resolver cannot be told to stop."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Sequence[Address]] = loop.create_future()

    def tell(result: Sequence[Address] | Exception) -> None:
        if future.cancelled():
            return
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)

    def work() -> None:
        result: Sequence[Address] | Exception
        try:
            result = resolve(host, port)
        except (OSError, ValueError) as error:
            result = error
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(tell, result)

    threading.Thread(target=work, daemon=True).start()
    return await future


def _failed(place: Place, error: Exception) -> str:
    reason = on_one_line(str(error))[:150] or type(error).__name__
    return f"{place}: cannot be fetched ({reason}); check the address"


async def _asked_at(place: Place, address: Address, rules: Rules) -> Fetched | Place:
    """Asks the machine at a checked address; certificates are those of the place's name."""
    import httpx

    timeout = httpx.Timeout(rules.whole, connect=rules.connecting)
    name = {} if _is_number(place.host) else {"sni_hostname": place.host.rstrip(".")}
    host = f"[{address}]" if address.version == 6 else str(address)
    request = httpx.Request(
        "GET",
        f"{place.scheme}://{host}:{place.port}{place.path}",
        headers={"Host": place.authority, **HEADERS},
        extensions={"timeout": timeout.as_dict(), **name},
    )
    # a transport alone knows no redirect, cookie, password file or proxy
    verify = rules.context or _roots()
    async with httpx.AsyncHTTPTransport(verify=verify, trust_env=False) as transport:
        response = await transport.handle_async_request(request)
        try:
            if response.status_code in MOVED and "location" in response.headers:
                return _next(place, response.headers["location"], rules)
            if response.status_code != OK:
                raise DocumentError(f"{place}: answered {response.status_code}; check the address")
            raw = await _body(place, response, rules)
        finally:
            await response.aclose()
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(str(place), raw, media_type)


@cache
def _roots() -> ssl.SSLContext:
    """Whom to trust: the roots that come with httpx, whatever the environment says."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _next(place: Place, location: str, rules: Rules) -> Place:
    """Where a redirect leads; it is checked like an address that was typed."""
    import httpx

    try:
        joined = str(httpx.URL(str(place)).join(location))
    except (httpx.InvalidURL, ValueError):
        joined = location
    try:
        return place_of(joined, ports=rules.ports)
    except DocumentError as error:
        raise DocumentError(f"{place}: leads elsewhere: {error}") from error


async def _body(place: Place, response: httpx.Response, rules: Rules) -> bytes:
    """The body unpacked; little more than the limit is ever held, packed or not."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in PLAIN | ZIPPED:
        raise DocumentError(
            f"{place}: is packed as {on_one_line(encoding)[:40]!r}; save it and add the file"
        )
    most = rules.most_bytes
    unpacker = zlib.decompressobj(AUTO_HEADER) if encoding in ZIPPED else None
    found = bytearray()
    if int(response.headers.get("content-length", "0")) <= most:
        async for piece in response.aiter_raw():
            found += _unpacked(piece, unpacker, most=most + 1 - len(found), place=place)
            if len(found) > most:
                break
        else:
            if unpacker and not unpacker.eof:
                raise DocumentError(f"{place}: ends before its last byte; try again")
            return bytes(found)
    raise DocumentError(f"{place}: is larger than {most / 1e6:g} MB; split the document")


def _unpacked(piece: bytes, unpacker: zlib._Decompress | None, *, most: int, place: Place) -> bytes:
    """At most so many bytes of what is packed."""
    if unpacker is None:
        return piece
    try:
        plain = unpacker.decompress(piece, most)
    except zlib.error as error:
        raise DocumentError(f"{place}: is not packed as it says; try again") from error
    if unpacker.unused_data:
        raise DocumentError(f"{place}: goes on behind its end; save it and add the file")
    return plain

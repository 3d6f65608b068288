"""Tell who asks, by which name and how: by the connection, or by the word of a trusted proxy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from starlette.types import Scope

    from gbaqa.web.guarding.policy import Network

Headers: TypeAlias = Iterable[tuple[bytes, bytes]]
Address: TypeAlias = IPv4Address | IPv6Address

MOST_HOPS = 20
# what Gradio and others would take for the visitor's or the server's address and name
CLAIMS = re.compile(rb"forwarded|x-forwarded(-.*)?|x-real-ip|x-gradio-.*|true-client-ip|client-ip")
FOR = re.compile(r'(?:^|;)\s*for\s*=\s*"?([^";]*)"?\s*(?:;|$)', re.IGNORECASE)
BRACKETED = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::\d+)?")


def told_by_proxies(scope: Scope, proxies: Sequence[Network]) -> dict[str, Any]:
    """The scope with the asker's address as its client, and no claim in it that is not trusted.

    Behind a trusted proxy the client is the rightmost hop of X-Forwarded-For, or of Forwarded,
    that is no trusted proxy; what is no address ends the search. Where both headers are there and
    do not agree, one of them is the visitor's own invention, and the proxy counts as the client.
    """
    peer = scope["client"] or ("", 0) if "client" in scope else ("", 0)
    headers = list(scope["headers"])
    kept = [pair for pair in headers if not CLAIMS.fullmatch(pair[0].lower())]
    if not _is_trusted(_address(peer[0]), proxies):
        return {**scope, "headers": kept}
    scheme = _last(headers, b"x-forwarded-proto").casefold()
    host = _last(headers, b"x-forwarded-host")
    if scheme in ("http", "https"):
        kept.append((b"x-forwarded-proto", scheme.encode()))
    if host:
        kept.append((b"x-forwarded-host", host.encode("latin-1")))
    client = (_client(peer[0], headers, proxies), 0)
    own_scheme = scope.get("scheme", "http")
    return {
        **scope,
        "headers": kept,
        "client": client,
        "scheme": scheme if scheme in ("http", "https") else own_scheme,
    }


def _client(peer: str, headers: Headers, proxies: Sequence[Network]) -> str:
    commonly = [_hop(one) for one in _values(headers, b"x-forwarded-for")]
    formally = [_hop(_for(one)) for one in _values(headers, b"forwarded")]
    if commonly and formally and commonly != formally:
        return peer
    client = peer
    for hop in reversed((commonly or formally)[-MOST_HOPS:]):
        if hop is None:
            break
        client = str(hop)
        if not _is_trusted(hop, proxies):
            break
    return client


def _values(headers: Headers, wanted: bytes) -> list[str]:
    lines = [value.decode("latin-1") for name, value in headers if name.lower() == wanted]
    return [one.strip() for line in lines for one in line.split(",")]


def _last(headers: Headers, wanted: bytes) -> str:
    return next(reversed(_values(headers, wanted)), "")


def _for(element: str) -> str:
    found = FOR.search(element)
    return found[1] if found else ""


def _hop(written: str) -> Address | None:
    """An address that may have a port; None for anything else, such as "unknown"."""
    bracketed = BRACKETED.fullmatch(written)
    if bracketed:
        return _address(bracketed[1])
    if written.count(":") == 1:
        written = written.partition(":")[0]
    return _address(written)


def _address(written: str) -> Address | None:
    try:
        address = ip_address(written)
    except ValueError:
        return None
    # an IPv4 peer of a socket that listens for IPv6
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _is_trusted(address: Address | None, proxies: Sequence[Network]) -> bool:
    return address is not None and any(address in network for network in proxies)

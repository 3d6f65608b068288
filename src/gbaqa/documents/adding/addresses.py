"""Which addresses a document may come from: web addresses whose machines are all public ones.

A name is resolved here, each of its addresses is checked, and the connection is made to one that
was checked: a name that resolves otherwise a moment later gains nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from gbaqa.documents.naming import on_one_line
from gbaqa.errors import DocumentError

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[Address]]

LONGEST = 2000  # characters, the length that every browser and server takes
BEGIN = re.compile(r"https?://", re.IGNORECASE)
REFUSED_SIGNS = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029\ufeff]")  # parsers disagree on these
NAME = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
FOUR_NUMBERS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
# of the web; on other ports answer mail servers, databases and the like, which take a request of
# the web for one of their own, and a redirect could lead there
PORTS = frozenset([80, 443, 8080, 8443])
DEFAULT_PORTS = {"http": 80, "https": 443}

# IANA's registry of special addresses, all that is not the public internet, and the address at
# which a large cloud serves its machines
CLOSED_4 = tuple(
    IPv4Network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24"),
        *("192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"),
    )
)
OPEN_6 = IPv6Network("2000::/3")  # the only part that is given out
CLOSED_6 = tuple(
    IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3ffe::/16", "3fff::/20")
)
NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Place:
    """A web address in its parts: `host` in ASCII, without brackets; `path` with the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet, whatever it is wrapped in."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in CLOSED_4)
    inner = address.sixtofour or (_last_four(address) if address in NAT64 else None)
    if inner is not None:
        return is_public(inner)
    return address in OPEN_6 and not any(address in network for network in CLOSED_6)


def _last_four(address: IPv6Address) -> IPv4Address:
    return IPv4Address(int(address) & 0xFFFFFFFF)


def place_of(text: str, *, ports: frozenset[int] = PORTS) -> Place:
    """An address that may be asked for; raises DocumentError for any other.

    >>> str(place_of("HTTPS://Example.org:443/a?b#c"))
    'https://example.org/a?b'
    """
    import httpx

    shown = on_one_line(text)[:200]
    if not BEGIN.match(text):
        raise DocumentError(f"{shown}: is no web address; use one with http:// or https://")
    if len(text) > LONGEST or REFUSED_SIGNS.search(text):
        raise DocumentError(
            f"{shown}: has white space, control characters or backslashes, or more than "
            f"{LONGEST} characters; write it as browsers show it"
        )
    try:
        url = httpx.URL(text)
        port = DEFAULT_PORTS[url.scheme] if url.port is None else url.port
        place = Place(url.scheme, _host(url.raw_host), port, url.raw_path.decode("ascii"))
    except (httpx.InvalidURL, ValueError, LookupError) as error:
        raise DocumentError(f"{shown}: is no web address; write it as browsers show it") from error
    if url.userinfo or "@" in text.partition("//")[2].partition("/")[0]:
        raise DocumentError(f"{shown}: holds a user name or password; leave it out")
    if place.port not in ports:
        known = ", ".join(map(str, sorted(ports)))
        raise DocumentError(f"{shown}: port {place.port} is not one of the web's ({known})")
    return place


def _host(raw: bytes) -> str:
    """A name with a full stop or an address in its usual notation; raises ValueError otherwise."""
    host = raw.decode("ascii").lower()
    if "%" not in host and (":" in host or FOUR_NUMBERS.fullmatch(host)):  # % begins a zone
        return str(ip_address(host))  # not 0177.0.0.1, which some resolvers take for 127.0.0.1
    if not NAME.fullmatch(host.removesuffix(".")):
        raise ValueError(host)
    return host


def resolved(host: str, port: int) -> list[Address]:
    """The addresses of a name, as the system resolves it; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def checked(
    place: Place, found: Sequence[Address], allowed: Callable[[Address], bool]
) -> list[Address]:
    """The addresses, each once; raises DocumentError where one of them is not allowed."""
    for address in found:
        if not allowed(address):
            raise DocumentError(
                f"{place}: {address} is not on the public internet; "
                "save the document and add the file"
            )
    if not found:
        raise DocumentError(f"{place}: no machine has this name; check the address")
    return list(dict.fromkeys(found))

"""Tell by which name the server was called, and whether another site's page sends a request.

A page of another site can have its own name lead to this machine (DNS rebinding), and then read
what the server answers: a name that was not set is refused. An address in digits cannot be bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from starlette.types import Scope

HARMLESS = ("GET", "HEAD", "OPTIONS")
OWN_PAGES = ("same-origin", "none")  # of Sec-Fetch-Site, which no page can set


def known_host(scope: Scope, hosts: Sequence[str] | None) -> bool:
    """Whether every name by which the server is called is one of the hosts, or is in digits."""
    if hosts is None:
        return True
    headers = Headers(scope=scope)
    names = [*headers.getlist("host"), *headers.getlist("x-forwarded-host")]
    return all(_known(_name(one), hosts) for one in names)


def own_page_or_program(scope: Scope, origins: Sequence[str]) -> bool:
    """Whether what changes or costs something is asked by no page of a site that is not listed."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None or scope["method"] in HARMLESS or origin in origins:
        return True
    return headers.get("sec-fetch-site") in OWN_PAGES or _same(origin, headers)


def _same(origin: str, headers: Headers) -> bool:
    """Whether the page came from here; a proxy may have left the port out of the host's name."""
    try:
        parts = urlsplit(origin)
        place, name = parts.netloc.casefold(), parts.hostname
    except ValueError:  # brackets that enclose no IPv6 address
        return False
    called = [headers.get("x-forwarded-host", ""), headers.get("host", "")]
    return bool(place) and any(one.casefold() in (place, name) for one in called)


def _known(name: str, hosts: Sequence[str]) -> bool:
    if name in hosts or _in_digits(name):
        return True
    return any(one.startswith("*.") and name.endswith(one[1:]) for one in hosts)


def _name(host: str) -> str:
    """Without port, brackets, and the full stop that may end a name."""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:  # brackets that enclose no IPv6 address
        return ""


def _in_digits(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True

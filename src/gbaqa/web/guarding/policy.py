"""What whoever runs the server decides about its visitors, read from the environment once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeAlias
from urllib.parse import urlsplit

from gbaqa.errors import SettingError

Network: TypeAlias = IPv4Network | IPv6Network

ANY = "*"
OFF = "off"
LOCAL_NAMES = ("localhost", "*.localhost")
# Ten a second, from one address: a page takes some twenty requests to open and two a question, so
# that an office of a hundred readers behind one address is let in, and a loop is not.
DEFAULT_RATE = "600/minute"
RATE = re.compile(r"[1-9]\d{0,6} ?/ ?(?:second|minute|hour|day)")
NAME = re.compile(r"(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")


@dataclass(frozen=True, slots=True)
class Policy:
    """Hosts, origins, rate and proxies; as it stands, whatever the visitor's address is let in.

    `hosts` are the names by which the server may be called, `*.` before one for all below it, None
    for any; addresses in digits are always let in. `origins` are the other sites whose pages may
    ask. `rate` is as `limits` writes it, "" for none. `proxies` are those whose word is taken for
    who asks.
    """

    hosts: tuple[str, ...] | None = None
    origins: tuple[str, ...] = ()
    rate: str = ""
    proxies: tuple[Network, ...] = ()


def read_policy(environ: Mapping[str, str]) -> Policy:
    """From GBAQA_HOSTS, GBAQA_CORS_ORIGINS, GBAQA_RATE and GBAQA_TRUSTED_PROXIES.

    Where none is set: local names, no other site, 600 requests a minute, no proxy. Raises
    SettingError.
    """
    return Policy(
        hosts=_hosts(environ.get("GBAQA_HOSTS", "")),
        origins=tuple(map(_origin, _listed(environ.get("GBAQA_CORS_ORIGINS", "")))),
        rate=_rate(environ.get("GBAQA_RATE", "")),
        proxies=tuple(map(_network, _listed(environ.get("GBAQA_TRUSTED_PROXIES", "")))),
    )


def _listed(written: str) -> list[str]:
    return [one for one in re.split(r"[\s,]+", written) if one]


def _hosts(written: str) -> tuple[str, ...] | None:
    names = [one.casefold() for one in _listed(written)]
    if ANY in names:
        return None
    for name in names:
        if not NAME.fullmatch(name):
            raise SettingError(
                f"GBAQA_HOSTS names {name!r}, expected names such as gba.example.org or "
                f"*.example.org, without scheme and port, or {ANY} for any"
            )
    return (*LOCAL_NAMES, *names)


def _origin(written: str) -> str:
    """An origin just as browsers send it: they compare it letter by letter."""
    try:
        parts = urlsplit(written)
        whole = bool(parts.hostname) and f"{parts.scheme}://{parts.netloc}" == written.casefold()
        port = parts.port
    except ValueError:  # brackets that do not match, a port that is no number
        whole, port, parts = False, None, urlsplit("")
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    secure = parts.scheme == "https" or (parts.scheme == "http" and local)
    if not whole or not secure or "@" in parts.netloc or ANY in parts.netloc or port == 0:
        raise SettingError(
            f"GBAQA_CORS_ORIGINS names {written!r}, expected whole origins such as "
            "https://example.org or http://localhost:3000, without path; no sign stands for all"
        )
    return written.casefold()


def _rate(written: str) -> str:
    rate = written.strip().casefold() or DEFAULT_RATE
    if rate == OFF:
        return ""
    if not RATE.fullmatch(rate):
        raise SettingError(f"GBAQA_RATE is {written!r}, expected such as {DEFAULT_RATE}, or {OFF}")
    return rate


def _network(written: str) -> Network:
    try:
        return ip_network(written)
    except ValueError as error:
        raise SettingError(
            f"GBAQA_TRUSTED_PROXIES names {written!r}, expected addresses or networks such as "
            "127.0.0.1 or 10.1.0.0/16"
        ) from error

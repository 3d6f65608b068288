"""Count each client's requests, and tell how long one that asked too often has to wait."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from ipaddress import IPv6Address, ip_address, ip_network

MOST_CLIENTS = 8192  # remembered at once, under a kilobyte each
SITE = 64  # bits of an IPv6 address that a visitor does not choose


class Rates:
    """So many requests of a client in a time, written as "600/minute".

    The window slides: a client cannot ask twice as much around the end of a minute. Of more than
    `most_clients` the one that was silent longest is forgotten, so that memory stays bounded
    whoever asks.
    """

    def __init__(self, rate: str, *, most_clients: int = MOST_CLIENTS) -> None:
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import SlidingWindowCounterRateLimiter

        self._item = parse(rate)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._clients: OrderedDict[str, None] = OrderedDict()
        self._most_clients = most_clients

    def wait(self, address: str) -> int:
        """Counts a request of the client: 0 where it may pass, else the seconds to wait."""
        client = counted_as(address)
        self._remember(client)
        if self._limiter.hit(self._item, client):
            return 0
        room_at = self._limiter.get_window_stats(self._item, client).reset_time
        return max(1, math.ceil(room_at - time.time()))

    @property
    def remembered(self) -> int:
        """How many clients are remembered."""
        return len(self._clients)

    def _remember(self, client: str) -> None:
        self._clients[client] = None
        self._clients.move_to_end(client)
        if len(self._clients) > self._most_clients:
            self._limiter.clear(self._item, self._clients.popitem(last=False)[0])


def counted_as(address: str) -> str:
    """The client that an address belongs to: an IPv6 visitor has a whole /64 to choose from.

    >>> counted_as("2001:db8::17"), counted_as("203.0.113.7")
    ('2001:db8::/64', '203.0.113.7')
    """
    try:
        known = ip_address(address)
    except ValueError:
        return address[:SITE]
    if isinstance(known, IPv6Address):
        return str(ip_network((known, SITE), strict=False))
    return address

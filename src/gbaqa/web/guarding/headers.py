"""Put on every reply what browsers need to be told: what the page may load, and who may use it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from starlette.types import Message, Scope, Send

Pairs: TypeAlias = Iterable[tuple[bytes, bytes]]

COMMON = (
    "object-src 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)
# No 'unsafe-eval' and no 'unsafe-inline': the page is built of elements, never of markup or of code
# in a text, and Gradio evaluates nothing as long as no component with a template is on its page.
CHAT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        *COMMON,
    )
)
# pages of documents have no script at all, and two style sheets of ours
PAGE_POLICY = "; ".join(("default-src 'none'", "style-src 'self'", "img-src 'self'", *COMMON))
# what programs are sent is no page; a browser that is led there loads nothing for it
DATA_POLICY = "; ".join(
    ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'")
)
CHAT = re.compile(r"/?")
DATA = re.compile(
    r"/(?:api|v1|gradio_api|problems|page|assets|static)(?:/|$)|"
    r"/(?:healthz|readyz|metrics|config|openapi\.json|theme\.css|favicon\.ico|robots\.txt)/?$"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-permitted-cross-domain-policies", b"none"),
    (
        b"permissions-policy",
        b"camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    ),
)
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")


def policy_of(path: str) -> str:
    """The content security policy of a path, seen from the app's root.

    >>> policy_of("/source/1") == PAGE_POLICY, policy_of("/api/ask") == DATA_POLICY
    (True, True)
    """
    if CHAT.fullmatch(path):
        return CHAT_POLICY
    return DATA_POLICY if DATA.match(path) else PAGE_POLICY


class Reply:
    """Sends a reply with the headers that every one has, in place of what the app says of them."""

    def __init__(self, scope: Scope, send: Send, *, path: str, identity: str) -> None:
        self.started = False
        self._send = send
        secure = (HTTPS_ONLY,) if scope.get("scheme") == "https" else ()
        policy = (b"content-security-policy", policy_of(path).encode())
        self._own = (policy, *HEADERS, *secure, (b"x-request-id", identity.encode()))

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            message = {**message, "headers": _with(self._own, message.get("headers", ()))}
        await self._send(message)


def _with(own: Pairs, headers: Pairs) -> list[tuple[bytes, bytes]]:
    names = {name for name, _ in own}
    return [*((name, value) for name, value in headers if name.lower() not in names), *own]

"""Turn away what does not belong here, and put security headers on every reply.

Plain ASGI: Starlette's BaseHTTPMiddleware would stand between a streamed answer and its reader.
The parts are in guarding/: who asks, by which name, how often, how much, and what is told browsers.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING
from uuid import uuid4

from gbaqa.web.api.problems import path_of, problem_response, words_of
from gbaqa.web.guarding.headers import Reply
from gbaqa.web.guarding.hosts import HARMLESS, known_host, own_page_or_program
from gbaqa.web.guarding.limits import Excess, excess_of_head, read_body, replayed
from gbaqa.web.guarding.paths import METHODS, is_counted, is_open, takes
from gbaqa.web.guarding.policy import Policy
from gbaqa.web.guarding.proxies import told_by_proxies
from gbaqa.web.guarding.rates import Rates

if TYPE_CHECKING:
    from fastapi.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

logger = logging.getLogger(__name__)

BODY_TIME = 10.0  # seconds in which all of a body has come
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")  # what may stand in a header, a log and a page
CLOSING = {"Connection": "close"}  # what is left of the request is not read


class Guards:
    """Wraps an ASGI app; refusals and unexpected faults are problems like the API's own.

    Within it `scope["client"]` is whoever asks, also behind a proxy that the policy trusts.
    """

    def __init__(self, app: ASGIApp, policy: Policy | None = None) -> None:
        self._app = app
        self._policy = policy or Policy()
        self._rates = Rates(self._policy.rate) if self._policy.rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._reply(told_by_proxies(scope, self._policy.proxies), receive, send)
        else:  # nothing here speaks by web sockets
            await send({"type": "websocket.close", "code": 1000})

    async def _reply(self, scope: Scope, receive: Receive, send: Send) -> None:
        identity = _identity(scope)
        scope.setdefault("state", {})["request_id"] = identity
        reply = Reply(scope, send, path=path_of(scope), identity=identity)
        try:
            refusal, body = await self._refusal(scope, receive)
            if refusal is not None:
                await refusal(scope, receive, reply.send)
                return
            onward = receive if body is None else replayed(body, receive)
            await self._app(scope, onward, reply.send)
        except Exception:
            # repr: a path may hold line breaks, and must not write lines of its own into the log
            logger.exception("request %s failed: %s %r", identity, scope["method"], scope["path"])
            if reply.started:
                raise
            await problem_response(scope, "fault")(scope, receive, reply.send)

    async def _refusal(
        self, scope: Scope, receive: Receive
    ) -> tuple[Response, None] | tuple[None, bytes | None]:
        """Why the request is turned away, else its body where it may have one."""
        refusal = self._refusal_of_head(scope)
        if refusal is not None:
            return refusal, None
        if scope["method"] in HARMLESS:
            return None, None
        try:
            body = await read_body(scope, receive, path_of(scope), seconds=BODY_TIME)
        except TimeoutError:  # a client that sends drop by drop holds nothing for ever
            return problem_response(scope, "too-slow", headers=CLOSING), None
        return (_too_large(scope, body), None) if isinstance(body, Excess) else (None, body)

    def _refusal_of_head(self, scope: Scope) -> Response | None:
        path, method = path_of(scope), scope["method"]
        excess = excess_of_head(scope)
        if excess:
            return _too_large(scope, excess)
        if not known_host(scope, self._policy.hosts):
            return problem_response(scope, "wrong-host")
        wait = (
            self._rates.wait(_client(scope)) if self._rates is not None and is_counted(path) else 0
        )
        if wait:
            return problem_response(scope, "too-many", headers={"Retry-After": str(wait)})
        if not is_open(path):
            return problem_response(scope, "not-found")
        if not takes(path, method):
            allowed = {"Allow": ", ".join(METHODS)}
            return problem_response(scope, "method-not-allowed", headers=allowed)
        if not own_page_or_program(scope, self._policy.origins):
            return problem_response(scope, "wrong-origin")
        return None


def _too_large(scope: Scope, excess: Excess) -> Response:
    detail = words_of(scope)[f"problem_too_large_{excess.what}"].format(limit=excess.limit)
    return problem_response(scope, "too-large", detail, headers=CLOSING, status=excess.status)


def _client(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _identity(scope: Scope) -> str:
    """The request's own id where it is harmless and the only one, else a new one."""
    given = [value for name, value in scope["headers"] if name == b"x-request-id"]
    claimed = given[0].decode("latin-1") if len(given) == 1 else ""
    return claimed if REQUEST_ID.fullmatch(claimed) else uuid4().hex

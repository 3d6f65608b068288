"""Say what went wrong as RFC 9457 does: a kind for machines, a title in the reader's language."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from inspect import isawaitable
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast, get_args

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from gbaqa.errors import Broken, Busy, GbaqaError, NotStored, QuestionRefused, Unready
from gbaqa.web.api.connecting import Gone
from gbaqa.web.warming import RETRY_AFTER
from gbaqa.web.wording import Words, language_of_request, read_words

if TYPE_CHECKING:
    from starlette.types import Scope

logger = logging.getLogger(__name__)

Kind: TypeAlias = Literal[
    "bad-input",
    "question-refused",
    "not-found",
    "method-not-allowed",
    "too-large",
    "too-slow",
    "too-many",
    "wrong-host",
    "wrong-origin",
    "loading",
    "failed",
    "busy",
    "fault",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
STATUS: Mapping[Kind, int] = MappingProxyType(
    {
        "bad-input": 422,
        "question-refused": 422,
        "not-found": 404,
        "method-not-allowed": 405,
        "too-large": 413,
        "too-slow": 408,
        "too-many": 429,
        "wrong-host": 421,
        "wrong-origin": 403,
        "loading": 503,
        "failed": 503,
        "busy": 503,
        "fault": 500,
    }
)
PASSING: tuple[Kind, ...] = ("loading", "busy")  # asking again in some seconds helps
OF_STATUS: Mapping[int, Kind] = MappingProxyType(
    {
        404: "not-found",
        405: "method-not-allowed",
        413: "too-large",
        429: "too-many",
        503: "failed",
        500: "fault",
    }
)
CLIENT_GONE = 499
MEDIA_TYPE = "application/problem+json"
MACHINES = re.compile(
    r"/(api|gradio_api|problems|monitoring)(/|$)|/(healthz|readyz|openapi\.json)$"
)
# as gbaqa.answering.asking.checked writes them
EMPTY = re.compile(r"the question is empty;")
TOO_LONG = re.compile(r"the question has (?P<count>\d+) characters, at most (?P<most>\d+) are read")
UNKNOWN = "there is no such field or parameter; /docs lists them"


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind, and what happened this time in one line."""

    kind: Kind
    detail: str


def problem_of(error: Exception, words: Words) -> Problem:
    """What an error is told as; one that nobody expected tells nothing of itself.

    >>> problem_of(KeyError("secret"), read_words()).kind
    'fault'
    """
    if isinstance(error, QuestionRefused):
        return Problem("question-refused", _refusal(str(error), words))
    if isinstance(error, Busy):
        return Problem("busy", words["problem_busy_means"])
    if isinstance(error, Unready) and not error.for_good:
        return Problem("loading", words["problem_loading_means"])
    if isinstance(error, Broken):
        return Problem("failed", words["problem_fault_means"])
    if isinstance(error, NotStored):
        return Problem("failed", words["feedback_failed"])
    if isinstance(error, GbaqaError):
        return Problem("failed", f"{words['failed']} {error}")
    return Problem("fault", words["problem_fault_means"])


def problem_object(scope: Scope, problem: Problem) -> dict[str, Any]:
    """The members that RFC 9457 names, with the request's id."""
    words = words_of(scope)
    return {
        "type": f"{str(scope.get('root_path', '')).rstrip('/')}/problems/{problem.kind}",
        "title": words[_key(problem.kind)],
        "status": STATUS[problem.kind],
        "detail": problem.detail,
        "request_id": request_id(scope),
    }


def problem_response(
    scope: Scope,
    kind: Kind,
    detail: str = "",
    *,
    headers: Mapping[str, str] | None = None,
    status: int | None = None,
) -> Response:
    """The reply; without a detail it is what the kind means, in the language of the request.

    `status` is given where HTTP has a nearer one than the kind's own.
    """
    line = detail or words_of(scope)[f"{_key(kind)}_means"]
    sent = {
        "Content-Language": language_of_request(Request(scope)),
        "Vary": "Accept-Language",
        "Cache-Control": "no-store",
        **({"Retry-After": RETRY_AFTER} if kind in PASSING else {}),
        **(headers or {}),
    }
    known = status or STATUS[kind]
    body = {**problem_object(scope, Problem(kind, line)), "status": known}
    return JSONResponse(body, status_code=known, headers=sent, media_type=MEDIA_TYPE)


def request_id(scope: Scope) -> str:
    """The id that Guards gave the request."""
    return str(scope.get("state", {}).get("request_id", ""))


def words_of(scope: Scope) -> Words:
    """The texts in the language of the request."""
    return read_words(language_of_request(Request(scope)))


def path_of(scope: Scope) -> str:
    """The path below the app's root: servers disagree whether theirs holds the root."""
    path, root = str(scope["path"]), str(scope.get("root_path", "")).rstrip("/")
    return path.removeprefix(root) if path.startswith(f"{root}/") else path


def for_machines(scope: Scope) -> bool:
    """Whether an address is answered with problems; a reader of any other gets a page."""
    return MACHINES.match(path_of(scope)) is not None


def add_problem_handlers(app: FastAPI) -> None:
    """Registers the handlers.

    What is raised under an address of a page goes to the handler that was registered before.
    """
    of_address = app.exception_handlers[HTTPException]
    of_world = app.exception_handlers.get(GbaqaError, _told)

    async def refused_address(request: Request, error: Exception) -> Response:
        ours = for_machines(request.scope)
        return await _handled(_refused_address if ours else of_address, request, error)

    async def refused(request: Request, error: Exception) -> Response:
        ours = for_machines(request.scope)
        return await _handled(_told if ours else of_world, request, error)

    app.add_exception_handler(RequestValidationError, _refused_input)
    app.add_exception_handler(HTTPException, refused_address)
    app.add_exception_handler(GbaqaError, refused)
    app.add_exception_handler(Gone, _unread)


def problem_routes() -> APIRouter:
    """`/problems/{kind}`: what a kind means, in the language of the request."""
    router = APIRouter()

    @router.get("/problems/{kind}", include_in_schema=False)
    async def problem(request: Request, kind: str) -> Response:
        if kind not in KINDS:
            return problem_response(request.scope, "not-found")
        key, words = _key(kind), words_of(request.scope)
        text = f"{words[key]} ({STATUS[kind]} {kind})\n\n{words[f'{key}_means']}\n"
        headers = {"Content-Language": language_of_request(request), "Vary": "Accept-Language"}
        return PlainTextResponse(text, headers=headers)

    return router


def _key(kind: Kind) -> str:
    return f"problem_{kind.replace('-', '_')}"


def _refusal(text: str, words: Words) -> str:
    """What visitors of the page meet is in their language; the rest is for programmers."""
    if EMPTY.match(text):
        return words["problem_empty"]
    long = TOO_LONG.match(text)
    return words["problem_too_long"].format(**long.groupdict()) if long else text


async def _handled(handler: Any, request: Request, error: Exception) -> Response:  # noqa: ANN401
    """Starlette's handlers are plain or asynchronous."""
    reply = handler(request, error)
    return cast(Response, await reply if isawaitable(reply) else reply)


def _refused_input(request: Request, error: Exception) -> Response:
    """The first fault of the input as one line, with the field's name."""
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:])
    said = UNKNOWN if first["type"] == "extra_forbidden" else str(first["msg"])
    detail = f"{place}: {said}" if place else said
    return problem_response(request.scope, "bad-input", " ".join(detail.split()))


def _refused_address(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    kind = OF_STATUS.get(error.status_code, "bad-input")
    # Starlette's own details only repeat the status
    detail = "" if error.detail in ("Not Found", "Method Not Allowed") else error.detail
    return problem_response(request.scope, kind, detail, headers=error.headers)


def _unread(_: Request, error: Exception) -> Response:
    """What nobody is left to read; the status is what logs show of it, as other servers' do."""
    return Response(status_code=CLIENT_GONE)


def _told(request: Request, error: Exception) -> Response:
    told = problem_of(error, words_of(request.scope))
    # an index or encoder that broke while it was in use; working.py has told of a Broken one
    if told.kind == "failed" and not isinstance(error, Broken):
        logger.error("request %s: %s", request_id(request.scope), error)
    return problem_response(request.scope, told.kind, told.detail)

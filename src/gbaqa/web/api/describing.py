"""What /openapi.json says of the whole, and how an operation says which problems it has."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from gbaqa.web.api.examples import REPLIES
from gbaqa.web.api.problems import MEDIA_TYPE, PASSING, STATUS, Kind
from gbaqa.web.api.replies import ProblemReply
from gbaqa.web.warming import RETRY_AFTER
from gbaqa.web.wording import read_words

# relative to where the description is served, so that it holds behind any prefix
SERVERS = [{"url": ".", "description": "this server"}]
TAGS = [
    {"name": "answers", "description": "Ask a question, or search for passages."},
    {"name": "documents", "description": "What there is to quote from."},
    {"name": "health", "description": "Whether the process lives and is ready."},
]
DESCRIPTION = (
    "Every sentence of an answer is quoted from a document, with the place where it stands. "
    "Problems are told as RFC 9457 says; their titles are in the language of `?lang=` or of "
    "`Accept-Language`. Every reply carries `X-Request-ID`: the request's own where that is 1 to "
    "64 letters, digits, dots, hyphens or underscores."
)
EXAMPLE_ID = "3f0c9a52d1e84b6f8a7e5d4c3b2a1908"
PROBLEM = "ProblemReply"


def describe(app: FastAPI) -> None:
    """Says of the whole what its operations do not say: servers, tags, the shape of problems.

    FastAPI leaves every null out of a description, so that the examples are put in here.
    """
    app.description, app.openapi_tags, app.servers = DESCRIPTION, TAGS, SERVERS
    app.root_path_in_servers = False
    operations_alone = app.openapi

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            _complete(operations_alone())
        return operations_alone()  # it keeps the one that it made

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's own pages advise


def _complete(description: dict[str, Any]) -> None:
    description["components"]["schemas"][PROBLEM] = ProblemReply.model_json_schema()
    for methods in description["paths"].values():
        for operation in methods.values():
            example = REPLIES.get(operation["operationId"])
            if example:
                operation["responses"]["200"]["content"]["application/json"]["example"] = example


def problems(*kinds: Kind) -> dict[int | str, dict[str, Any]]:
    """The replies of an operation for the kinds of problems that it may have, by status."""
    statuses = dict.fromkeys(STATUS[kind] for kind in kinds)
    return {
        status: _replies([kind for kind in kinds if STATUS[kind] == status]) for status in statuses
    }


def _replies(kinds: list[Kind]) -> dict[str, Any]:
    words = read_words()
    titles = (words[f"problem_{kind.replace('-', '_')}"] for kind in kinds)
    examples = {kind: {"value": example_problem(kind)} for kind in kinds}
    schema = {"$ref": f"#/components/schemas/{PROBLEM}"}
    retry = {"description": "seconds after which to ask again", "schema": {"type": "string"}}
    return {
        "description": "; ".join(
            f"`{kind}`: {title}" for kind, title in zip(kinds, titles, strict=True)
        ),
        "content": {MEDIA_TYPE: {"schema": schema, "examples": examples}},
        **(
            {"headers": {"Retry-After": {**retry, "example": RETRY_AFTER}}}
            if set(kinds) & set(PASSING)
            else {}
        ),
    }


def example_problem(kind: Kind) -> dict[str, Any]:
    """A problem of the kind, as an English reader gets it."""
    words, key = read_words(), f"problem_{kind.replace('-', '_')}"
    return {
        "type": f"/problems/{kind}",
        "title": words[key],
        "status": STATUS[kind],
        "detail": words[f"{key}_means"],
        "request_id": EXAMPLE_ID,
    }

"""The page /docs: the operations of /openapi.json, in our own small page.

FastAPI's page loads its scripts from another host, which the content security policy forbids
and a server without a network cannot do.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from gbaqa.web.pages.plain_page import plain_page
from gbaqa.web.wording import language_of_request, read_words

METHODS = ("get", "post", "put", "patch", "delete")


def api_page_routes() -> APIRouter:
    """`/docs`."""
    router = APIRouter()

    @router.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        title = read_words(language_of_request(request))["api_title"]
        operations = list(described(request.app.openapi()))
        return plain_page(request, "api.html", title=title, operations=operations)

    return router


def described(openapi: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Each operation with its parameters, the fields of its body, its replies, and an example."""
    for path, methods in openapi["paths"].items():
        for method in METHODS:
            if method in methods:
                yield _operation(openapi, path, method, methods[method])


def _operation(
    openapi: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]
) -> dict[str, Any]:
    parameters = operation.get("parameters", [])
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation.get("summary", ""),
        "description": operation.get("description", ""),
        "parameters": [_field(one["name"], one, required=one["required"]) for one in parameters],
        "body": list(_body_fields(openapi, operation)),
        "replies": [
            (status, reply["description"])
            for status, reply in sorted(operation["responses"].items())
        ],
        "request": example_request(path, method, operation),
        "reply": _example_reply(operation),
    }


def example_request(path: str, method: str, operation: Mapping[str, Any]) -> str:
    """The first line of a request and its body, of what the description gives as examples."""
    query: dict[str, Any] = {}
    for one in operation.get("parameters", []):
        for example in _examples_of(one)[:1]:
            if one["in"] == "path":
                path = path.replace(f"{{{one['name']}}}", str(example))
            else:
                query[one["name"]] = example
    line = f"{method.upper()} {path}" + (f"?{urlencode(query)}" if query else "")
    bodies = _content(operation.get("requestBody", {})).get("examples", {}).values()
    return "\n\n".join([line, *(_indented(body["value"]) for body in [*bodies][-1:])])


def _examples_of(parameter: Mapping[str, Any]) -> list[Any]:
    examples: list[Any] = parameter.get("schema", {}).get("examples", [])
    return examples


def _example_reply(operation: Mapping[str, Any]) -> str:
    content = _content(operation["responses"].get("200", {}))
    return _indented(content["example"]) if "example" in content else ""


def _content(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a body is as JSON; nothing where it is none."""
    content: Mapping[str, Any] = part.get("content", {}).get("application/json", {})
    return content


def _indented(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _body_fields(
    openapi: Mapping[str, Any], operation: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    reference = _content(operation.get("requestBody", {})).get("schema", {}).get("$ref", "")
    schema = openapi.get("components", {}).get("schemas", {}).get(reference.rpartition("/")[2], {})
    for name, field in schema.get("properties", {}).items():
        yield _field(name, field, required=name in schema.get("required", []))


def _field(name: str, field: Mapping[str, Any], *, required: bool) -> dict[str, Any]:
    return {"name": name, "required": required, "text": field.get("description", "")}

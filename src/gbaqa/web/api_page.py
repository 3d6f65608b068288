"""The page /docs: the operations of /openapi.json, in our own small page.

FastAPI's page loads its scripts from another host, which the content security policy forbids
and a server without a network cannot do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from gbaqa.web.plain_page import plain_page
from gbaqa.web.wording import read_words


def api_page_routes() -> APIRouter:
    """`/docs`."""
    router = APIRouter()

    @router.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        title = read_words()["api_title"]
        operations = list(described(request.app.openapi()))
        return plain_page(request, "api.html", title=title, operations=operations)

    return router


def described(openapi: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each operation with its parameters, the fields of its body, and its replies."""
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            yield {
                "method": method.upper(),
                "path": path,
                "summary": operation.get("summary", ""),
                "parameters": [
                    _field(one["name"], one, required=one["required"])
                    for one in operation.get("parameters", [])
                ],
                "body": list(_body_fields(openapi, operation)),
                "replies": [
                    (status, reply["description"])
                    for status, reply in sorted(operation["responses"].items())
                ],
            }


def _body_fields(openapi: dict[str, Any], operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "requestBody" not in operation:
        return
    reference = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"]
    schema = openapi["components"]["schemas"][reference.rpartition("/")[2]]
    for name, field in schema["properties"].items():
        yield _field(name, field, required=name in schema.get("required", []))


def _field(name: str, field: dict[str, Any], *, required: bool) -> dict[str, Any]:
    return {"name": name, "required": required, "text": field.get("description", "")}

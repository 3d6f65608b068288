"""Scripts, styles and pictures of the pages, under addresses that change when they do."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, Response

STATIC = Path(__file__).with_name("static")
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
UNTIL_CHANGED = {"Cache-Control": "no-cache"}


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in STATIC.iterdir())


@cache
def edition() -> str:
    """A digest of all of them: one changed file gives every file a new address."""
    digest = hashlib.sha256()
    for name in sorted(_names()):
        content = (STATIC / name).read_bytes()
        digest.update(f"{name} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()[:12]


def asset_address(name: str) -> str:
    """Where a file of web/static/ is served, from the app's root; ValueError for no such file."""
    if name not in _names():
        raise ValueError(f"no file {name!r} in web/static/")
    return f"/page/{edition()}/{name}"


def asset_routes() -> APIRouter:
    """`/page/{edition}/{name}`, for ever in the edition of today, and else until it changes."""
    router = APIRouter()

    @router.get("/page/{of}/{name}", include_in_schema=False)
    def asset(of: str, name: str) -> Response:
        if name not in _names():  # names alone are looked up, so that none can be a path
            raise HTTPException(404, "there is no such file")
        return FileResponse(STATIC / name, headers=FOR_EVER if of == edition() else UNTIL_CHANGED)

    return router

"""A server with the interfaces for other programs alone, over an assistant of the test's choice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI

from gbaqa.answering.asking import Assistant
from gbaqa.web.api.completions import completion_routes
from gbaqa.web.api.mcp_tools import mcp_app
from gbaqa.web.desk import Desk
from gbaqa.web.warming import Warming

Load = Callable[[], Assistant]


def machines(load: Load, *, at_once: int = 4, waiting: int = 16) -> tuple[FastAPI, Desk]:
    """The app with chat completions and MCP, and the desk that they ask."""
    warming = Warming(load)
    desk = Desk(warming, at_once=at_once, waiting=waiting)
    tools = mcp_app(desk)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warming.start()
        async with tools.running():
            yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None)
    app.include_router(completion_routes(desk))
    app.router.routes.extend(tools.routes())
    return app, desk

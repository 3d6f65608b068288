"""Put the web app together: one process with the chat, the pages and the interfaces of machines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from gbaqa import __version__
from gbaqa.answering.asking import Assistant
from gbaqa.web.api.completions import completion_routes
from gbaqa.web.api.describing import describe
from gbaqa.web.api.mcp_tools import mcp_app
from gbaqa.web.api.problems import add_problem_handlers
from gbaqa.web.api.routes import api_routes, closing_routes
from gbaqa.web.api.suggestions import suggestion_routes
from gbaqa.web.assets import asset_routes
from gbaqa.web.chat.page import mount_chat
from gbaqa.web.chat.shell import chat_routes
from gbaqa.web.desk import Desk
from gbaqa.web.feedback.routes import feedback_routes
from gbaqa.web.feedback.storing import Store
from gbaqa.web.guards import Guards
from gbaqa.web.pages.api_page import api_page_routes
from gbaqa.web.pages.browse_page import browse_routes
from gbaqa.web.pages.error_page import ErrorPages
from gbaqa.web.pages.source_page import source_routes
from gbaqa.web.warming import Warming
from gbaqa.web.wording import read_words


def create_app(load: Callable[[], Assistant], *, feedback: Path | None = None) -> FastAPI:
    """The app; `load` runs once, in a thread, when the server starts.

    `feedback` is the folder that keeps what readers think of answers; without one none is asked.
    """
    warming = Warming(load)
    desk = Desk(warming)
    tools = mcp_app(desk)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warming.start()
        async with tools.running():
            yield

    # FastAPI's own pages load scripts from another host: pages/api_page.py serves /docs
    app = FastAPI(
        title=read_words()["title"],
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    add_problem_handlers(app)
    for routes in (
        chat_routes(desk, feedback=feedback is not None),
        source_routes(desk),
        browse_routes(desk),
        api_page_routes(),
        asset_routes(),
        api_routes(desk),
        suggestion_routes(desk),
        completion_routes(desk),
        *([feedback_routes(desk, Store(feedback))] if feedback else []),
        closing_routes(),
    ):
        app.include_router(routes)
    app.router.routes.extend(tools.routes())
    describe(app)
    # from the inside out: pages for people, compressed, within the guards' headers and limits.
    # No other site may call from a visitor's browser; without this Gradio lets every origin in.
    app.add_middleware(ErrorPages)
    app.add_middleware(CORSMiddleware, allow_origins=())
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Guards)
    return mount_chat(app, desk)  # last: it answers every path that is left

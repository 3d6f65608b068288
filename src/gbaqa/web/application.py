"""Put the web app together: one process with the chat, the pages and the interfaces of machines."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from gbaqa import __version__
from gbaqa.answering.asking import Assistant
from gbaqa.web.api.completions import completion_routes
from gbaqa.web.api.describing import describe
from gbaqa.web.api.problems import add_problem_handlers
from gbaqa.web.api.routes import api_routes, closing_routes
from gbaqa.web.api.suggestions import suggestion_routes
from gbaqa.web.api.tools import MCP_PATHS
from gbaqa.web.arriving import Arriving, arriving
from gbaqa.web.assets import asset_routes
from gbaqa.web.chat.shell import chat_routes
from gbaqa.web.desk import Desk
from gbaqa.web.draining import Drained, Draining
from gbaqa.web.feedback.routes import feedback_routes
from gbaqa.web.feedback.storing import Store
from gbaqa.web.guarding.policy import Policy
from gbaqa.web.guards import Guards
from gbaqa.web.pages.api_page import api_page_routes
from gbaqa.web.pages.browse_page import browse_routes
from gbaqa.web.pages.error_page import ErrorPages
from gbaqa.web.pages.source_page import source_routes
from gbaqa.web.parts import mcp_part, page_part
from gbaqa.web.warming import Warming
from gbaqa.web.watching.logs import QuestionLines, log_request
from gbaqa.web.watching.metrics import Metrics
from gbaqa.web.watching.requests import Routed, Watched
from gbaqa.web.watching.routes import Readers, metrics_routes
from gbaqa.web.wording import read_words
from gbaqa.web.working import LIMIT

# Gradio's files and interfaces; all else that is left is answered without it
PAGE_PATHS = re.compile(
    r"/(?:(?:assets|static|gradio_api)(?:/.*)?|config|theme\.css|favicon\.ico|robots\.txt)/?"
)


def create_app(
    load: Callable[[], Assistant],
    *,
    sign: Callable[[], object] | None = None,
    feedback: Path | None = None,
    policy: Policy | None = None,
    readers: Readers = "local",
    log_questions: bool = False,
    draining: Draining | None = None,
    limit: float = LIMIT,
) -> FastAPI:
    """The app; `load` runs in a thread when the server starts and when `sign` tells another thing.

    `feedback` is the folder that keeps what readers think of answers; without one none is asked.
    `policy` says who may ask, `readers` who may read /metrics.
    `limit` is how many seconds one question may take.
    """
    warming, leaving, metrics = Warming(load, sign=sign), draining or Draining(), Metrics()
    watch = QuestionLines(metrics) if log_questions else metrics
    desk = Desk(warming, watch=watch, limit=limit)
    metrics.watch(desk, leaving)
    tools = Arriving("MCP", partial(mcp_part, desk), on_demand=True)  # most never use its 17 MB
    page = Arriving("the chat page", partial(page_part, desk), serves=PAGE_PATHS)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warming.start()
        async with arriving([tools, page], after=desk.settled), desk.mended():
            yield
        warming.stop()

    # FastAPI's own pages load scripts from another host: pages/api_page.py serves /docs
    app = FastAPI(
        title=read_words()["title"],
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.desk = desk
    add_problem_handlers(app)
    for routes in (
        chat_routes(desk, feedback=feedback is not None),
        source_routes(desk),
        browse_routes(desk),
        api_page_routes(),
        asset_routes(),
        api_routes(desk, leaving),
        suggestion_routes(desk),
        completion_routes(desk),
        *([feedback_routes(desk, Store(feedback))] if feedback else []),
        metrics_routes(metrics, readers=readers),
        closing_routes(),
    ):
        app.include_router(routes)
    app.router.routes.extend(Route(path, tools, include_in_schema=False) for path in MCP_PATHS)
    app.mount("/", page)  # last: it is asked for every path that is left
    describe(app)
    _wrap(app, policy or Policy(), leaving, metrics)
    return app


def _wrap(app: FastAPI, policy: Policy, leaving: Draining, metrics: Metrics) -> None:
    """From the inside out: pages for people, compressed, within the guards' headers and limits."""
    app.add_middleware(Routed)
    app.add_middleware(ErrorPages)
    # No other site may call from a visitor's browser; without this Gradio lets every origin in.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=policy.origins,
        allow_methods=("GET", "POST"),
        allow_headers=("*",),
        expose_headers=("X-Request-ID", "Retry-After"),
    )
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Guards, policy=policy)
    app.add_middleware(Drained, draining=leaving)
    app.add_middleware(Watched, tell=(metrics.served, log_request))

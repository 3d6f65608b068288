"""Put the web app together: one process with the chat, the source pages and the API."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse, Response

from gbaqa import __version__
from gbaqa.answering.asking import Assistant
from gbaqa.errors import GbaqaError, QuestionRefused
from gbaqa.web.api import api_routes
from gbaqa.web.api_page import api_page_routes
from gbaqa.web.chat import mount_chat
from gbaqa.web.guards import Guards
from gbaqa.web.source_page import source_routes
from gbaqa.web.warming import Warming
from gbaqa.web.wording import read_words

logger = logging.getLogger(__name__)


def create_app(load: Callable[[], Assistant]) -> FastAPI:
    """The app; `load` runs once, in a thread, when the server starts."""
    warming = Warming(load)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warming.start()
        yield

    # FastAPI's own pages load scripts from another host: api_page.py serves /docs
    app = FastAPI(
        title=read_words()["title"],
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.add_exception_handler(RequestValidationError, _refused_input)
    app.add_exception_handler(GbaqaError, _refused)
    for routes in (api_routes(warming), source_routes(warming), api_page_routes()):
        app.include_router(routes)
    # no other site may call from a visitor's browser; without this Gradio lets every origin in
    app.add_middleware(CORSMiddleware, allow_origins=())
    app.add_middleware(Guards)
    return mount_chat(app, warming)  # last: it answers every path that is left


def _refused_input(_: Request, error: Exception) -> Response:
    """The first fault of the input as one line, with the field's name."""
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"][1:])
    detail = f"{place}: {first['msg']}" if place else str(first["msg"])
    return JSONResponse({"detail": detail}, status_code=422)


def _refused(_: Request, error: Exception) -> Response:
    if isinstance(error, QuestionRefused):
        return JSONResponse({"detail": str(error)}, status_code=422)
    logger.error("%s", error)  # an index or encoder that broke while it was in use
    return JSONResponse({"detail": str(error)}, status_code=503)

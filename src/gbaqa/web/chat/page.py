"""The chat page in Gradio, which this file and api/gradio_tools.py alone import, after the start.

Gradio serves the shell, its API and its queue; the conversation is one component of ours, so that
every word, label and size in it is ours, and an answer needs no queue to reach the page.
"""

from __future__ import annotations

import os
import threading
from typing import cast

# Read when Gradio is imported: without them the server calls two other hosts.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

from gbaqa.web.chat.importing import thrifty

with thrifty():
    import gradio as gr
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import Response
from starlette.routing import Mount

from gbaqa.web.api.gradio_tools import add_gradio_tools
from gbaqa.web.api.problems import problem_response
from gbaqa.web.desk import Desk

AT_ONCE = 32  # calls of Gradio's own API in work; its default is one
WAITING = 256  # calls in its queue before it says that it is full

# Gradio keeps what it builds in on a class: two pages made at once had one another's parts, or none
_building = threading.Lock()


def gradio_app(desk: Desk) -> FastAPI:
    """Gradio's part of the server by itself, which answers every path that is left for it."""
    parent = FastAPI(openapi_url=None)
    # who finds none here lets every origin in, with its cookies; the app's own comes before it
    parent.add_middleware(CORSMiddleware, allow_origins=())
    mounted: FastAPI = gr.mount_gradio_app(
        parent,
        chat_page(desk),
        path="/",
        footer_links=[],
        run_history=False,  # it would keep questions and answers in the browser
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        max_file_size="1kb",
    )
    # its own reply repeats the input, which may be no text that JSON can hold, and then breaks
    (inner,) = [one.app for one in mounted.router.routes if isinstance(one, Mount)]
    cast(FastAPI, inner).add_exception_handler(RequestValidationError, _refused)
    return mounted


def chat_page(desk: Desk) -> gr.Blocks:
    """One component for the whole page, and the three operations of Gradio's own API."""
    page: gr.Blocks
    with _building, gr.Blocks(title="gbaqa", analytics_enabled=False, fill_width=True) as page:
        gr.Column(elem_id="chat")  # static/start.js fills it: no text of ours is evaluated
        add_gradio_tools(desk)
    page.queue(default_concurrency_limit=AT_ONCE, max_size=WAITING, api_open=False)
    return page


async def _refused(request: Request, _: Exception) -> Response:
    return problem_response(request.scope, "bad-input")

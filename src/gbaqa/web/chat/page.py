"""The chat page in Gradio, which this file and api/gradio_tools.py alone import.

Gradio serves the shell, its API and its queue; the conversation is one component of ours, so that
every word, label and size in it is ours, and an answer needs no queue to reach the page.
"""

from __future__ import annotations

import os

# Read when Gradio is imported: without them the server calls two other hosts.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr
from fastapi import FastAPI

from gbaqa.web.api.gradio_tools import add_gradio_tools
from gbaqa.web.assets import asset_address
from gbaqa.web.desk import Desk

AT_ONCE = 32  # calls of Gradio's own API in work; its default is one
WAITING = 256  # calls in its queue before it says that it is full
# The script is a module of ours, not text that Gradio evaluates: no document enters a template.
LOAD = "import(new URL('.{address}', document.baseURI)).then((chat) => chat.start(element));"


def mount_chat(app: FastAPI, desk: Desk) -> FastAPI:
    """Mounts Gradio at `/`, behind the routes that the app has already."""
    mounted: FastAPI = gr.mount_gradio_app(
        app,
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
    return mounted


def chat_page(desk: Desk) -> gr.Blocks:
    """One component for the whole page, and the three operations of Gradio's own API."""
    page: gr.Blocks
    with gr.Blocks(title="gbaqa", analytics_enabled=False, fill_width=True) as page:
        gr.HTML(
            html_template="<div></div>",
            js_on_load=LOAD.format(address=asset_address("chat.js")),
            apply_default_css=False,
            elem_id="chat",
        )
        add_gradio_tools(desk)
    page.queue(default_concurrency_limit=AT_ONCE, max_size=WAITING, api_open=False)
    return page

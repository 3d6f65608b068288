"""The parts of the app whose libraries take seconds to import: MCP, and Gradio's page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from gbaqa.web.arriving import Part

if TYPE_CHECKING:
    from gbaqa.web.desk import Desk


def mcp_part(desk: Desk) -> Part:
    """What serves MCP."""
    from gbaqa.web.api.mcp_tools import mcp_app

    tools = mcp_app(desk)
    return Part(tools, tools.running)


def page_part(desk: Desk) -> Part:
    """What serves Gradio's files, queue and API; to be called where no event loop runs."""
    from gbaqa.web.chat.page import gradio_app

    async def make() -> Part:  # without a loop Gradio makes some and leaves them open
        page = gradio_app(desk)
        return Part(page, lambda: page.router.lifespan_context(page))

    return asyncio.run(make())

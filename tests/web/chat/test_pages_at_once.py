"""Pages that are made at once are whole: Gradio builds all of a process in one place."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import gradio as gr

from gbaqa.web.chat.page import chat_page
from gbaqa.web.desk import Desk
from tests.web.api.machines import machines
from tests.web.scripted import ScriptedAssistant

TOOLS = Counter(("ask", "search", "get_document"))


def test_pages_made_at_once_have_their_own_parts() -> None:
    _, desk = machines(ScriptedAssistant)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            pages = list(threads.map(_made, [desk] * 8))
    finally:
        sys.setswitchinterval(usual)
    for page in pages:
        assert Counter(one.api_name for one in page.fns.values()) == TOOLS
        assert [one.elem_id for one in page.blocks.values()].count("chat") == 1


def _made(desk: Desk) -> gr.Blocks:
    async def make() -> gr.Blocks:  # where an event loop runs: Gradio else makes some
        return chat_page(desk)

    return asyncio.run(make())

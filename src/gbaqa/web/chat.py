"""The chat page, in Gradio: the only file that imports it."""

from __future__ import annotations

import asyncio
import html
import os
from collections.abc import AsyncIterator, Mapping
from importlib.resources import files
from typing import Any

# Read when Gradio is imported: without them the server calls two other hosts.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr
from fastapi import FastAPI

from gbaqa.answering.asking import MAX_QUESTION, Assistant
from gbaqa.errors import GbaqaError
from gbaqa.web.composing import message, steps
from gbaqa.web.history import (
    MAX_SHOWN,
    as_markup,
    questions_asked,
    turns_of,
)
from gbaqa.web.showing import panel
from gbaqa.web.warming import Failed, Loading, Warming
from gbaqa.web.wording import Words, examples, read_words

Messages = list[dict[str, Any]]

AT_ONCE = 32  # questions in work; Gradio's default is one
WAITING = 256  # questions in the queue before it says that it is full
# Fonts of the reader's own system: the page asks no other host for one.
FONTS = ("system-ui", "Segoe UI", "Roboto", "Noto Sans", "Noto Sans CJK TC", "sans-serif")
INK = "#0b57a4"
EMPTY_PANEL: Mapping[str, Any] = {"turn": -1}


def mount_chat(app: FastAPI, warming: Warming) -> FastAPI:
    """Mounts the page at `/`, behind the routes that the app has already."""
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        chat_page(warming, read_words()),
        path="/",
        footer_links=[],
        run_history=False,  # it would keep questions and answers in the browser
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        max_file_size="1kb",
        theme=_theme(),
        css=_file("chat.css"),
        favicon_path=str(files(__package__).joinpath("static", "favicon.svg")),
    )
    return mounted


def _theme() -> gr.themes.Default:
    theme = gr.themes.Default(
        primary_hue="blue", neutral_hue="slate", font=FONTS, font_mono=("monospace",)
    )
    # Gradio's blue is too pale to read white text on
    theme.set(button_primary_background_fill=INK, button_primary_background_fill_dark=INK)
    return theme


def _file(name: str) -> str:
    return files(__package__).joinpath("static", name).read_text(encoding="utf-8")


def chat_page(warming: Warming, words: Words) -> gr.Blocks:
    """The conversation, the question box and the sources panel."""
    chat = Chat(warming, words)
    page: gr.Blocks
    with gr.Blocks(title=words["title"], analytics_enabled=False, fill_width=True) as page:
        gr.HTML(_heading(words), elem_id="heading")
        with gr.Row(elem_id="room"):
            with gr.Column(scale=3, min_width=320):
                conversation = _conversation(words)
                with gr.Row(elem_id="asking"):
                    box = _question_box(words)
                    ask = gr.Button(
                        words["ask"], variant="primary", elem_id="ask", scale=0, min_width=110
                    )
                with gr.Row(elem_id="below"):
                    gr.HTML(
                        html_template='<p role="status"></p>',
                        js_on_load=_file("status.js"),
                        words=dict(words),
                        elem_id="status",
                    )
                    again = gr.Button(
                        words["new_conversation"], elem_id="again", size="sm", scale=0
                    )
            with gr.Column(scale=2, min_width=320):
                sources = _sources_panel(words)
        turn: dict[str, Any] = {
            "fn": chat.respond,
            "inputs": [box, conversation],
            "outputs": [box, conversation, sources],
            "show_progress": "hidden",
        }
        gr.on([ask.click, box.submit], **turn)
        conversation.example_select(_chosen, outputs=box, show_progress="hidden", queue=False).then(
            **turn
        )
        sources.submit(
            chat.respond_chosen,
            inputs=conversation,
            outputs=[box, conversation, sources],
            show_progress="hidden",
        )
        again.click(
            chat.begin_again,
            outputs=[box, conversation, sources],
            queue=False,
            show_progress="hidden",
        )
    page.queue(default_concurrency_limit=AT_ONCE, max_size=WAITING, api_open=False)
    return page


def _heading(words: Words) -> str:
    return f"<h1>{html.escape(words['title'])}</h1><p>{html.escape(words['tagline'])}</p>"


def _conversation(words: Words) -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="conversation",
        label=words["conversation"],
        show_label=False,
        placeholder=words["examples"],
        examples=[{"text": question} for question in examples(words)],
        buttons=["copy"],
        feedback_options=None,
        height="max(20rem, min(40rem, 100dvh - 20rem))",
        autoscroll=False,  # a long answer is read from its beginning: panel.js scrolls
        layout="panel",
        render_markdown=False,
        latex_delimiters=[],
        allow_tags=False,
        allow_file_downloads=False,
        group_consecutive_messages=False,
    )


def _question_box(words: Words) -> gr.Textbox:
    return gr.Textbox(
        elem_id="question",
        label=words["question"],
        placeholder=words["question_hint"],
        lines=1,
        max_lines=4,
        max_length=MAX_QUESTION,
        scale=1,
    )


def _sources_panel(words: Words) -> gr.HTML:
    """Its script builds the panel; the template holds no value.

    Gradio fills a template and then evaluates it, so that a document with `${...}`
    in its text would run in the reader's browser.
    """
    return gr.HTML(
        dict(EMPTY_PANEL),
        html_template="<section></section>",
        js_on_load=_file("panel.js"),
        words=dict(words),
        elem_id="sources",
    )


def _chosen(event: gr.SelectData) -> str:
    return str(event.value["text"])


def _asked_by(event: gr.EventData) -> str:
    """The question that a button holds; "" for whatever else a browser may send."""
    sent = vars(event).get("_data")
    question = sent.get("question") if isinstance(sent, dict) else None
    return question if isinstance(question, str) else ""


class Chat:
    """Answers the events of the page."""

    def __init__(self, warming: Warming, words: Words) -> None:
        self._warming = warming
        self._words = words

    def begin_again(self) -> tuple[str, Messages, dict[str, Any]]:
        """An empty page."""
        return "", [], dict(EMPTY_PANEL)

    async def respond(
        self, question: str, conversation: Messages
    ) -> AsyncIterator[tuple[Any, Any, Any]]:
        """Question box, conversation and sources, as they change until the answer stands."""
        async for sent in self._turn(question, conversation, alone=False):
            yield sent

    async def respond_chosen(
        self, conversation: Messages, event: gr.EventData
    ) -> AsyncIterator[tuple[Any, Any, Any]]:
        """The same for a question that a button of an answer asks, by itself.

        What is in the question box stays there.
        """
        async for _, shown, sources in self._turn(_asked_by(event), conversation, alone=True):
            yield gr.skip(), shown, sources

    async def _turn(
        self, question: str, conversation: Messages, *, alone: bool
    ) -> AsyncIterator[tuple[Any, Any, Any]]:
        if not question.strip():
            yield gr.skip(), gr.skip(), gr.skip()  # Gradio empties what no step speaks of
            return
        if questions_asked(conversation) >= MAX_SHOWN:
            yield question, _with_answer(conversation, self._words["long_conversation"]), gr.skip()
            return
        shown = [*conversation, {"role": "user", "content": as_markup(question.strip())}]
        yield "", shown, gr.skip()
        if isinstance(self._warming.state, Loading):
            yield gr.skip(), _with_answer(shown, self._words["warming_answer"]), gr.skip()
        settled = await self._warming.settled()
        if isinstance(settled, Failed):
            problem = f"{self._words['failed']} {settled.problem}"
            yield gr.skip(), _with_answer(shown, problem), gr.skip()
            return
        answers = self._answer(settled.assistant, question, conversation, alone=alone)
        async for answered, sources in answers:
            yield gr.skip(), _with_answer(shown, answered), sources

    async def _answer(
        self, assistant: Assistant, question: str, conversation: Messages, *, alone: bool
    ) -> AsyncIterator[tuple[str, Any]]:
        before = turns_of(conversation, words=self._words)
        alone = alone and bool(before)
        try:
            exchange = await asyncio.to_thread(
                assistant.ask, question, history=() if alone else before
            )
        except GbaqaError as error:
            yield str(error), gr.skip()
            return
        *grown, whole = steps(message(exchange, words=self._words, alone=alone))
        for text in grown:
            yield text, gr.skip()
        turn = sum(one["role"] == "assistant" for one in conversation)
        sent = panel(exchange, assistant.collection, turn=turn, words=self._words, alone=alone)
        yield whole, sent


def _with_answer(shown: Messages, text: str) -> Messages:
    return [*shown, {"role": "assistant", "content": as_markup(text)}]

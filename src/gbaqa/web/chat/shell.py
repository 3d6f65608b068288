"""The document at `/`: its head in the reader's language, its words, and Gradio's script."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from gbaqa.answering.asking import MAX_QUESTION
from gbaqa.types import LANGUAGES, Collection, Language
from gbaqa.web.desk import Desk
from gbaqa.web.pages.plain_page import plain_page
from gbaqa.web.warming import Ready
from gbaqa.web.wording import OWN_NAMES, examples, language_of_request, read_words

HEADERS = {"Cache-Control": "no-cache"}
# the words that server pages alone show are not sent
ELSEWHERE = ("page_", "problem_", "api_")


def chat_routes(desk: Desk, *, feedback: bool) -> APIRouter:
    """`/`, in the language of `?lang=` or of the browser; `feedback` says whether it is taken."""
    router = APIRouter()

    @router.get("/", include_in_schema=False)
    def chat(request: Request) -> HTMLResponse:
        language = language_of_request(request)
        state = desk.state
        collection = state.assistant.collection if isinstance(state, Ready) else None
        page = plain_page(
            request,
            "chat.html",
            title=read_words(language)["title"],
            gradio=_gradio_files(),
            given=_as_data(page_data(language, collection) | {"feedback": feedback}),
        )
        page.headers.update(HEADERS)
        return page

    return router


def page_data(language: Language, collection: Collection | None) -> dict[str, Any]:
    """What the page's script is given: words, languages, examples, the corpus once it is there."""
    words = read_words(language)
    return {
        "language": language,
        "languages": [{"tag": tag, "name": OWN_NAMES[tag]} for tag in LANGUAGES],
        "words": {name: text for name, text in words.items() if not name.startswith(ELSEWHERE)},
        "examples": examples(words),
        "most": MAX_QUESTION,
        "corpus": standing(collection) if collection else None,
    }


def standing(collection: Collection) -> Mapping[str, Any]:
    """How many documents there are, twins apart, and the date of the newest."""
    known = collection.overview()
    return {"count": known.originals, "date": known.newest}


def _as_data(given: Mapping[str, Any]) -> str:
    """JSON that may stand within a script element: no text in it can end the element."""
    return json.dumps(given, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


@cache
def _gradio_files() -> Mapping[str, str]:
    """The script and style that start Gradio's page, as its own document names them."""
    document = _gradio_folder().joinpath("templates", "frontend", "index.html").read_text("utf-8")
    module = re.search(r'<script type="module" crossorigin src="\./(assets/[\w.-]+)"', document)
    style = re.search(r'<link rel="stylesheet" crossorigin href="\./(assets/[\w.-]+)"', document)
    if not module or not style:
        raise RuntimeError("gradio's page names no script or style as gradio 6.31 does")
    return {"module": module[1], "style": style[1]}


def _gradio_folder() -> Path:
    """Where it is installed; to import it for that would take seconds."""
    spec = find_spec("gradio")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("gradio is not installed as a package with files")
    return Path(spec.submodule_search_locations[0])

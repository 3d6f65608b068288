"""Give gradio_client the three tools: endpoints of the page's queue without a part of the page."""

# Without postponed annotations: Gradio reads the return types as they stand.
import logging
from collections.abc import Awaitable
from typing import Any, TypeVar

import gradio as gr
from gradio.events import api

from gbaqa.answering.receipts import as_json
from gbaqa.errors import GbaqaError
from gbaqa.web.api.tools import (
    UNEXPECTED,
    Asked,
    Named,
    Sought,
    answered,
    document,
    found,
    one_line,
    read_arguments,
)
from gbaqa.web.desk import Desk
from gbaqa.web.guarding.rates import counted_as

logger = logging.getLogger(__name__)

AT_ONCE = 32  # calls in work; the desk puts them in turn

Given = TypeVar("Given")


def add_gradio_tools(desk: Desk) -> None:
    """Adds /ask, /search and /get_document; to be called within `gr.Blocks()`."""

    async def ask(
        question: str,
        language: str | None = None,
        history: list[dict[str, str]] | None = None,
        filters: dict[str, str] | None = None,
        request: gr.Request | None = None,
    ) -> dict[str, Any]:
        """Answers with verbatim quotes and their citations, or says why the documents do not say.

        `history` holds earlier turns as {"question", "answer"}, `filters` any of language,
        publisher, topic, since and until.
        """

        async def work() -> dict[str, Any]:
            asked = read_arguments(
                Asked,
                {
                    "question": question,
                    "language": language,
                    "history": history or [],
                    "filters": filters,
                },
            )
            return as_json(await answered(desk, asked, client=_client(request)))

        return await _told(work())

    async def search(
        query: str,
        limit: int = 10,
        filters: dict[str, str] | None = None,
        request: gr.Request | None = None,
    ) -> dict[str, Any]:
        """Passages for a query, best first, each with what it takes to cite it."""

        async def work() -> dict[str, Any]:
            given = {"query": query, "limit": limit, "filters": filters}
            return await found(desk, read_arguments(Sought, given), client=_client(request))

        return await _told(work())

    async def get_document(doc_id: str, start: int = 0, end: int | None = None) -> dict[str, Any]:
        """What is known of a document, and at most 20,000 characters of its text from `start`."""

        async def work() -> dict[str, Any]:
            given = {"doc_id": doc_id, "start": start, "end": end}
            return await document(desk, read_arguments(Named, given))

        return await _told(work())

    for tool in (ask, search, get_document):
        api(tool, api_name=tool.__name__, concurrency_limit=AT_ONCE, concurrency_id="tools")


async def _told(work: Awaitable[Given]) -> Given:
    """What the work gives; an error is the one line that a caller is told."""
    try:
        return await work
    except GbaqaError as error:
        raise gr.Error(one_line(error), print_exception=False) from error
    except Exception as error:  # Gradio would tell a caller nothing of it
        logger.exception("a call of gradio_client failed")
        raise gr.Error(UNEXPECTED, print_exception=False) from error


def _client(request: gr.Request | None) -> str:
    """Whoever takes turns with the others."""
    host = request.client.host if request and request.client else ""
    return counted_as(str(host))

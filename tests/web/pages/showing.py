"""An app with the pages alone, over documents written down here, and what a test reads of it."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from fastapi import FastAPI
from fastapi.testclient import TestClient

from gbaqa.answering.asking import Assistant
from gbaqa.types import Collection, Document, Passage, Span
from gbaqa.web.desk import Desk
from gbaqa.web.pages.browse_page import browse_routes
from gbaqa.web.pages.error_page import ErrorPages
from gbaqa.web.pages.source_page import source_routes
from gbaqa.web.warming import Loading, Warming

WAIT = 20  # seconds
HTML = {"Accept": "text/html"}
HOSTILE = "\"><img src=x onerror=alert(1)>' {{title}} ${x}"


def collection_of(*documents: Document) -> Collection:
    """Each with one passage that is its whole text."""
    passages = (
        Passage(f"{one.doc_id}#0000", one.doc_id, Span(0, len(one.text)), (), one.language)
        for one in documents
    )
    return Collection(
        {one.doc_id: one for one in documents}, {one.passage_id: one for one in passages}
    )


class Shelf(Assistant):
    """An assistant that only holds documents."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.collection = collection_of(*documents)


def pages_app(load: Callable[[], Assistant]) -> FastAPI:
    """The pages, and what makes pages of errors."""
    warming = Warming(load)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warming.start()
        yield

    app = FastAPI(lifespan=lifespan)
    desk = Desk(warming)
    app.state.warming = warming
    for routes in (source_routes(desk), browse_routes(desk)):
        app.include_router(routes)
    app.add_middleware(ErrorPages)
    return app


@contextmanager
def opened(
    load: Callable[[], Assistant], *, root_path: str = "", wait: bool = True
) -> Iterator[TestClient]:
    """A client of the pages; with `wait`, once loading has ended."""
    app = pages_app(load)
    with TestClient(app, follow_redirects=False, root_path=root_path) as client:
        deadline = time.monotonic() + WAIT
        while wait and isinstance(app.state.warming.state, Loading):
            assert time.monotonic() < deadline, "the documents are still loading"
            time.sleep(0.01)
        yield client


@contextmanager
def shelf(*documents: Document, root_path: str = "") -> Iterator[TestClient]:
    """A client of the pages over these documents."""
    with opened(lambda: Shelf(documents), root_path=root_path) as client:
        yield client


def main_of(page: str) -> str:
    """What stands between head and foot, white space at the ends of lines aside."""
    found = re.search(r"<main[^>]*>\n(.*)</main>", page, re.DOTALL)
    assert found is not None
    return "\n".join(line.strip() for line in found[1].splitlines() if line.strip())


def elements(page: str) -> set[str]:
    """The names of all elements of the page."""
    return set(re.findall(r"<([a-z0-9]+)", page))

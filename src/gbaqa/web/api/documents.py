"""`GET /api/documents`: what there is to quote from, as a list and one by one."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from gbaqa.answering.asking import Assistant
from gbaqa.answering.filtering import check_held
from gbaqa.types import Collection, Document
from gbaqa.web.api.connecting import client_of, while_connected
from gbaqa.web.api.describing import problems
from gbaqa.web.api.examples import DOC_ID
from gbaqa.web.api.models import DocumentsParameters, Parameters
from gbaqa.web.api.replies import DocumentReply, DocumentsReply
from gbaqa.web.desk import Desk
from gbaqa.web.documents import Selection, select

SHOWN_ID = 80  # characters of an unknown id that a problem repeats
LISTED: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A page of the documents, newest first.",
        "model": DocumentsReply,
    },
    **problems("bad-input", "question-refused", "loading", "failed", "busy", "fault"),
}
WHOLE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The document with its text.",
        "model": DocumentReply,
    },
    **problems("bad-input", "not-found", "loading", "failed", "fault"),
}


def document_routes(desk: Desk) -> APIRouter:
    """The operations that list documents and give one."""
    router = APIRouter(tags=["documents"])

    @router.get(
        "/api/documents",
        operation_id="list_documents",
        summary="The documents, by filters and words.",
        responses=LISTED,
    )
    async def documents(
        request: Request, parameters: Annotated[DocumentsParameters, Query()]
    ) -> Response:
        filters = parameters.filters()

        def listed(assistant: Assistant) -> dict[str, Any]:
            held = assistant.collection
            check_held(filters, held)
            chosen = select(
                held.documents.values(),
                words=parameters.q,
                filters=filters,
                hide_twins=not parameters.twins,
            )
            return documents_json(chosen, page=parameters.page, size=parameters.size)

        # the first look through all texts takes a while: the others' turns come first
        work = desk.run(listed, client=client_of(request))
        return JSONResponse(await while_connected(request.receive, work))

    @router.get(
        "/api/documents/{doc_id:path}",
        operation_id="get_document",
        summary="One document: its text, its passages, and all that is known of it.",
        responses=WHOLE,
    )
    async def document(
        doc_id: Annotated[str, Path(description="as a citation names it", examples=[DOC_ID])],
        parameters: Annotated[Parameters, Query()],
    ) -> Response:
        collection = desk.assistant().collection
        found = collection.documents.get(doc_id)
        if found is None:
            raise HTTPException(404, _missing(doc_id))
        return JSONResponse(document_json(found, collection))

    return router


def documents_json(selection: Selection, *, page: int, size: int) -> dict[str, Any]:
    """A page of the selection; beyond its end the page is empty."""
    start = (page - 1) * size
    return {
        "total": len(selection.documents),
        "page": page,
        "size": size,
        "oldest": selection.oldest,
        "newest": selection.newest,
        "documents": [listed_json(one) for one in selection.documents[start : start + size]],
    }


def listed_json(document: Document) -> dict[str, Any]:
    """What a list tells of a document."""
    return {
        "doc_id": document.doc_id,
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "url": document.url,
        "language": document.language,
        "topics": list(document.topics),
        "translation_of": document.translation_of,
        "sha256": document.sha256,
    }


def document_json(document: Document, collection: Collection) -> dict[str, Any]:
    """All that is known of a document; its passages in their order, its twins by their ids."""
    passages = collection.passages_of(document.doc_id)
    twins = collection.other_languages(document)
    return {
        **listed_json(document),
        "note": document.note,
        "source_language": document.source_language,
        "also": list(document.also),
        "text": document.text,
        **({"pages": list(document.pages)} if document.pages else {}),
        "passages": [
            {
                "passage_id": one.passage_id,
                "start": one.span.start,
                "end": one.span.end,
                "headings": list(one.headings),
            }
            for one in sorted(passages, key=lambda one: one.span)
        ],
        "twins": [
            {"doc_id": one.doc_id, "language": one.language, "title": one.title}
            for one in sorted(twins, key=lambda one: one.doc_id)
        ],
    }


def _missing(doc_id: str) -> str:
    shown = doc_id if len(doc_id) <= SHOWN_ID else f"{doc_id[:SHOWN_ID]}…"
    return f"there is no document {shown!r}; /api/documents lists those there are"

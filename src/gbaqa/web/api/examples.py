"""Examples of requests and replies, for /openapi.json and /docs."""

from __future__ import annotations

import json
from typing import Any

from gbaqa.answering.exporting import as_markdown
from gbaqa.web.api.models import EXAMPLE_ASKED, EXAMPLE_QUESTION

DOC_ID = "002-productivity-alliance-hengqin"
TITLE = (
    "Second meeting of the third council of the Guangdong Hong Kong Macao Greater Bay Area "
    "Productivity Promotion Service Alliance (headline not in the text)"
)
PUBLISHER = "Outlook New Era (outlooknewera.com); text gives as source People's Daily"
URL = "https://outlooknewera.com/pcen/info_view.php?VID=72125&tab=mynews"
SHA256 = "f66e908035673bceb9fb0091ea3f1378f9775a69d76d4c83c466bde15bf25dc7"
QUOTE = (
    "The Greater Bay Area Productivity Promotion Service Alliance has 37 members in total, "
    "counting the two admitted at the second meeting of the third council in Hengqin."
)

QUESTIONS: dict[str, Any] = {
    "question": {"summary": "a question by itself", "value": {"question": EXAMPLE_QUESTION}},
    "follow-up": {"summary": "a follow-up, with a filter", "value": EXAMPLE_ASKED},
}
ANSWER: dict[str, Any] = {
    "question": EXAMPLE_QUESTION,
    "standalone_question": EXAMPLE_QUESTION,
    "language": "en",
    "status": "answered",
    "sentences": [{"text": QUOTE, "markers": [1]}],
    "confidence": 0.6276,
    "citations": [
        {
            "marker": 1,
            "doc_id": DOC_ID,
            "passage_id": f"{DOC_ID}#0005",
            "title": TITLE,
            "publisher": PUBLISHER,
            "date": "",
            "url": URL,
            "quote": QUOTE,
            "start": 5041,
            "end": 5207,
            "doc_sha256": SHA256,
            "translation_of": None,
            "key": {"start": 5106, "end": 5116},
        }
    ],
    "notices": [
        {
            "kind": "undated",
            "text": "The source does not say when it was published.",
            "markers": [1],
        }
    ],
    "nearest": [],
    "index": {"generation": "b525c7bc6e6f584b", "encoder": "all-MiniLM-L6-v2"},
    "timings_ms": {"retrieve": 41.2, "answer": 60.9, "total": 102.1},
    "sha256": "0bc1a2b7c0ce1d6cbf7d0bd8c3cd4a9f7a4b6f5e2d1c0b9a8f7e6d5c4b3a2918",
}
MARKDOWN = as_markdown(ANSWER)
PASSAGES: dict[str, Any] = {
    "query": EXAMPLE_QUESTION,
    "hits": [
        {
            "rank": 1,
            "passage_id": f"{DOC_ID}#0005",
            "doc_id": DOC_ID,
            "title": TITLE,
            "publisher": PUBLISHER,
            "date": "",
            "language": "en",
            "url": URL,
            "score": 3.6039865552859345,
            "text": f"… {QUOTE} …",
        }
    ],
}
LISTED: dict[str, Any] = {
    "doc_id": DOC_ID,
    "title": TITLE,
    "publisher": PUBLISHER,
    "date": "",
    "url": URL,
    "language": "en",
    "topics": ["productivity councils", "Hengqin"],
    "translation_of": None,
    "sha256": SHA256,
}
DOCUMENTS: dict[str, Any] = {
    "total": 1,
    "page": 1,
    "size": 20,
    "oldest": "",
    "newest": "",
    "documents": [LISTED],
}
DOCUMENT: dict[str, Any] = {
    **LISTED,
    "note": "Machine-translated English.",
    "source_language": "",
    "also": [],
    "text": f"… {QUOTE} …",
    "passages": [
        {
            "passage_id": f"{DOC_ID}#0005",
            "start": 4741,
            "end": 5864,
            "headings": ["Members and suggestions"],
        }
    ],
    "twins": [],
}


def _event(name: str, told: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"


EVENTS = "".join(
    (
        _event("status", {"state": "waiting", "ahead": 2}),
        _event("status", {"state": "searching"}),
        _event("answer", ANSWER),
        _event("passages", {"passages": [], "assurance": "likely", "markdown": MARKDOWN}),
        _event("done", {}),
    )
)
REPLIES: dict[str, Any] = {  # by operation
    "ask": ANSWER,
    "search": PASSAGES,
    "list_documents": DOCUMENTS,
    "get_document": DOCUMENT,
}

"""A dataset that holds everything a folder may hold, to be read or broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.evaluation.folders import write_lines, write_qrels

QUESTION: dict[str, Any] = {
    "id": "q1",
    "language": "en",
    "question": "Where is it?",
    "answerable": True,
    "docs": ["a"],
    "answer_keys": [["Macao", "澳門"]],
}
TURN: dict[str, Any] = {
    "user": "And there?",
    "standalone": "Where is it?",
    "docs": ["a"],
    "answer_keys": [["Macao"]],
}


def whole(folder: Path) -> Path:
    """A dataset that holds everything and has one split, dev."""
    write_lines(
        folder / "corpus.jsonl",
        [
            {"_id": "a", "title": "Place", "text": "It is in Macao.\n\nIt is small."},
            {"_id": "b 2", "title": "", "text": "它在澳門。"},
        ],
    )
    write_lines(folder / "queries.jsonl", [{"_id": "q1", "text": "where"}])
    write_qrels(folder, "dev", [("q1", "a", 2), ("q1", "b 2", 1)])
    write_lines(folder / "questions.jsonl", [QUESTION])
    write_lines(folder / "dialogues.jsonl", [{"id": "d1", "language": "pt", "turns": [TURN]}])
    return folder

"""Read the bank of a corpus: questions that visitors are offered, with who answers each."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from gbaqa.documents.tables import read_table
from gbaqa.errors import DocumentError
from gbaqa.types import LANGUAGES, Suggestion

COLUMNS = ("language", "question", "doc_id")
LONGEST = 200  # characters; a button holds no more


def read_questions(
    path: Path, *, doc_ids: AbstractSet[str]
) -> tuple[tuple[Suggestion, ...], tuple[str, ...]]:
    """The questions of a bank, and one line for each row that is none; nothing without a file.

    `doc_ids` are those that may answer: documents that are no translations.
    """
    asked: set[tuple[str, str]] = set()

    def suggestion(fields: Mapping[str, str]) -> Suggestion:
        found = _suggestion(fields, doc_ids)
        if (found.language, found.text) in asked:
            raise DocumentError(f"asks {found.text!r} a second time; remove it")
        asked.add((found.language, found.text))
        return found

    return read_table(path, COLUMNS, suggestion)


def _suggestion(fields: Mapping[str, str], doc_ids: AbstractSet[str]) -> Suggestion:
    language, text, doc_id = (fields[column] for column in COLUMNS)
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise DocumentError(f"language is {language!r}, expected one of {known}; mend it")
    if not 0 < len(text) <= LONGEST:
        raise DocumentError(
            f"the question has {len(text)} characters, expected 1 to {LONGEST}; mend or remove it"
        )
    if doc_id not in doc_ids:
        raise DocumentError(
            f"doc_id is {doc_id!r}, expected the id of a document that is no translation; "
            "mend or remove it"
        )
    return Suggestion(language, text, doc_id)

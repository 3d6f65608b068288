"""Read which documents answer which query: qrels/<split>.tsv in BEIR's layout."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from gbaqa.errors import DatasetError
from gbaqa.evaluation.lines import numbered

Qrels = Mapping[str, Mapping[str, int]]  # query id -> document id -> relevance

HEADER = ["query-id", "corpus-id", "score"]
HOLDS = "judgements under the header query-id, corpus-id, score parted by tabs"
WHOLE_NUMBER = re.compile(r"-?[0-9]+")


def read_qrels(
    path: Path, *, queries: AbstractSet[str], documents: AbstractSet[str] | None
) -> Qrels:
    """The judgements of one split; `documents` is None where the corpus is not the dataset's own.

    Raises DatasetError with file and line for a judgement that cannot be read or that
    names a query or document unknown.
    """
    lines = iter(numbered(path, holds=HOLDS))
    number, header = next(lines, (1, ""))
    if header.split("\t") != HEADER:
        raise DatasetError(
            f"{path}:{number}: no header, expected query-id, corpus-id and score "
            "parted by tabs; add it as the first line"
        )
    qrels: dict[str, dict[str, int]] = {}
    for number, line in lines:
        query, document, score = _judgement(line, where=f"{path}:{number}")
        fault = _fault(query, document, queries, documents, qrels)
        if fault:
            raise DatasetError(f"{path}:{number}: {fault}")
        qrels.setdefault(query, {})[document] = score
    if not qrels:
        raise DatasetError(f"{path} holds no judgement, expected {HOLDS}; add some")
    return qrels


def _judgement(line: str, *, where: str) -> tuple[str, str, int]:
    columns = line.split("\t")
    if len(columns) != len(HEADER):
        raise DatasetError(f"{where}: found {len(columns)} columns, expected 3 parted by tabs")
    query, document, score = columns
    if not WHOLE_NUMBER.fullmatch(score):
        raise DatasetError(f"{where}: score {score!r} is not a whole number; write 0, 1 or more")
    return query, document, int(score)


def _fault(
    query: str,
    document: str,
    queries: AbstractSet[str],
    documents: AbstractSet[str] | None,
    qrels: Qrels,
) -> str:
    """What is wrong with a judgement, or "" when nothing is."""
    if query not in queries:
        return f"query {query!r} is not in queries.jsonl for this split; add it or drop this line"
    if documents is not None and document not in documents:
        return f"document {document!r} is not in corpus.jsonl; add it or drop this line"
    if document in qrels.get(query, {}):
        return f"query {query!r} and document {document!r} are judged twice; keep one line"
    return ""

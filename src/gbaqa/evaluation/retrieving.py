"""Search for every judged query and score the documents that are found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gbaqa.errors import QuestionRefused
from gbaqa.evaluation.evaluated import Evaluated
from gbaqa.evaluation.intervals import mean
from gbaqa.evaluation.judgements import Qrels
from gbaqa.evaluation.measures import MEASURES, Run, by_query
from gbaqa.evaluation.runs import DOCUMENTS, documents_of
from gbaqa.indexing.building import no_report
from gbaqa.types import Collection, Report

PASSAGES = 300  # searched at first; deeper where they hold fewer than DOCUMENTS documents


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """The documents found for each query, and every measure of each."""

    run: Run
    measures: Mapping[str, Mapping[str, float]]  # query id -> measure -> value

    def as_json(self) -> dict[str, Any]:
        """The object "retrieval" of `gbaqa eval --json`."""
        figures: dict[str, Any] = {}
        for name in MEASURES:
            figures |= mean(name, [values[name] for values in self.measures.values()])
        return {"queries": len(self.measures), "measures": figures}


def score_retrieval(
    queries: Mapping[str, str], qrels: Qrels, assistant: Evaluated, *, report: Report = no_report
) -> RetrievalScores:
    """A query that finds nothing, or that is refused, counts as 0."""
    run: dict[str, list[tuple[str, float]]] = {}
    for done, (query_id, text) in enumerate(queries.items(), start=1):
        run[query_id] = _documents(assistant, text)
        report("searching", done, len(queries))
    return RetrievalScores(run, by_query(run, by_original(qrels, assistant.collection)))


def by_original(qrels: Qrels, collection: Collection) -> dict[str, dict[str, int]]:
    """Judgements of originals: that of a twin is its original's, the better one where both are."""
    found: dict[str, dict[str, int]] = {}
    for query_id, documents in qrels.items():
        of_query = found.setdefault(query_id, {})
        for doc_id, score in documents.items():
            original = collection.original_of(doc_id)
            of_query[original] = max(score, of_query.get(original, score))
    return found


def _documents(assistant: Evaluated, query: str) -> list[tuple[str, float]]:
    """The best DOCUMENTS documents, or all that are found: one may fill many ranks."""
    cutoff = PASSAGES
    while True:
        try:
            ranking = assistant.search(query, cutoff=cutoff)
        except QuestionRefused:
            return []
        found = documents_of(ranking, assistant.collection)
        if len(found) == DOCUMENTS or len(ranking) < cutoff:
            return found
        cutoff *= 2

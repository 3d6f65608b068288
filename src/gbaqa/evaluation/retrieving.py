"""Search for every judged query and score the documents and the passages that are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gbaqa.errors import QuestionRefused
from gbaqa.evaluation.evaluated import Evaluated
from gbaqa.evaluation.intervals import mean, rate
from gbaqa.evaluation.judgements import Qrels
from gbaqa.evaluation.measures import MEASURES, Run, by_query
from gbaqa.evaluation.passages import JudgedPassages
from gbaqa.evaluation.questions import Question
from gbaqa.evaluation.runs import DOCUMENTS, documents_of, falling
from gbaqa.evaluation.scores import ROW_DIGITS
from gbaqa.indexing.building import no_report
from gbaqa.text.scripts import language_of
from gbaqa.types import Collection, Language, Ranking, Report

RATES = ("P@1", "success@5")  # of each query 0 or 1
PASSAGES = 300  # searched at first; deeper where they hold fewer than DOCUMENTS documents

Values: TypeAlias = Mapping[str, Mapping[str, float]]  # query id -> measure -> value


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    """The documents found for each query, every measure of each, and the same of passages."""

    run: Run
    measures: Values
    passages: Values
    languages: Mapping[str, Language]

    def as_json(self) -> dict[str, Any]:
        """The object "retrieval" of `gbaqa eval --json`."""
        return {
            **_figures(self.measures),
            "passages": _figures(self.passages),
            "by_language": {
                language: self._of_language(language)
                for language in sorted(set(self.languages.values()))
            },
            "per_query": _rows(self.measures),
            "per_query_passages": _rows(self.passages),
        }

    def _of_language(self, language: Language) -> dict[str, Any]:
        documents, passages = (
            {query: row for query, row in values.items() if self.languages[query] == language}
            for values in (self.measures, self.passages)
        )
        return {**_figures(documents), "passages": _figures(passages)}


def score_retrieval(
    queries: Mapping[str, str],
    qrels: Qrels,
    assistant: Evaluated,
    *,
    questions: Sequence[Question] = (),
    report: Report = no_report,
) -> RetrievalScores:
    """A query that finds nothing, or that is refused, counts as 0.

    `questions` of the same ids as queries tell their languages and what a passage must hold.
    """
    of_originals = by_original(qrels, assistant.collection)
    judged = JudgedPassages(of_originals, questions, assistant.collection)
    documents: dict[str, list[tuple[str, float]]] = {}
    passages: dict[str, list[tuple[str, float]]] = {}
    for done, (query_id, text) in enumerate(queries.items(), start=1):
        ranking, documents[query_id] = _found(assistant, text)
        passages[query_id] = falling(judged.standing_for(query_id, ranking), cutoff=DOCUMENTS)
        report("searching", done, len(queries))
    known = {question.question_id: question.language for question in questions}
    return RetrievalScores(
        run=documents,
        measures=by_query(documents, of_originals),
        passages=by_query(passages, judged.qrels),
        languages={name: known.get(name) or language_of(text) for name, text in queries.items()},
    )


def by_original(qrels: Qrels, collection: Collection) -> dict[str, dict[str, int]]:
    """Judgements of originals: that of a twin is its original's, the better one where both are."""
    found: dict[str, dict[str, int]] = {}
    for query_id, documents in qrels.items():
        of_query = found.setdefault(query_id, {})
        for doc_id, score in documents.items():
            original = collection.original_of(doc_id)
            of_query[original] = max(score, of_query.get(original, score))
    return found


def _found(assistant: Evaluated, query: str) -> tuple[Ranking, list[tuple[str, float]]]:
    """Passages, and the best DOCUMENTS documents or all that are found: one may fill many ranks."""
    cutoff = PASSAGES
    while True:
        try:
            ranking = assistant.search(query, cutoff=cutoff)
        except QuestionRefused:
            return (), []
        found = documents_of(ranking, assistant.collection)
        if len(found) == DOCUMENTS or len(ranking) < cutoff:
            return ranking, found
        cutoff *= 2


def _figures(values: Values) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for name in MEASURES:
        column = [row[name] for row in values.values()]
        figures |= (
            rate(name, [value == 1 for value in column]) if name in RATES else mean(name, column)
        )
    return {"queries": len(values), "measures": figures}


def _rows(values: Values) -> dict[str, dict[str, float]]:
    return {
        query: {name: round(value, ROW_DIGITS) for name, value in row.items()}
        for query, row in values.items()
    }

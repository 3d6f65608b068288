"""Score document rankings by the measures of information retrieval, query by query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import ir_measures
from ir_measures import RR, P, R, Success, nDCG

from gbaqa.evaluation.judgements import Qrels

# nDCG with linear gains (Järvelin and Kekäläinen, ACM TOIS 2002), as trec_eval and BEIR have it
MEASURES = {
    "nDCG@10": nDCG @ 10,
    "P@1": P @ 1,
    "Recall@5": R @ 5,
    "Recall@20": R @ 20,
    "Recall@100": R @ 100,
    "RR": RR,
    "success@5": Success @ 5,
}

Run: TypeAlias = Mapping[str, Sequence[tuple[str, float]]]  # query id -> documents, best first


def by_query(run: Run, qrels: Qrels) -> dict[str, dict[str, float]]:
    """Query id -> measure -> value, for every query that is judged; without hits it is 0.

    Scores must fall from rank to rank, in float32 too: trec_eval orders by them, not by rank.
    """
    names = {measure: name for name, measure in MEASURES.items()}
    values: dict[str, dict[str, float]] = {query: {} for query in qrels}
    scores = {query: dict(run.get(query, ())) for query in qrels}
    judged = {query: dict(documents) for query, documents in qrels.items()}
    for metric in ir_measures.iter_calc(list(names), judged, scores):
        values[metric.query_id][names[metric.measure]] = float(metric.value)
    return {query: {name: values[query][name] for name in MEASURES} for query in values}

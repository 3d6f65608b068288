"""Every judged query counts once, by documents, with twins as their originals."""

from __future__ import annotations

import pytest

from gbaqa.evaluation.intervals import rate
from gbaqa.evaluation.retrieving import PASSAGES, by_original, score_retrieval
from gbaqa.evaluation.runs import DOCUMENTS
from gbaqa.types import Collection, Passage, Span
from tests.evaluation.folders import ScriptedAssistant, collection

TEXTS = {"a": "x", "a.zh-Hant": "y", "b": "z", "c": "w"}
TWINS = {"a.zh-Hant": "a"}


def test_figures_are_means_over_the_judged_queries() -> None:
    assistant = ScriptedAssistant(
        collection(TEXTS, twins=TWINS),
        rankings={
            "first": [("a.zh-Hant#0000", 0.9), ("b#0000", 0.5)],
            "second": [("b#0000", 0.9), ("a#0000", 0.8), ("a.zh-Hant#0000", 0.7)],
        },
    )
    queries = {"q1": "first", "q2": "second", "q3": "finds nothing", "q4": "refuse me"}
    qrels = {query: {"a": 1} for query in queries}
    found = score_retrieval(queries, qrels, assistant)
    assert found.run == {
        "q1": [("a", pytest.approx(0.9)), ("b", 0.5)],
        "q2": [("b", pytest.approx(0.9)), ("a", pytest.approx(0.8))],
        "q3": [],
        "q4": [],
    }
    assert [values["RR"] for values in found.measures.values()] == [1.0, 0.5, 0.0, 0.0]
    result = found.as_json()
    assert result["queries"] == 4
    values = {name: value for name, value in result["measures"].items() if "_ci" not in name}
    assert values == pytest.approx(
        {
            "nDCG@10": (1 + 0.6309297535714575) / 4,
            "P@1": 0.25,
            "Recall@5": 0.5,
            "Recall@20": 0.5,
            "Recall@100": 0.5,
            "RR": 0.375,
            "success@5": 0.5,
        },
        abs=1e-8,
    )
    assert list(result["measures"])[:4] == ["nDCG@10", "nDCG@10_ci", "P@1", "P@1_ci"]
    hits = [True, False, False, False]  # a rate has Clopper and Pearson's interval
    assert result["measures"]["P@1_ci"] == rate("P@1", hits)["P@1_ci"]
    assert assistant.cutoffs == {PASSAGES}


def test_judgement_of_a_twin_is_that_of_its_original_and_the_better_counts() -> None:
    qrels = {"q1": {"a": 1, "a.zh-Hant": 2, "c": 1}, "q2": {"a": 2, "a.zh-Hant": 1, "gone": 1}}
    assert by_original(qrels, collection(TEXTS, twins=TWINS)) == {
        "q1": {"a": 2, "c": 1},
        "q2": {"a": 2, "gone": 1},
    }


def test_progress_is_reported_query_by_query() -> None:
    seen: list[tuple[str, int, int]] = []
    score_retrieval(
        {"q1": "x", "q2": "y"},
        {"q1": {"a": 1}, "q2": {"a": 1}},
        ScriptedAssistant(collection(TEXTS)),
        report=lambda step, done, total: seen.append((step, done, total)),
    )
    assert seen == [("searching", 1, 2), ("searching", 2, 2)]


@pytest.mark.parametrize(
    ("documents", "cutoffs"),
    [
        (120, {PASSAGES, 2 * PASSAGES}),  # 100 documents are in the best 500 passages
        (70, {PASSAGES, 2 * PASSAGES}),  # the ranking ends at 350
    ],
)
def test_search_deepens_until_enough_documents_or_no_more_passages_are_found(
    documents: int, cutoffs: set[int]
) -> None:
    texts = {f"d{i:03}": "x" for i in range(documents)}
    passages = {
        f"{name}#{number:04}": Passage(f"{name}#{number:04}", name, Span(0, 1), (), "en")
        for name in texts
        for number in range(5)
    }
    ranking = [(name, -float(at)) for at, name in enumerate(passages)]
    assistant = ScriptedAssistant(
        Collection(collection(texts).documents, passages), rankings={"long": ranking}
    )
    found = score_retrieval({"q": "long"}, {"q": dict.fromkeys(list(texts)[:100], 1)}, assistant)
    assert [name for name, _ in found.run["q"]] == list(texts)[:DOCUMENTS]
    assert found.measures["q"]["Recall@100"] == 1.0
    assert assistant.cutoffs == cutoffs


def test_search_goes_no_deeper_than_it_must() -> None:
    texts = {f"d{i:03}": "x" for i in range(PASSAGES)}
    ranking = [(f"{name}#0000", -float(at)) for at, name in enumerate(texts)]
    assistant = ScriptedAssistant(collection(texts), rankings={"short": ranking})
    score_retrieval({"q": "short"}, {"q": {"d000": 1}}, assistant)
    assert assistant.cutoffs == {PASSAGES}

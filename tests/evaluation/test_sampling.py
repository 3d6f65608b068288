"""A sample holds what its questions need, and is the same every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gbaqa.evaluation import sampling
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.evaluation.sampling import halved, sampled
from tests.evaluation.folders import write_lines, write_qrels
from tests.evaluation.whole import whole


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """Forty documents, each with a query, a question and one that has no answer."""
    names = [f"d{number:02d}" for number in range(40)]
    write_lines(tmp_path / "corpus.jsonl", [{"_id": n, "title": n, "text": n} for n in names])
    write_lines(tmp_path / "queries.jsonl", [{"_id": f"q{n}", "text": n} for n in names])
    write_qrels(tmp_path, "dev", [(f"q{name}", name, 1) for name in names])
    asked = {"language": "en", "question": "what", "answer_keys": [["x"]]}
    write_lines(
        tmp_path / "questions.jsonl",
        [{"id": f"a{n}", "answerable": True, "docs": [n]} | asked for n in names]
        + [{"id": f"u{n}", "answerable": False} | asked for n in names],
    )
    return read_dataset(tmp_path, split=None)


def test_a_sample_holds_as_many_of_each_kind_and_the_documents_that_answer(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "ASKED", 5)
    monkeypatch.setattr(sampling, "DOCUMENTS", 15)
    found = sampled(dataset)
    assert found.name == f"{dataset.name}-sample"
    assert len(found.queries) == len(found.qrels) == 5
    assert [question.answerable for question in found.questions] == [True] * 5 + [False] * 5
    assert found.corpus is not None
    assert len(found.corpus.ids) == len(found.corpus.reads) == 15
    needed = {doc_id for judged in found.qrels.values() for doc_id in judged}
    assert needed.union(*(one.docs for one in found.questions)) <= found.corpus.ids


def test_a_sample_does_not_hang_on_the_order_of_the_files(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sampling, "ASKED", 5)
    turned = replace(
        dataset,
        queries=dict(reversed(list(dataset.queries.items()))),
        questions=tuple(reversed(dataset.questions)),
    )
    assert sampled(turned) == sampled(dataset)


def test_a_small_dataset_is_taken_whole(tmp_path: Path) -> None:
    dataset = read_dataset(whole(tmp_path), split=None)
    found = sampled(dataset)
    assert (found.queries, found.questions) == (dataset.queries, dataset.questions)
    assert found.dialogues == ()


def test_only_a_dataset_with_a_corpus_can_be_sampled(dataset: Dataset) -> None:
    with pytest.raises(ValueError, match="no corpus of its own"):
        sampled(replace(dataset, corpus=None))


def test_half_of_a_dataset_keeps_its_corpus_and_both_kinds_of_questions(dataset: Dataset) -> None:
    found = halved(dataset)
    assert found.corpus == dataset.corpus
    assert len(found.queries) == len(found.qrels) == 20
    assert [question.answerable for question in found.questions] == [True] * 20 + [False] * 20
    assert halved(replace(dataset, questions=tuple(reversed(dataset.questions)))) == found


def test_half_of_the_dialogues_is_kept_whole(tmp_path: Path) -> None:
    dataset = read_dataset(whole(tmp_path), split=None)
    found = halved(dataset).dialogues
    assert len(found) == -(-len(dataset.dialogues) // 2) > 0
    assert set(found) <= set(dataset.dialogues)

"""Take a small sample of a dataset, the same on every machine, to be scored in seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial

from gbaqa.evaluation.corpora import OwnCorpus
from gbaqa.evaluation.datasets import Dataset
from gbaqa.evaluation.questions import Question

ASKED = 60  # queries; as many questions that have an answer, and as many that have none
DOCUMENTS = 120  # those that answer, and others among which they are to be found


def sampled(dataset: Dataset) -> Dataset:
    """ASKED queries and questions of a dataset that has a corpus of its own, without dialogues."""
    if dataset.corpus is None:
        raise ValueError(f"{dataset.name} has no corpus of its own to sample")
    queries = {name: dataset.queries[name] for name in _drawn(dataset.queries, ASKED)}
    qrels = {name: dataset.qrels[name] for name in queries}
    questions = _questions(dataset, partial(_drawn, count=ASKED))
    wanted = {doc_id for judged in qrels.values() for doc_id in judged}
    wanted = wanted.union(*(question.docs for question in questions))
    return replace(
        dataset,
        name=f"{dataset.name}-sample",
        corpus=_part(dataset.corpus, wanted),
        queries=queries,
        qrels=qrels,
        questions=questions,
        dialogues=(),
    )


def halved(dataset: Dataset) -> Dataset:
    """Half of the queries, of each kind of question and of the dialogues, over the same corpus."""
    queries = _half(dataset.queries)
    dialogues = {one.dialogue_id: one for one in dataset.dialogues}
    return replace(
        dataset,
        queries={name: dataset.queries[name] for name in queries},
        qrels={name: dataset.qrels[name] for name in queries},
        questions=_questions(dataset, _half),
        dialogues=tuple(dialogues[name] for name in _half(dialogues)),
    )


def _questions(
    dataset: Dataset, choose: Callable[[Collection[str]], list[str]]
) -> tuple[Question, ...]:
    """Those of each kind that are chosen by their ids, the answerable ones first."""
    found: list[Question] = []
    for answerable in (True, False):
        of_kind = {
            one.question_id: one for one in dataset.questions if one.answerable is answerable
        }
        found += [of_kind[name] for name in choose(of_kind)]
    return tuple(found)


def _part(corpus: OwnCorpus, wanted: set[str]) -> OwnCorpus:
    reads = {read.document.doc_id: read for read in corpus.reads}
    others = set(_drawn(reads.keys() - wanted, max(0, DOCUMENTS - len(wanted))))
    kept = [doc_id for doc_id in reads if doc_id in wanted | others]
    return OwnCorpus(tuple(reads[doc_id] for doc_id in kept), (), frozenset(kept))


def _half(names: Collection[str]) -> list[str]:
    return _drawn(names, -(-len(names) // 2))


def _drawn(names: Iterable[str], count: int) -> list[str]:
    """Names in the order of their digests: an order that has nothing to do with what they name."""
    return sorted(names, key=lambda name: hashlib.sha256(name.encode()).digest())[:count]

"""Score what a dataset holds: open the index it asks, ask, and put the figures together."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gbaqa import __version__
from gbaqa.answering.asking import Assistant, open_assistant
from gbaqa.errors import DatasetError
from gbaqa.evaluation.answers import AnswerScores, score_answers
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.evaluation.dialogues import Beside, DialogueScores, said_in_full, score_dialogues
from gbaqa.evaluation.evaluated import Evaluated
from gbaqa.evaluation.intervals import CONFIDENCE, RESAMPLES, SEED
from gbaqa.evaluation.latency import latency
from gbaqa.evaluation.provenance import command_of, commit
from gbaqa.evaluation.retrieving import PASSAGES, RetrievalScores, score_retrieval
from gbaqa.evaluation.risking import stated_risk
from gbaqa.evaluation.runs import DOCUMENTS, check_run_file, write_run
from gbaqa.indexing.building import build, no_report
from gbaqa.indexing.encoding import TextEncoder
from gbaqa.types import Report

LATENCY = "latency_ms"  # of a result: the one part that no two runs share
DATASETS = "datasets"  # the folder in the index where datasets with a corpus have theirs


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every question of a dataset, scored; None for what the dataset does not hold."""

    dataset: Dataset
    retrieval: RetrievalScores | None
    answers: AnswerScores | None
    dialogues: DialogueScores | None
    config: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The object that `gbaqa eval --json` prints."""
        parts = {
            "retrieval": self.retrieval,
            "answers": self.answers,
            "dialogues": self.dialogues,
        }
        return {
            "dataset": self.dataset.name,
            "split": self.dataset.split,
            **{name: part.as_json() for name, part in parts.items() if part},
            **self._latency(),
            "config": self.config,
        }

    def _latency(self) -> dict[str, Any]:
        """How long every answer took, turns and their full questions included."""
        scores = [*self.answers.ours] if self.answers else []
        for turn in self.dialogues.turns if self.dialogues else ():
            scores += [turn.ours, turn.gold]
        found = latency(score.shown for score in scores)
        return {LATENCY: found} if found else {}


def evaluate(
    folder: Path,
    *,
    split: str | None,
    index: Path,
    encoder_name: str,
    dimension: int | None = None,
    run_file: Path | None = None,
    report: Report = no_report,
    load: Callable[[str], TextEncoder] | None = None,
) -> dict[str, Any]:
    """The scores of a dataset as one JSON object; `run_file` also gets the rankings.

    Raises DatasetError, IndexUnusable, EncoderUnusable, or SettingError for the run file.
    """
    dataset = read_dataset(folder, split=split)
    if run_file:
        _check_run(dataset, run_file)
    assistant = opened(dataset, index, encoder_name, report, load, dimension=dimension)
    found = scored(dataset, assistant, report=report)
    if run_file and found.retrieval:
        write_run(run_file, found.retrieval.run)
    return found.as_json()


def scored(
    dataset: Dataset,
    assistant: Evaluated,
    *,
    beside: Beside = said_in_full,
    report: Report = no_report,
) -> Evaluation:
    """Asks everything that the dataset holds of an assistant that is open.

    `beside` is what the turns of dialogues are held against.
    """
    return Evaluation(
        dataset=dataset,
        retrieval=score_retrieval(
            dataset.queries,
            dataset.qrels,
            assistant,
            questions=dataset.questions,
            report=report,
        )
        if dataset.queries
        else None,
        answers=score_answers(dataset.questions, assistant, report=report)
        if dataset.questions
        else None,
        dialogues=score_dialogues(dataset.dialogues, assistant, beside=beside, report=report)
        if dataset.dialogues
        else None,
        config=_config(dataset, assistant),
    )


def _check_run(dataset: Dataset, run_file: Path) -> None:
    if not dataset.queries:
        raise DatasetError(
            f"{dataset.folder} has no judged queries in split {dataset.split!r}; leave --run out"
        )
    documents = dataset.corpus.ids if dataset.corpus else frozenset[str]()
    check_run_file(run_file, [*dataset.queries, *documents])


def opened(
    dataset: Dataset,
    index: Path,
    encoder_name: str,
    report: Report = no_report,
    load: Callable[[str], TextEncoder] | None = None,
    *,
    dimension: int | None = None,
) -> Assistant:
    """An assistant over the dataset's own corpus, indexed first, or over the project's index.

    Raises IndexUnusable or EncoderUnusable.
    """
    if dataset.corpus:
        index = index / DATASETS / _index_name(dataset)
        build(
            dataset.corpus.reads,
            index=index,
            encoder_name=encoder_name,
            dimension=dimension,
            skipped=dataset.corpus.skipped,
            quotable=bool(dataset.questions or dataset.dialogues),
            report=report,
            load=load,
        )
    report("opening the index", 0, 1)
    assistant = open_assistant(index, encoder_name=encoder_name, dimension=dimension, load=load)
    report("opening the index", 1, 1)
    return assistant


def _index_name(dataset: Dataset) -> str:
    """The dataset's name and a digest of its path: two folders may have one name."""
    path = os.fsencode(dataset.folder.resolve())
    return f"{dataset.name}-{hashlib.sha256(path).hexdigest()[:8]}"


def _config(dataset: Dataset, assistant: Evaluated) -> dict[str, Any]:
    """What the figures depend on, and how to make them again."""
    return {
        "command": command_of(dataset),
        "commit": commit(),
        "encoder": assistant.encoder,
        "generation": assistant.generation,
        "documents": len(assistant.collection.documents),
        "passages": len(assistant.collection.passages),
        "corpus": "dataset" if dataset.corpus else "project",
        "skipped": list(dataset.corpus.skipped) if dataset.corpus else [],
        "missing_documents": sorted(_named(dataset) - assistant.collection.documents.keys()),
        "gbaqa": __version__,
        "searched_passages": PASSAGES,  # at first
        "scored_documents": DOCUMENTS,
        "intervals": {"confidence": CONFIDENCE, "resamples": RESAMPLES, "seed": SEED},
        "risk": stated_risk(),
    }


def _named(dataset: Dataset) -> set[str]:
    """The documents that are said to answer something."""
    judged = {doc_id for documents in dataset.qrels.values() for doc_id in documents}
    answering = [one.docs for one in dataset.questions]
    answering += [turn.docs for dialogue in dataset.dialogues for turn in dialogue.turns]
    return judged.union(*answering)

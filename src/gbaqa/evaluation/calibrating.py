"""Fit the confidence and its threshold on dev sets and print them for answering/deciding.py.

    python -m gbaqa.evaluation.calibrating DATASET [DATASET ...]

Every dataset weighs the same, whatever its size; only its dev split is read.
Environment: GBAQA_INDEX, GBAQA_ENCODER and GBAQA_DIMENSION, as for gbaqa.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression

from gbaqa.answering.asking import Assistant
from gbaqa.answering.assembling import assemble
from gbaqa.answering.deciding import WEIGHTS, features
from gbaqa.errors import DatasetError, GbaqaError
from gbaqa.evaluation.baselines import opener
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.evaluation.matching import share_found
from gbaqa.evaluation.scores import RIGHT

if TYPE_CHECKING:
    from numpy.typing import NDArray

SPLIT = "dev"
GRID = np.arange(0.05, 0.96, 0.01)
FALSE_ANSWERS = 0.25  # of questions that have no answer, most of them near misses


@dataclass(frozen=True, slots=True)
class Sample:
    """One dataset's questions: features, whether the answer is right, whether there is one."""

    name: str
    features: NDArray[np.float64]
    right: NDArray[np.bool_]
    answerable: NDArray[np.bool_]


def sample(dataset: Dataset, assistant: Assistant) -> Sample:
    """Features of every question, shape (questions, len(WEIGHTS)), and its two labels."""
    rows, right = [], []
    for question in dataset.questions:
        found = assistant.evidence(question.text)
        known = features(found) if found else dict.fromkeys(WEIGHTS, 0.0)
        rows.append([known[name] for name in WEIGHTS])
        shown = " ".join(one.text for one in assemble(found))
        right.append(question.answerable and share_found(question.answer_keys, shown) >= RIGHT)
    answerable = [question.answerable for question in dataset.questions]
    return Sample(dataset.name, np.array(rows), np.array(right), np.array(answerable))


def fit(samples: Sequence[Sample]) -> LogisticRegression:
    """Logistic regression of "the answer is right" over all samples."""
    weights = np.concatenate([np.full(len(one.right), 1 / len(one.right)) for one in samples])
    model = LogisticRegression(C=1e4)  # hardly any shrinking: six features, thousands of rows
    model.fit(
        np.concatenate([one.features for one in samples]),
        np.concatenate([one.right for one in samples]),
        sample_weight=weights * sum(len(one.right) for one in samples) / len(samples),
    )
    return model


def threshold(model: LogisticRegression, samples: Sequence[Sample]) -> float:
    """The lowest at which at most FALSE_ANSWERS of the unanswerable questions are answered.

    The rate is averaged over the samples; 1 where no threshold of GRID keeps it.
    """
    for value in GRID:
        rates = [
            (model.predict_proba(one.features[~one.answerable])[:, 1] >= value).mean()
            for one in samples
        ]
        if np.mean(rates) <= FALSE_ANSWERS:
            return float(value)
    return 1.0


def main(folders: Sequence[str]) -> int:
    """Calibrates on the datasets in these folders; returns the exit code."""
    if not folders:
        print("calibrating: name one or more dataset folders", file=sys.stderr)
        return 2
    open_ = opener()
    try:
        datasets = [_with_both_kinds(read_dataset(Path(one), split=SPLIT)) for one in folders]
        _show([sample(one, open_(one)) for one in datasets])
    except GbaqaError as error:
        print(f"calibrating: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _with_both_kinds(dataset: Dataset) -> Dataset:
    """The dataset; raises DatasetError when there is nothing to tell apart in it."""
    kinds = {question.answerable for question in dataset.questions}
    for answerable, name in ((True, "answerable"), (False, "unanswerable")):
        if answerable not in kinds:
            raise DatasetError(
                f"{dataset.folder} has no {name} questions in split {SPLIT!r}, "
                "expected both kinds; add some or leave the dataset out"
            )
    return dataset


def _show(samples: Sequence[Sample]) -> None:
    """Prints the constants and what the threshold does to each dataset."""
    model = fit(samples)
    value = threshold(model, samples)
    print(f"INTERCEPT = {model.intercept_[0]:.2f}")
    weights = zip(WEIGHTS, model.coef_[0].tolist(), strict=True)
    print("WEIGHTS =", {name: round(weight, 2) for name, weight in weights})
    print(f"THRESHOLD = {value:.2f}")
    for one in samples:
        answered = model.predict_proba(one.features)[:, 1] >= value
        print(
            f"{one.name}: answered {answered[one.answerable].mean():.3f} of answerable, "
            f"{answered[~one.answerable].mean():.3f} of unanswerable questions"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Learn the two files of answering/weights that weigh evidence: make train-answers.

    python -m scripts.learning FOLDER DATASET[:SPLIT] [DATASET:SPLIT ...]

FOLDER is where evidence.json and deciding.json lie. Of the public sets only the half of the
questions that the judge was not trained on. Environment: GBAQA_INDEX, GBAQA_ENCODER and
GBAQA_DIMENSION, as for gbaqa.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from scripts.training.examples import in_training_half

from gbaqa.answering.asking import Assistant
from gbaqa.answering.weighing import weights_of
from gbaqa.errors import GbaqaError
from gbaqa.evaluation.baselines import Open, opener, public
from gbaqa.evaluation.confidences import auroc, ece
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.evaluation.learning.deciding import (
    Decisions,
    held_out,
    learn_deciding,
    threshold,
)
from gbaqa.evaluation.learning.examples import (
    Example,
    decisions_of,
    examples,
    ranking_of,
    reordered,
)
from gbaqa.evaluation.learning.ranking import learn_ranking
from gbaqa.indexing.building import no_report

EVIDENCE, DECIDING = "evidence.json", "deciding.json"
MOST = 400  # questions of a public set
RISKS = ("0.05", "0.10", "0.15", "0.20", "0.25")
# What the ranking looks at of sentences that the judge saw, and of others.
PLAIN = (
    "cosine", "terms_met", "wider_met", "least_met", "coverage", "lead_coverage", "kind_met", "fit",
    "numbers_met", "behind", "first",
)  # fmt: skip
JUDGED = ("judged", *PLAIN)
DECIDED = ("judged", "judged_beside", "ahead", "fit", "numbers_met")


def main(arguments: Sequence[str]) -> int:
    """Asks, learns and writes; returns the exit code."""
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    out, open_ = Path(arguments[0]), opener()
    try:
        datasets = [
            _half(read_dataset(folder, split=split)) for folder, split in map(public, arguments[1:])
        ]
        # what is judged is chosen by the plain weights, so these come first, by themselves
        plain = _learned(PLAIN, _asked(datasets, lambda one: Assistant(open_(one).opened)))
        _write(out / EVIDENCE, {"judged": _learned_so_far(), "plain": plain})
        asked = _asked(datasets, open_)
        _write(out / EVIDENCE, {"judged": _learned(JUDGED, asked, judged=True), "plain": plain})
        _write(out / DECIDING, deciding_file(reordered(asked)))
    except GbaqaError as error:
        print(f"learning: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _learned(
    names: Sequence[str], asked: Sequence[Example], *, judged: bool = False
) -> dict[str, Any]:
    weights = learn_ranking(ranking_of(asked, names, judged=judged))
    return {"intercept": 0.0, "weights": _named_weights(names, weights.tolist())}


def _learned_so_far() -> dict[str, Any]:
    found: dict[str, Any] = weights_of(EVIDENCE)["judged"]
    return found


def deciding_file(asked: Sequence[Example]) -> dict[str, Any]:
    """The weights, each stated risk with its threshold, and what it all stands on."""
    found = decisions_of(asked, DECIDED)
    learned = learn_deciding(found)
    probabilities = held_out(found)
    own = np.array([one.startswith("gba ") for one in found.groups])
    return {
        "intercept": learned.intercept,
        "weights": _named_weights(DECIDED, learned.weights.tolist()),
        "right": learned.right,
        "risks": {
            one: {
                "threshold": kept.threshold, "wrong": kept.wrong, "n": kept.n,
                "bound": round(kept.bound, 4),
            }
            for one in RISKS
            for kept in [threshold(probabilities[own], found.right[own], risk=float(one))]
        },
        "manifest": {
            "risk": "share of all questions asked that are answered and not rightly",
            "bound": "Clopper-Pearson, one-sided at 0.95, cross-validated by brief",
            "questions": {
                name: sum(one.dataset == name for one in asked)
                for name in dict.fromkeys(one.dataset for one in asked)
            },
            "held_out": _told(found, probabilities, own),
        },
    }  # fmt: skip


def _told(
    found: Decisions,
    probabilities: np.ndarray[Any, np.dtype[np.float64]],
    own: Any,  # noqa: ANN401
) -> dict[str, float]:
    answerable, right = found.answerable.astype(float), found.right.astype(float)
    return {
        "auroc": round(float(auroc(probabilities[own], answerable[own])), 4),
        "ece": round(float(ece(probabilities[own], right[own])), 4),
    }


def _named_weights(names: Sequence[str], weights: Sequence[float]) -> dict[str, float]:
    return dict(zip(names, weights, strict=True))


def _half(dataset: Dataset) -> Dataset:
    """The questions that the judge was not trained on: judging/examples.py parts them."""
    if dataset.corpus is None:
        return dataset
    titles = {read.document.doc_id: read.document.title for read in dataset.corpus.reads}
    lines = (dataset.folder / "questions.jsonl").read_text("utf-8").splitlines()
    passages = {line["id"]: line.get("passage", "") for line in map(json.loads, lines)}

    def half(name: str) -> str:  # an article of SQuAD 2.0 is on one side, with all its questions
        title = titles.get(passages[name], "")
        return title if dataset.name == "squad2" else f"{dataset.name} {name}"

    kept = [one for one in dataset.questions if not in_training_half(half(one.question_id))]
    kept.sort(key=lambda one: hashlib.sha256(one.question_id.encode()).digest())
    return replace(dataset, questions=tuple(kept[:MOST]))


def _asked(datasets: Sequence[Dataset], open_: Open) -> list[Example]:
    return [
        one for dataset in datasets for one in examples(dataset, open_(dataset), report=no_report)
    ]


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
    weights_of.cache_clear()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

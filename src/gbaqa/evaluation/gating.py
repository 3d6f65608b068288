"""Fail when quality is lost: score the dev sets and hold them against the committed baselines.

    python -m gbaqa.evaluation.gating BASELINES DATASET [PUBLIC_DATASET:SPLIT ...]

The first dataset is scored whole on its dev split, of each public one a small sample; one that
is not there is left out and said to be. A measure fails that lost significantly (p below 0.05
in a one-sided paired randomization test, Holm-adjusted over all measures of all sets), or that
lost 0.05, whatever p. `--write` writes the samples' baselines anew instead.
Environment: GBAQA_INDEX and GBAQA_ENCODER, as for gbaqa.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from gbaqa.answering.asking import Assistant
from gbaqa.errors import CheckFailed, DatasetError, GbaqaError
from gbaqa.evaluation.columns import aligned, shown, signed
from gbaqa.evaluation.comparing import gains, holm, randomization
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.evaluation.pairing import columns
from gbaqa.evaluation.running import opened, scored
from gbaqa.evaluation.sampling import sampled
from gbaqa.indexing.encoding import DEFAULT_ENCODER

SIGNIFICANT = 0.05  # of the adjusted p-value
TOLERATED = 0.05  # loss from which a measure fails even where chance might do it
GATED = (
    "retrieval: nDCG@10",
    "retrieval: Recall@20",
    "retrieval of passages: nDCG@10",
    "answers: key_facts",
    "answers: citation_precision",
    "answers: false_answers",
    "dialogues: key_facts",
)
# What a baseline of somebody else's data may hold: ids and figures, none of its text.
FIGURES_ALONE = ("question", "docs", "answer_keys", "quoted", "sources", "found")

Open = Callable[[Dataset], Assistant]


@dataclass(frozen=True, slots=True)
class Gated:
    """One measure of one set, then and now; `p` is that of no loss, adjusted for all measures."""

    dataset: str
    measure: str
    questions: int
    baseline: float
    now: float
    loss: float
    p: float

    @property
    def failed(self) -> bool:
        """Whether more was lost than chance or tolerance explains."""
        return self.loss >= TOLERATED or (self.loss > 0 and self.p < SIGNIFICANT)


def gate(datasets: Sequence[Dataset], baselines: Path, *, open_: Open) -> list[Gated]:
    """Every gated measure of every dataset beside its baseline.

    Raises DatasetError where a baseline is missing or of other questions.
    """
    found = [
        measure
        for dataset in datasets
        for measure in _measures(dataset, baseline_of(dataset, baselines), open_(dataset))
    ]
    adjusted = holm([measure.p for measure in found])
    return [replace(one, p=p) for one, p in zip(found, adjusted, strict=True)]


def gated_table(found: Sequence[Gated]) -> str:
    """The measures as text, those that failed marked."""
    header = ["set: measure", "n", "baseline", "now", "change", "p (Holm)", ""]
    rows = [
        [
            f"{one.dataset}: {one.measure}",
            str(one.questions),
            shown(one.baseline),
            shown(one.now),
            signed(-one.loss),
            f"{one.p:.4f}",
            "LOST" if one.failed else "",
        ]
        for one in found
    ]
    return aligned([header, *rows])


def baseline_of(dataset: Dataset, folder: Path) -> Any:  # noqa: ANN401  # whatever the file holds
    """The committed result of a dataset; raises DatasetError where there is none."""
    path = folder / f"{dataset.name}-{dataset.split}.json"
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise DatasetError(
            f'{path} is no baseline ({error}); write it by "make baselines"'
        ) from error


def datasets_of(arguments: Sequence[str]) -> tuple[list[Dataset], list[str]]:
    """The first dataset, samples of the others, and the names of those that are not there."""
    first, *others = arguments
    found = [read_dataset(Path(first), split="dev")]
    missing = []
    for other in others:
        folder, _, split = other.partition(":")
        if Path(folder).is_dir():
            found.append(sampled(read_dataset(Path(folder), split=split or "dev")))
        else:
            missing.append(folder)
    return found, missing


def write_samples(datasets: Sequence[Dataset], baselines: Path, *, open_: Open) -> None:
    """Writes the baselines of all but the first dataset, which has a full one."""
    for dataset in datasets[1:]:
        result = scored(dataset, open_(dataset)).as_json()
        for row in result.get("answers", {}).get("per_question", ()):
            for name in FIGURES_ALONE:
                del row[name]
        path = baselines / f"{dataset.name}-{dataset.split}.json"
        path.write_text(json.dumps(result, ensure_ascii=False) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Runs the gate; returns the exit code, 1 when a measure failed."""
    write = "--write" in arguments
    names = [one for one in arguments if one != "--write"]
    if len(names) < 2:
        print("gating: name the folder of baselines and one or more datasets", file=sys.stderr)
        return 2
    baselines = Path(names[0])
    # gbaqa.settings is for the edge, which this room may not import
    index = Path(os.environ.get("GBAQA_INDEX", "index"))
    encoder_name = os.environ.get("GBAQA_ENCODER", DEFAULT_ENCODER)

    def open_(dataset: Dataset) -> Assistant:
        return opened(dataset, index, encoder_name)

    try:
        datasets, missing = datasets_of(names[1:])
        if write:
            write_samples(datasets, baselines, open_=open_)
        else:
            _check(gate(datasets, baselines, open_=open_), missing)
    except GbaqaError as error:
        print(f"gating: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _measures(dataset: Dataset, baseline: object, assistant: Assistant) -> Iterator[Gated]:
    """Its gated measures, `p` not yet adjusted."""
    then = columns(baseline)
    now = columns(scored(dataset, assistant).as_json())
    if then.questions.keys() != now.questions.keys():
        raise DatasetError(
            f'the baseline of {dataset.name} is of other questions; write it by "make baselines"'
        )
    for name in GATED:
        first, second = then.values.get(name, {}), now.values.get(name, {})
        gained = np.array(list(gains(name, first, second).values()))
        if len(gained):
            yield Gated(
                dataset=dataset.name,
                measure=name,
                questions=len(gained),
                baseline=float(np.mean(list(first.values()))),
                now=float(np.mean(list(second.values()))),
                loss=-float(gained.mean()),
                p=randomization(gained, alternative="less"),
            )


def _check(found: Sequence[Gated], missing: Sequence[str]) -> None:
    """Prints the table; raises CheckFailed for what was lost."""
    print(gated_table(found))
    for folder in missing:
        print(f"left out: {folder} is not there")
    lost = [f"{one.dataset}: {one.measure}" for one in found if one.failed]
    if lost:
        raise CheckFailed(
            f"{len(lost)} measures lost against the baselines: {', '.join(lost)}; mend the loss "
            'or, where it is meant, write the baselines anew by "make baselines" and say why'
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

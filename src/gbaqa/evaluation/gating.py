"""Fail when quality is lost: score the dev sets and hold them against the committed baselines.

    python -m gbaqa.evaluation.gating BASELINES DATASET [PUBLIC_DATASET:SPLIT ...] [--half]

The first dataset is scored whole on its dev split, or half of it, of each public one a small
sample; one that is not there is left out and said to be. A measure fails that lost
significantly (p below 0.05 in a one-sided paired randomization test, Holm-adjusted over all
measures of all sets), or that lost 0.05, whatever p.
Environment: GBAQA_INDEX, GBAQA_ENCODER and GBAQA_DIMENSION, as for gbaqa.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gbaqa.answering.asking import Assistant
from gbaqa.errors import CheckFailed, DatasetError, GbaqaError
from gbaqa.evaluation.baselines import Open, opener, public, read_baseline
from gbaqa.evaluation.columns import aligned, shown, signed
from gbaqa.evaluation.comparing import gains, holm, randomization
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.evaluation.dialogues import nothing_beside
from gbaqa.evaluation.pairing import Columns, columns
from gbaqa.evaluation.running import scored
from gbaqa.evaluation.sampling import halved, sampled

SIGNIFICANT = 0.05  # of the adjusted p-value
TOLERATED = 0.05  # loss from which a measure fails even where chance might do it
HALF = "--half"
REMEDY = 'write it by "make baselines"'
GATED = (
    "retrieval: nDCG@10",
    "retrieval: Recall@20",
    "retrieval of passages: nDCG@10",
    "answers: key_facts",
    "answers: wrong_answers",
    "answers: false_answers",
    "dialogues: key_facts",
    "dialogues: retrieved",
)


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


def gate(
    datasets: Sequence[Dataset], baselines: Path, *, open_: Open, half: bool = False
) -> list[Gated]:
    """Every gated measure of every dataset beside its baseline.

    With `half` the baseline of the project's own questions may be of more than are asked.
    Raises DatasetError where a baseline is missing or of other questions.
    """
    found = [
        measure
        for dataset in datasets
        for measure in _measures(
            dataset,
            read_baseline(dataset, baselines),
            open_(dataset),
            half=half and dataset.corpus is None,
        )
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


def datasets_of(arguments: Sequence[str], *, half: bool = False) -> tuple[list[Dataset], list[str]]:
    """The first dataset, samples of the others, and the names of those that are not there."""
    first, *others = arguments
    own = read_dataset(Path(first), split="dev")
    found = [halved(own) if half else own]
    missing = []
    for folder, split in map(public, others):
        if folder.is_dir():
            found.append(sampled(read_dataset(folder, split=split)))
        else:
            missing.append(str(folder))
    return found, missing


def main(arguments: Sequence[str]) -> int:
    """Runs the gate; returns the exit code, 1 when a measure failed."""
    half = HALF in arguments
    names = [one for one in arguments if one != HALF]
    if len(names) < 2:
        print("gating: name the folder of baselines and one or more datasets", file=sys.stderr)
        return 2
    try:
        datasets, missing = datasets_of(names[1:], half=half)
        _check(gate(datasets, Path(names[0]), open_=opener(), half=half), missing)
    except GbaqaError as error:
        print(f"gating: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _measures(
    dataset: Dataset, baseline: object, assistant: Assistant, *, half: bool
) -> Iterator[Gated]:
    """Its gated measures, `p` not yet adjusted."""
    title = f"the baseline of {dataset.name}"
    then = columns(baseline, name=title, remedy=REMEDY)
    # no measure looks at what a turn's question reaches when it is said in full
    result = scored(dataset, assistant, beside=nothing_beside).as_json()
    now = columns(result, name="the result", remedy=REMEDY)
    if half:
        then = _among(then, now)
    if not _same_questions(then, now):
        raise DatasetError(f"{title} is of other questions; {REMEDY}")
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


def _among(then: Columns, now: Columns) -> Columns:
    """What the baseline says of the questions that were asked now."""
    values = {
        name: {key: value for key, value in row.items() if key in now.values.get(name, {})}
        for name, row in then.values.items()
    }
    questions = {key: asked for key, asked in then.questions.items() if key in now.questions}
    return replace(then, values=values, questions=questions)


def _same_questions(then: Columns, now: Columns) -> bool:
    """Of each gated measure the same questions, and with the same words where both tell them."""
    return all(
        then.values.get(name, {}).keys() == now.values.get(name, {}).keys() for name in GATED
    ) and all(
        key in now.questions and asked.text in ("", now.questions[key].text)
        for key, asked in then.questions.items()
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

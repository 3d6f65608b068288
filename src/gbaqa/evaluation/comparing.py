"""Compare two results question by question: what moved, and whether chance alone would do it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import stats

from gbaqa.errors import DatasetError
from gbaqa.evaluation.intervals import BATCH, SEED, mean
from gbaqa.evaluation.pairing import LOWER_IS_BETTER, Columns, columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

PERMUTATIONS = 9999
REMEDY = 'write it anew by "gbaqa eval DATASET --json"'


@dataclass(frozen=True, slots=True)
class Paired:
    """One measure of the same questions in two results.

    `p` is that of no difference, `p_holm` the same adjusted for all measures compared;
    `gained` and `lost` count the questions that the second result does better and worse.
    """

    measure: str
    questions: int
    first: float
    second: float
    difference: float
    interval: tuple[float, float] | None
    p: float
    p_holm: float
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Moved:
    """One question that fares otherwise in the second result, with both answers."""

    question_id: str
    question: str
    measure: str
    first: float
    second: float
    better: bool
    first_answer: str
    second_answer: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All measures that two results share, and the questions that moved, those that lost first."""

    dataset: str
    split: str
    unpaired: int  # questions that one of the two lacks
    measures: tuple[Paired, ...]
    moved: tuple[Moved, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `gbaqa compare --json` prints."""
        return asdict(self)


def compare(first: object, second: object) -> Comparison:
    """Compares what two objects of `gbaqa eval --json` hold of the same questions.

    Raises DatasetError where one is no such object, or they are of different datasets.
    """
    one, two = (
        columns(result, name=f"result {name}", remedy=REMEDY)
        for name, result in (("A", first), ("B", second))
    )
    if (one.dataset, one.split) != (two.dataset, two.split):
        raise DatasetError(
            f"the results are of {one.dataset} {one.split} and of {two.dataset} {two.split}; "
            "compare results of one dataset and split"
        )
    shared = [name for name in one.values if name in two.values]
    found = [_paired(name, one.values[name], two.values[name]) for name in shared]
    measures = _adjusted([paired for paired in found if paired is not None])
    if not measures:
        raise DatasetError("the results have no question in common; nothing can be compared")
    return Comparison(
        dataset=one.dataset,
        split=one.split,
        unpaired=len(one.questions.keys() ^ two.questions.keys()),
        measures=measures,
        moved=tuple(sorted(_moved(one, two), key=lambda move: (move.better, move.question_id))),
    )


def randomization(differences: NDArray[np.float64], *, alternative: str = "two-sided") -> float:
    """The p-value of paired differences under random signs (Fisher's randomization test).

    As Smucker, Allan and Carterette advise for information retrieval (CIKM 2007).

    >>> randomization(np.array([1.0] * 5)), randomization(np.zeros(3))
    (0.0625, 1.0)
    """
    if len(differences) < 2 or not differences.any():  # one question tells nothing
        return 1.0
    found = stats.permutation_test(
        (differences,),
        np.mean,
        permutation_type="samples",
        vectorized=True,
        n_resamples=PERMUTATIONS,
        batch=BATCH,
        alternative=alternative,
        rng=np.random.default_rng(SEED),
    )
    return float(found.pvalue)


def holm(values: Sequence[float]) -> list[float]:
    """P-values adjusted for their number (Holm, Scandinavian Journal of Statistics 1979).

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    adjusted = dict[int, float]()
    highest = 0.0
    for place, at in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        highest = max(highest, min(1.0, (len(values) - place) * values[at]))
        adjusted[at] = highest
    return [adjusted[at] for at in range(len(values))]


def gains(name: str, first: Mapping[str, float], second: Mapping[str, float]) -> dict[str, float]:
    """How much better the second is on each question that both have."""
    sign = -1.0 if name in LOWER_IS_BETTER else 1.0
    return {key: sign * (second[key] - first[key]) for key in first if key in second}


def _paired(name: str, first: Mapping[str, float], second: Mapping[str, float]) -> Paired | None:
    better = gains(name, first, second)
    if not better:
        return None
    differences = np.array([second[key] - first[key] for key in better])
    interval = mean("of", differences.tolist())["of_ci"]
    p = randomization(differences)
    return Paired(
        measure=name,
        questions=len(better),
        first=float(np.mean([first[key] for key in better])),
        second=float(np.mean([second[key] for key in better])),
        difference=float(differences.mean()),
        interval=(interval[0], interval[1]) if isinstance(interval, list) else None,
        p=p,
        p_holm=p,
        gained=sum(gain > 0 for gain in better.values()),
        lost=sum(gain < 0 for gain in better.values()),
    )


def _adjusted(found: Sequence[Paired]) -> tuple[Paired, ...]:
    adjusted = holm([paired.p for paired in found])
    return tuple(replace(one, p_holm=p) for one, p in zip(found, adjusted, strict=True))


def _moved(one: Columns, two: Columns) -> Iterator[Moved]:
    """Each question once, by the first of its measures that moved."""
    for key in one.questions:
        for name in one.telling:
            first, second = one.values[name].get(key), two.values.get(name, {}).get(key)
            if first is not None and second is not None and first != second:
                asked, told = one.questions[key], two.questions[key]
                better = (second > first) is not (name in LOWER_IS_BETTER)
                yield Moved(key, asked.text, name, first, second, better, asked.answer, told.answer)
                break

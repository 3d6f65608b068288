"""Ask labelled questions and keep what speaks for each sentence, with whether it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gbaqa.answering.asking import Assistant
from gbaqa.answering.assembling import assemble
from gbaqa.answering.deciding import features
from gbaqa.answering.evidence import Candidate
from gbaqa.answering.gathering import ordered
from gbaqa.answering.weighing import rank_features
from gbaqa.errors import QuestionRefused
from gbaqa.evaluation.datasets import Dataset
from gbaqa.evaluation.learning.deciding import Decisions
from gbaqa.evaluation.learning.ranking import Asked
from gbaqa.evaluation.matching import holds, share_found
from gbaqa.evaluation.questions import Question
from gbaqa.evaluation.scores import RIGHT
from gbaqa.types import Report

OWN_SHARE = 0.9  # of the weight of all questions


@dataclass(frozen=True, slots=True)
class Example:
    """A question and its candidates, best first by the weights in force."""

    dataset: str
    question: Question
    found: tuple[Candidate, ...]

    @property
    def group(self) -> str:
        """The brief that it is about: its first document that answers, else the nearest one."""
        docs = self.question.docs or tuple(one.document.original for one in self.found[:1])
        return docs[0] if docs else self.question.question_id


def reordered(found: Sequence[Example]) -> list[Example]:
    """The same in the order of the weights that are in force now."""
    return [replace(one, found=tuple(ordered(one.found))) for one in found]


def examples(dataset: Dataset, assistant: Assistant, *, report: Report) -> list[Example]:
    """Every question of the dataset that can be asked."""
    made = []
    for done, question in enumerate(dataset.questions, start=1):
        try:
            found = assistant.evidence(question.text)
        except QuestionRefused:
            continue
        made.append(Example(dataset.name, question, tuple(found)))
        report(f"asking {dataset.name}", done, len(dataset.questions))
    return made


def ranking_of(found: Sequence[Example], names: Sequence[str], *, judged: bool) -> list[Asked]:
    """The answerable questions, with features of the candidates that were judged, or of all.

    A sentence of a document that answers, which states a key fact, answers. Datasets weigh the
    same whatever their size.
    """
    counts = {one.dataset: 0 for one in found}
    for one in found:
        counts[one.dataset] += 1
    made = []
    for one in found:
        best = [other for other in one.found if other.is_judged or not judged]
        answers = np.array([answers_question(other, one.question) for other in best], dtype=bool)
        if 0 < answers.sum() < len(best):
            made.append(Asked(_rows(best, names, rank_features), answers, 1 / counts[one.dataset]))
    scale = len(made) / sum(one.weight for one in made)
    return [Asked(one.features, one.answers, one.weight * scale) for one in made]


def answers_question(one: Candidate, question: Question) -> bool:
    """Whether a candidate states a key fact, and is of a document that answers."""
    if one.document.original not in question.docs and one.document.doc_id not in question.docs:
        return False
    return any(holds(one.text, form) for forms in question.answer_keys for form in forms)


def decisions_of(found: Sequence[Example], names: Sequence[str]) -> Decisions:
    """All questions that have a candidate, by the features of what would be quoted."""
    asked = [one for one in found if one.found]
    counts = {one.dataset: 0 for one in asked}
    for one in asked:
        counts[one.dataset] += 1
    shares = _shares(list(counts))
    weights = np.array([len(asked) * shares[one.dataset] / counts[one.dataset] for one in asked])
    rows = [[features(one.found)[name] for name in names] for one in asked]
    return Decisions(
        np.array(rows).reshape(-1, len(names)),
        np.array([_is_right(one) for one in asked], dtype=bool),
        np.array([one.question.answerable for one in asked], dtype=bool),
        weights,
        [f"{one.dataset} {one.group}" for one in asked],
    )


def _shares(names: Sequence[str]) -> dict[str, float]:
    """What each dataset weighs: the first, the project's own, OWN_SHARE, the others the rest."""
    if len(names) == 1:
        return {names[0]: 1.0}
    rest = (1 - OWN_SHARE) / (len(names) - 1)
    return {name: OWN_SHARE if place == 0 else rest for place, name in enumerate(names)}


def _is_right(one: Example) -> bool:
    shown = " ".join(other.text for other in assemble(one.question.text, one.found))
    keys = one.question.answer_keys
    return one.question.answerable and bool(keys) and share_found(keys, shown) >= RIGHT


def _rows(
    found: Sequence[Candidate],
    names: Sequence[str],
    measured: Callable[[Candidate], dict[str, float]],
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    rows = [[measured(one)[name] for name in names] for one in found]
    return np.array(rows, dtype=float).reshape(len(found), len(names))

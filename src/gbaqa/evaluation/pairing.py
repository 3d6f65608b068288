"""Take the value of every measure for every question out of a result of `gbaqa eval --json`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gbaqa.errors import DatasetError
from gbaqa.evaluation.figures import is_number

LOWER_IS_BETTER = frozenset({"answers: false_answers", "answers: wrong_answers"})
# Measures by which a question counts as having moved, the most telling first.
TELLING = (
    "answers: key_facts",
    "answers: false_answers",
    "dialogues: key_facts",
    "retrieval: nDCG@10",
)
OF_ANSWERS = (
    *("key_facts", "all_keys", "answered", "citation_precision", "evidence_f1"),
    "retrieved",
)
WRONG = "answers: wrong_answers"  # answerable questions that are answered, and not rightly
OF_PASSAGES = "retrieval of passages"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and the answer that was shown for it; "" where the result has no text."""

    text: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Measure -> question -> value, the questions themselves, and which measures tell."""

    dataset: str
    split: str
    values: Mapping[str, Mapping[str, float]]
    questions: Mapping[str, Asked]

    @property
    def telling(self) -> list[str]:
        """The measures of TELLING that there are."""
        return [name for name in TELLING if name in self.values]


def columns(result: object, *, name: str, remedy: str) -> Columns:
    """Raises DatasetError, with name and remedy, where the object is no result or has no rows."""
    try:
        found = _columns(result)
        reason = "" if found.values else "it holds no rows of questions"
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        reason = f"it lacks or misshapes {error}"
    if reason:
        raise DatasetError(f"{name} is not a result of gbaqa eval: {reason}; {remedy}")
    return found


def _columns(result: Any) -> Columns:  # noqa: ANN401  # whatever a file holds
    values: dict[str, dict[str, float]] = {}
    questions: dict[str, Asked] = {}
    for name, key, value in _cells(result):
        if not is_number(value) and not isinstance(value, bool):
            raise ValueError(f"{name!r} of {key!r}: found {value!r}, expected a number")
        values.setdefault(name, {})[key] = float(value)
        questions.setdefault(key, Asked())
    for part, rows in (("answers", "per_question"), ("dialogues", "per_turn")):
        for row in result.get(part, {}).get(rows, ()):
            answer = row.get("quoted", "") if row["answered"] else "not found"
            questions[row["id"]] = Asked(row.get("question", ""), answer)
    return Columns(result["dataset"], result["split"], values, questions)


def _cells(result: Mapping[str, Any]) -> Iterator[tuple[str, str, float]]:
    """Measure, question and value."""
    retrieval = result.get("retrieval", {})
    for title, rows in (("retrieval", "per_query"), (OF_PASSAGES, "per_query_passages")):
        for key, row in retrieval.get(rows, {}).items():
            for name, value in row.items():
                yield f"{title}: {name}", key, value
    for row in result.get("answers", {}).get("per_question", ()):
        if row["answerable"]:
            yield from _of_answer("answers", row)
            yield WRONG, row["id"], row["answered"] and not row["right"]
        else:
            yield "answers: false_answers", row["id"], row["answered"]
    for row in result.get("dialogues", {}).get("per_turn", ()):
        yield from _of_answer("dialogues", row)


def _of_answer(title: str, row: Mapping[str, Any]) -> Iterator[tuple[str, str, float]]:
    known = {**row, "all_keys": row["key_facts"] == 1.0}
    for name in OF_ANSWERS:
        # the precision of nothing is no figure
        if name in known and (name != "citation_precision" or row["answered"]):
            yield f"{title}: {name}", row["id"], known[name]

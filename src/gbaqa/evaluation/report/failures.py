"""Say of one row of a result what went wrong, and what would have had to happen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from gbaqa.answering.asking import PASSAGES
from gbaqa.answering.deciding import threshold
from gbaqa.evaluation.matching import holds
from gbaqa.evaluation.shown import SEARCHED

Row: TypeAlias = Mapping[str, Any]

THRESHOLD = threshold()  # of confidence, as answers are given now
NO_FAILURE = "no failure"
KINDS = (
    *("not retrieved", "wrong sentence", "withheld", "partly", "false answer"),
    NO_FAILURE,
)


def kind_of(row: Row) -> str:
    """The row's failure by its name on the page."""
    return str(row["failure"]) or NO_FAILURE


def what_was_needed(row: Row) -> str:
    """One plain sentence; of a dialogue's turn that failed, a second on the full question."""
    kind = kind_of(row)
    told = _TOLD[kind](row) if kind in _TOLD else f"What went wrong: {kind}."
    return told if kind == NO_FAILURE else told + _in_full(row)


def missing(keys: Sequence[Sequence[str]], text: str) -> list[str]:
    """The first form of each key fact of which no form stands in the text.

    >>> missing([["nine", "9"], ["2019"]], "It has 9 cities.")
    ['2019']
    """
    return [forms[0] for forms in keys if not any(holds(text, form) for form in forms)]


def ordinal(number: int) -> str:
    """A rank in words' short form.

    >>> [ordinal(number) for number in (1, 2, 3, 11, 22, 113)]
    ['1st', '2nd', '3rd', '11th', '22nd', '113th']
    """
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def to_places(value: float) -> str:
    """A confidence to two places, or to as many as part it from the threshold.

    >>> to_places(0.39), to_places(THRESHOLD - 0.0004) == f"{THRESHOLD - 0.0004:.4f}"
    ('0.39', True)
    """
    two = f"{value:.2f}"
    return two if two != f"{THRESHOLD:.2f}" or value == THRESHOLD else f"{value:.4f}"


def _no_failure(row: Row) -> str:
    if row["answerable"]:
        return "Every key fact is told."
    return f"Rightly not answered, for no document says it: {_held(row)}."


def _not_retrieved(row: Row) -> str:
    if row.get("rank") is None:
        return (
            f"{_answering(row)} stands in none of the {SEARCHED} best passages: retrieval has to "
            "find it."
        )
    return (
        f"{_answering(row)} ranks {ordinal(row['rank'])}; none of the {PASSAGES} best passages, "
        "which are read, is of it: retrieval has to lift it."
    )


def _wrong_sentence(row: Row) -> str:
    wanted = f"one that states {_listed(_missing(row))} has to be chosen{_shown(row)}"
    if row["citation_precision"]:
        return f"Quoted from a document that answers, but not the sentence: {wanted}."
    quoted = "sentences of others were quoted" if row["sources"] else "no sentence was quoted"
    placed = f"{_answering(row)} ranks {ordinal(row['rank'])}"
    return f"{placed}, but {quoted}: {wanted}."


def _withheld(row: Row) -> str:
    lacking = _missing(row)
    if not lacking:
        return f"The right sentence was found and withheld: {_held(row)}."
    return (
        f"Part of the answer was found and withheld: {_held(row)}; missing is {_listed(lacking)}."
    )


def _partly(row: Row) -> str:
    lacking = _missing(row)
    count = f"{len(lacking)} of {len(row['answer_keys'])} key facts"
    return f"Answered in part: {count} missing, {_listed(lacking)}; it has to be quoted too."


def _false_answer(row: Row) -> str:
    confidence = row["confidence"]
    if confidence < THRESHOLD:  # a result of another threshold
        return f"Answered, though no document says it, at a confidence of {to_places(confidence)}."
    return (
        f"Answered, though no document says it: its confidence {to_places(confidence)} should "
        f"have been below the threshold {THRESHOLD}."
    )


_TOLD: Mapping[str, Callable[[Row], str]] = {
    NO_FAILURE: _no_failure,
    "not retrieved": _not_retrieved,
    "wrong sentence": _wrong_sentence,
    "withheld": _withheld,
    "partly": _partly,
    "false answer": _false_answer,
}


def _in_full(row: Row) -> str:
    """What the same question, said so that it stands alone, got."""
    if "gold" not in row:
        return ""
    if row["gold"]["key_facts"] == 1:
        return (
            " Asked in full it is answered: the turn has to be understood as "
            f"“{row['standalone']}”."
        )
    return " Asked in full it fails, too: to understand the turn would not be enough."


def _missing(row: Row) -> list[str]:
    return missing(row["answer_keys"], row["quoted"])


def _held(row: Row) -> str:
    confidence = row["confidence"]
    told = f"its confidence {to_places(confidence)} is"
    if confidence < THRESHOLD:
        return f"{told} below the threshold {THRESHOLD}"
    return f"{told} not below today's threshold {THRESHOLD}"  # a result of another threshold


def _shown(row: Row) -> str:
    """What became of a wrong quote."""
    if not row["sources"]:
        return ""
    fate = "shown" if row["answered"] else "withheld"
    return f"; what was quoted was {fate} at a confidence of {to_places(row['confidence'])}"


def _answering(row: Row) -> str:
    """The document that answers, named; the one that ranks where the ranking holds it."""
    rank, found, docs = row.get("rank"), row.get("found", ()), row["docs"]
    if rank and rank <= len(found):
        return f"The document that answers ({found[rank - 1]})"
    if len(docs) == 1:
        return f"The document that answers ({docs[0]})"
    return f"The nearest of the documents that answer ({_listed_docs(row)})"


def _listed_docs(row: Row) -> str:
    return ", ".join(row["docs"])


def _listed(forms: Sequence[str]) -> str:
    return " and ".join(f"“{form}”" for form in forms)

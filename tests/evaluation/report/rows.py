"""Rows of a result for every way in which an answer fails, and the whole result around them."""

from __future__ import annotations

from typing import Any

from gbaqa.evaluation.intervals import mean, rate

HOSTILE = """</script><script>document.title = "ran"</script><img src=x> '"{{ 7 * 7 }} & $x$"""
ANSWER = "The bridge opened in 2018 and is 55 km long."


def row(**changes: Any) -> dict[str, Any]:
    """A question that is answered as it should be, or one that differs in `changes`."""
    whole: dict[str, Any] = {
        "id": "q1",
        "answered": True,
        "confidence": 0.9,
        "right": True,
        "key_facts": 1.0,
        "quoted_key_facts": 1.0,
        "citation_precision": 1.0,
        "words": 10,
        "rank": 1,
        "failure": "",
        "language": "en",
        "type": "when",
        "question": "When did the bridge open?",
        "answerable": True,
        "docs": ["bridge"],
        "answer_keys": [["2018"], ["55 km", "55 公里"]],
        "quoted": ANSWER,
        "sources": ["bridge"],
        "found": ["bridge", "port"],
        "baseline": {"key_facts": 0.5, "citation_precision": 1.0},
    } | changes
    return {"rightly": [one in whole["docs"] for one in whole["sources"]]} | whole


def failed(failure: str, **changes: Any) -> dict[str, Any]:
    """A question that is not answered, for what was quoted is of another document."""
    wrong = {
        "answered": False,
        "confidence": 0.2,
        "right": False,
        "key_facts": 0.0,
        "citation_precision": 0.0,
        "quoted": "The port is small.",
        "sources": ["port"],
        "found": ["port", "bridge"],
        "rank": 2,
    }
    return row(failure=failure, **(wrong | changes))


def unanswerable(failure: str = "", **changes: Any) -> dict[str, Any]:
    """A question that no document answers, and that is not answered."""
    nothing: dict[str, Any] = {"answerable": False, "docs": [], "answer_keys": [], "rank": None}
    return failed(failure, **(nothing | changes))


def turn(**changes: Any) -> dict[str, Any]:
    """A dialogue's turn that was answered in full only; such rows have no type."""
    changes = {"standalone": "When did the bridge open?"} | changes
    gold = {"answered": True, "key_facts": 1.0, "quoted": ANSWER}
    changes = {"id": "d1/2", "question": "And there?", "rank": None, "gold": gold} | changes
    found = failed(str(changes.pop("failure", "not retrieved")), **changes)
    del found["type"], found["baseline"]
    return found


ROWS = [
    row(),
    failed("not retrieved", id="q2", rank=14, found=["port"], type="who"),
    failed("wrong sentence", id="q3", language="zh-Hant", question="大橋幾時開通？"),
    failed("withheld", id="q4", right=True, quoted=ANSWER, sources=["bridge"], confidence=0.39),
    row(id="q5", failure="partly", quoted="It opened in 2018.", language="pt"),
    unanswerable(id="q6"),
    unanswerable(id="q7", failure="false answer", answered=True, confidence=0.61),
]


def group(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures of some rows, as a result has them of a language or a type."""
    answerable = [one for one in rows if one["answerable"]]
    others = [one["answered"] for one in rows if not one["answerable"]]
    return {
        "n": len(answerable),
        **rate("answered", [one["answered"] for one in answerable]),
        **mean("key_facts", [one["key_facts"] for one in answerable]),
        "unanswerable": {"n": len(others), **rate("false_answers", others)},
    }


def groups(rows: list[dict[str, Any]], by: str) -> dict[str, Any]:
    names = sorted({one[by] for one in rows})
    return {name: group([one for one in rows if one[by] == name]) for name in names}


def result(rows: list[dict[str, Any]] = ROWS, turns: list[dict[str, Any]] | None = None) -> Any:
    """A result of a dataset that holds everything."""
    whole = group(rows)
    turns = [turn()] if turns is None else turns
    return {
        "dataset": "bridges",
        "split": "dev",
        "retrieval": {
            "queries": 2,
            "measures": {"nDCG@10": 0.5, "nDCG@10_ci": [0.25, 0.75]},
            "per_query": {"good": {"nDCG@10": 1.0, "RR": 1.0}, "bad": {"nDCG@10": 0.0, "RR": 0.0}},
        },
        "answers": {
            "answerable": whole,
            "unanswerable": whole["unanswerable"],
            "by_language": groups(rows, "language"),
            "by_type": groups(rows, "type"),
            "per_question": rows,
        },
        "dialogues": {"dialogues": 1, "n": len(turns), "key_facts": 0.0, "per_turn": turns},
        "config": {
            "encoder": "all-MiniLM-L6-v2",
            "generation": "0123abcd",
            "documents": 2,
            "passages": 5,
            "missing_documents": ["tunnel"],
            "gbaqa": "0.1.0",
        },
    }

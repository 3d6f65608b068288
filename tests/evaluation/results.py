"""A result as `gbaqa eval --json` prints it, small enough to read."""

from __future__ import annotations

from typing import Any


def row(
    name: str,
    question: str,
    answered: bool,
    *,
    key_facts: float = 0.0,
    quoted: str = "",
    answerable: bool = True,
) -> dict[str, Any]:
    """One question; only what is compared of it."""
    return {
        "id": name,
        "question": question,
        "answerable": answerable,
        "answered": answered,
        "key_facts": key_facts,
        "citation_precision": 1.0,
        "right": key_facts >= 0.5,
        "quoted": quoted,
    }


def result() -> dict[str, Any]:
    """Two languages, one of them without unanswerable questions."""
    english = {"n": 2, "key_facts": 1.0, "key_facts_ci": [1.0, 1.0]}
    chinese = {"n": 2, "key_facts": 0.5, "key_facts_ci": [0.0, 1.0]}
    refused = {"n": 3, "false_answers": 0.0, "false_answers_ci": [0.0, 0.7076]}
    nothing = {"n": 0, "false_answers": None, "false_answers_ci": None}
    return {
        "dataset": "gba",
        "split": "dev",
        "retrieval": {
            "queries": 4,
            "measures": {"nDCG@10": 0.75, "nDCG@10_ci": [0.6, 0.9], "RR": 0.5, "RR_ci": [0.4, 0.6]},
            "passages": {"queries": 4, "measures": {"RR": 0.25, "RR_ci": [0.1, 0.4]}},
            "per_query": {"q1": {"nDCG@10": 1.0, "RR": 1.0}, "q2": {"nDCG@10": 0.5, "RR": 0.0}},
            "per_query_passages": {"q1": {"RR": 0.5}},
        },
        "answers": {
            "answerable": {"n": 4, "key_facts": 0.75, "key_facts_ci": [0.5, 1.0]},
            "unanswerable": refused,
            "baseline": {
                "answerable": {"n": 4, "key_facts": 0.8, "key_facts_ci": [0.6, 1.0]},
                "unanswerable": {"n": 3, "false_answers": 1.0, "false_answers_ci": [0.2924, 1.0]},
            },
            "by_language": {
                "en": english | {"unanswerable": refused},
                "zh-Hant": chinese | {"unanswerable": nothing},
            },
            "auroc": 0.875,
            "aurc": 0.25,
            "aurc_ci": [0.1, 0.4],
            "per_question": [
                row("q1", "Where is it?", True, key_facts=1.0, quoted="In Macao."),
                row("q2", "How long is it?", False, key_facts=0.0, quoted="It opened in 2018."),
                row("u1", "Who paid?", True, answerable=False, quoted="It is long."),
            ],
        },
        "dialogues": {
            "dialogues": 1,
            "n": 2,
            "key_facts": 0.25,
            "key_facts_ci": [0.0, 0.5],
            "gold": {"n": 2, "key_facts": 1.0, "key_facts_ci": None},
            "per_turn": [row("d1/1", "And there?", True, key_facts=0.5, quoted="In Zhuhai.")],
        },
        "config": {
            "encoder": "all-MiniLM-L6-v2",
            "generation": "0123abcd",
            "documents": 3,
            "passages": 12,
            "missing_documents": [],
        },
    }

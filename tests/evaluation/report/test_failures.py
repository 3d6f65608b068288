"""Of every row one plain sentence says what would have had to happen."""

from __future__ import annotations

from typing import Any

import pytest

from gbaqa.evaluation.report.failures import THRESHOLD, kind_of, what_was_needed
from tests.evaluation.report.rows import ANSWER, failed, row, turn, unanswerable

GOLD = {"answered": False, "key_facts": 0.5, "quoted": ""}

CASES = [
    (row(), "no failure", "Every key fact is told."),
    (
        unanswerable(),
        "no failure",
        "Rightly not answered, for no document says it: its confidence 0.20 is below the "
        f"threshold {THRESHOLD}.",
    ),
    (
        failed("not retrieved", rank=14, found=["port"]),
        "not retrieved",
        "The document that answers (bridge) ranks 14th; none of the 20 best passages, which are "
        "read, is of it: retrieval has to lift it.",
    ),
    (
        failed("not retrieved", rank=None, docs=["bridge", "tunnel"]),
        "not retrieved",
        "The nearest of the documents that answer (bridge, tunnel) stands in none of the 100 best "
        "passages: retrieval has to find it.",
    ),
    (
        failed("wrong sentence", found=["port", "twin"]),
        "wrong sentence",
        "The document that answers (twin) ranks 2nd, but sentences of others were quoted: one "
        "that states “2018” and “55 km” has to be chosen; what was quoted was withheld at a "
        "confidence of 0.20.",
    ),
    (
        failed("wrong sentence", quoted="", sources=[]),
        "wrong sentence",
        "The document that answers (bridge) ranks 2nd, but no sentence was quoted: one that "
        "states “2018” and “55 km” has to be chosen.",
    ),
    (
        failed("wrong sentence", answered=True, confidence=0.7, citation_precision=0.5),
        "wrong sentence",
        "Quoted from a document that answers, but not the sentence: one that states “2018” and "
        "“55 km” has to be chosen; what was quoted was shown at a confidence of 0.70.",
    ),
    (
        failed("withheld", quoted=ANSWER, confidence=0.39),
        "withheld",
        "The right sentence was found and withheld: its confidence 0.39 is below the threshold "
        f"{THRESHOLD}.",
    ),
    (
        failed("withheld", quoted="It opened in 2018.", confidence=0.39),
        "withheld",
        "Part of the answer was found and withheld: its confidence 0.39 is below the threshold "
        f"{THRESHOLD}; missing is “55 km”.",
    ),
    (
        failed("withheld", quoted=ANSWER, confidence=0.99),
        "withheld",
        "The right sentence was found and withheld: its confidence 0.99 is not below today's "
        f"threshold {THRESHOLD}.",
    ),
    (
        row(failure="partly", quoted="Tem 55 公里."),
        "partly",
        "Answered in part: 1 of 2 key facts missing, “2018”; it has to be quoted too.",
    ),
    (
        unanswerable(failure="false answer", answered=True, confidence=0.61),
        "false answer",
        "Answered, though no document says it: its confidence 0.61 should have been below the "
        f"threshold {THRESHOLD}.",
    ),
    (
        unanswerable(failure="false answer", answered=True, confidence=0.1),
        "false answer",
        "Answered, though no document says it, at a confidence of 0.10.",
    ),
    (
        turn(),
        "not retrieved",
        "The document that answers (bridge) stands in none of the 100 best passages: retrieval "
        "has to find it. Asked in full it is answered: the turn has to be understood as “When "
        "did the bridge open?”.",
    ),
    (
        turn(failure="wrong sentence", citation_precision=1.0, gold=GOLD, sources=["bridge"]),
        "wrong sentence",
        "Quoted from a document that answers, but not the sentence: one that states “2018” and "
        "“55 km” has to be chosen; what was quoted was withheld at a confidence of 0.20. Asked in "
        "full it fails, too: to understand the turn would not be enough.",
    ),
    (row(failure="of tomorrow"), "of tomorrow", "What went wrong: of tomorrow."),
]


@pytest.mark.parametrize(("of", "kind", "sentence"), CASES)
def test_what_was_needed(of: dict[str, Any], kind: str, sentence: str) -> None:
    assert (kind_of(of), what_was_needed(of)) == (kind, sentence)


def test_a_confidence_just_below_the_threshold_is_not_rounded_to_it() -> None:
    near = THRESHOLD - 0.0004
    told = what_was_needed(failed("withheld", quoted=ANSWER, confidence=near))
    assert f"its confidence {near:.4f} is below the threshold {THRESHOLD}." in told

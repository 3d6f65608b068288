"""Candidates made by hand: what a test does not speak of is nought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from gbaqa.answering.evidence import Candidate, Read
from gbaqa.types import Document, Evidence, Span

BLANK = Document("d", "A document", "x")


def candidate(
    evidence: Evidence | float,
    *,
    document: Document = BLANK,
    direction: Sequence[float] = (1.0,),
    **measures: Any,
) -> Candidate:
    """A candidate with these measures; a bare number is the score of some evidence."""
    if not isinstance(evidence, Evidence):
        evidence = Evidence("d#0000", Span(0, 1), evidence)
    vector = np.array(direction, dtype="float32")
    vector /= np.linalg.norm(vector)
    nought = {field.name: 0 for field in fields(Candidate)}
    known = {"evidence": evidence, "document": document, "vector": vector}
    left = {"read": Read(document, (), evidence.span.of(document.text)), "missing": (), "key": None}
    return Candidate(**{**nought, **left, **measures, **known})

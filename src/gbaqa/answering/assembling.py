"""Choose the one to three sentences that are shown."""

from __future__ import annotations

from collections.abc import Sequence

from gbaqa.answering.evidence import Candidate

MOST = 3
MARGIN = 0.1  # a further sentence must score this near the best one
SAME = 0.95  # cosine from which two sentences say the same


def assemble(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The best candidate and up to two that come near it, fit as well, and say something else.

    Of a document and its twins in other languages only one is quoted.
    """
    chosen: list[Candidate] = []
    quoted: dict[str, str] = {}  # original -> the document quoted of it
    for one in candidates:
        if len(chosen) == MOST or one.evidence.score < candidates[0].evidence.score - MARGIN:
            break
        repeats = any(float(one.vector @ other.vector) >= SAME for other in chosen)
        doc_id = one.document.doc_id
        if repeats or not _fits_like(candidates[0], one):
            continue
        if quoted.setdefault(one.document.original, doc_id) == doc_id:
            chosen.append(one)
    return tuple(chosen)


def _fits_like(best: Candidate, one: Candidate) -> bool:
    """Whether it holds the kind of thing and the numbers asked for, if the best one does."""
    return one.kind_met >= best.kind_met and one.numbers_met >= best.numbers_met

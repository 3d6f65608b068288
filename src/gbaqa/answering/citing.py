"""Make receipts: quotes that can be found again, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gbaqa.answering.evidence import Candidate
from gbaqa.types import Citation, Collection, Evidence

NEAREST = 3


def nearest(candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
    """The best evidence of each of the best NEAREST documents, to look at in place of an answer.

    A document and its twin in another language are one.
    """
    best: dict[str, Evidence] = {}
    for one in candidates:
        best.setdefault(one.document.original, one.evidence)
    return tuple(best.values())[:NEAREST]


def cite(evidence: Iterable[Evidence], collection: Collection) -> tuple[Citation, ...]:
    """One citation for each piece of evidence, with markers from 1 in the order given."""
    return tuple(_citation(marker, one, collection) for marker, one in enumerate(evidence, start=1))


def _citation(marker: int, evidence: Evidence, collection: Collection) -> Citation:
    document = collection.document_of(evidence.passage_id)
    return Citation(
        marker=marker,
        doc_id=document.doc_id,
        passage_id=evidence.passage_id,
        span=evidence.span,
        quote=evidence.span.of(document.text),
        doc_sha256=document.sha256,
        title=document.title,
        publisher=document.publisher,
        date=document.date,
        url=document.url,
        translation_of=document.translation_of,
    )

"""Make receipts: quotes that can be found again, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from gbaqa.answering.evidence import Candidate
from gbaqa.answering.expecting import key_span
from gbaqa.types import Citation, Collection, Evidence, Span

NEAREST = 3


def nearest(candidates: Sequence[Candidate]) -> tuple[Evidence, ...]:
    """The best evidence of each of the best NEAREST documents, to look at in place of an answer.

    A document and its twin in another language are one.
    """
    best: dict[str, Evidence] = {}
    for one in candidates:
        best.setdefault(one.document.original, one.evidence)
    return tuple(best.values())[:NEAREST]


def cite(
    evidence: Iterable[Evidence], collection: Collection, *, keys: Iterable[Span | None] = ()
) -> tuple[Citation, ...]:
    """One citation for each piece of evidence, with markers from 1 in the order given.

    `keys` are the parts that answer, one for each piece or none at all.
    """
    pieces = zip_longest(evidence, keys)
    return tuple(
        _citation(marker, one, collection, key) for marker, (one, key) in enumerate(pieces, start=1)
    )


def key_of(question: str, wording: str, one: Candidate) -> Span | None:
    """The part of a candidate that answers, in its document's text; None where none can be told."""
    language = one.document.language
    words = wording if language == "en" else ""
    found = key_span(question, one.text, language, words)
    if found is None:
        return one.key
    begins = one.evidence.span.start
    return Span(begins + found.start, begins + found.end)


def _citation(
    marker: int, evidence: Evidence, collection: Collection, key: Span | None
) -> Citation:
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
        key=key,
        page=document.page_of(evidence.span.start),
    )

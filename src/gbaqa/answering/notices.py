"""Say what the reader should know of the sources cited: no date, or an oddity of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gbaqa.types import Citation, Document, Notice


def notices(citations: Sequence[Citation], documents: Mapping[str, Document]) -> tuple[Notice, ...]:
    """`undated` for the sources without a date, then `stated-as-is` with each brief's own note."""
    return (*_undated(citations), *_stated_as_is(citations, documents))


def _undated(citations: Sequence[Citation]) -> Iterator[Notice]:
    markers = tuple(citation.marker for citation in citations if not citation.date)
    if markers:
        yield Notice("undated", "The source does not say when it was published.", markers)


def _stated_as_is(
    citations: Sequence[Citation], documents: Mapping[str, Document]
) -> Iterator[Notice]:
    markers: dict[str, list[int]] = {}
    for citation in citations:
        markers.setdefault(citation.doc_id, []).append(citation.marker)
    for doc_id, known in markers.items():
        note = documents[doc_id].note
        if note:
            yield Notice("stated-as-is", note, tuple(known))

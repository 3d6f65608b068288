"""Find the sentence of an original that a quote of its twin says in another language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gbaqa.answering.claims import Statement, figures_of
from gbaqa.text.quantities import Quantity, same_value
from gbaqa.text.sentences import sentence_spans
from gbaqa.types import Document, Span

LEAST_SHARED = 0.5  # of the figures of both sentences


def in_original(
    quote: Statement, start: int, documents: Mapping[str, Document]
) -> Statement | None:
    """The sentence of the original that has the same figures as a twin's quote.

    `start` is where the quote stands in the twin: of sentences with equally many figures in
    common, the one that stands in the same part of the original is meant. None for a quote that
    is of no twin, has no figure, or has none in common with any sentence.

    >>> original = Document("a", "A", "It has 12 halls. It covers 5 hectares.")
    >>> twin = Document("a.pt", "A", "Ocupa 5 hectares.", language="pt", translation_of="a")
    >>> found = in_original(Statement("Ocupa 5 hectares.", twin), 0, {"a": original})
    >>> found.quote if found else ""
    'It covers 5 hectares.'
    """
    original = documents.get(quote.document.translation_of or "")
    wanted = figures_of(quote.quote, quote.document.language)
    if original is None or not wanted:
        return None
    part = start / len(quote.document.text)
    found = [
        (shared, -abs(span.start / len(original.text) - part), -span.start, span)
        for span in _sentences(original)
        for shared in [_shared(wanted, figures_of(span.of(original.text), original.language))]
        if shared >= LEAST_SHARED
    ]
    return Statement(max(found)[3].of(original.text), original) if found else None


def _sentences(document: Document) -> Iterator[Span]:
    start = 0
    for line in document.text.splitlines(keepends=True):
        yield from sentence_spans(line, language=document.language, start=start)
        start += len(line)


def _shared(some: tuple[Quantity, ...], others: tuple[Quantity, ...]) -> float:
    """2 * met / all: the share of both sentences' figures that the other has too."""
    met = sum(any(same_value(one, other) for other in others) for one in some)
    return 2 * met / (len(some) + len(others))

"""Cut prose into sentences without changing a character."""

from __future__ import annotations

from collections.abc import Iterator

import sentencex

from gbaqa.types import Language, Span


def sentence_spans(text: str, *, language: Language, start: int = 0) -> Iterator[Span]:
    """Spans of the sentences of `text`, trimmed of white space, shifted by `start`.

    Together they cover every character that is not white space.

    >>> [span.of("It was. It is!") for span in sentence_spans("It was. It is!", language="en")]
    ['It was.', 'It is!']
    """
    for boundary in sentencex.get_sentence_boundaries(language.partition("-")[0], text):
        span = trimmed(text, boundary["start_index"], boundary["end_index"])
        if span:
            yield Span(start + span.start, start + span.end)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends; None when nothing is left."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return Span(start, end) if start < end else None

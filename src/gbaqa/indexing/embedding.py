"""Embed texts in slices, each text once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.tokens import Tokens, shortened

if TYPE_CHECKING:
    from gbaqa.types import Vectors

Made = TypeVar("Made")  # of a text: its vector, or that and its tokens

SLICE = 256  # texts between two reports of progress


def embed(
    texts: Sequence[str], *, encoder: TextEncoder, report: Callable[[int, int], None]
) -> Vectors:
    """Vectors of shape (len(texts), dimension).

    A text that stands several times is encoded once. Texts of one length go
    together: a batch is padded to its longest.
    """
    return _stacked(_made(texts, encoder.encode, report), encoder)


def embed_tokens(
    texts: Sequence[str], *, encoder: TextEncoder, report: Callable[[int, int], None]
) -> tuple[Vectors, list[Tokens]]:
    """As `embed`, and the tokens of each text, their rows shortened to int8."""

    def encode(part: Sequence[str]) -> Iterator[tuple[Vectors, Tokens]]:
        vectors, tokens = encoder.encode_with_tokens(part)
        return zip(vectors, map(shortened, tokens), strict=True)

    found = _made(texts, encode, report)
    return _stacked([vector for vector, _ in found], encoder), [tokens for _, tokens in found]


def _made(
    texts: Sequence[str],
    encode: Callable[[Sequence[str]], Iterable[Made]],
    report: Callable[[int, int], None],
) -> list[Made]:
    """What is made of each text."""
    each = sorted(set(texts), key=lambda text: (len(text), text))
    found: dict[str, Made] = {}
    for start in range(0, len(each), SLICE):
        part = each[start : start + SLICE]
        found |= zip(part, encode(part), strict=True)
        report(start + len(part), len(each))
    return [found[text] for text in texts]


def _stacked(vectors: Sequence[Vectors], encoder: TextEncoder) -> Vectors:
    rows = np.zeros((len(vectors), encoder.dimension), dtype="float32")
    for row, vector in enumerate(vectors):
        rows[row] = vector
    return rows

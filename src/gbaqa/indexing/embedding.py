"""Embed texts in slices, taking the vectors of texts that were embedded before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.tokens import Tokens, shortened

if TYPE_CHECKING:
    from gbaqa.types import Vectors

Made = TypeVar("Made")  # of a text: its vector, or that and its tokens

SLICE = 256  # texts between two reports of progress


def key(text: str) -> str:
    """The name under which a text's vector is found again.

    >>> key("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def embed(
    texts: Sequence[str],
    *,
    encoder: TextEncoder,
    known: Mapping[str, Vectors],
    report: Callable[[int, int], None],
) -> tuple[Vectors, int]:
    """Vectors of shape (len(texts), dimension), and how many texts had to be encoded.

    A text that stands several times is encoded once. Texts of one length go
    together: a batch is padded to its longest.
    """
    found, encoded = _found(texts, encoder.encode, known, report)
    return _stacked(found, encoder), encoded


def embed_tokens(
    texts: Sequence[str],
    *,
    encoder: TextEncoder,
    known: Mapping[str, tuple[Vectors, Tokens]],
    report: Callable[[int, int], None],
) -> tuple[Vectors, list[Tokens], int]:
    """As `embed`, and the tokens of each text, their rows shortened to int8."""

    def encode(part: Sequence[str]) -> Iterator[tuple[Vectors, Tokens]]:
        vectors, tokens = encoder.encode_with_tokens(part)
        return zip(vectors, map(shortened, tokens), strict=True)

    found, encoded = _found(texts, encode, known, report)
    vectors = _stacked([vector for vector, _ in found], encoder)
    return vectors, [tokens for _, tokens in found], encoded


def _found(
    texts: Sequence[str],
    encode: Callable[[Sequence[str]], Iterable[Made]],
    known: Mapping[str, Made],
    report: Callable[[int, int], None],
) -> tuple[list[Made], int]:
    """What is made of each text, and of how many it had to be made."""
    new = sorted({text for text in texts if key(text) not in known}, key=lambda t: (len(t), t))
    found = dict(known)
    for start in range(0, len(new), SLICE):
        part = new[start : start + SLICE]
        found |= zip(map(key, part), encode(part), strict=True)
        report(start + len(part), len(new))
    keys = list(map(key, texts))
    return [found[one] for one in keys], sum(one not in known for one in keys)


def _stacked(vectors: Sequence[Vectors], encoder: TextEncoder) -> Vectors:
    rows = np.zeros((len(vectors), encoder.dimension), dtype="float32")
    for row, vector in enumerate(vectors):
        rows[row] = vector
    return rows

"""Embed texts in slices, taking the vectors of texts that were embedded before."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.indexing.encoding import TextEncoder
from gbaqa.indexing.tokens import Tokens, shortened

if TYPE_CHECKING:
    from gbaqa.types import Vectors

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
    known: dict[str, Vectors],
    report: Callable[[int, int], None],
) -> tuple[Vectors, int]:
    """Vectors of shape (len(texts), dimension), and how many texts had to be encoded.

    A text that stands several times is encoded once. Texts of one length go
    together: a batch is padded to its longest.
    """
    new = sorted({text for text in texts if key(text) not in known}, key=lambda t: (len(t), t))
    found = dict(known)
    for start in range(0, len(new), SLICE):
        part = new[start : start + SLICE]
        found |= zip(map(key, part), encoder.encode(part), strict=True)
        report(start + len(part), len(new))
    vectors = np.zeros((len(texts), encoder.dimension), dtype="float32")
    for row, text in enumerate(texts):
        vectors[row] = found[key(text)]
    return vectors, sum(key(text) not in known for text in texts)


def embed_tokens(
    texts: Sequence[str],
    *,
    encoder: TextEncoder,
    known: dict[str, tuple[Vectors, Tokens]],
    report: Callable[[int, int], None],
) -> tuple[Vectors, list[Tokens], int]:
    """As `embed`, and the tokens of each text, their rows shortened to int8."""
    new = sorted({text for text in texts if key(text) not in known}, key=lambda t: (len(t), t))
    found = dict(known)
    for start in range(0, len(new), SLICE):
        part = new[start : start + SLICE]
        vectors, tokens = encoder.encode_with_tokens(part)
        both = zip(vectors, map(shortened, tokens), strict=True)
        found |= zip(map(key, part), both, strict=True)
        report(start + len(part), len(new))
    keys = list(map(key, texts))
    rows = np.zeros((len(texts), encoder.dimension), dtype="float32")
    for row, one in enumerate(keys):
        rows[row] = found[one][0]
    return rows, [found[one][1] for one in keys], sum(one not in known for one in keys)

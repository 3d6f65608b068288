"""Tell the whole words among the pieces that a tokenizer knows."""

from __future__ import annotations

from collections.abc import Iterable

# before a word's first piece: of SentencePiece, of byte-level BPE
WORD_MARKS = ("\u2581", "\u0120")


def words_known(pieces: Iterable[str]) -> frozenset[str]:
    """The whole words, in lower case: an encoder was taught them, so they are spelt rightly.

    >>> sorted(words_known(["\u2581Tax", "\u2581city", "es"]))
    ['city', 'tax']
    >>> sorted(words_known(["Tax", "##es", "1997"]))
    ['tax']
    """
    every = list(pieces)
    marked = [piece[1:] for piece in every if piece.startswith(WORD_MARKS)]
    words = marked if 2 * len(marked) > len(every) // 2 else every
    return frozenset(word.casefold() for word in words if word.isalpha())

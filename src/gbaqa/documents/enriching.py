"""Say where a text stands: the title and headings that are embedded and indexed beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

CountTokens = Callable[[Sequence[str]], list[int]]

CONTEXT_TOKENS = 64  # a quarter of MiniLM's 256: the text itself keeps the rest


def context(title: str, headings: Sequence[str], *, count_tokens: CountTokens) -> str:
    """Title and headings on one line, cut after the last word that fits CONTEXT_TOKENS."""
    words = " > ".join(part for part in (title, *headings) if part).split()
    while words and count_tokens([" ".join(words)])[0] > CONTEXT_TOKENS:
        words = words[: max(len(words) * 3 // 4, len(words) - 8)]
    return " ".join(words)


def enriched(context: str, text: str) -> str:
    """What is embedded for a text: never what is quoted.

    >>> enriched("Hengqin > Tax", "The rate is 15%.").splitlines()
    ['Hengqin > Tax', 'The rate is 15%.']
    """
    return f"{context}\n{text}" if context else text

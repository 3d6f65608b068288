"""Make the lead of a passage: title and headings, embedded and indexed beside its text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

CountTokens = Callable[[Sequence[str]], list[int]]

LEAD_TOKENS = 64  # a quarter of MiniLM's 256: the text itself keeps the rest


def lead(title: str, headings: Sequence[str], *, count_tokens: CountTokens, limit: int) -> str:
    """Title and headings on one line, cut to LEAD_TOKENS or a quarter of a lower `limit`."""
    budget = min(LEAD_TOKENS, limit // 4)
    words = " > ".join(part for part in (title, *headings) if part).split()
    while words and count_tokens([" ".join(words)])[0] > budget:
        words = words[: max(len(words) * 3 // 4, len(words) - 8)]
    return " ".join(words)


def enriched(lead: str, text: str) -> str:
    """What is embedded for a text: never what is quoted.

    >>> enriched("Hengqin > Tax", "The rate is 15%.").splitlines()
    ['Hengqin > Tax', 'The rate is 15%.']
    """
    return f"{lead}\n{text}" if lead else text

"""Choose in how many threads torch computes: one for a question, its own number for the rest."""

from __future__ import annotations

from functools import cache


@cache
def own_threads() -> int:
    """The number of threads that torch chose, asked for before any question is encoded."""
    import torch

    return torch.get_num_threads()


def use_threads(threads: int | None) -> None:
    """Lets torch compute in that many threads, or in as many as it began with.

    A question is a few tokens: two threads lose more on it by waiting for each other than they
    gain (on two shared cores 15 ms in one, 24 in two; at the 95th percentile 17 and 106).
    """
    import torch

    wanted = threads or own_threads()
    if torch.get_num_threads() != wanted:
        torch.set_num_threads(wanted)

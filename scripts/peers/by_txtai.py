"""txtai, as its documentation shows: one Embeddings object that stores content, dense or hybrid."""

from __future__ import annotations

from collections.abc import Callable, Sequence

PACKAGES = ("txtai",)


def index(texts: Sequence[tuple[str, str]], folder: str, weights: str) -> None:
    """Indexes texts by id into a folder."""
    from txtai import Embeddings

    embeddings = Embeddings(path=weights, content=True, hybrid=True)
    embeddings.index(texts)
    embeddings.save(folder)


def opened(folder: str, weights: str) -> Callable[[str, int], list[str]]:
    """What finds the ids of the best texts for a query."""
    from txtai import Embeddings

    embeddings = Embeddings()
    embeddings.load(folder)
    return lambda query, count: [one["id"] for one in embeddings.search(query, count)]

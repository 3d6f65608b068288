"""Chroma: a persistent client, a collection with its sentence-transformers function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

PACKAGES = ("chromadb",)
NAME = "passages"
AT_ONCE = 1000  # of the passages that are added; a client takes no more than some thousand


def _collection(folder: str, weights: str) -> Any:  # noqa: ANN401  # of a library that is not here
    import chromadb
    from chromadb.config import Settings
    from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

    client = chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))
    return client.get_or_create_collection(
        NAME,
        embedding_function=SentenceTransformerEmbeddingFunction(model_name=weights),
        metadata={"hnsw:space": "cosine"},
    )


def index(texts: Sequence[tuple[str, str]], folder: str, weights: str) -> None:
    """Indexes texts by id into a folder."""
    collection = _collection(folder, weights)
    for start in range(0, len(texts), AT_ONCE):
        ids, contents = zip(*texts[start : start + AT_ONCE], strict=True)
        collection.add(ids=list(ids), documents=list(contents))


def opened(folder: str, weights: str) -> Callable[[str, int], list[str]]:
    """What finds the ids of the best texts for a query."""
    collection = _collection(folder, weights)

    def search(query: str, count: int) -> list[str]:
        found: list[str] = collection.query(query_texts=[query], n_results=count)["ids"][0]
        return found

    return search

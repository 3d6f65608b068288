"""Haystack: an in-memory store written to a file, documents and queries embedded by components."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

PACKAGES = ("haystack-ai", "sentence-transformers-haystack")
STORE = "store.json"


def index(texts: Sequence[tuple[str, str]], folder: str, weights: str) -> None:
    """Indexes texts by id into a folder."""
    from haystack import Document
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
    )

    embedder = SentenceTransformersDocumentEmbedder(model=weights, progress_bar=False)
    embedder.warm_up()
    documents = [Document(id=one, content=text) for one, text in texts]
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(embedder.run(documents=documents)["documents"])
    Path(folder).mkdir(parents=True, exist_ok=True)
    store.save_to_disk(str(Path(folder) / STORE))


def opened(folder: str, weights: str) -> Callable[[str, int], list[str]]:
    """What finds the ids of the best texts for a query."""
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersTextEmbedder,
    )

    store = InMemoryDocumentStore.load_from_disk(str(Path(folder) / STORE))
    embedder = SentenceTransformersTextEmbedder(model=weights, progress_bar=False)
    embedder.warm_up()
    retriever = InMemoryEmbeddingRetriever(store)

    def search(query: str, count: int) -> list[str]:
        vector = embedder.run(text=query)["embedding"]
        found = retriever.run(query_embedding=vector, top_k=count)
        return [one.id for one in found["documents"]]

    return search

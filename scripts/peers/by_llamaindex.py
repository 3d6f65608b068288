"""LlamaIndex: a VectorStoreIndex of text nodes, persisted to a folder and loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

PACKAGES = ("llama-index-core", "llama-index-embeddings-huggingface")


def _embed(weights: str) -> Any:  # noqa: ANN401  # of a library that is not here
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(model_name=weights)


def index(texts: Sequence[tuple[str, str]], folder: str, weights: str) -> None:
    """Indexes texts by id into a folder."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import TextNode

    nodes = [TextNode(id_=one, text=text) for one, text in texts]
    store = VectorStoreIndex(nodes, embed_model=_embed(weights))
    store.storage_context.persist(folder)


def opened(folder: str, weights: str) -> Callable[[str, int], list[str]]:
    """What finds the ids of the best texts for a query."""
    from llama_index.core import StorageContext, load_index_from_storage

    context = StorageContext.from_defaults(persist_dir=folder)
    store = load_index_from_storage(context, embed_model=_embed(weights))
    retrievers: dict[int, Any] = {}

    def search(query: str, count: int) -> list[str]:
        retriever = retrievers.setdefault(count, store.as_retriever(similarity_top_k=count))
        return [one.node.node_id for one in retriever.retrieve(query)]

    return search

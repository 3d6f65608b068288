"""LangChain with FAISS: HuggingFaceEmbeddings, FAISS.from_texts, saved to a folder and loaded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

PACKAGES = ("langchain-community", "langchain-huggingface")


def _embeddings(weights: str) -> Any:  # noqa: ANN401  # of a library that is not here
    from langchain_huggingface import HuggingFaceEmbeddings

    return HuggingFaceEmbeddings(model_name=weights)


def index(texts: Sequence[tuple[str, str]], folder: str, weights: str) -> None:
    """Indexes texts by id into a folder."""
    from langchain_community.vectorstores import FAISS

    ids, contents = zip(*texts, strict=True)
    store = FAISS.from_texts(
        contents, _embeddings(weights), metadatas=[{"id": one} for one in ids], ids=list(ids)
    )
    store.save_local(folder)


def opened(folder: str, weights: str) -> Callable[[str, int], list[str]]:
    """What finds the ids of the best texts for a query."""
    from langchain_community.vectorstores import FAISS

    store = FAISS.load_local(folder, _embeddings(weights), allow_dangerous_deserialization=True)

    def search(query: str, count: int) -> list[str]:
        return [one.metadata["id"] for one in store.similarity_search(query, k=count)]

    return search

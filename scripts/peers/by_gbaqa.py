"""gbaqa: the passages as a data set of its own, built and searched as `gbaqa eval` does."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

PACKAGES = ()
ENCODER = "all-MiniLM-L6-v2"


def index(texts: Sequence[tuple[str, str]], folder: str, weights: str) -> None:
    """Indexes texts by id into a folder."""
    from gbaqa.documents.formats import plain
    from gbaqa.documents.reading import Read
    from gbaqa.indexing.building import build
    from gbaqa.keeping import PREPARED, keep_in
    from gbaqa.types import Document

    keep_in(Path(folder) / PREPARED)
    reads = [
        Read(Document(one, "", text), plain.parse(text, name=one).blocks, one)
        for one, text in sorted(texts)
    ]
    build(reads, index=Path(folder), encoder_name=ENCODER, quotable=False)


def opened(folder: str, weights: str) -> Callable[[str, int], list[str]]:
    """What finds the ids of the best texts for a query."""
    from gbaqa.settings import let_idle_threads_sleep

    let_idle_threads_sleep(os.environ)  # as the command line does
    from gbaqa.indexing.opening import open_generation
    from gbaqa.keeping import PREPARED, keep_in
    from gbaqa.retrieval.opening import searcher
    from gbaqa.retrieval.searching import QuestionEncoder
    from gbaqa.types import Query

    keep_in(Path(folder) / PREPARED)
    generation = open_generation(Path(folder), encoder_name=ENCODER)
    search_ = searcher(generation, QuestionEncoder(generation.encoder))
    passages = generation.collection.passages

    def search(query: str, count: int) -> list[str]:
        found = search_.search(Query(query), cutoff=2 * count)  # a text may be several passages
        ids = dict.fromkeys(passages[one.passage_id].doc_id for one in found)
        return list(ids)[:count]

    return search

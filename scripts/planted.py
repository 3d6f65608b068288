"""Losses planted on purpose in one step each, and changes that should lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

import numpy as np

from gbaqa.answering.deciding import threshold
from gbaqa.answering.evidence import Candidate
from gbaqa.documents.blocks import Block
from gbaqa.documents.reading import Read
from gbaqa.retrieval.following import Standalone
from gbaqa.types import Document, Hit, Query, Ranking, Span

Reads = Sequence[Read]


@dataclass(frozen=True, slots=True)
class Change:
    """What is put in the place of what, by dotted names; `reads` changes the corpus itself.

    `rebuilds` tells that the index is another with it, `afresh` that every text is embedded
    again.
    """

    name: str
    patches: tuple[tuple[str, Any], ...] = ()
    rebuilds: bool = False
    afresh: bool = False
    reads: Callable[[Reads], Reads] | None = None

    @contextmanager
    def planted(self) -> Iterator[None]:
        """Within it the change is in force."""
        with ExitStack() as stack:
            for target, value in self.patches:
                stack.enter_context(patch(target, value))
            yield


def _nothing_dense(self: object, query: Query, *, cutoff: int) -> Ranking:
    return ()


def _shuffled(search: Callable[..., Ranking]) -> Callable[..., Ranking]:
    """The right scores of the wrong passages."""

    def searching(self: Any, query: Query, *, cutoff: int) -> Ranking:
        names = list(self._ids)
        shuffled = np.random.default_rng(1).permutation(names).tolist()
        others = dict(zip(names, shuffled, strict=True))
        return tuple(
            Hit(others[hit.passage_id], hit.score) for hit in search(self, query, cutoff=cutoff)
        )

    return searching


def _without_the_best(search: Callable[..., Ranking]) -> Callable[..., Ranking]:
    def searching(self: Any, query: Query, *, cutoff: int) -> Ranking:
        return search(self, query, cutoff=cutoff + 1)[1:]

    return searching


def _stem_of(language: str) -> Callable[[], Callable[[str], str]]:
    import Stemmer

    stem = Stemmer.Stemmer(language).stemWord
    return lambda: stem


def _first_three_words(encode: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, text: encode(self, " ".join(text.split()[:3]))


def _first_sentences(_: str, found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(sorted(found, key=lambda one: (one.evidence.passage_id, one.evidence.span))[:1])


def _the_worst(_: str, found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    return tuple(found[-1:])


def _without_history(question: str, *_: Any, **__: Any) -> Standalone:
    return Standalone(question)


def _half_the_limit(gather: Callable[..., Any]) -> Callable[..., Any]:
    def gathering(text: str, units: Any, *, count_tokens: Any, budget: int) -> Any:
        return gather(text, units, count_tokens=count_tokens, budget=max(1, budget // 2))

    return gathering


def _in_half_precision(encode: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, text: encode(self, text).astype("float16").astype("float32")


def _without_twins(reads: Reads) -> Reads:
    return [read for read in reads if read.document.translation_of is None]


def _noted(reads: Reads) -> Reads:
    return [
        replace(read, document=replace(read.document, note=f"{read.document.note} Seen."))
        for read in reads
    ]


def _with_recipes(reads: Reads) -> Reads:
    text = "Boil the noodles for three minutes. Add soy sauce, spring onions and an egg."
    more = [
        Read(
            Document(f"recipe-{number}", "A bowl of noodles", text, publisher="Kitchen"),
            (Block(Span(0, len(text)), "prose"),),
            f"recipe-{number}.txt",
        )
        for number in range(5)
    ]
    return [*reads, *more]


def planted() -> list[Change]:
    """Changes of which each spoils one step."""
    from gbaqa.documents import chunking
    from gbaqa.retrieval.fusing import FusedSearcher
    from gbaqa.retrieval.searching import DenseSearcher, QuestionEncoder

    fusing, searching = "gbaqa.retrieval.fusing", "gbaqa.retrieval.searching"
    asking = "gbaqa.answering.asking"
    level = "gbaqa.answering.deciding.threshold"
    now = threshold()
    encoded = f"{searching}.QuestionEncoder._encoded"
    dense = f"{searching}.DenseSearcher.search"
    fused = f"{fusing}.FusedSearcher.search"
    return [
        Change("BM25 dropped", ((f"{fusing}.LEXICAL_WEIGHT", 0.0),)),
        Change("vectors dropped", ((dense, _nothing_dense),)),
        Change("BM25 weighs ten times as much", ((f"{fusing}.LEXICAL_WEIGHT", 3.0),)),
        Change("passages shuffled", ((dense, _shuffled(DenseSearcher.search)),)),
        Change("best hit dropped", ((fused, _without_the_best(FusedSearcher.search)),)),
        Change(
            "questions stemmed as Portuguese", (("gbaqa.text.terms._stem", _stem_of("portuguese")),)
        ),
        Change(
            "no titles embedded",
            (("gbaqa.documents.chunking.lead", lambda *_, **__: ""),),
            rebuilds=True,
        ),
        Change(
            "half the passage length",
            (("gbaqa.documents.chunking.gather", _half_the_limit(chunking.gather)),),
            rebuilds=True,
        ),
        Change("no Chinese twins", reads=_without_twins, rebuilds=True),
        Change(
            "cosines of unknown words trusted",
            ((encoded, lambda self, text: self._encoder.encode_queries([text])[0]),),
        ),
        Change(
            "questions cut to three words",
            ((encoded, _first_three_words(QuestionEncoder._encoded)),),
        ),
        Change("one passage read", ((f"{asking}.PASSAGES", 1),)),
        Change(
            "evidence by cosine alone",
            (("gbaqa.answering.gathering.rank_logit", lambda one: one.cosine),),
        ),
        Change("the judge asleep", (("gbaqa.answering.gathering.JUDGED", 0),)),
        Change("first sentence quoted", ((f"{asking}.assemble", _first_sentences),)),
        Change("worst sentence quoted", ((f"{asking}.assemble", _the_worst),)),
        Change("always answered", ((level, lambda _: 0.0),)),
        Change("never answered", ((level, lambda _: 1.1),)),
        Change("threshold 0.1 lower", ((level, lambda _: now - 0.1),)),
        Change("history ignored", ((f"{asking}.stand_alone", _without_history),)),
    ]


def harmless() -> list[Change]:
    """Changes that a maintainer makes without meaning to change an answer."""
    from gbaqa.retrieval.searching import QuestionEncoder

    fusing, searching = "gbaqa.retrieval.fusing", "gbaqa.retrieval.searching"
    now = threshold()
    return [
        Change("nothing"),
        Change("one question remembered", ((f"{searching}.REMEMBERED", 1),)),
        Change(
            "batches of seven", (("gbaqa.indexing.encoding.BATCH", 7),), rebuilds=True, afresh=True
        ),
        Change("depth 500 before fusing", ((f"{fusing}.DEPTH", 500),)),
        Change("BM25 weighs 0.31", ((f"{fusing}.LEXICAL_WEIGHT", 0.31),)),
        Change(
            "questions in half precision",
            (
                (
                    f"{searching}.QuestionEncoder._encoded",
                    _in_half_precision(QuestionEncoder._encoded),
                ),
            ),
        ),
        Change("eleven passages read", (("gbaqa.answering.asking.PASSAGES", 11),)),
        Change("margin 0.99", (("gbaqa.answering.assembling.MARGIN", 0.99),)),
        Change("same from a cosine of 0.96", (("gbaqa.answering.assembling.SAME", 0.96),)),
        Change(
            "threshold 0.002 higher",
            (("gbaqa.answering.deciding.threshold", lambda _: now + 0.002),),
        ),
        Change("files read backwards", reads=lambda reads: list(reversed(reads)), rebuilds=True),
        Change("a note in every brief", reads=_noted, rebuilds=True),
        Change("five recipes among the briefs", reads=_with_recipes, rebuilds=True),
    ]

"""What a reader is shown for a question: by the assistant, and by a baseline that only searches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gbaqa.answering.asking import PASSAGES
from gbaqa.errors import QuestionRefused
from gbaqa.evaluation.evaluated import Evaluated
from gbaqa.types import Answer, Citation, Notice, Ranking, Turn

FOUND = 10  # documents of a ranking that a row names
SEARCHED = 100  # passages searched for the ranks of the documents that answer


@dataclass(frozen=True, slots=True)
class Shown:
    """The text quoted, the documents it is quoted from, and whether the reader sees it.

    For "not found" they are what would have been quoted. `searched` is the question as it was
    searched, in full, and `also_searched` what was searched besides; `citations` and `notices`
    are those shown, and `milliseconds` what it took to answer, where that was measured.
    """

    quoted: str = ""
    sources: tuple[str, ...] = ()
    confidence: float = 0.0
    answered: bool = False
    searched: str = ""
    also_searched: str = ""
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    milliseconds: float | None = field(default=None, compare=False)  # no two runs take as long

    @property
    def text(self) -> str:
        """What the reader sees of it, "" for "not found"."""
        return self.quoted if self.answered else ""


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that a search finds, best first and each once, a twin as its original.

    `passages` are those that are read for evidence, `read` their documents; `baseline` is what
    the baseline shows.
    """

    documents: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    read: frozenset[str] = frozenset()
    baseline: Shown = Shown()


def ask(assistant: Evaluated, question: str, *, history: Sequence[Turn] = ()) -> Shown:
    """What the assistant shows; a question that it refuses to read is one that it cannot answer."""
    try:
        exchange = assistant.ask(question, history=history)
    except QuestionRefused:
        return Shown(searched=question)
    reply = exchange.reply
    answer = reply if isinstance(reply, Answer) else None
    quotes = reply.citations if isinstance(reply, Answer) else reply.withheld
    return Shown(
        quoted=" ".join(citation.quote for citation in quotes),
        sources=tuple(citation.doc_id for citation in quotes),
        confidence=reply.confidence,
        answered=answer is not None,
        searched=exchange.standalone_question,
        also_searched=exchange.also_searched,
        citations=answer.citations if answer else (),
        notices=answer.notices if answer else (),
        milliseconds=exchange.timings_ms.get("total"),
    )


def find(assistant: Evaluated, question: str) -> Found:
    """The baseline shows the whole top passage whatever the question; its score ranks it."""
    try:
        ranking = assistant.search(question, cutoff=SEARCHED)
    except QuestionRefused:
        return Found()
    collection = assistant.collection
    documents = [collection.document_of(hit.passage_id).original for hit in ranking]
    return Found(
        documents=tuple(dict.fromkeys(documents)),
        passages=tuple(hit.passage_id for hit in ranking[:PASSAGES]),
        read=frozenset(documents[:PASSAGES]),
        baseline=_top_passage(assistant, ranking),
    )


def _top_passage(assistant: Evaluated, ranking: Ranking) -> Shown:
    if not ranking:
        return Shown()
    top = ranking[0]
    return Shown(
        quoted=assistant.collection.text(top.passage_id),
        sources=(assistant.collection.passages[top.passage_id].doc_id,),
        confidence=top.score,
        answered=True,
    )

"""Choose what to offer next: questions of the bank, those nearest to the last question first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from gbaqa.answering.deciding import answers, confidence
from gbaqa.types import (
    Answer,
    Citation,
    Collection,
    Language,
    Ranking,
    Reply,
    Suggestion,
    folded,
)

if TYPE_CHECKING:
    from gbaqa.answering.asking import Assistant

Nearness: TypeAlias = Callable[[str], tuple[int, float]]  # of a document: the less the nearer


def suggestions(
    questions: Sequence[Suggestion],
    collection: Collection,
    doc_ids: Iterable[str],
    *,
    languages: Sequence[Language],
    asked: Iterable[str] = (),
    limit: int,
) -> tuple[Suggestion, ...]:
    """At most `limit` questions that were not `asked` yet, those of one document not in a row.

    `doc_ids` are the documents found, nearest first; their questions come first, then those of
    documents that share topics with them, the others last. All are of the first of the
    `languages`, most wanted first, that has any left.
    """
    told = set(map(folded, asked))
    left = [one for one in questions if folded(one.text) not in told]
    spoken = next((one for one in languages if any(q.language == one for q in left)), None)
    found = tuple(dict.fromkeys(map(collection.original_of, doc_ids)))
    near = _nearness(found, collection)
    ordered = sorted(
        (one for one in left if one.language == spoken),
        key=lambda one: (near(one.doc_id), one.doc_id, one.text),
    )
    return tuple(_apart(ordered, limit))


def documents_of(reply: Reply | None, ranking: Ranking, collection: Collection) -> tuple[str, ...]:
    """The documents that a reply quotes or points to, then those of the ranking, each once."""
    cited: tuple[Citation, ...] = ()
    if reply is not None:
        cited = reply.citations if isinstance(reply, Answer) else reply.nearest
    ranked = (collection.passages[hit.passage_id].doc_id for hit in ranking)
    return tuple(dict.fromkeys((*(one.doc_id for one in cited), *ranked)))


def would_answer(assistant: Assistant, question: str) -> bool:
    """Whether a question has an answer; unlike `ask`, it has none worded by a language model."""
    return answers(confidence(assistant.evidence(question)), risk=assistant.risk)


def _nearness(found: Sequence[str], collection: Collection) -> Nearness:
    """Tells of a document how far it is from those found: its place, or what topics it shares."""
    places = {doc_id: place for place, doc_id in enumerate(found)}
    weights: dict[str, float] = defaultdict(float)
    for doc_id, place in places.items():
        for topic in _topics(doc_id, collection):
            weights[topic] += 1 / (1 + place)

    def near(doc_id: str) -> tuple[int, float]:
        shared = sum(weights.get(topic, 0.0) for topic in _topics(doc_id, collection))
        return (places[doc_id], 0.0) if doc_id in places else (len(places), -shared)

    return near


def _topics(doc_id: str, collection: Collection) -> frozenset[str]:
    document = collection.documents.get(doc_id)
    return frozenset(map(folded, document.topics)) if document else frozenset()


def _apart(ordered: Iterable[Suggestion], limit: int) -> Iterator[Suggestion]:
    """In order, but for those of the document just told, which wait while there is another."""
    left, last = list(ordered), ""
    for _ in range(min(limit, len(left))):
        one = next((one for one in left if one.doc_id != last), left[0])
        left.remove(one)
        last = one.doc_id
        yield one

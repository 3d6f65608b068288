"""Small datasets and a scripted assistant: what they score can be worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gbaqa.answering.exchanges import Exchange
from gbaqa.errors import QuestionRefused
from gbaqa.indexing.opening import Units
from gbaqa.text.sentences import sentence_spans
from gbaqa.types import (
    Answer,
    Citation,
    Collection,
    Document,
    Hit,
    NoAnswer,
    Notice,
    Passage,
    Query,
    Ranking,
    Reason,
    Reply,
    Sentence,
    Span,
    Turn,
)
from tests.fakes import BagOfWordsEncoder

HEADER = "query-id\tcorpus-id\tscore\n"


def write_lines(path: Path, rows: Sequence[object]) -> None:
    """One JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")


def write_qrels(folder: Path, split: str, rows: Sequence[tuple[str, str, int]]) -> None:
    """Judgements of one split, under BEIR's header."""
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{query}\t{document}\t{score}\n" for query, document, score in rows)
    (folder / "qrels" / f"{split}.tsv").write_text(HEADER + lines, encoding="utf-8")


def collection(texts: Mapping[str, str], *, twins: Mapping[str, str] | None = None) -> Collection:
    """Documents of one passage each, `<id>#0000`; `twins` maps a document to its original."""
    documents = {
        doc_id: Document(doc_id, doc_id, text, translation_of=(twins or {}).get(doc_id))
        for doc_id, text in texts.items()
    }
    passages = {
        f"{doc_id}#0000": Passage(f"{doc_id}#0000", doc_id, Span(0, len(text)), (), "en")
        for doc_id, text in texts.items()
    }
    return Collection(documents, passages)


@dataclass(frozen=True)
class ScriptedGeneration:
    """The sentences of a collection, with the vectors of a bag of words."""

    units: Units
    encoder: BagOfWordsEncoder


def generation(collection: Collection) -> ScriptedGeneration:
    """Every sentence of every passage is a unit."""
    encoder = BagOfWordsEncoder()
    spans: dict[str, tuple[Span, ...]] = {}
    rows: dict[str, int] = {}
    texts: list[str] = []
    for passage_id in collection.passages:
        document = collection.document_of(passage_id)
        rows[passage_id] = len(texts)
        spans[passage_id] = tuple(sentence_spans(document.text, language=document.language))
        texts += [span.of(document.text) for span in spans[passage_id]]
    return ScriptedGeneration(Units(spans, rows, encoder.encode(texts)), encoder)


class ScriptedAssistant:
    """Gives the replies and rankings it was handed, and keeps what it was asked.

    `replies` maps a question to quotes, each a document and its sentence; a question
    that is missing is not answered. The question "refuse me" is refused. `notices` are those of
    the answer to a question; each answer takes the milliseconds that it is given in `timings`.
    """

    generation = "g1"
    encoder = "scripted"

    def __init__(
        self,
        collection: Collection,
        *,
        replies: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        rankings: Mapping[str, Sequence[tuple[str, float]]] | None = None,
        confidences: Mapping[str, float] | None = None,
        notices: Mapping[str, Sequence[Notice]] | None = None,
        timings: Mapping[str, float] | None = None,
    ) -> None:
        self.collection = collection
        self.opened = generation(collection)
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []
        self.cutoffs: set[int] = set()
        self.replies = dict(replies or {})
        self._rankings = rankings or {}
        self._confidences = confidences or {}
        self._notices = notices or {}
        self._timings = timings or {}

    def search(self, question: str, *, cutoff: int) -> Ranking:
        self._check(question)
        self.cutoffs.add(cutoff)
        hits = self._rankings.get(question, ())
        return tuple(Hit(passage_id, score) for passage_id, score in hits)[:cutoff]

    def ask(self, question: str, *, history: Sequence[Turn] = ()) -> Exchange:
        self._check(question)
        self.asked.append((question, tuple(history)))
        taken = {"total": self._timings[question]} if question in self._timings else {}
        return Exchange(question, question, self._reply(question), "g1", "scripted", taken)

    def _check(self, question: str) -> None:
        if question == "refuse me":
            raise QuestionRefused("the question is refused; ask another")

    def _reply(self, question: str) -> Reply:
        confidence = self._confidences.get(question, 0.5)
        quotes = self.replies.get(question)
        if not quotes:
            return NoAnswer(
                Query(question),
                Reason("nothing-near", "The documents do not say."),
                confidence=confidence,
            )
        return Answer(
            Query(question),
            sentences=tuple(Sentence(text, (i,)) for i, (_, text) in enumerate(quotes, start=1)),
            citations=tuple(
                self._citation(marker, doc_id, text)
                for marker, (doc_id, text) in enumerate(quotes, start=1)
            ),
            confidence=confidence,
            notices=tuple(self._notices.get(question, ())),
        )

    def _citation(self, marker: int, doc_id: str, text: str) -> Citation:
        document = self.collection.documents[doc_id]
        span = Span(0, len(text))
        return Citation(
            marker, doc_id, f"{doc_id}#0000", span, text, "", document.title, "", "", ""
        )

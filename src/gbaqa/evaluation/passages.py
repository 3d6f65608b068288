"""Judge passages by what they hold, and rank them as the documents are ranked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from gbaqa.evaluation.judgements import Qrels
from gbaqa.evaluation.matching import holds
from gbaqa.evaluation.questions import AnswerKeys, Question
from gbaqa.types import Collection, Ranking


class JudgedPassages:
    """The passages of a collection, judged for every query of a dataset.

    A passage has the grade of its document where it holds evidence for the question or,
    without evidence, one of its key facts. Where nothing tells, or no passage holds any, all
    passages of the document have it. Only originals are judged: a passage of a twin stands
    for one of its original's.
    """

    def __init__(self, qrels: Qrels, questions: Sequence[Question], collection: Collection) -> None:
        self._collection = collection
        self._passages: dict[str, list[str]] = defaultdict(list)
        for passage_id, passage in collection.passages.items():
            self._passages[passage.doc_id].append(passage_id)
        self._untold: set[tuple[str, str]] = set()  # query and document whose passages all count
        self._forms = {one.question_id: one.evidence or one.answer_keys for one in questions}
        self.qrels = {query: self._judged(query, judged) for query, judged in qrels.items()}

    def standing_for(self, query: str, ranking: Ranking) -> list[tuple[str, float]]:
        """The ranking with a twin's judged passages under the names of its original's."""
        found: dict[str, float] = {}
        for hit in ranking:
            name = self._name(query, hit.passage_id, found)
            if name:
                found.setdefault(name, hit.score)
        return list(found.items())

    def _name(self, query: str, passage_id: str, found: Mapping[str, float]) -> str:
        """The passage itself or, of a twin, a judged one not found yet; "" when all are."""
        document = self._collection.document_of(passage_id)
        judged = [
            one for one in self._passages.get(document.original, ()) if one in self.qrels[query]
        ]
        if document.translation_of is None or not judged:
            return passage_id
        untold = (query, document.original) in self._untold
        if not untold and not self._holding([passage_id], self._forms.get(query, ())):
            return passage_id
        return next((one for one in judged if one not in found), "")

    def _judged(self, query: str, documents: Mapping[str, int]) -> dict[str, int]:
        judged: dict[str, int] = {}
        for doc_id, grade in documents.items():
            passages = self._passages.get(doc_id, [doc_id])  # missing: one that is never found
            holding = self._holding(self._passages.get(doc_id, ()), self._forms.get(query, ()))
            if not holding:
                self._untold.add((query, doc_id))
            judged |= dict.fromkeys(holding or passages, grade)
        return judged

    def _holding(self, passages: Sequence[str], pieces: AnswerKeys) -> list[str]:
        """Those that hold at least one wording of one piece."""
        wordings = [wording for piece in pieces for wording in piece]
        return [
            passage_id
            for passage_id in passages
            if any(holds(self._collection.text(passage_id), wording) for wording in wordings)
        ]

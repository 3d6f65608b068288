"""Make training examples: a question, the passage that answers, passages that only look like it."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from gbaqa.documents.chunking import chunk
from gbaqa.documents.enriching import enriched
from gbaqa.documents.reading import Read, read_corpus
from gbaqa.evaluation.datasets import read_dataset
from gbaqa.indexing.encoding import TextEncoder
from gbaqa.text.terms import terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

K1, B = 1.2, 0.75
LEXICAL_WEIGHT = 0.3  # of BM25 over its best, beside the cosine: the first stage that mines
DEPTH = 60  # passages looked at for each question
SPARED = 2  # of the best ones that do not answer: too often they do
MOST_NEGATIVES = 24
ASKED_AT_ONCE = 500
MEDQUAD = 2500  # of its 16,407 pairs, most of which are of one pattern
SHORTEST_ANSWER, LONGEST_ANSWER = 60, 1200  # characters of a MedQuAD answer


@dataclass(frozen=True, slots=True)
class Example:
    """A question of a data set; passages are texts as they are embedded."""

    dataset: str
    question: str
    answering: str
    others: tuple[str, ...]


def examples(public: Path, project: Path, encoder: TextEncoder) -> list[Example]:
    """Those of every part that may be trained on, in one order for one seed.

    Of SciFact and SQuAD 2.0, which have no part of their own to train on, one half by digest:
    of the questions, and of the articles. eval/gba-train asks about briefs that eval/gba does not.
    """
    found: list[Example] = []
    for name, split, of_half in (
        ("feedbackqa", "train", None),
        ("quebec", "train", None),
        ("squad2", "dev", "article"),
        ("clapnq", "dev", None),
        ("scifact", "train", "question"),
    ):
        dataset = read_dataset(public / name, split=split)
        if dataset.corpus is None:
            raise ValueError(f"{name} has no corpus.jsonl")
        reads = dataset.corpus.reads
        titles = {read.document.doc_id: read.document.title for read in reads}
        asked = [
            (text, frozenset(dataset.qrels[query]))
            for query, text in sorted(dataset.queries.items())
            if of_half is None
            or (of_half == "question" and in_training_half(query))
            or (of_half == "article" and in_training_half(titles[min(dataset.qrels[query])]))
        ]
        found += mined(name, reads, asked, encoder)
    lines = (project / "eval/gba-train/parallel.jsonl").read_text("utf-8").splitlines()
    own = [(line["en"], frozenset(line["docs"])) for line in map(json.loads, lines)]
    english = [
        read for read in read_corpus(project / "corpus").reads if read.document.language == "en"
    ]
    found += mined("gba-train", english, own, encoder)
    return [*found, *_medquad(public / "medquad/medquad.jsonl.gz")]


def in_training_half(name: str) -> bool:
    """Half of all names, the same at every run."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2 == 0


def mined(
    name: str,
    reads: Sequence[Read],
    asked: Sequence[tuple[str, frozenset[str]]],
    encoder: TextEncoder,
) -> Iterator[Example]:
    """Each question with the best passage of a document that answers, and others found for it."""
    chunks = [
        (one.passage.doc_id, enriched(one.lead, one.passage.span.of(read.document.text)))
        for read in reads
        for one in chunk(
            read.document, read.blocks, count_tokens=encoder.count_tokens, limit=encoder.limit
        )
    ]
    documents = [doc_id for doc_id, _ in chunks]
    texts = [text for _, text in chunks]
    places: dict[str, list[int]] = defaultdict(list)
    for place, doc_id in enumerate(documents):
        places[doc_id].append(place)
    vectors = encoder.encode(texts)
    bm25 = lexical(texts)
    for start in range(0, len(asked), ASKED_AT_ONCE):
        part = asked[start : start + ASKED_AT_ONCE]
        shares = bm25([question for question, _ in part])
        scores = encoder.encode_queries([question for question, _ in part]) @ vectors.T
        scores = scores + LEXICAL_WEIGHT * shares
        for (question, answering), row in zip(part, scores, strict=True):
            own = [place for doc_id in answering for place in places.get(doc_id, ())]
            if not own:
                continue
            best = max(own, key=lambda place: (row[place], -place))
            order = np.argsort(-row, kind="stable")[:DEPTH].tolist()
            others = [texts[place] for place in order if documents[place] not in answering]
            kept = tuple(others[SPARED : SPARED + MOST_NEGATIVES])
            yield Example(name, question, texts[best], kept)


def lexical(texts: Sequence[str]) -> Callable[[Sequence[str]], NDArray[np.float64]]:
    """BM25 of questions and texts over each question's best, shape (questions, texts)."""
    counts = [Counter(terms(text)) for text in texts]
    frequency = Counter(term for one in counts for term in one)
    column = {term: place for place, term in enumerate(frequency)}
    lengths = np.array([sum(one.values()) for one in counts])
    norms = K1 * (1 - B + B * lengths / lengths.mean())
    rows, columns, values = [], [], []
    for row, one in enumerate(counts):
        for term, count in one.items():
            n = frequency[term]
            rarity = np.log(1 + (len(texts) - n + 0.5) / (n + 0.5))
            rows.append(row)
            columns.append(column[term])
            values.append(rarity * count * (K1 + 1) / (count + norms[row]))
    weights = sparse.csr_matrix((values, (rows, columns)), shape=(len(texts), len(column)))

    def score(questions: Sequence[str]) -> NDArray[np.float64]:
        wanted = [{column[term] for term in terms(one) if term in column} for one in questions]
        picked = sparse.csr_matrix(
            (
                np.ones(sum(map(len, wanted))),
                [place for one in wanted for place in sorted(one)],
                np.cumsum([0, *map(len, wanted)]),
            ),
            shape=(len(questions), len(column)),
        )
        found = (picked @ weights.T).toarray()
        shares: NDArray[np.float64] = found / np.maximum(found.max(axis=1, keepdims=True), 1e-9)
        return shares

    return score


def _medquad(path: Path) -> list[Example]:
    """Questions and answers on health: each answer is the passage, others come by the batch."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file]
    found = [
        Example("medquad", one["question"], one["answer"][:LONGEST_ANSWER], ())
        for one in pairs
        if len(one["answer"] or "") >= SHORTEST_ANSWER
    ]
    return random.sample(found, MEDQUAD)

"""Real classes that stand in for slow ones: same text, same vector, no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.answering.judging import Judgement, Line
from gbaqa.documents.reading import read_corpus
from gbaqa.indexing.building import Counts, build
from gbaqa.indexing.tokens import Tokens
from gbaqa.text.terms import asked_terms, terms

if TYPE_CHECKING:
    from gbaqa.types import Vectors

FAKE_ENCODER = "bag-of-words"
TOKEN_DIMENSION = 2048  # a few words out of so many hardly ever share one vector
MARK = 0  # the token that begins every passage, and that no word has


class BagOfWordsEncoder:
    """Counts terms in hashed dimensions: texts that share terms are near, and nothing else is."""

    def __init__(self, name: str = FAKE_ENCODER, *, dimension: int = 64, limit: int = 60) -> None:
        self.name = name
        self.weights_sha256 = hashlib.sha256(f"{name} {dimension}".encode()).hexdigest()
        self.dimension = dimension
        self.prompts = {"query": "", "document": ""}
        self.max_tokens = self.limit = limit
        self.has_tokens = False
        self.ordinary_words: frozenset[str] = frozenset()
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        vectors = np.zeros((len(texts), self.dimension), dtype="float32")
        for row, text in enumerate(texts):
            for term in terms(text):
                vectors[row, hashlib.sha256(term.encode()).digest()[0] % self.dimension] += 1
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, norms, out=vectors, where=norms > 0)
        return vectors

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)

    def encode_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        raise ValueError(f"encoder {self.name!r} was not taught to tell tokens apart")

    def encode_query_with_tokens(self, text: str) -> tuple[Vectors, Tokens]:
        raise ValueError(f"encoder {self.name!r} was not taught to tell tokens apart")

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [word_tokens(text).ids.tolist() for text in texts]

    def known_share(self, text: str) -> float:
        """A bag of words knows every word but "unknown"."""
        words = text.split()
        return 1 - words.count("unknown") / len(words) if words else 1.0


class WordTokensEncoder(BagOfWordsEncoder):
    """A bag of words whose words have vectors besides: equal terms meet, others do not."""

    def __init__(self, name: str = FAKE_ENCODER, *, dimension: int = 64, limit: int = 60) -> None:
        super().__init__(name, dimension=dimension, limit=limit)
        self.weights_sha256 = hashlib.sha256(f"{name} {dimension} tokens".encode()).hexdigest()
        self.has_tokens = True

    def encode_with_tokens(self, texts: Sequence[str]) -> tuple[Vectors, list[Tokens]]:
        return self.encode(texts), [word_tokens(text, marked=True) for text in texts]

    def encode_query_with_tokens(self, text: str) -> tuple[Vectors, Tokens]:
        return self.encode_queries([text])[0], word_tokens(text)


class WordsJudge:
    """Judges by the share of the question's terms that a line holds, from -3 to 3."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[Line, ...]]] = []

    def judge(self, question: str, lines: Sequence[Line]) -> list[Judgement]:
        self.asked.append((question, tuple(lines)))
        wanted = set(asked_terms(question))
        return [
            Judgement(6 * len(wanted & set(terms(one.text))) / max(1, len(wanted)) - 3, 0, 0)
            for one in lines
        ]


def word_tokens(text: str, *, marked: bool = False) -> Tokens:
    """A token for each term, its row 1 at the place of its id and 0 elsewhere."""
    digests = [int(hashlib.sha256(term.encode()).hexdigest(), 16) for term in terms(text)]
    ids = [MARK] * marked + [1 + digest % (TOKEN_DIMENSION - 1) for digest in digests]
    rows = np.zeros((len(ids), TOKEN_DIMENSION), dtype="float32")
    rows[np.arange(len(ids)), ids] = 1
    return Tokens(np.array(ids, dtype="int32"), rows)


def write_files(folder: Path, files: dict[str, str]) -> Path:
    """Writes each text under its name and returns the folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def build_index(corpus: Path, index: Path, encoder: BagOfWordsEncoder | None = None) -> Counts:
    """An index of the corpus by the bag-of-words encoder."""
    encoder = encoder or BagOfWordsEncoder()
    found = read_corpus(corpus)
    return build(
        found.reads,
        index=index,
        encoder_name=encoder.name,
        glossary=found.glossary,
        questions=found.questions,
        skipped=found.skipped,
        load=lambda name: encoder,
    )

"""Real classes that stand in for slow ones: same text, same vector, no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gbaqa.documents.reading import read_corpus
from gbaqa.indexing.building import Counts, build
from gbaqa.text.terms import terms

if TYPE_CHECKING:
    from gbaqa.types import Vectors

FAKE_ENCODER = "bag-of-words"


class BagOfWordsEncoder:
    """Counts terms in hashed dimensions: texts that share terms are near, and nothing else is."""

    def __init__(self, name: str = FAKE_ENCODER, *, dimension: int = 64, limit: int = 60) -> None:
        self.name = name
        self.weights_sha256 = hashlib.sha256(f"{name} {dimension}".encode()).hexdigest()
        self.dimension = dimension
        self.prompts = {"query": "", "document": ""}
        self.max_tokens = self.limit = limit
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

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def known_share(self, text: str) -> float:
        """A bag of words knows every word but "unknown"."""
        words = text.split()
        return 1 - words.count("unknown") / len(words) if words else 1.0


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
        skipped=found.skipped,
        load=lambda name: encoder,
    )

"""Texts are encoded, each once, and every row is its text's."""

from __future__ import annotations

from gbaqa.indexing.embedding import SLICE, embed
from tests.fakes import BagOfWordsEncoder


def test_every_row_is_that_of_its_text_and_repeated_texts_are_encoded_once() -> None:
    encoder = BagOfWordsEncoder()
    texts = ["hetao", "tax", "hetao", "port"]
    vectors = embed(texts, encoder=encoder, report=lambda done, total: None)
    assert encoder.encoded == ["tax", "port", "hetao"]  # the shorter first
    assert vectors.tolist() == BagOfWordsEncoder().encode(texts).tolist()
    assert vectors.dtype == "float32"


def test_progress_is_told_slice_by_slice() -> None:
    told: list[tuple[int, int]] = []
    texts = [f"text {number}" for number in range(SLICE + 1)]
    embed(
        texts,
        encoder=BagOfWordsEncoder(),
        report=lambda done, total: told.append((done, total)),
    )
    assert told == [(SLICE, SLICE + 1), (SLICE + 1, SLICE + 1)]


def test_no_texts_give_no_rows_and_call_nobody() -> None:
    encoder = BagOfWordsEncoder(dimension=8)
    vectors = embed([], encoder=encoder, report=lambda done, total: None)
    assert (vectors.shape, encoder.encoded) == ((0, 8), [])

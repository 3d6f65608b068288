"""Only texts without a vector are encoded, each once, and every row is its text's."""

from __future__ import annotations

from gbaqa.indexing.embedding import SLICE, embed, key
from tests.fakes import BagOfWordsEncoder


def test_known_texts_are_taken_and_repeated_ones_encoded_once() -> None:
    encoder = BagOfWordsEncoder()
    known = dict(zip([key("tax")], encoder.encode(["park"]), strict=True))  # told from tax's own
    encoder.encoded.clear()
    texts = ["hetao", "tax", "hetao", "port"]
    vectors, embedded = embed(texts, encoder=encoder, known=known, report=lambda done, total: None)
    assert encoder.encoded == ["port", "hetao"]  # the shorter first
    assert embedded == 3
    expected = BagOfWordsEncoder().encode(["hetao", "park", "hetao", "port"])
    assert vectors.tolist() == expected.tolist()
    assert vectors.dtype == "float32"


def test_progress_is_told_slice_by_slice() -> None:
    told: list[tuple[int, int]] = []
    texts = [f"text {number}" for number in range(SLICE + 1)]
    embed(
        texts,
        encoder=BagOfWordsEncoder(),
        known={},
        report=lambda done, total: told.append((done, total)),
    )
    assert told == [(SLICE, SLICE + 1), (SLICE + 1, SLICE + 1)]


def test_no_texts_give_no_rows_and_call_nobody() -> None:
    encoder = BagOfWordsEncoder(dimension=8)
    vectors, embedded = embed([], encoder=encoder, known={}, report=lambda done, total: None)
    assert (vectors.shape, embedded, encoder.encoded) == ((0, 8), 0, [])

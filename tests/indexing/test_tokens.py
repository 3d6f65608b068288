"""Tokens come back as they were written, and interact as the formula says."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.indexing.blocks import checked_files, write_sums
from gbaqa.indexing.embedding import SLICE, embed_tokens
from gbaqa.indexing.layout import TOKEN_COUNTS, TOKEN_IDS, TOKEN_STARTS, TOKENS
from gbaqa.indexing.shards import ShardTokens
from gbaqa.indexing.tokens import (
    SCALE,
    TokenIndex,
    Tokens,
    frequencies,
    shortened,
    write_tokens,
)
from tests.fakes import WordTokensEncoder, word_tokens

if TYPE_CHECKING:
    pass

DIMENSION = 8
FILES = (TOKENS, TOKEN_IDS)
# of a unit vector's row: each number is off by at most half a step
ROUNDED = 0.5 / SCALE * math.sqrt(DIMENSION)


def tokens(ids: Sequence[int], seed: int = 0) -> Tokens:
    """Rows that point anywhere, of unit length."""
    rows = np.random.default_rng([seed, *ids]).normal(size=(len(ids), DIMENSION))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return Tokens(np.array(ids, dtype="int32"), rows.astype("float32"))


IDENTIFIERS = st.lists(st.integers(0, 9), min_size=1, max_size=6)
PASSAGES = st.lists(IDENTIFIERS, min_size=1, max_size=5)


def written(folder: Path, passages: Sequence[Tokens]) -> TokenIndex:
    write_tokens(folder, map(shortened, passages))
    return opened(folder)


def opened(*folders: Path) -> TokenIndex:
    """An index of the files in these folders, as they are."""
    shards = []
    for folder in folders:
        write_sums(folder, FILES)
        shards.append(ShardTokens(folder, checked_files(folder, FILES)))
    return TokenIndex(shards, frequencies(np.load(one / TOKEN_COUNTS) for one in folders))


def indexed(passages: Sequence[Tokens]) -> TokenIndex:
    # the rows are mapped from a file, which may go before them
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return written(Path(folder), passages)


def brute_force(passages: Sequence[Tokens], query: Tokens, position: int) -> float:
    """Each token's best cosine with one of the passage, weighted by ln(1 + (N-n+.5)/(n+.5))."""
    total, weight = 0.0, 0.0
    for one, row in zip(query.ids.tolist(), query.rows, strict=True):
        n = sum(one in passage.ids.tolist() for passage in passages)
        rarity = math.log(1 + (len(passages) - n + 0.5) / (n + 0.5))
        rows = shortened(passages[position]).rows / SCALE
        total += rarity * max(float(row @ other) for other in rows)
        weight += rarity
    return total / weight


def test_tokens_come_back_passage_by_passage(tmp_path: Path) -> None:
    passages = [tokens([3, 1, 3]), tokens([7]), tokens([0, 30_000])]
    index = written(tmp_path, passages)
    assert len(index) == 3
    for position, passage in enumerate(passages):
        found = index.of(position)
        assert found.ids.tolist() == passage.ids.tolist()
        assert found.rows.dtype == "int8"
        assert np.abs(found.rows / SCALE - passage.rows).max() <= 0.5 / SCALE + 1e-6
    assert {path.name for path in tmp_path.iterdir()} >= {TOKENS, TOKEN_IDS, TOKEN_STARTS}


def test_rows_are_shortened_to_the_nearest_of_the_steps() -> None:
    rows = np.array([[1, -1, 0, 0.5, 0.004, -0.0039]], dtype="float32")
    found = shortened(Tokens(np.array([5], dtype="int32"), rows))
    assert found.ids.tolist() == [5]
    assert found.rows.tolist() == [[127, -127, 0, 64, 1, 0]]


@settings(max_examples=60, deadline=None)
@given(PASSAGES, IDENTIFIERS, st.data())
def test_interactions_are_those_of_brute_force(
    ids: list[list[int]], asked: list[int], data: st.DataObject
) -> None:
    passages, query = [tokens(one) for one in ids], tokens(asked, seed=1)
    places = st.lists(st.integers(0, len(passages) - 1), min_size=1, unique=True)
    positions = data.draw(places)
    found = indexed(passages).interact(query, positions)
    assert found.shape == (len(positions),)
    assert found.dtype == "float32"
    expected = [brute_force(passages, query, position) for position in positions]
    assert found.tolist() == pytest.approx(expected, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(PASSAGES)
def test_no_passage_meets_a_passages_tokens_better_than_itself(ids: list[list[int]]) -> None:
    passages = [tokens(one, seed=number) for number, one in enumerate(ids)]
    index = indexed(passages)
    for position, passage in enumerate(passages):
        found = index.interact(passage, range(len(passages)))
        assert found[position] == pytest.approx(1, abs=ROUNDED)
        assert found.max() <= found[position] + 2 * ROUNDED
        assert np.abs(found).max() <= 1 + ROUNDED


def test_a_worked_example_of_words_that_are_held_or_not(tmp_path: Path) -> None:
    texts = ["fee tax", "tax tax park", "bridge"]
    index = written(tmp_path, [word_tokens(text, marked=True) for text in texts])
    fee, tax, absent = math.log(1 + 2.5 / 1.5), math.log(1 + 1.5 / 2.5), math.log(1 + 3.5 / 0.5)
    found = index.interact(word_tokens("fee tax"), [0, 1, 2])
    assert found.tolist() == pytest.approx([1, tax / (fee + tax), 0])
    # in the order of the positions, and a word that no passage holds weighs most
    found = index.interact(word_tokens("tax ferry"), [2, 1])
    assert found.tolist() == pytest.approx([0, tax / (tax + absent)])
    # a word that is asked for twice counts twice
    found = index.interact(word_tokens("fee tax tax"), [1])
    assert found.tolist() == pytest.approx([2 * tax / (fee + 2 * tax)])


def test_rarity_counts_the_passages_that_hold_a_token_each_once(tmp_path: Path) -> None:
    index = written(tmp_path, [tokens([1, 1, 2]), tokens([1, 4]), tokens([1])])
    n = np.array([3, 1, 1, 0, 0, 0])
    found = index.rarity(np.array([1, 2, 4, 0, 3, 99], dtype="int32"))
    assert found.tolist() == pytest.approx(np.log(1 + (3 - n + 0.5) / (n + 0.5)).tolist())
    assert found.dtype == "float32"


def test_a_query_without_tokens_meets_nothing_and_no_positions_give_nothing(
    tmp_path: Path,
) -> None:
    index = written(tmp_path, [tokens([1, 2]), tokens([3])])
    assert index.interact(tokens([]), [0, 1]).tolist() == [0, 0]
    assert index.interact(tokens([1]), []).tolist() == []


def test_no_passages_make_an_index_of_none(tmp_path: Path) -> None:
    index = written(tmp_path, [])
    assert len(index) == 0
    assert index.interact(tokens([1]), []).tolist() == []


@pytest.mark.parametrize("ids", [[[], [3, 1], []], [[3, 1], [], []], [[], [], [3, 1]], [[], []]])
def test_a_passage_without_tokens_meets_nothing(tmp_path: Path, ids: list[list[int]]) -> None:
    passages, query = list(map(tokens, ids)), tokens([1, 2], seed=1)
    index = written(tmp_path, passages)
    assert [index.of(position).ids.tolist() for position in range(len(ids))] == ids
    found = index.interact(query, range(len(ids)))
    expected = [brute_force(passages, query, at) if one else 0.0 for at, one in enumerate(ids)]
    assert found.tolist() == pytest.approx(expected, abs=1e-5)
    assert found.dtype == "float32"


@pytest.mark.parametrize("name", [TOKENS, TOKEN_IDS, TOKEN_STARTS])
def test_files_of_different_passages_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "other").mkdir()
    written(tmp_path, [tokens([1, 2]), tokens([3])])
    written(tmp_path / "other", [tokens([1, 2])])
    (tmp_path / "other" / name).replace(tmp_path / name)
    with pytest.raises(ValueError, match=r"tokens.npy, token_ids.npy and token_starts.npy do not"):
        opened(tmp_path)


@pytest.mark.parametrize("name", [TOKENS, TOKEN_IDS, TOKEN_STARTS])
@pytest.mark.parametrize("kept", [slice(0, -3), slice(0, 4), slice(3, None)])
def test_files_that_are_no_arrays_are_refused(tmp_path: Path, name: str, kept: slice) -> None:
    written(tmp_path, [tokens([1, 2]), tokens([3])])
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes()[kept])
    with pytest.raises(ValueError):  # noqa: PT011  # numpy's own words
        opened(tmp_path)


@pytest.mark.parametrize("name", [TOKENS, TOKEN_IDS, TOKEN_STARTS])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, name: str) -> None:
    written(tmp_path, [tokens([1, 2]), tokens([3])])
    (tmp_path / name).unlink()
    with pytest.raises((FileNotFoundError, KeyError), match=name):
        opened(tmp_path)


@given(st.lists(PASSAGES, min_size=1, max_size=4), IDENTIFIERS)
def test_tokens_in_several_shards_are_those_of_one(
    shards: list[list[list[int]]], ids: list[int]
) -> None:
    parts = [list(map(tokens, passages)) for passages in shards]
    whole = [one for part in parts for one in part]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folders = [Path(name, str(number)) for number in range(len(parts))]
        for folder, part in zip(folders, parts, strict=True):
            folder.mkdir()
            write_tokens(folder, map(shortened, part))
        found = opened(*folders)
        positions = [*range(len(whole))][::-1]
        query = tokens(ids, seed=1)
        assert [found.of(at).ids.tolist() for at in positions] == [
            whole[at].ids.tolist() for at in positions
        ]
        assert (
            found.interact(query, positions).tolist()
            == indexed(whole).interact(query, positions).tolist()
        )


def nobody(done: int, total: int) -> None:
    """Hears of progress and says nothing."""


def rows_of(found: Tokens) -> list[list[int]]:
    return [list(map(int, row)) for row in found.rows]


def test_every_row_is_that_of_its_text_and_repeated_texts_are_encoded_once() -> None:
    encoder = WordTokensEncoder()
    texts = ["hetao", "tax", "hetao", "port"]
    vectors, found = embed_tokens(texts, encoder=encoder, report=nobody)
    assert encoder.encoded == ["tax", "port", "hetao"]  # the shorter first
    assert vectors.tolist() == encoder.encode(texts).tolist()
    assert vectors.dtype == "float32"
    expected = [word_tokens(text, marked=True) for text in texts]
    assert [one.ids.tolist() for one in found] == [one.ids.tolist() for one in expected]
    assert list(map(rows_of, found)) == [rows_of(shortened(one)) for one in expected]


def test_progress_is_told_slice_by_slice() -> None:
    told: list[tuple[int, int]] = []
    texts = [f"text {number}" for number in range(SLICE + 1)]
    embed_tokens(
        texts,
        encoder=WordTokensEncoder(),
        report=lambda done, total: told.append((done, total)),
    )
    assert told == [(SLICE, SLICE + 1), (SLICE + 1, SLICE + 1)]


def test_no_texts_give_no_rows_and_call_nobody() -> None:
    encoder = WordTokensEncoder(dimension=8)
    vectors, found = embed_tokens([], encoder=encoder, report=nobody)
    assert (vectors.shape, vectors.dtype.name) == ((0, 8), "float32")
    assert (found, encoder.encoded) == ([], [])

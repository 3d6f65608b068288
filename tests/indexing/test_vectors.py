"""FAISS finds what brute force finds, ties and filters included."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.indexing.vectors import VectorIndex, write_vectors

DIMENSION = 4
# small whole numbers: their inner products are exact, and many of them tie
ROW = st.lists(st.integers(-2, 2), min_size=DIMENSION, max_size=DIMENSION)
ROWS = st.lists(ROW, min_size=1, max_size=40)


def written(folder: Path, rows: list[list[int]]) -> VectorIndex:
    write_vectors(folder / "vectors", np.array(rows, dtype="float32").reshape(-1, DIMENSION))
    return VectorIndex(folder / "vectors")


def brute_force(
    rows: list[list[int]], query: list[int], allowed: set[int] | None
) -> list[tuple[int, float]]:
    scores = (np.array(rows) @ np.array(query)).tolist()
    found = [(i, float(score)) for i, score in enumerate(scores) if allowed is None or i in allowed]
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))


@settings(max_examples=150, deadline=None)
@given(ROWS, ROW, st.integers(1, 60), st.none() | st.sets(st.integers(0, 39)))
def test_search_equals_brute_force_with_and_without_a_filter(
    rows: list[list[int]], query: list[int], cutoff: int, allowed: set[int] | None
) -> None:
    allowed = allowed and {position for position in allowed if position < len(rows)}
    with tempfile.TemporaryDirectory() as folder:
        index = written(Path(folder), rows)
    found = index.search(np.array(query, dtype="float32"), cutoff=cutoff, allowed=allowed)
    assert found == brute_force(rows, query, allowed)[:cutoff]


def test_a_worked_example_reads_best_first(tmp_path: Path) -> None:
    index = written(tmp_path, [[0, 1, 0, 0], [1, 0, 0, 0], [1, 1, 0, 0]])
    query = np.array([2, 1, 0, 0], dtype="float32")
    assert index.search(query, cutoff=2) == [(2, 3.0), (1, 2.0)]
    assert index.search(query, cutoff=9, allowed={0, 1}) == [(1, 2.0), (0, 1.0)]
    assert index.search(query, cutoff=9, allowed=set()) == []


@pytest.mark.parametrize("cutoff", [1, 99, 150])  # faiss chooses otherwise from 100 on
def test_of_rows_that_tie_the_first_are_kept(tmp_path: Path, cutoff: int) -> None:
    index = written(tmp_path, [[1, 0, 0, 0]] * 300)
    found = index.search(np.array([1, 0, 0, 0], dtype="float32"), cutoff=cutoff)
    assert found == [(position, 1.0) for position in range(cutoff)]


def test_every_vector_can_be_had_back(tmp_path: Path) -> None:
    rows = [[1, 2, 0, 0], [0, 0, -1, 2]]
    index = written(tmp_path, rows)
    assert (len(index), index.dimension) == (2, DIMENSION)
    assert index.all().tolist() == rows


def test_an_index_without_rows_finds_nothing(tmp_path: Path) -> None:
    assert written(tmp_path, []).search(np.zeros(DIMENSION, dtype="float32"), cutoff=3) == []

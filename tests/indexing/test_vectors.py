"""FAISS finds what brute force finds, ties and filters included."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.indexing import vectors as module
from gbaqa.indexing.blocks import CheckedRows, RowsWriter, checked_files, write_sums
from gbaqa.indexing.facets import Admitted
from gbaqa.indexing.vectors import VectorIndex, write_near

DIMENSION = 4
# small whole numbers: their inner products are exact, and many of them tie
ROW = st.lists(st.integers(-2, 2), min_size=DIMENSION, max_size=DIMENSION)
ROWS = st.lists(ROW, min_size=1, max_size=40)


def written(folder: Path, rows: list[list[int]], *, shards: int = 1) -> VectorIndex:
    whole = np.array(rows, dtype="float32").reshape(-1, DIMENSION)
    names = [f"{number}.npy" for number in range(shards)]
    for name, part in zip(names, np.array_split(whole, shards), strict=True):
        writer = RowsWriter(folder / name, "<f4", DIMENSION)
        writer.add(part)
        writer.close()
    write_sums(folder, names)
    parts = [CheckedRows(one) for one in checked_files(folder, names).values()]
    write_near(folder / "near", parts)
    return VectorIndex(parts, folder / "near")


def admitting(positions: set[int], *, of: int) -> Admitted:
    mask = np.zeros(of, dtype=bool)
    mask[list(positions)] = True
    return Admitted(mask, (), len(positions))


def brute_force(
    rows: list[list[int]], query: list[int], allowed: set[int] | None
) -> list[tuple[int, float]]:
    scores = (np.array(rows) @ np.array(query)).tolist()
    found = [(i, float(score)) for i, score in enumerate(scores) if allowed is None or i in allowed]
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))


@settings(max_examples=150, deadline=None)
@given(ROWS, ROW, st.integers(1, 60), st.none() | st.sets(st.integers(0, 39)), st.integers(1, 4))
def test_search_equals_brute_force_with_and_without_a_filter(
    rows: list[list[int]], query: list[int], cutoff: int, allowed: set[int] | None, shards: int
) -> None:
    allowed = allowed and {position for position in allowed if position < len(rows)}
    with tempfile.TemporaryDirectory() as folder:
        index = written(Path(folder), rows, shards=shards)
    admitted = None if allowed is None else admitting(allowed, of=len(rows))
    found = index.search(np.array(query, dtype="float32"), cutoff=cutoff, allowed=admitted)
    assert found == brute_force(rows, query, allowed)[:cutoff]


def test_a_worked_example_reads_best_first(tmp_path: Path) -> None:
    index = written(tmp_path, [[0, 1, 0, 0], [1, 0, 0, 0], [1, 1, 0, 0]])
    query = np.array([2, 1, 0, 0], dtype="float32")
    assert index.search(query, cutoff=2) == [(2, 3.0), (1, 2.0)]
    assert index.search(query, cutoff=9, allowed=admitting({0, 1}, of=3)) == [(1, 2.0), (0, 1.0)]
    assert index.search(query, cutoff=9, allowed=admitting(set(), of=3)) == []


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


@pytest.mark.parametrize("cutoff", [1, 20])
@pytest.mark.parametrize("allowed", [None, range(0, 3000, 2), range(0, 3000, 30)])
def test_codes_choose_what_is_compared_and_scores_are_exact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cutoff: int, allowed: range | None
) -> None:
    monkeypatch.setattr(module, "EXACT", 1000)  # so that the codes are used, and a filter of few
    monkeypatch.setattr(module, "LEAST_CANDIDATES", 300)
    near = np.random.default_rng(7).integers(-9, 10, size=(60, DIMENSION))
    rows = [[*map(int, near[at % 60] * 8 + at // 60 % 5)] for at in range(3000)]
    index = written(tmp_path, rows, shards=3)
    assert (tmp_path / "near").exists()
    admitted = None if allowed is None else admitting(set(allowed), of=3000)
    query = rows[17]
    found = index.search(np.array(query, dtype="float32"), cutoff=cutoff, allowed=admitted)
    exact = brute_force(rows, query, None if allowed is None else set(allowed))
    assert set(found) <= set(exact)
    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))
    recall = len(set(found) & set(exact[:cutoff])) / cutoff
    assert recall >= (1.0 if allowed == range(0, 3000, 30) else 0.8)


def test_few_vectors_have_no_codes_and_many_must_have_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, [[1, 0, 0, 0]] * 9)
    assert not (tmp_path / "near").exists()
    parts = [CheckedRows(one) for one in checked_files(tmp_path, ["0.npy"]).values()]
    monkeypatch.setattr(module, "EXACT", 8)
    with pytest.raises(ValueError, match="codes of other vectors than these 9"):
        VectorIndex(parts, tmp_path / "near")

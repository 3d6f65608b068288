"""A build killed anywhere leaves an index that answers; scripts/bench_faults.py kills 200."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.indexing.faults.conftest import Right
from tests.indexing.faults.made import answers, built, leftovers, told
from tests.indexing.killed import calls_of_a_build, killed_at_call

POINTS = (0.2, 0.6, 0.8, 0.9, 0.95, 0.975)  # of all calls; the later ones publish


@pytest.fixture(scope="module")
def calls(right: Right, tmp_path_factory: pytest.TempPathFactory) -> int:
    index = tmp_path_factory.mktemp("counted") / "index"
    built(right.old, index)
    return calls_of_a_build(right.new, index)


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_build_leaves_the_old_or_the_new_index_and_the_next_one_mends(
    tmp_path: Path, right: Right, calls: int, point: float
) -> None:
    index = tmp_path / "index"
    built(right.old, index)
    assert killed_at_call(int(calls * point), right.new, index) == -signal.SIGKILL
    assert answers(index) in (right.old_answers, right.new_answers)
    built(right.new, index)
    assert answers(index) == right.new_answers
    assert leftovers(index) == []


def test_a_first_build_that_is_killed_leaves_a_line_with_what_to_do(
    tmp_path: Path, right: Right
) -> None:
    index = tmp_path / "index"
    calls = calls_of_a_build(right.new, tmp_path / "counted")
    assert killed_at_call(calls // 2, right.new, index) == -signal.SIGKILL
    assert told(index) == f'there is no index in {index}; run "gbaqa index"'
    built(right.new, index)
    assert answers(index) == right.new_answers

"""The two corpora and what is right to answer of each, once for all faults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.indexing.faults.made import Answers, corpora, expected


@dataclass(frozen=True, slots=True)
class Right:
    """The folders of the two corpora, and their answers."""

    old: Path
    new: Path
    old_answers: Answers
    new_answers: Answers


@pytest.fixture(scope="session")
def right(tmp_path_factory: pytest.TempPathFactory) -> Right:
    folder = tmp_path_factory.mktemp("right")
    return Right(*corpora(folder), *expected(folder))

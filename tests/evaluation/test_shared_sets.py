"""The public sets that lie beside a checkout are read whole; they are never committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from gbaqa.evaluation.datasets import read_dataset

SETS = Path(__file__).parents[3] / "shared" / "evaldata"
COUNTS = {
    "clapnq": ("dev", 274, 143, 275),
    "drcd": ("dev", 1000, 3524, 3524),
    "faquad": ("dev", 211, 837, 837),
    "ntrex-zh-Hant-en": ("dev", 1045, 1045, 0),
    "pira-pt-en": ("dev", 181, 173, 0),
    "squad2": ("dev", 445, 1995, 4240),
}


@pytest.mark.skipif(not SETS.is_dir(), reason="the public sets do not lie beside this checkout")
@pytest.mark.parametrize("name", COUNTS)
def test_public_set_is_read_whole(name: str) -> None:
    found = read_dataset(SETS / name, split=None)
    assert found.corpus is not None
    assert (
        found.split,
        len(found.corpus.reads),
        len(found.queries),
        len(found.questions),
    ) == COUNTS[name]


@pytest.mark.skipif(not SETS.is_dir(), reason="the public sets do not lie beside this checkout")
def test_splits_of_one_set_have_their_own_queries() -> None:
    train = read_dataset(SETS / "feedbackqa", split="train")
    valid = read_dataset(SETS / "feedbackqa", split="valid")
    assert (len(train.queries), len(valid.queries)) == (4407, 1100)
    assert not train.queries.keys() & valid.queries.keys()

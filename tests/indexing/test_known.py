"""Rows are found by the keys of their texts, and by nothing else."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.indexing.known import MISSING, KnownRows, keys_of

TEXTS = st.lists(st.text(max_size=3), max_size=8)


@given(st.lists(TEXTS, max_size=3), TEXTS)
def test_a_row_found_is_one_of_that_text(tables: list[list[str]], asked: list[str]) -> None:
    whole = [text for table in tables for text in table]
    known = KnownRows([keys_of(table) for table in tables])
    found = known.find(keys_of(asked)).tolist()
    assert [row == MISSING for row in found] == [text not in whole for text in asked]
    assert all(whole[row] == text for row, text in zip(found, asked, strict=True) if row != MISSING)


def test_keys_that_agree_in_one_half_are_not_the_same() -> None:
    known = KnownRows([np.array([[1, 2], [3, 4]], dtype="<u8")])
    asked = np.array([[1, 2], [1, 4], [3, 2], [9, 4]], dtype="<u8")
    assert known.find(asked).tolist() == [0, MISSING, MISSING, MISSING]

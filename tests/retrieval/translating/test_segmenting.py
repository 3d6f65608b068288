"""A run of ideographs is cut where the sum of squared lengths is greatest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gbaqa.retrieval.translating.segmenting import NAME_BONUS, segment

SIGNS = "甲乙丙"
RUN = st.text(SIGNS, max_size=9)
LIST = st.frozensets(st.text(SIGNS, min_size=1, max_size=4), max_size=12)


def cut(run: str, *words: str, names: frozenset[str] = frozenset(), longest: int = 9) -> list[str]:
    return segment(run, is_name=names.__contains__, is_word=words.__contains__, longest=longest)


def every_cut(run: str) -> Iterator[list[str]]:
    if not run:
        yield []
    for size in range(1, len(run) + 1):
        for rest in every_cut(run[size:]):
            yield [run[:size], *rest]


def worth(parts: list[str], words: frozenset[str], names: frozenset[str]) -> float:
    """The sum that the best cut has; minus infinity where a part is none."""
    total = 0.0
    for part in parts:
        if len(part) > 1 and part not in words | names:
            return float("-inf")
        total += len(part) ** 2 + (NAME_BONUS * len(part) if part in names else 0)
    return total


@given(RUN, LIST, LIST)
def test_the_cut_is_worth_as_much_as_the_best_of_all(
    run: str, words: frozenset[str], names: frozenset[str]
) -> None:
    found = cut(run, *words, names=names)
    best = max(worth(parts, words, names) for parts in every_cut(run))
    assert worth(found, words, names) == pytest.approx(best)


@given(st.text(), LIST)
def test_nothing_is_lost(run: str, words: frozenset[str]) -> None:
    assert "".join(cut(run, *words)) == run


@pytest.mark.parametrize(
    ("run", "words", "parts"),
    [
        ("", ["甲"], []),
        ("大桥收费", ["大桥", "收费"], ["大桥", "收费"]),
        ("甲乙丙丁", ["甲乙", "乙丙丁", "丙丁"], ["甲", "乙丙丁"]),  # 1 + 9 over 4 + 4
        ("研究生命", ["研究", "研究生", "生命"], ["研究生", "命"]),
        ("甲乙", [], ["甲", "乙"]),
    ],
)
def test_few_long_words_win_over_many_short_ones(
    run: str, words: list[str], parts: list[str]
) -> None:
    assert cut(run, *words) == parts


def test_a_name_wins_over_a_word_that_is_as_long_and_not_over_a_longer_one() -> None:
    assert cut("甲乙丙", "甲乙", names=frozenset({"乙丙"})) == ["甲", "乙丙"]
    assert cut("甲乙丙", "甲乙丙", names=frozenset({"乙丙"})) == ["甲乙丙"]


def test_words_beyond_the_longest_are_not_looked_for() -> None:
    assert cut("甲乙丙", "甲乙丙", longest=2) == ["甲", "乙", "丙"]

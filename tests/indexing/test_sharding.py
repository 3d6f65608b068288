"""Shards depend on the documents alone, and a change in one document touches few of them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from gbaqa.indexing import sharding
from gbaqa.indexing.sharding import ABOUT, Entry, Plan, ends_shard, planned, size_of_shards

HOW = {"format": 1}
SIZES = st.dictionaries(st.integers(0, 999), st.integers(1, ABOUT // 4), max_size=60)


def entries(sizes: dict[int, int], *, changed: int | None = None) -> list[Entry]:
    return [
        Entry(at, f"d{name:03d}", f"{size}{'*' * (name == changed)}", size)
        for at, (name, size) in enumerate(sorted(sizes.items()))
    ]


def keys(plans: Sequence[Plan]) -> list[str]:
    return [plan.key for plan in plans]


@given(SIZES)
def test_every_document_is_in_one_shard_and_in_order(sizes: dict[int, int]) -> None:
    every = entries(sizes)
    plans = list(planned(every, HOW))
    assert [one for plan in plans for one in plan.entries] == every
    assert all(plan.entries for plan in plans)
    assert len(set(keys(plans))) == len(plans)


@given(SIZES.filter(bool), st.data())
def test_a_changed_document_changes_its_own_shard_alone(
    sizes: dict[int, int], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(sizes)))
    before = list(planned(entries(sizes), HOW))
    after = list(planned(entries(sizes, changed=name), HOW))
    differ = [one for one, other in zip(before, after, strict=True) if one.key != other.key]
    assert [f"d{name:03d}" in {one.doc_id for one in plan.entries} for plan in differ] == [True]


@given(SIZES.filter(bool), st.data())
def test_a_removed_document_changes_at_most_two_shards(
    sizes: dict[int, int], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(sizes)))
    fewer = {one: size for one, size in sizes.items() if one != name}
    before, after = (set(keys(list(planned(entries(one), HOW)))) for one in (sizes, fewer))
    assert len(before - after) <= 2
    assert len(after - before) <= 1


def test_what_is_made_otherwise_has_other_keys() -> None:
    every = entries({1: 10, 2: 20})
    assert keys(list(planned(every, HOW))) != keys(list(planned(every, {"format": 2})))


def test_a_shard_has_about_the_size_that_is_wanted() -> None:
    every = entries(dict.fromkeys(range(999), ABOUT // 20))
    plans = list(planned(every, HOW))
    assert 30 < len(plans) < 75  # 50 on average
    assert sum(ends_shard(one, about=ABOUT) for one in every) in (len(plans), len(plans) - 1)


def test_shards_grow_with_the_whole_by_powers_of_two() -> None:
    whole = sharding.MOST * ABOUT
    assert [size_of_shards(total) // ABOUT for total in (0, whole, whole + 1, 5 * whole)] == [
        1,
        1,
        2,
        8,
    ]

"""BM25 scores are those of the formula, and Chinese is found by its bigrams."""

from __future__ import annotations

import gc
import math
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.errors import IndexUnusable
from gbaqa.indexing import postings as module
from gbaqa.indexing.postings import Postings, write_postings

K1, B = 1.2, 0.75  # as tantivy has them; Robertson and Zaragoza, FnTIR 2009
WORDS = ["park", "bridge", "port", "2024", "澳門", "河套"]
# tantivy keeps the lengths of fields exactly up to 40 terms
TEXTS = st.lists(
    st.lists(st.sampled_from(WORDS), max_size=39).map(" ".join), min_size=1, max_size=9
)
QUERY = st.lists(st.sampled_from([*WORDS, "absent"]), min_size=1, max_size=6).map(" ".join)


def written(folder: Path, texts: Sequence[str]) -> Postings:
    write_postings(folder / "postings", texts)
    return Postings(folder / "postings")


def brute_force(texts: Sequence[str], query: str) -> dict[int, float]:
    """Okapi BM25 with idf ln(1 + (N - n + 0.5) / (n + 0.5)), over each query term once."""
    fields = [text.split() for text in texts]
    average = sum(map(len, fields)) / len(fields)
    scores: dict[int, float] = {}
    for term in set(query.split()):
        n = sum(term in field for field in fields)
        idf = math.log(1 + (len(fields) - n + 0.5) / (n + 0.5))
        for position, field in enumerate(fields):
            tf = field.count(term)
            if tf:
                norm = K1 * (1 - B + B * len(field) / average)
                scores[position] = scores.get(position, 0) + idf * tf * (K1 + 1) / (tf + norm)
    return scores


@settings(max_examples=40, deadline=None)
@given(TEXTS, QUERY)
def test_scores_and_order_are_those_of_the_formula(texts: list[str], query: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = written(Path(folder), texts).search(query, cutoff=len(texts))
    expected = brute_force(texts, query)
    assert dict(found) == pytest.approx(expected, rel=1e-5)
    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))


@settings(max_examples=25, deadline=None)
@given(TEXTS, QUERY, st.integers(1, 10), st.sets(st.integers(0, 8)))
def test_what_is_allowed_is_chosen_before_the_cutoff(
    texts: list[str], query: str, cutoff: int, allowed: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        postings = written(Path(folder), texts)
        whole = postings.search(query, cutoff=len(texts))
        cut = postings.search(query, cutoff=cutoff)
        admitted = postings.search(query, cutoff=cutoff, allowed=allowed)
    assert cut == whole[:cutoff]
    assert admitted == [hit for hit in whole if hit[0] in allowed][:cutoff]


def test_the_best_of_what_is_allowed_is_found_below_better_ones(tmp_path: Path) -> None:
    postings = written(tmp_path, ["tax tax tax", "tax tax port", "tax port port", "port"])
    assert [position for position, _ in postings.search("tax", cutoff=2)] == [0, 1]
    found = postings.search("tax", cutoff=1, allowed={1, 2, 3})
    assert [position for position, _ in found] == [1]


def test_a_term_in_one_of_two_texts_of_average_length_scores_its_idf(tmp_path: Path) -> None:
    postings = written(tmp_path, ["hengqin tax", "hetao tax"])
    # tf = 1 and length = average: tf * 2.2 / (tf + 1.2) = 1, so only the idf is left
    assert dict(postings.search("Hengqin", cutoff=5)) == pytest.approx({0: math.log(2)})
    assert postings.search("Hengqin, Hengqin?", cutoff=5) == postings.search("hengqin", cutoff=5)


def test_chinese_is_found_by_its_bigrams(tmp_path: Path) -> None:
    postings = written(tmp_path, ["河套深港科技創新合作區", "橫琴粵澳深度合作區", "Hetao"])
    assert [position for position, _ in postings.search("深港", cutoff=3)] == [0]
    assert [position for position, _ in postings.search("橫琴合作", cutoff=3)] == [1, 0]
    assert [position for position, _ in postings.search("港深", cutoff=3)] == []


def test_terms_are_counted_by_the_texts_that_hold_them(tmp_path: Path) -> None:
    postings = written(tmp_path, ["one two two", "two three", "four"])
    assert len(postings) == 3
    assert [postings.frequency(term) for term in ("one", "two", "five")] == [1, 2, 0]


@pytest.mark.parametrize("query", ["", "?!", "nothing of this kind"])
def test_a_query_that_shares_no_term_finds_nothing(tmp_path: Path, query: str) -> None:
    assert written(tmp_path, ["alpha", "beta"]).search(query, cutoff=5) == []


def test_no_texts_are_searched_without_complaint(tmp_path: Path) -> None:
    assert written(tmp_path, []).search("alpha", cutoff=5) == []


def test_a_cutoff_beyond_all_memory_gives_what_there_is(tmp_path: Path) -> None:
    postings = written(tmp_path, ["alpha", "beta", "alpha"])
    assert [position for position, _ in postings.search("alpha", cutoff=10**20)] == [0, 2]


def test_scores_and_order_do_not_depend_on_the_segments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"tax {' '.join(f'w{number}x{n}' for n in range(20))}" for number in range(4000)]
    whole = written(tmp_path, texts)
    monkeypatch.setattr(module, "HEAP_BYTES", 15_000_000)  # the least that tantivy takes
    (tmp_path / "small").mkdir()
    parted = written(tmp_path / "small", texts)
    assert len(list(tmp_path.glob("postings/*.term"))) == 1
    assert len(list(tmp_path.glob("small/postings/*.term"))) > 1
    for query in ("tax", texts[7]):  # every text ties but for the one that was asked for
        assert parted.search(query, cutoff=9) == whole.search(query, cutoff=9)
        allowed = set(range(0, len(texts), 3))
        found = parted.search(query, cutoff=9, allowed=allowed)
        assert found == whole.search(query, cutoff=9, allowed=allowed)


@pytest.mark.parametrize("kept", ["postings", ".tantivy-writer.lock"])
def test_postings_that_cannot_be_written_are_opened_in_a_copy_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    write_postings(tmp_path / "postings", ["one two", "two three"])
    before = sorted(path.name for path in (tmp_path / "postings").iterdir())
    (tmp_path / "copies").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "copies"))
    # the tests' own user may be root, whom no mode keeps from writing
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != kept)
    postings = Postings(tmp_path / "postings")
    assert [position for position, _ in postings.search("three", cutoff=5)] == [1]
    assert sorted(path.name for path in (tmp_path / "postings").iterdir()) == before
    assert len(list((tmp_path / "copies").iterdir())) == 1
    del postings
    gc.collect()
    assert list((tmp_path / "copies").iterdir()) == []


def test_postings_that_can_be_written_are_not_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert len(written(tmp_path, ["one", "two"])) == 2


def refusal(folder: Path) -> str:
    """The message, which is one line and ends in what to do."""
    with pytest.raises(IndexUnusable) as caught:
        Postings(folder)
    message = str(caught.value)
    assert message.endswith('; run "gbaqa index"')
    assert "\n" not in message
    return message


def test_postings_that_cannot_be_opened_are_told_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "postings cannot be opened (" in refusal(tmp_path / "gone")
    assert not (tmp_path / "gone").exists()
    write_postings(tmp_path / "postings", ["one"])
    (tmp_path / "postings" / "meta.json").write_text("not\nJSON")
    assert "meta.json" in refusal(tmp_path / "postings")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert "No such file or directory" in refusal(tmp_path / "postings")

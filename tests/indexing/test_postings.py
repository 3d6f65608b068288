"""BM25 scores are those of the formula, of text and title, and Chinese is found by its bigrams."""

from __future__ import annotations

import gc
import math
import os
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gbaqa.errors import IndexUnusable
from gbaqa.indexing import postings as module
from gbaqa.indexing.facets import Admitted
from gbaqa.indexing.postings import K1, TITLE_WEIGHT, Fields, Postings, write_postings
from gbaqa.text.alternatives import characters, indexed_terms
from gbaqa.types import Alternative, Group

B = 0.75  # as tantivy has it; Robertson and Zaragoza, FnTIR 2009
WORDS = ["park", "bridge", "port", "2024", "start-up", "132kV", "澳門", "河套"]
# tantivy keeps the lengths of fields exactly up to 40 terms; some words make three
WRITTEN = st.lists(st.sampled_from(WORDS), max_size=13).map(" ".join)
PASSAGES = st.lists(
    st.builds(Fields, WRITTEN, st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)),
    min_size=1,
    max_size=9,
)
ASKED = [*WORDS, "absent", "start up", "startup", "132", "套"]
QUERY = st.lists(st.sampled_from(ASKED), min_size=1, max_size=6).map(" ".join)


def scratch() -> tempfile.TemporaryDirectory[str]:
    # tantivy's threads may still be busy in the folder when it goes
    return tempfile.TemporaryDirectory(ignore_cleanup_errors=True)


def written(folder: Path, passages: Sequence[Fields | str]) -> Postings:
    fields = [one if isinstance(one, Fields) else Fields(one) for one in passages]
    # each carries its position, so that any set of them can be allowed
    fields = [replace(one, facets=("all", f"n{at}")) for at, one in enumerate(fields)]
    write_postings(folder / "postings", fields)
    return Postings(folder / "postings")


def searched(
    postings: Postings, text: str, *, cutoff: int, allowed: Collection[int] | None = None
) -> list[tuple[int, float]]:
    admitted = None if allowed is None else admitting(allowed, of=len(postings))
    return postings.search(postings.groups(text), cutoff=cutoff, allowed=admitted)


def admitting(positions: Collection[int], *, of: int) -> Admitted:
    mask = np.zeros(of, dtype=bool)
    groups = (("all",), tuple(f"n{position}" for position in positions))
    return Admitted(mask, groups, len(positions))


def positions(postings: Postings, *wanted: Group) -> list[int]:
    return [position for position, _ in postings.search(wanted, cutoff=9)]


def one(*terms: str, weight: float = 1.0) -> Group:
    """A group without a choice."""
    return (Alternative(terms, weight),)


def bm25(fields: Sequence[Sequence[str]], term: str) -> list[float]:
    """Okapi BM25 with idf ln(1 + (N - n + 0.5) / (n + 0.5)), of one term in each field."""
    average = sum(map(len, fields)) / len(fields)
    n = sum(term in field for field in fields)
    idf = math.log(1 + (len(fields) - n + 0.5) / (n + 0.5))
    scores = []
    for field in fields:
        tf = field.count(term)
        norm = K1 * (1 - B + B * len(field) / average) if average else 1
        scores.append(idf * tf * (K1 + 1) / (tf + norm))
    return scores


def brute_force(passages: Sequence[Fields], wanted: Sequence[Group]) -> dict[int, float]:
    """Summed over the groups, the best alternative of each; the terms of that one summed, too."""
    texts = [indexed_terms(one.text) for one in passages]
    titles = [indexed_terms(one.title) for one in passages]
    lone = [characters(one.text) for one in passages]

    def of(term: str) -> list[float]:
        if term in characters(term):
            return bm25(lone, term)
        both = zip(bm25(texts, term), bm25(titles, term), strict=True)
        return [text + TITLE_WEIGHT * title for text, title in both]

    def sums(alternative: Alternative) -> list[float]:
        each = zip(*map(of, alternative.terms), strict=True)
        return [alternative.weight * sum(scores) for scores in each]

    best = [[max(scores) for scores in zip(*map(sums, group), strict=True)] for group in wanted]
    summed = [sum(scores) for scores in zip(*best, strict=True)]
    return {position: score for position, score in enumerate(summed) if score}


@settings(max_examples=40, deadline=None)
@given(PASSAGES, QUERY)
def test_scores_and_order_are_those_of_the_formula(passages: list[Fields], query: str) -> None:
    with scratch() as folder:
        postings = written(Path(folder), passages)
        wanted = postings.groups(query)
        found = postings.search(wanted, cutoff=len(passages))
    assert dict(found) == pytest.approx(brute_force(passages, wanted), rel=1e-5)
    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))


@settings(max_examples=25, deadline=None)
@given(PASSAGES, QUERY, st.integers(1, 10), st.sets(st.integers(0, 8)))
def test_what_is_allowed_is_chosen_before_the_cutoff(
    passages: list[Fields], query: str, cutoff: int, allowed: set[int]
) -> None:
    with scratch() as folder:
        postings = written(Path(folder), passages)
        whole = searched(postings, query, cutoff=len(passages))
        cut = searched(postings, query, cutoff=cutoff)
        admitted = searched(postings, query, cutoff=cutoff, allowed=allowed)
    assert cut == whole[:cutoff]
    assert admitted == [hit for hit in whole if hit[0] in allowed][:cutoff]


def test_the_best_of_what_is_allowed_is_found_below_better_ones(tmp_path: Path) -> None:
    postings = written(tmp_path, ["tax tax tax", "tax tax port", "tax port port", "port"])
    assert [position for position, _ in searched(postings, "tax", cutoff=2)] == [0, 1]
    found = searched(postings, "tax", cutoff=1, allowed={1, 2, 3})
    assert [position for position, _ in found] == [1]


def test_a_term_in_one_of_two_texts_of_average_length_scores_its_idf(tmp_path: Path) -> None:
    postings = written(tmp_path, ["hengqin tax", "hetao tax"])
    # tf = 1 and length = average: tf * 2.2 / (tf + 1.2) = 1, so only the idf is left
    assert dict(searched(postings, "Hengqin", cutoff=5)) == pytest.approx({0: math.log(2)})
    assert searched(postings, "Hengqin, Hengqin?", cutoff=5) == searched(
        postings, "hengqin", cutoff=5
    )


def test_chinese_is_found_by_its_bigrams_and_then_by_single_ideographs(tmp_path: Path) -> None:
    postings = written(tmp_path, ["河套深港科技創新合作區", "橫琴粵澳深度合作區", "Hetao"])
    assert positions(postings, one("深港")) == [0]
    assert positions(postings, one("港深")) == []
    assert positions(postings, *postings.groups("深港")) == [0, 1]  # the second holds 深 alone
    assert positions(postings, *postings.groups("橫琴合作")) == [1, 0]
    assert positions(postings, *postings.groups("港深")) == [0, 1]


def test_a_lone_ideograph_is_looked_for_wherever_it_stands(tmp_path: Path) -> None:
    postings = written(tmp_path, ["橋樑收費", "港珠澳大橋", "bridge"])
    assert positions(postings, one("桥")) == [0, 1]  # the shorter text first
    assert postings.frequency("桥") == 0  # the terms of the text are pairs
    assert [postings.frequency(term) for term in ("大桥", "桥梁")] == [1, 1]


def test_a_term_of_the_title_adds_its_share_and_no_title_adds_nothing(tmp_path: Path) -> None:
    passages = [Fields("tax law", "tax"), Fields("tax act"), Fields("port act")]
    found = dict(written(tmp_path, passages).search([one("tax")], cutoff=3))
    idf, title_idf = math.log(1 + 1.5 / 2.5), math.log(1 + 2.5 / 1.5)
    length = K1 * (1 - B + B * 1 / (1 / 3))  # the titles have a third of a term on average
    title = title_idf * (K1 + 1) / (1 + length)
    assert found == pytest.approx({0: idf + TITLE_WEIGHT * title, 1: idf})


def test_a_group_counts_as_its_best_alternative_alone(tmp_path: Path) -> None:
    postings = written(tmp_path, ["fee tax", "fee port", "park port"])
    fee, tax = math.log(1 + 1.5 / 2.5), math.log(1 + 2.5 / 1.5)
    choice = (Alternative(("fee",)), Alternative(("tax",)))
    assert dict(postings.search([choice], cutoff=3)) == pytest.approx({0: tax, 1: fee})
    faint = (Alternative(("fee",)), Alternative(("tax",), 0.25))
    assert dict(postings.search([faint], cutoff=3)) == pytest.approx({0: fee, 1: fee})
    # two groups are two words, each of which counts
    both = [one("fee"), one("tax")]
    assert dict(postings.search(both, cutoff=3)) == pytest.approx({0: fee + tax, 1: fee})
    # and the terms of one alternative count together, whatever part of them is held
    together = [one("fee", "tax", weight=0.5)]
    assert dict(postings.search(together, cutoff=3)) == pytest.approx(
        {0: (fee + tax) / 2, 1: fee / 2}
    )


def test_what_is_attainable_is_worked_out_by_hand(tmp_path: Path) -> None:
    postings = written(tmp_path, ["fee tax", "fee port", "橋樑 park"])
    fee, rare, absent = math.log(1 + 1.5 / 2.5), math.log(1 + 2.5 / 1.5), math.log(1 + 3.5 / 0.5)
    most = K1 + 1
    assert postings.attainable([one("fee")]) == pytest.approx(most * fee)
    assert postings.attainable([one("fee"), one("tax")]) == pytest.approx(most * (fee + rare))
    assert postings.attainable([one("ferry")]) == pytest.approx(most * absent)
    choice = (Alternative(("fee",)), Alternative(("tax", "port"), 0.5))
    assert postings.attainable([choice]) == pytest.approx(most * rare)
    # ideographs by themselves count where there are no pairs
    assert postings.attainable([one("桥梁"), one("桥"), one("梁")]) == pytest.approx(most * rare)
    assert postings.attainable([one("桥"), one("水")]) == pytest.approx(most * (rare + absent))
    assert postings.attainable([]) == 0


@settings(max_examples=25, deadline=None)
@given(PASSAGES, QUERY)
def test_no_passage_without_a_title_scores_more_than_is_attainable(
    passages: list[Fields], query: str
) -> None:
    with scratch() as folder:
        postings = written(Path(folder), [one.text for one in passages])
        # lone ideographs come on top of the pairs
        wanted = [group for group in postings.groups(query) if not characters(group[0].terms[0])]
        found = postings.search(wanted, cutoff=len(passages))
        most = postings.attainable(wanted)
    assert all(0 < score < most for _, score in found)


def test_portuguese_documents_are_found_by_portuguese_stems_and_others_are_not(
    tmp_path: Path,
) -> None:
    text = "cooperações"
    postings = written(tmp_path, [Fields(text, text, language="pt"), Fields(text, text)])
    assert postings.groups("cooperação", "pt") == [one("cooper")]
    assert positions(postings, *postings.groups("cooperação", "pt")) == [0]
    assert positions(postings, *postings.groups("cooperações", "en")) == [1]


def test_words_are_read_as_one_where_the_documents_hold_it(tmp_path: Path) -> None:
    postings = written(tmp_path, ["a startup", "a ground floor"])
    start_up = (Alternative(("start", "up")), Alternative(("startup",)))
    assert postings.groups("start up") == [start_up]
    assert postings.groups("ground floor") == [one("ground"), one("floor")]
    assert positions(postings, start_up) == [0]


def test_terms_are_counted_by_the_texts_that_hold_them(tmp_path: Path) -> None:
    postings = written(tmp_path, ["one two two", "two three", "four"])
    assert len(postings) == 3
    assert [postings.frequency(term) for term in ("one", "two", "five")] == [1, 2, 0]


@pytest.mark.parametrize("query", ["", "?!", "nothing of this kind"])
def test_a_query_that_shares_no_term_finds_nothing(tmp_path: Path, query: str) -> None:
    assert searched(written(tmp_path, ["alpha", "beta"]), query, cutoff=5) == []


def test_no_texts_are_searched_without_complaint(tmp_path: Path) -> None:
    assert searched(written(tmp_path, []), "alpha", cutoff=5) == []


def test_a_cutoff_beyond_all_memory_gives_what_there_is(tmp_path: Path) -> None:
    postings = written(tmp_path, ["alpha", "beta", "alpha"])
    assert [position for position, _ in searched(postings, "alpha", cutoff=10**20)] == [0, 2]


def test_scores_and_order_do_not_depend_on_the_segments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"tax {' '.join(f'w{number}x{n}' for n in range(20))}" for number in range(4000)]
    whole = written(tmp_path, texts)
    monkeypatch.setattr(module, "SEGMENT_BYTES", 100_000)
    (tmp_path / "small").mkdir()
    parted = written(tmp_path / "small", texts)
    assert len(list(tmp_path.glob("postings/*.term"))) == 1
    assert len(list(tmp_path.glob("small/postings/*.term"))) > 1
    for query in ("tax", texts[7]):  # every text ties but for the one that was asked for
        assert searched(parted, query, cutoff=9) == searched(whole, query, cutoff=9)
        allowed = set(range(0, len(texts), 3))
        found = searched(parted, query, cutoff=9, allowed=allowed)
        assert found == searched(whole, query, cutoff=9, allowed=allowed)


@pytest.mark.parametrize("kept", ["postings", ".tantivy-writer.lock"])
def test_postings_that_cannot_be_written_are_opened_in_a_copy_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: str
) -> None:
    write_postings(tmp_path / "postings", [Fields("one two"), Fields("two three")])
    before = sorted(path.name for path in (tmp_path / "postings").iterdir())
    (tmp_path / "copies").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "copies"))
    # the tests' own user may be root, whom no mode keeps from writing
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != kept)
    postings = Postings(tmp_path / "postings")
    assert [position for position, _ in searched(postings, "three", cutoff=5)] == [1]
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
    write_postings(tmp_path / "postings", [Fields("one")])
    (tmp_path / "postings" / "meta.json").write_text("not\nJSON")
    assert "meta.json" in refusal(tmp_path / "postings")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert "No such file or directory" in refusal(tmp_path / "postings")

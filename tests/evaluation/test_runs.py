"""A written run orders the documents as our ranking does, ties included."""

from __future__ import annotations

from pathlib import Path

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import RR, nDCG

from gbaqa.errors import DatasetError, SettingError
from gbaqa.evaluation.measures import by_query
from gbaqa.evaluation.runs import DOCUMENTS, check_run_file, documents_of, write_run
from gbaqa.types import Collection, Document, Hit, Passage, Span, ranked
from tests.evaluation.folders import collection
from tests.evaluation.runs import read_run


def test_document_stands_at_the_rank_of_its_best_passage() -> None:
    documents = {"a": Document("a", "a", "one two"), "b": Document("b", "b", "three")}
    spans = {"a#0000": Span(0, 3), "a#0001": Span(4, 7), "b#0000": Span(0, 5)}
    passages = {name: Passage(name, name[0], span, (), "en") for name, span in spans.items()}
    ranking = (Hit("a#0001", 3.0), Hit("b#0000", 2.0), Hit("a#0000", 1.0))
    assert documents_of(ranking, Collection(documents, passages)) == [("a", 3.0), ("b", 2.0)]


def test_twin_counts_as_its_original() -> None:
    found = collection({"a": "x", "a.zh-Hant": "y", "b": "z"}, twins={"a.zh-Hant": "a"})
    ranking = (Hit("a.zh-Hant#0000", 3.0), Hit("b#0000", 2.0), Hit("a#0000", 1.0))
    assert documents_of(ranking, found) == [("a", 3.0), ("b", 2.0)]


def test_documents_are_cut_at_one_hundred() -> None:
    found = collection({f"d{i:03}": "x" for i in range(150)})
    ranking = tuple(Hit(f"d{i:03}#0000", -float(i)) for i in range(150))
    ids = [name for name, _ in documents_of(ranking, found)]
    assert ids == [f"d{i:03}" for i in range(DOCUMENTS)]


# scores that float64 tells apart and float32 does not, and plain ties
NEAR = [1.0, 1.0 + 1e-12, 1.0 - 1e-12, 0.5, 0.5, 0.0, 2.0]


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(NEAR), min_size=1),
    st.sampled_from("abcdefgh"),
)
def test_measures_of_the_written_run_are_those_of_the_ranking(
    tmp_path_factory: pytest.TempPathFactory, scores: dict[str, float], relevant: str
) -> None:
    ranking = ranked({f"{name}#0000": score for name, score in scores.items()}, cutoff=100)
    run = {"q": documents_of(ranking, collection(dict.fromkeys("abcdefgh", "text")))}
    path = tmp_path_factory.mktemp("runs") / "ranking.run"
    write_run(path, run)
    read = read_run(path)
    assert [(one.doc_id, one.score) for one in read] == run["q"]
    qrels = {"q": {relevant: 1}}
    found = ir_measures.calc_aggregate([nDCG @ 10, RR], qrels, read)
    ours = by_query(run, qrels)["q"]
    assert found == {nDCG @ 10: ours["nDCG@10"], RR: ours["RR"]}
    order = [hit.passage_id[0] for hit in ranking]
    assert ours["RR"] == (1 / (order.index(relevant) + 1) if relevant in order else 0.0)


def test_run_file_has_six_columns(tmp_path: Path) -> None:
    write_run(tmp_path / "run", {"q1": [("d1", 0.5), ("d2", 0.25)], "q2": []})
    assert (tmp_path / "run").read_text() == "q1 Q0 d1 1 0.5 gbaqa\nq1 Q0 d2 2 0.25 gbaqa\n"


def test_id_with_white_space_cannot_stand_in_a_run(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"^id 'a b' holds white space"):
        check_run_file(tmp_path / "run", ["q1", "a b"])


def test_run_file_in_a_folder_that_is_missing_is_refused_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"missing is not a folder; make it"):
        check_run_file(tmp_path / "missing" / "run", [])


def test_run_file_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"cannot be written: Is a directory"):
        write_run(tmp_path, {})

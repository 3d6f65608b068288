"""A dataset is scored from its folder to its JSON, over its own corpus or the project's index."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import ir_measures
import pytest
from ir_measures import nDCG

from gbaqa.errors import DatasetError, IndexUnusable
from gbaqa.evaluation.running import evaluate
from tests.evaluation.folders import write_lines, write_qrels
from tests.evaluation.runs import read_run
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files

CORPUS = {
    "bridge": "The bridge opened in October 2018. It links Hong Kong, Zhuhai and Macao.",
    "zone": "The Hengqin zone covers 106 square kilometres.",
    "tax": "The tax rate of the zone is 15 per cent.",
}
QUERIES = {"q1": "bridge opened", "q2": "tax rate", "q3": "Hengqin zone"}
QRELS = [("q1", "bridge", 1), ("q2", "tax", 1), ("q3", "zone", 1)]
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "q1",
        "language": "en",
        "question": "When was the bridge opened?",
        "answerable": True,
        "docs": ["bridge"],
        "answer_keys": [["October 2018"]],
    },
    {"id": "q2", "language": "en", "question": "Who sings opera?", "answerable": False},
]
DIALOGUE = {
    "id": "d1",
    "language": "en",
    "turns": [
        {
            "user": "How large is the Hengqin zone?",
            "standalone": "How large is the Hengqin zone?",
            "docs": ["zone"],
            "answer_keys": [["106"]],
        }
    ],
}


def dataset(folder: Path) -> Path:
    write_lines(
        folder / "corpus.jsonl",
        [{"_id": doc_id, "title": "", "text": text} for doc_id, text in CORPUS.items()],
    )
    write_lines(
        folder / "queries.jsonl", [{"_id": name, "text": text} for name, text in QUERIES.items()]
    )
    write_qrels(folder, "dev", QRELS)
    write_lines(folder / "questions.jsonl", QUESTIONS)
    write_lines(folder / "dialogues.jsonl", [DIALOGUE])
    return folder


def scores(
    folder: Path, index: Path, *, run_file: Path | None = None, split: str | None = None
) -> dict[str, Any]:
    encoder = BagOfWordsEncoder()
    return evaluate(
        folder,
        split=split,
        index=index,
        encoder_name=FAKE_ENCODER,
        run_file=run_file,
        load=lambda name: encoder,
    )


def test_blank_query_and_question_score_nothing_and_count(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "small")
    queries = [{"_id": name, "text": text} for name, text in (QUERIES | {"q2": " "}).items()]
    write_lines(folder / "queries.jsonl", queries)
    write_lines(folder / "questions.jsonl", [QUESTIONS[0] | {"question": ""}, QUESTIONS[1]])
    found = scores(folder, tmp_path / "index")
    assert found["retrieval"]["queries"] == 3
    measures = found["retrieval"]["per_query"]
    assert [measures[name]["nDCG@10"] for name in QUERIES] == [1, 0, 1]
    row = found["answers"]["per_question"][0]
    assert (row["answered"], row["key_facts"], row["confidence"]) == (False, 0, 0)
    assert (row["quoted"], row["found"], row["failure"]) == ("", [], "not retrieved")
    assert found["answers"]["answerable"]["n"] == 1


def test_dataset_with_everything_is_scored_over_its_own_corpus(tmp_path: Path) -> None:
    found = scores(dataset(tmp_path / "small"), tmp_path / "index")
    assert list(found) == [
        *("dataset", "split", "retrieval", "answers", "dialogues"),
        *("latency_ms", "config"),
    ]
    assert (found["dataset"], found["split"]) == ("small", "dev")
    assert found["retrieval"]["queries"] == 3
    assert found["retrieval"]["measures"]["P@1"] == 1.0
    assert found["answers"]["answerable"]["n"] == found["answers"]["unanswerable"]["n"] == 1
    for compared in ("baseline", "trial"):
        assert found["answers"][compared]["answerable"]["key_facts"] == 1.0
    assert found["dialogues"]["n"] == found["dialogues"]["gold"]["n"] == 1
    config = found["config"]
    assert (config["encoder"], config["documents"], config["passages"]) == (FAKE_ENCODER, 3, 3)
    assert config["missing_documents"] == []
    # the project's own index lies beside it, untouched
    assert len(list((tmp_path / "index" / "datasets").glob("small-*/CURRENT"))) == 1
    assert not (tmp_path / "index" / "CURRENT").exists()
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_same_dataset_gives_the_same_result(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "small")
    one, other = (scores(folder, tmp_path / "index") for _ in range(2))
    for result in (one, other):
        # two questions, a turn and its full question
        assert result.pop("latency_ms")["n"] == 4
    assert one == other


def test_folders_of_one_name_have_indexes_of_their_own(tmp_path: Path) -> None:
    for parent in ("one", "other"):
        scores(dataset(tmp_path / parent / "small"), tmp_path / "index")
    made = {path.name for path in (tmp_path / "index" / "datasets").iterdir()}
    assert made == {
        # as sha256sum gives it
        f"small-{hashlib.sha256(str(tmp_path / parent / 'small').encode()).hexdigest()[:8]}"
        for parent in ("one", "other")
    }


def test_a_folder_has_one_index_however_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = dataset(tmp_path / "small")
    scores(folder, tmp_path / "index")
    monkeypatch.chdir(folder)
    scores(Path(), tmp_path / "index")
    assert len(list((tmp_path / "index" / "datasets").iterdir())) == 1


def test_what_the_folder_does_not_hold_is_left_out(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "small")
    (folder / "questions.jsonl").unlink()
    (folder / "dialogues.jsonl").unlink()
    assert list(scores(folder, tmp_path / "index")) == ["dataset", "split", "retrieval", "config"]


def test_written_run_gives_the_figure_that_is_printed(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "small")
    # nothing is at rank 1 for all three: the figure must come from the ranking
    write_qrels(folder, "dev", [("q1", "tax", 1), ("q2", "tax", 1), ("q3", "zone", 1)])
    found = scores(folder, tmp_path / "index", run_file=tmp_path / "small.run")
    qrels = {"q1": {"tax": 1}, "q2": {"tax": 1}, "q3": {"zone": 1}}
    run = read_run(tmp_path / "small.run")
    outside = ir_measures.calc_aggregate([nDCG @ 10], qrels, run)[nDCG @ 10]
    assert found["retrieval"]["measures"]["nDCG@10"] == pytest.approx(outside, abs=1e-6)
    assert 0 < outside < 1


def test_run_of_ids_with_white_space_is_refused_before_the_work(tmp_path: Path) -> None:
    folder = dataset(tmp_path / "small")
    with (folder / "corpus.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"_id": "a b", "text": "An id with white space."}\n')
    with pytest.raises(DatasetError, match=r"^id 'a b' holds white space"):
        scores(folder, tmp_path / "index", run_file=tmp_path / "run")
    assert not (tmp_path / "index").exists()
    assert scores(folder, tmp_path / "index")["config"]["documents"] == 4


def test_run_of_a_dataset_without_queries_is_refused(tmp_path: Path) -> None:
    write_lines(tmp_path / "small" / "questions.jsonl", QUESTIONS)
    with pytest.raises(DatasetError, match=r"has no judged queries in split 'dev'; leave --run"):
        scores(tmp_path / "small", tmp_path / "index", run_file=tmp_path / "run")


def project(folder: Path) -> Path:
    """The project's index: an English brief and its twin."""
    front = "---\nid: bridge\ntitle: Bridge\n---\n"
    twin = "---\nid: bridge.pt\ntitle: Ponte\nlanguage: pt\ntranslation_of: bridge\n---\n"
    files = {
        "bridge.md": front + "The bridge opened in October 2018.\n",
        "bridge.pt.md": twin + "A ponte abriu em outubro de 2018.\n",
        "zone.md": "---\nid: zone\ntitle: Zone\n---\nThe zone covers 106 square kilometres.\n",
    }
    build_index(write_files(folder / "corpus", files), folder / "index")
    return folder / "index"


def test_dataset_without_a_corpus_asks_the_project_and_twins_count(tmp_path: Path) -> None:
    folder = tmp_path / "gba"
    write_lines(folder / "queries.jsonl", [{"_id": "q1", "text": "ponte abriu"}])
    write_qrels(folder, "dev", [("q1", "bridge", 1), ("q1", "gone", 1)])
    run_file = tmp_path / "gba.run"
    found = scores(folder, project(tmp_path), run_file=run_file)
    assert found["retrieval"]["measures"]["P@1"] == 1.0
    assert found["retrieval"]["measures"]["Recall@100"] == 0.5
    assert found["config"]["missing_documents"] == ["gone"]
    assert found["config"]["corpus"] == "project"
    assert [line.split()[2] for line in run_file.read_text().splitlines()] == ["bridge", "zone"]


def test_dataset_without_a_corpus_needs_the_project_index(tmp_path: Path) -> None:
    write_lines(tmp_path / "gba" / "questions.jsonl", QUESTIONS)
    with pytest.raises(IndexUnusable):
        scores(tmp_path / "gba", tmp_path / "index")

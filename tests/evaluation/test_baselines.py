"""Baselines hold all of our own questions, and of other people's data no text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gbaqa.errors import DatasetError
from gbaqa.evaluation import baselines
from gbaqa.evaluation.baselines import ROWS, TEXTS, figures_alone, main, without_texts
from gbaqa.evaluation.comparing import compare
from tests.evaluation.folders import ScriptedAssistant, collection, write_lines
from tests.evaluation.results import result
from tests.evaluation.whole import QUESTION, whole


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"a": "It is in Macao.", "b 2": "它在澳門。"}
    assistant = ScriptedAssistant(collection(texts), timings={"Where is it?": 80.0})
    monkeypatch.setattr(baselines, "opener", lambda: lambda _: assistant)


def written(folder: Path) -> dict[str, Any]:
    return {path.name: json.loads(path.read_text()) for path in folder.glob("*.json")}


def test_each_split_of_our_own_questions_is_written_in_full(tmp_path: Path) -> None:
    dataset, out = tmp_path / "ours", tmp_path / "out"
    splits = [QUESTION | {"id": split, "split": split} for split in ("dev", "test")]
    write_lines(dataset / "questions.jsonl", splits)
    assert main([str(out), str(dataset)]) == 0
    found = written(out)
    assert list(found) == ["ours-dev.json", "ours-test.json"]
    assert found["ours-test.json"]["answers"]["per_question"][0]["question"] == "Where is it?"
    assert "latency_ms" not in found["ours-dev.json"]
    assert found["ours-dev.json"]["config"]["command"].endswith("ours --split dev --json")


def test_a_sample_of_other_peoples_data_is_written_without_its_text(tmp_path: Path) -> None:
    assert main([str(tmp_path / "out"), f"{whole(tmp_path / 'theirs')}:dev"]) == 0
    (name, found), *_ = written(tmp_path / "out").items()
    assert name == "theirs-sample-dev.json"
    (row,) = found["answers"]["per_question"]
    assert not row.keys() & set(TEXTS)
    assert "Where is it?" not in json.dumps(found)
    assert found["config"]["command"].startswith("python -m gbaqa.evaluation.baselines ")
    assert compare(found, found).moved == ()


def test_of_a_whole_set_the_figures_alone_are_written(tmp_path: Path) -> None:
    assert main([str(tmp_path / "out"), "--whole", f"{whole(tmp_path / 'theirs')}:dev"]) == 0
    found = written(tmp_path / "out")["theirs-dev.json"]
    assert found["retrieval"]["measures"]
    assert not any(row in found[part] for part in ("retrieval", "answers") for row in ROWS)


def test_a_dataset_that_is_not_there_is_left_out_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "out"), str(tmp_path / "none")]) == 0
    assert capsys.readouterr().out == f"left out: {tmp_path / 'none'} is not there\n"


def test_what_cannot_be_done_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert main([str(tmp_path / "out"), str(tmp_path)]) == DatasetError.exit_code
    assert capsys.readouterr().err.count("\n") == 2


def test_what_is_left_of_a_result_has_its_figures() -> None:
    whole_result = result()
    assert without_texts(whole_result)["answers"]["auroc"] == 0.875
    assert figures_alone(whole_result)["answers"]["auroc"] == 0.875
    assert figures_alone(whole_result)["dataset"] == "gba"
    assert without_texts({"dataset": "x"}) == {"dataset": "x"}

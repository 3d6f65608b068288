"""The gate lets through what is as good as before, and stops what lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gbaqa.errors import DatasetError
from gbaqa.evaluation import gating
from gbaqa.evaluation.baselines import read_baseline, write_baseline
from gbaqa.evaluation.datasets import Dataset, read_dataset
from gbaqa.evaluation.gating import (
    Gated,
    datasets_of,
    gate,
    gated_table,
    main,
)
from gbaqa.evaluation.running import scored
from tests.evaluation.folders import ScriptedAssistant, collection, write_lines, write_qrels

NAMES = [f"d{number:02d}" for number in range(30)]
TEXTS = {name: f"The fee of {name} is {number}." for number, name in enumerate(NAMES, start=100)}


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    """Thirty queries and questions, and ten questions that have no answer."""
    folder = tmp_path / "fees"
    write_lines(folder / "queries.jsonl", [{"_id": name, "text": name} for name in NAMES])
    write_qrels(folder, "dev", [(name, name, 1) for name in NAMES])
    keys = {name: [[str(number)]] for number, name in enumerate(NAMES, start=100)}
    asked = [
        {"id": n, "question": n, "answerable": True, "docs": [n], "answer_keys": keys[n]}
        for n in NAMES
    ]
    asked += [{"id": f"u{n}", "question": f"u{n}", "answerable": False} for n in range(10)]
    write_lines(folder / "questions.jsonl", [{"language": "en"} | row for row in asked])
    return read_dataset(folder, split=None)


def assistant(*, answered: int = 30, found: int = 30, false: int = 0) -> Any:
    """Answers and finds the first so many of thirty, and answers what has no answer."""
    replies = {name: [(name, TEXTS[name])] for name in NAMES[:answered]}
    replies |= {f"u{number}": [("d00", TEXTS["d00"])] for number in range(false)}
    return ScriptedAssistant(
        collection(TEXTS),
        replies=replies,
        rankings={name: [(f"{name}#0000", 0.9)] for name in NAMES[:found]},
    )


@pytest.fixture
def baselines(dataset: Dataset, tmp_path: Path) -> Path:
    write_baseline(dataset, tmp_path, scored(dataset, assistant(answered=20, false=5)).as_json())
    return tmp_path


def failed(dataset: Dataset, baselines: Path, now: Any) -> list[str]:
    return [one.measure for one in gate([dataset], baselines, open_=lambda _: now) if one.failed]


def test_what_is_as_good_passes(dataset: Dataset, baselines: Path) -> None:
    assert failed(dataset, baselines, assistant(answered=20, false=5)) == []


def test_what_is_better_passes(dataset: Dataset, baselines: Path) -> None:
    assert failed(dataset, baselines, assistant(answered=30, false=0)) == []


def test_answers_lost_fail(dataset: Dataset, baselines: Path) -> None:
    assert failed(dataset, baselines, assistant(answered=12, false=5)) == ["answers: key_facts"]


def test_half_of_the_questions_is_held_against_the_same_half_of_the_baseline(
    dataset: Dataset, baselines: Path
) -> None:
    (half,), _ = datasets_of([str(dataset.folder)], half=True)
    assert (len(half.queries), len(half.questions)) == (15, 20)
    now = assistant(answered=20, false=5)
    found = gate([half], baselines, open_=lambda _: now, half=True)
    assert {one.loss for one in found} == {0.0}
    lost = gate([half], baselines, open_=lambda _: assistant(answered=5, false=5), half=True)
    assert [one.measure for one in lost if one.failed] == ["answers: key_facts"]
    with pytest.raises(DatasetError, match="of other questions"):
        gate([half], baselines, open_=lambda _: now)


def test_more_false_answers_fail(dataset: Dataset, baselines: Path) -> None:
    assert failed(dataset, baselines, assistant(answered=20, false=10)) == [
        "answers: false_answers"
    ]


def test_documents_that_are_no_longer_found_fail(dataset: Dataset, baselines: Path) -> None:
    lost = failed(dataset, baselines, assistant(answered=20, found=20, false=5))
    assert lost == [
        *("retrieval: nDCG@10", "retrieval: Recall@20", "retrieval of passages: nDCG@10")
    ]


def test_a_small_loss_that_chance_explains_passes(dataset: Dataset, baselines: Path) -> None:
    assert failed(dataset, baselines, assistant(answered=19, false=5)) == []


@pytest.mark.parametrize(
    ("loss", "p", "expected"),
    [
        (0.02, 0.01, True),
        (0.02, 0.2, False),
        (0.05, 0.9, True),
        (-0.1, 0.01, False),
        (0.0, 1.0, False),
    ],
)
def test_a_loss_fails_that_is_large_or_significant(loss: float, p: float, expected: bool) -> None:
    one = Gated("fees", "retrieval: RR", 30, baseline=0.5, now=0.5 - loss, loss=loss, p=p)
    assert one.failed is expected
    assert ("LOST" in gated_table([one])) is expected


def test_a_baseline_of_other_questions_is_refused(dataset: Dataset, baselines: Path) -> None:
    path = baselines / "fees-dev.json"
    result = json.loads(path.read_text())
    del result["answers"]["per_question"][-1]
    path.write_text(json.dumps(result))
    with pytest.raises(DatasetError, match="baseline of fees is of other questions; write it by"):
        failed(dataset, baselines, assistant())


@pytest.mark.parametrize("text", [None, "{"])
def test_a_baseline_that_cannot_be_read_is_named(
    dataset: Dataset, tmp_path: Path, text: str | None
) -> None:
    if text is not None:
        (tmp_path / "fees-dev.json").write_text(text)
    with pytest.raises(DatasetError, match=r"fees-dev.json is no baseline \(.*; write it by"):
        read_baseline(dataset, tmp_path)


def test_a_public_set_that_is_not_there_is_left_out_and_named(
    dataset: Dataset, tmp_path: Path
) -> None:
    found, missing = datasets_of([str(dataset.folder), f"{tmp_path}/nowhere:train"])
    assert [one.name for one in found] == ["fees"]
    assert missing == [f"{tmp_path}/nowhere"]


def test_the_gate_is_told_what_to_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baselines"]) == 2
    assert "name the folder of baselines and one or more datasets" in capsys.readouterr().err


def test_a_fault_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), str(tmp_path / "nowhere")]) == DatasetError.exit_code
    assert capsys.readouterr().err.count("\n") == 1


def test_wrong_answers_to_questions_that_were_not_answered_before_fail(
    dataset: Dataset, baselines: Path
) -> None:
    now = assistant(answered=20, false=5)
    now.replies |= {name: [("d00", TEXTS["d00"])] for name in NAMES[20:]}
    assert failed(dataset, baselines, now) == ["answers: wrong_answers"]


@pytest.mark.parametrize(("answered", "code"), [(20, 0), (12, 1)])
def test_the_command_prints_its_table_and_exits_by_it(
    dataset: Dataset,
    baselines: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answered: int,
    code: int,
) -> None:
    now = assistant(answered=answered, false=5)
    monkeypatch.setattr(gating, "opener", lambda: lambda _: now)
    assert main([str(baselines), str(dataset.folder), "nowhere:dev"]) == code
    printed = capsys.readouterr()
    assert "fees: answers: key_facts" in printed.out
    assert "left out: nowhere is not there" in printed.out
    assert ("1 measures lost against the baselines: fees: answers: key_facts" in printed.err) is (
        code == 1
    )


def test_a_baseline_whose_questions_had_other_words_is_refused(
    dataset: Dataset, baselines: Path
) -> None:
    path = baselines / "fees-dev.json"
    path.write_text(path.read_text().replace('"question": "u1"', '"question": "other"'))
    with pytest.raises(DatasetError, match="baseline of fees is of other questions"):
        failed(dataset, baselines, assistant())

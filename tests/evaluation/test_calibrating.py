"""The confidence is fitted on what a dev split shows, and its threshold bounds false answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gbaqa.answering.asking import open_assistant
from gbaqa.answering.deciding import WEIGHTS
from gbaqa.evaluation.calibrating import Sample, fit, main, sample, threshold
from gbaqa.evaluation.datasets import read_dataset
from tests.evaluation.folders import write_lines
from tests.fakes import FAKE_ENCODER, BagOfWordsEncoder, build_index, write_files

ASKED = {"language": "en", "question": "What is the fee?"}
ANSWERABLE = {"id": "1", **ASKED, "answerable": True, "docs": ["a"], "answer_keys": [["50"]]}
UNANSWERABLE = {"id": "2", **ASKED, "answerable": False}


def made(cosines: list[float], right: list[bool], answerable: list[bool]) -> Sample:
    features = np.zeros((len(cosines), len(WEIGHTS)))
    features[:, list(WEIGHTS).index("cosine")] = cosines
    return Sample("made", features, np.array(right), np.array(answerable))


def test_a_question_is_measured_by_its_best_candidate_and_judged_by_what_is_shown(
    tmp_path: Path,
) -> None:
    corpus = write_files(tmp_path / "corpus", {"a.txt": "The fee is 50 yuan.\n\nIt rains."})
    build_index(corpus, tmp_path / "index")
    assistant = open_assistant(
        tmp_path / "index", encoder_name=FAKE_ENCODER, load=lambda name: BagOfWordsEncoder()
    )
    asked = {"language": "en", "question": "What is the fee?"}
    write_lines(
        tmp_path / "set" / "questions.jsonl",
        [
            {"id": "1", **asked, "answerable": True, "docs": ["a"], "answer_keys": [["50"]]},
            {"id": "2", **asked, "answerable": True, "docs": ["a"], "answer_keys": [["60"]]},
            {"id": "3", **asked, "answerable": False, "docs": [], "answer_keys": []},
        ],
    )
    found = sample(read_dataset(tmp_path / "set", split="dev"), assistant)
    assert found.right.tolist() == [True, False, False]
    assert found.answerable.tolist() == [True, True, False]
    named = dict(zip(WEIGHTS, found.features[0].tolist(), strict=True))
    assert (named["lead_coverage"], named["kind_met"], named["numbers_met"]) == (1, 1, 1)
    assert found.features[0] == pytest.approx(found.features[2])


def test_every_sample_weighs_the_same_whatever_its_size() -> None:
    low = made([0.1, 0.3], [True, False], [True, False])
    high = made([0.7, 0.9], [True, False], [True, False])
    many = made([0.7, 0.9] * 50, [True, False] * 50, [True, False] * 50)
    assert fit([low, high]).coef_ == pytest.approx(fit([low, many]).coef_, rel=1e-2)


def test_the_threshold_is_the_lowest_that_bounds_the_false_answers() -> None:
    one = made(
        [0.9, 0.8, 0.7, 0.6, 0.2, 0.1], [True, True] + [False] * 4, [True, True] + [False] * 4
    )
    noisy = made([0.9, 0.2], [True, False], [True, False])
    model = fit([one, noisy, made([0.5, 0.5], [True, False], [True, False])])
    value = threshold(model, [one])
    probability = model.predict_proba(one.features)[:, 1]
    # one of the four unanswerable ones may be answered
    assert (probability >= value).tolist() == [True, True, True, False, False, False]
    assert (probability >= value - 0.01).sum() > 3


def test_the_rate_of_false_answers_is_that_of_the_samples_together() -> None:
    mixed = made([0.9, 0.8, 0.7, 0.6], [True, False, False, False], [True, False, False, False])
    clean = made([0.9, 0.1, 0.1, 0.1], [True, False, False, False], [True, False, False, False])
    model = fit([mixed, clean])
    value = threshold(model, [mixed, clean])
    shown = model.predict_proba(mixed.features)[:, 1] >= value
    assert shown.tolist() == [True, True, False, False]  # a third of one, none of the other


def test_where_nothing_bounds_the_false_answers_nothing_is_answered() -> None:
    wrong = made([0.9, 0.9, 0.1], [True, False, False], [True, False, False])
    sure = fit([made([0.9, 0.1], [True, False], [True, False])])
    assert threshold(sure, [wrong]) == 1.0


def test_without_a_dataset_the_command_says_what_it_needs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([]) == 2
    assert capsys.readouterr() == ("", "calibrating: name one or more dataset folders\n")


def test_fault_of_a_dataset_is_one_line_and_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "missing"
    assert main([str(missing)]) == 4
    assert capsys.readouterr() == (
        "",
        f"calibrating: {missing} is not a folder; name the folder that holds the dataset\n",
    )


@pytest.mark.parametrize(
    ("questions", "lacking"),
    [([ANSWERABLE], "unanswerable"), ([UNANSWERABLE], "answerable")],
)
def test_dataset_of_one_kind_of_question_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    questions: list[dict[str, object]],
    lacking: str,
) -> None:
    write_lines(tmp_path / "questions.jsonl", questions)
    assert main([str(tmp_path)]) == 4
    assert capsys.readouterr().err == (
        f"calibrating: {tmp_path} has no {lacking} questions in split 'dev', "
        "expected both kinds; add some or leave the dataset out\n"
    )


def test_index_and_encoder_are_those_of_the_environment(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(write_files(tmp_path / "corpus", {"a.txt": "It rains."}), tmp_path / "index")
    write_lines(tmp_path / "questions.jsonl", [ANSWERABLE, UNANSWERABLE])
    monkeypatch.setenv("GBAQA_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("GBAQA_ENCODER", "another")
    assert main([str(tmp_path)]) == 3
    message = capsys.readouterr().err
    assert FAKE_ENCODER in message  # the index was found
    assert "another" in message
